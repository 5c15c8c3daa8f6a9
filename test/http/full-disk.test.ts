import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Readable } from 'node:stream';
import type { Database } from '../../server/application/ports/database.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { openContentStore } from '../../server/store/service/content-store.ts';
import { deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

const process = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
  <bpmn:process id="berkas" isExecutable="true" camunda:historyTimeToLive="30">
    <bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="periksa"/>
    <bpmn:userTask id="periksa"/><bpmn:sequenceFlow id="g" sourceRef="periksa" targetRef="e"/><bpmn:endEvent id="e"/>
  </bpmn:process>
</bpmn:definitions>`;

/** Pages that the SQLite file may have; the writer of a database keeps the setting. */
async function limitPages(database: Database, pages: number): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query(`PRAGMA max_page_count = ${pages}`);
  });
}

describe('a full disk', () => {
  let directory = '';
  let database: Database;
  let server: TestServer;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'alur-full-'));
    database = await openDatabase({ dataDirectory: directory });
    server = await startTestServer({ database });
    const deployed = await server.call(
      'POST',
      '/engine-rest/deployment/create',
      deploymentForm('d', { 'b.bpmn': process }),
    );
    assert.equal(deployed.status, 200, deployed.text);
  });
  after(async () => {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  });

  const start = (text = 'x') =>
    server.call('POST', '/engine-rest/process-definition/key/berkas/start', {
      variables: { isi: { value: text, type: 'String' } },
    });
  const count = async (path: string) => ((await server.call('GET', path)).json as { count: number }).count;

  it('refuses with 507 and what to do, loses nothing that was answered, and goes on when there is space', async () => {
    const first = await start();
    assert.equal(first.status, 200, first.text);
    const [task] = (await server.call('GET', '/engine-rest/task')).json as { id: string }[];
    assert.ok(task);
    await limitPages(database, 1);

    // Small writes still find room in pages that are there; a large one does not.
    const large = { variables: { isi: { value: 'x'.repeat(200_000), type: 'String' } } };
    const refused = await Promise.all([
      server.call('POST', `/engine-rest/task/${task.id}/complete`, large),
      start('y'.repeat(200_000)),
      start('z'.repeat(200_000)),
    ]);
    for (const answer of refused) {
      assert.equal(answer.status, 507, answer.text);
      assert.match(answer.text, /disk of the server is full. Nothing was stored; free some space/);
      assert.ok(answer.headers.get('Retry-After'));
    }
    assert.equal(await count('/engine-rest/process-instance/count'), 1);
    assert.equal(await count('/engine-rest/history/process-instance/count'), 1);

    await limitPages(database, 1_000_000);
    // The task is still there: memory was not ahead of what is stored.
    const completed = await server.call('POST', `/engine-rest/task/${task.id}/complete`, large);
    assert.equal(completed.status, 204, completed.text);
    assert.equal((await start('y'.repeat(200_000))).status, 200);
    assert.equal(await count('/engine-rest/process-instance/count'), 1);
    assert.equal(await count('/engine-rest/history/process-instance/count'), 2);
  });

  it('keeps an upload from being taken, and leaves nothing of it behind', async () => {
    // A device that is always full, where there is one, stands in for the disk: its error is the real one.
    const full = await open('/dev/full', 'w');
    const error = await full.writeFile('x').then(
      () => assert.fail('it took the byte'),
      (failure: unknown) => failure,
    );
    await full.close();
    const store = await openContentStore(directory);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half of a file');
        throw error;
      })(),
    );
    await assert.rejects(store.receive(broken, 1_000), { name: 'StorageUnavailable', problem: 'full' });
    const whole = await store.receive(Readable.from([Buffer.from('all of it')]), 1_000);
    assert.equal(whole.size, 9);
    await whole.discard();
  });
});
