import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Database } from '../../server/application/ports/database.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer } from '../kit/server.ts';

describe('more commands than the database can keep up with', () => {
  it('are refused with 503 and when to come again, while those that wait are done', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'alur-overload-'));
    const inner = await openDatabase({ dataDirectory: directory });
    let slow: Promise<void> = Promise.resolve();
    const database: Database = {
      dialect: inner.dialect,
      query: (sql, parameters) => inner.query(sql, parameters),
      transaction: (work) => inner.transaction(work),
      write: async (writes) => {
        await slow;
        await inner.write(writes);
      },
      close: () => inner.close(),
    };
    const server = await startTestServer({ database, mostWaitingCommands: 20 });
    const model = oneNode('ramai', '<bpmn:userTask id="node"/>');
    bodyOf(
      await server.call('POST', '/engine-rest/deployment/create', deploymentForm('ramai', { 'ramai.bpmn': model })),
    );
    const start = () => server.call('POST', '/engine-rest/process-definition/key/ramai/start', {});
    bodyOf(await start());
    let goOn: () => void = () => undefined;
    slow = new Promise((resolve) => (goOn = resolve));
    // The first is being written; the next ones gather for the group after it, up to its limit; then the queue fills.
    const answers = Array.from({ length: 320 }, start);
    const first = await Promise.race(answers);
    assert.equal(first.status, 503, first.text);
    assert.ok(Number(first.headers.get('Retry-After')) >= 1);
    assert.equal((await server.call('GET', '/engine-rest/task/count')).status, 200, 'reading goes on');
    goOn();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    const done = statuses.filter((status) => status === 200).length;
    assert.equal(done + statuses.filter((status) => status === 503).length, 320);
    assert.ok(done >= 20);
    assert.deepEqual(bodyOf(await server.call('GET', '/engine-rest/process-instance/count')), { count: done + 1 });
    bodyOf(await start());
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });
});
