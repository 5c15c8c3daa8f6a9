import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BackgroundWork, FailedItem } from '../../server/contract/api/batch-monitor.ts';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let definitionId: string;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
let visitor: ApiVisitor;
const status = async (method: string, path: string, body?: unknown) =>
  (await visitor.ask(method, `/api/monitor/batches${path}`, body)).status;
const monitor = async <T>(method: string, path: string, body?: unknown) =>
  (await visitor.call(method, `/api/monitor/batches${path}`, body)) as T;
interface Page {
  readonly batches: readonly BackgroundWork[];
  readonly next: number | null;
}
const list = (query = '') => monitor<Page>('GET', query);
const find = async (id: string) => (await list()).batches.find((each) => each.id === id);
const start = async () => bodyOf<Named>(await rest('POST', '/process-definition/key/orang/start', {})).id;
/** A batch that gives each instance one more task. */
const modify = async (processInstanceIds: readonly string[]) =>
  bodyOf<Named>(
    await rest('POST', '/modification/executeAsync', {
      processDefinitionId: definitionId,
      processInstanceIds,
      instructions: [{ type: 'startBeforeActivity', activityId: 'node' }],
    }),
  ).id;

before(async () => {
  server = await startTestServer();
  visitor = await ApiVisitor.open(server.url, 'root', 'kata-sandi-panjang-123');
  const form = deploymentForm('b', { 'orang.bpmn': oneNode('orang', '<bpmn:userTask id="node"/>') });
  bodyOf(await rest('POST', '/deployment/create', form));
  definitionId = bodyOf<Named>(await rest('GET', '/process-definition/key/orang')).id;
});
after(() => server.close());

describe('the monitor of batches', () => {
  it('tells how far each is, what has failed, and lets it be tried again, suspended and stopped', async () => {
    const id = await modify([await start(), 'hilang-1', 'hilang-2', await start()]);
    const failed = await eventually(async () => {
      const batch = await find(id);
      return batch?.failed === 2 && batch;
    });
    assert.deepEqual(
      [failed.type, failed.state, failed.total, failed.done, failed.givenUp, failed.startedBy, failed.endedAt],
      ['instance-modification', 'running', 4, 2, 0, 'root', null],
    );
    const { items, next } = await monitor<{ readonly items: readonly FailedItem[]; readonly next: number | null }>(
      'GET',
      `/${id}/failures?limit=1`,
    );
    assert.deepEqual([items[0]?.item, items[0]?.isInstance, next], ['hilang-1', true, 1]);
    assert.match(String(items[0]?.message), /hilang-1.*does not exist or has ended/);

    assert.equal(await status('PUT', `/${id}/suspended`, { suspended: true }), 204);
    assert.equal((await find(id))?.state, 'suspended');
    assert.deepEqual(await monitor('POST', `/${id}/retry`), { count: 2 });
    assert.equal((await find(id))?.failed, 0);
    assert.equal(await status('PUT', `/${id}/suspended`, { suspended: false }), 204);
    await eventually(async () => (await find(id))?.failed === 2);

    assert.equal(await status('POST', `/${id}/stop`), 204);
    const stopped = await find(id);
    assert.deepEqual([stopped?.state, stopped?.done, stopped?.givenUp, stopped?.failed], ['stopped', 2, 2, 0]);
    assert.notEqual(stopped?.endedAt, null);
    for (const [method, path, body] of [
      ['POST', `/${id}/stop`, undefined],
      ['PUT', `/${id}/suspended`, { suspended: true }],
      ['GET', '/tiada/failures', undefined],
    ] as const)
      assert.equal(await status(method, path, body), 404, path);
  });

  it('lists the newest first, page by page, and counts what is given up one by one', async () => {
    const first = await modify([await start()]);
    await eventually(async () => (await find(first))?.state === 'ended');
    const second = await modify(['hilang', await start()]);
    await eventually(async () => (await find(second))?.failed === 1);
    const [job] = bodyOf<Named[]>(await rest('GET', `/job?jobDefinitionId=${second}:execution&noRetriesLeft=true`));
    assert.equal((await rest('DELETE', `/job/${job?.id}`)).status, 204);
    const { batches, next } = await list('?limit=1');
    assert.deepEqual(
      batches.map(({ id, state, done, givenUp }) => [id, state, done, givenUp]),
      [[second, 'stopped', 1, 1]],
    );
    assert.equal((await list(`?after=${String(next)}`)).batches[0]?.id, first);
  });
});
