import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { bodyOf, startTestServer, type TestServer } from '../kit/server.ts';
import { allEndpoints } from './kit/all-endpoints.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly tier: string;
  readonly purpose: string;
  readonly state: 'full' | 'absent';
}
let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

it('tells of each operation of Camunda whether it is there, as the routes are and as the contract says', async () => {
  const { full, operations } = bodyOf<{ full: number; operations: Operation[] }>(
    await server.call('GET', '/api/compatibility', undefined, null),
  );
  assert.equal(operations.length, 399);
  assert.equal(operations.filter(({ state }) => state === 'full').length, full);
  const shape = (path: string) => path.replaceAll(/\{[^}]*\}|:[^/]+/g, '*');
  const contract = new Set((await allEndpoints()).map(({ method, path }) => `${method} ${shape(path)}`));
  for (const { method, path, state } of operations)
    assert.equal(state === 'full', contract.has(`${method} ${shape(`/engine-rest${path}`)}`), `${method} ${path}`);
  const stateOf = (method: string, path: string) =>
    operations.find((each) => each.method === method && each.path === path)?.state;
  assert.equal(stateOf('GET', '/decision-requirements-definition/{id}'), 'full');
  assert.equal(stateOf('GET', '/history/cleanup/jobs'), 'full');
  assert.equal(stateOf('DELETE', '/metrics/task-worker'), 'absent');

  const page = join(import.meta.dirname, '../../server/docs/compatibility.md');
  const text = pageOf(operations);
  if (process.env['ALUR_WRITE_DOCS']) writeFileSync(page, text);
  assert.equal(readFileSync(page, 'utf8'), text, 'run this test with ALUR_WRITE_DOCS=1 and commit the page');
});

it('answers an operation that is absent with 501 and what it is, once one is signed in', async () => {
  const absent = await server.call('DELETE', '/engine-rest/metrics/task-worker');
  assert.equal(absent.status, 501);
  assert.match(absent.text, /NotImplementedException.*DELETE .*is an operation of Camunda 7 that Alur does not offer/);
  assert.equal((await server.call('DELETE', '/engine-rest/metrics/task-worker', undefined, null)).status, 401);
  assert.equal((await server.call('GET', '/engine-rest/nothing-of-the-kind')).status, 404);
  assert.equal((await server.call('PATCH', '/engine-rest/task')).status, 405);
});

/** The page of `server/docs` that lists the operations by resource. */
function pageOf(operations: readonly Operation[]): string {
  const there = (of: readonly Operation[]) => `${of.filter(({ state }) => state === 'full').length} of ${of.length}`;
  const tier = (name: string) => there(operations.filter((each) => each.tier === name));
  const resources = new Map<string, Operation[]>();
  for (const each of operations) {
    const name = each.path.split('/')[1] ?? '';
    resources.set(name, [...(resources.get(name) ?? []), each]);
  }
  const lines = [...resources].flatMap(([name, of]) => [
    `\n## ${name} (${there(of)})\n`,
    '| operation | tier | for | state |\n|---|---|---|---|',
    ...of.map(
      ({ method, path, tier: of, purpose, state }) =>
        `| \`${method} ${path}\` | ${of} | ${purpose.replaceAll('|', '/')} | ${state === 'full' ? 'there' : '501'} |`,
    ),
  ]);
  return `# Operations of Camunda 7's REST API

Made from the routes by \`test/http/compatibility.test.ts\`; \`GET /api/compatibility\` tells the same of a running server. Tier A is used by tools and workers (${tier('A')} are there), B by operators (${tier('B')}), C hardly (${tier('C')}).
HAL (\`Accept: application/hal+json\`) is not offered: who accepts nothing else is answered 406.
${lines.join('\n')}
`;
}

it('who accepts nothing but HAL is told that there is none', async () => {
  const ask = (accept: string) => server.call('GET', '/engine-rest/task', undefined, 'root', { accept });
  const refused = await ask('application/hal+json');
  assert.equal(refused.status, 406);
  assert.deepEqual(Object.keys(refused.json as object), ['type', 'message', 'code']);
  for (const accept of ['application/hal+json, application/json;q=0.5', 'application/hal+json, */*', '*/*'])
    assert.equal((await ask(accept)).status, 200, accept);
});
