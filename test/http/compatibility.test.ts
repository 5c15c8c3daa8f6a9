import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { bodyOf, startTestServer, type TestServer } from '../kit/server.ts';
import { allEndpoints } from './kit/all-endpoints.ts';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly tier: string;
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
});
