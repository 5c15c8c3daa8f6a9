import fc from 'fast-check';

/** A JSON schema of our OpenAPI documents, as far as random values need it. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly $ref?: string;
}
export interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
export interface RandomRequest {
  readonly path: string;
  readonly body: FormData | string | undefined;
}

const HOSTILE = [
  '',
  ' ',
  '%',
  "'; drop table task; --",
  '__proto__',
  '../../etc/passwd',
  '\u0000',
  '😀',
  '${1+1}',
  'x'.repeat(300),
  '{"a":',
  '2026-02-30T25:61:00.000+0000',
  '2026-03-05T14:07:09.123+0000',
  'a_eq_b,c',
  'null',
  '-1',
  '99999999999999999999',
];
// No whole number between 50 and Camunda's longest wait: a request that waits is no request that hangs.
const scalar = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 12 }),
  fc.constantFrom<unknown>(null, true, false, 0, 1, 7, -1, 1.5, 2 ** 31, 2 ** 53, 1e308),
);
const anything = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 5 }), scalar, { maxKeys: 3 }) },
);

/** Ids of things that are there, by the resource whose paths they belong in. */
export type KnownIds = ReadonlyMap<string, readonly string[]>;

/** Requests to one operation: some right, most not. */
export function randomRequest(path: string, operation: Operation, known: KnownIds): fc.Arbitrary<RandomRequest> {
  const ids = [...known.values()].flatMap((each) => each.slice(0, 3));
  const place = path.split('/');
  const ofPlace = known.get(place.slice(2, path.includes('/history/') ? 4 : 3).join('/'));
  const own = ofPlace && ofPlace.length > 0 ? ofPlace : ids;
  const text = fc.oneof(fc.constantFrom(...ids), fc.constantFrom(...HOSTILE.filter((each) => each !== '')));
  const ownText = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...own) }, { weight: 1, arbitrary: text });
  const names = (place: string) =>
    (operation.parameters ?? []).filter((each) => each.in === place).map((each) => each.name);
  const query = fc
    .subarray([...names('query'), 'tidakDikenal'])
    .chain((chosen) =>
      fc.tuple(...chosen.slice(0, 6).map((name) => fc.tuple(fc.constant(name), fc.oneof(text, scalar.map(String))))),
    );
  const content = operation.requestBody?.content ?? {};
  const schema = content['application/json']?.schema;
  const body: fc.Arbitrary<FormData | string | undefined> = schema
    ? fc.oneof(
        { weight: 6, arbitrary: fc.oneof(valueOf(schema, ids, 3), anything).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.constantFrom('', '{', '[1', '\u0000', 'null', '"x"') },
      )
    : 'multipart/form-data' in content
      ? fc
          .array(fc.tuple(fc.constantFrom('data', 'valueType', 'field', 'file', 'files', 'tenant-id', 'x'), anything))
          .map(toForm)
      : fc.constant(undefined);
  return fc.record({
    path: fc
      .tuple(fc.tuple(...names('path').map((name) => fc.tuple(fc.constant(name), ownText))), query)
      .map(
        ([fixed, free]) =>
          fixed.reduce((made, [name, value]) => made.replace(`{${name}}`, encodeURIComponent(value)), path) +
          (free.length === 0 ? '' : `?${new URLSearchParams(free).toString()}`),
      ),
    body,
  });
}

/** A value that fits the schema at most places. */
function valueOf(schema: Schema, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
  const fitting = fits(schema, ids, depth);
  return fc.oneof({ weight: 5, arbitrary: fitting }, { weight: 1, arbitrary: anything });
}

function fits(schema: Schema, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
  if (depth === 0) return anything;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => fits(each, ids, depth)));
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (schema.properties) {
    const model = Object.fromEntries(
      Object.entries(schema.properties).map(([name, each]) => [name, valueOf(each, ids, depth - 1)]),
    );
    return fc.record(model, {
      requiredKeys: Object.keys(model).filter((name) => /^(?:workerId|maxTasks|topics)$/.test(name)),
    });
  }
  if (type === 'array')
    return fc.array(schema.items ? valueOf(schema.items, ids, depth - 1) : anything, { maxLength: 3 });
  if (type === 'object')
    return fc.dictionary(
      fc.constantFrom('a', 'nama', '__proto__', ''),
      fc.oneof(
        anything,
        fc.record({ value: anything, type: fc.constantFrom('String', 'Integer', 'Date', 'File', 'Json', 'x') }),
      ),
      { maxKeys: 3 },
    );
  if (type === 'integer' || type === 'number') return fc.constantFrom(0, 1, 2, 49);
  if (type === 'boolean') return fc.boolean();
  if (type === 'string') return fc.oneof(fc.constantFrom(...ids), scalar.map(String));
  return anything;
}

function toForm(parts: readonly (readonly [string, unknown])[]): FormData {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else
      form.append(
        name,
        new File([JSON.stringify(value) ?? ''], `${name}.${typeof value === 'number' ? 'bpmn' : 'form'}`),
      );
  }
  return form;
}
