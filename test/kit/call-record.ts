import { camundaOperations } from '../../server/contract/engine-rest/compatibility-list.ts';

/** What the tests of this process asked one operation of Camunda's REST API for, and what it answered. */
export interface OperationRecord {
  /** Statuses, and with the type of the error: `200`, `404`, `404 InvalidRequestException`. */
  readonly answers: Set<string>;
  /** Query parameters and fields of bodies that came with what was answered 2xx, and with what was answered 400. */
  readonly taken: Set<string>;
  readonly refused: Set<string>;
  /** Parameters of which a test has seen that they change what is found. */
  readonly effects: Set<string>;
}

const records = new Map<string, OperationRecord>();
const templates = camundaOperations.map(([method, path]) => ({ method, path, parts: path.split('/') }));
/** Operations that were found for an address, since the same are asked for often. */
const known = new Map<string, string | undefined>();

/** The operation of a method and an address below `/engine-rest`; what is written out wins over a parameter. */
function operationOf(method: string, path: string): string | undefined {
  const parts = path.split('/');
  const key = `${method} ${path}`;
  if (!known.has(key)) {
    const fitting = templates.filter(
      (each) =>
        each.method === method &&
        each.parts.length === parts.length &&
        each.parts.every((part, index) => part.startsWith('{') || part === parts[index]),
    );
    const parameters = (template: (typeof templates)[number]) =>
      template.parts.filter((part) => part.startsWith('{')).length;
    const [best] = fitting.sort((left, right) => parameters(left) - parameters(right));
    known.set(key, best && `${best.method} ${best.path}`);
  }
  return known.get(key);
}

function recordOf(operation: string): OperationRecord {
  let record = records.get(operation);
  if (!record)
    records.set(operation, (record = { answers: new Set(), taken: new Set(), refused: new Set(), effects: new Set() }));
  return record;
}

/** Notes a call of the server under test; what is no operation of Camunda is left out. */
export function recordCall(
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: unknown },
  { status, json }: { readonly status: number; readonly json: unknown },
): void {
  const [address = '', query = ''] = path.split('?');
  const below = /^\/(?:engine-rest|rest)(?:\/engine\/default)?(\/.*)$/.exec(address)?.[1];
  const operation = below === undefined ? undefined : operationOf(method, below.replace(/\/$/, ''));
  if (operation === undefined) return;
  const record = recordOf(operation);
  const type = typeof json === 'object' && json !== null && 'type' in json ? String(json.type) : '';
  record.answers.add(String(status));
  if (status >= 400 && type !== '') record.answers.add(`${status} ${type}`);
  const fields = typeof body === 'object' && body !== null && !(body instanceof FormData) ? Object.keys(body) : [];
  const into = status < 300 ? record.taken : status === 400 ? record.refused : undefined;
  if (into) for (const name of [...new URLSearchParams(query).keys(), ...fields]) into.add(name);
}

/** Notes that a parameter of an operation (`GET /task`) was seen to change what is found. */
export function recordEffect(operation: string, parameter: string): void {
  recordOf(operation).effects.add(parameter);
}

/** All that was noted in this process so far. */
export function recordedCalls(): ReadonlyMap<string, OperationRecord> {
  return records;
}
