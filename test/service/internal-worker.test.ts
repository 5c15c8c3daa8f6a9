import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { InternalTask } from '../../server/application/ports/service-internal-tasks.ts';
import { loadShippedServices } from '../../server/service/catalogue/load-shipped-services.ts';
import { issueDocument } from '../../server/service/document/issue-document.ts';
import { createLetterEvaluator } from '../../server/service/document/evaluate-letter-text.ts';
import { listInbox } from '../../server/service/inbox/inbox.ts';
import { fileRequest, openServiceWorld, tinyService, type ServiceWorld } from './kit/service-world.ts';

let world: ServiceWorld;
beforeEach(async () => {
  world = await openServiceWorld();
  await world.side.catalogue.deployService(tinyService(), null);
});
afterEach(() => world.close());

/** Brings a request to where its letter is to be made; the worker has not been started. */
async function reachLetter(): Promise<InternalTask> {
  await fileRequest(world);
  const caller = await world.caller('rina');
  const [task] = (await listInbox(caller, { tab: 'available', limit: 1 }, world.side.inbox)).tasks;
  assert.ok(task);
  await world.side.cases.claim(task.id, caller);
  await world.side.cases.complete(task.id, { hasil: 'lengkap', perbaikan: [] }, { caller, language: 'id' });
  const [external] = await world.database.query<{
    id: string;
    topic: string;
    process_instance_id: string;
    activity_instance_id: string;
    activity_id: string;
    definition_id: string;
  }>("select * from external_task where topic = 'alur.document' order by id desc limit 1");
  assert.ok(external);
  return {
    id: external.id,
    topic: external.topic,
    processInstanceId: external.process_instance_id,
    activityInstanceId: external.activity_instance_id,
    activityId: external.activity_id,
    definitionId: external.definition_id,
    retries: null,
  };
}
const parts = (change: object = {}) => ({
  ...world.stores,
  source: world.stores.internalTasks,
  definitions: world.definitions,
  dispatcher: world.dispatcher,
  evaluate: createLetterEvaluator(() => world.clock.now),
  publicUrl: 'http://localhost',
  now: () => world.clock.now,
  ...change,
});
const documents = () => world.database.query<{ number: string }>('select number from document order by number');

describe('the worker inside the server', () => {
  it('makes one letter of a task that is done twice at the same time', async () => {
    const task = await reachLetter();
    const results = await Promise.allSettled([
      issueDocument(task, parts()),
      issueDocument(task, parts()),
      issueDocument(task, parts()),
    ]);
    assert.equal(results.filter((each) => each.status === 'fulfilled').length, 1);
    assert.deepEqual(await documents(), [{ number: '1/0001/K/2026' }]);
  });
  it('gives the same number again when it died before the letter was stored', async () => {
    const task = await reachLetter();
    const dead = { send: () => Promise.reject(new Error('the power is off')) };
    await assert.rejects(issueDocument(task, parts({ dispatcher: dead })), /power is off/);
    assert.deepEqual(await documents(), []);
    await issueDocument(task, parts());
    assert.deepEqual(await documents(), [{ number: '1/0001/K/2026' }]);
    await issueDocument(await reachLetter(), parts());
    assert.deepEqual(
      (await documents()).map((each) => each.number),
      ['1/0001/K/2026', '1/0002/K/2026'],
    );
  });
  it('does after its start what was waiting before it', async () => {
    await reachLetter();
    world.side.worker.start();
    for (
      let turn = 0;
      turn < 100 && (await world.database.query('select 1 from applicant_message')).length === 0;
      turn += 1
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await documents()).length, 1);
    assert.deepEqual(await world.database.query('select id from external_task'), []);
  });
  it('does what waited in a suspended instance when that goes on', async () => {
    const { processInstanceId } = await reachLetter();
    const suspend = (suspended: boolean) =>
      world.dispatcher.send({ processInstanceId, userId: null, command: { type: 'setSuspended', suspended } });
    await suspend(true);
    world.side.worker.start();
    await world.side.worker.idle();
    assert.deepEqual(await documents(), []);
    await suspend(false);
    await world.side.worker.idle();
    assert.equal((await documents()).length, 1);
  });
  it('tries three times with longer and longer waits, then an incident says what is wrong', async () => {
    const task = await reachLetter();
    await world.database.transaction((transaction) =>
      transaction.execute("delete from resource where name = 'surat-kecil.letter.json'"),
    );
    world.side.worker.start();
    const state = async () =>
      (
        await world.database.query<{ retries: number | null; lock_expires_at: number; error_message: string | null }>(
          'select retries, lock_expires_at, error_message from external_task where id = :id',
          { id: task.id },
        )
      )[0];
    for (const [retries, wait] of [
      [2, 10_000],
      [1, 60_000],
      [0, 0],
    ] as const) {
      for (let turn = 0; turn < 100 && (await state())?.retries !== retries; turn += 1)
        await new Promise((resolve) => setTimeout(resolve, 20));
      const now = await state();
      assert.equal(now?.retries, retries);
      assert.match(now.error_message ?? '', /surat-kecil\.letter\.json.*is not deployed/);
      if (wait > 0) assert.equal(now.lock_expires_at - world.clock.now, wait);
      world.clock.now += wait + 1_000;
      await world.side.worker.stop();
      world.side.worker.start();
    }
    assert.equal((await world.database.query('select 1 from incident')).length, 1);
    assert.deepEqual(await documents(), []);
  });
});

describe('services that come with the platform', () => {
  it('are loaded from their folders, once', async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const directories = { workflows: join(root, 'workflows'), forms: join(root, 'forms') };
    const folders = (await readdir(directories.workflows, { withFileTypes: true }))
      .filter((each) => each.isDirectory())
      .map((each) => each.name);
    assert.deepEqual(await loadShippedServices(directories, world.side.catalogue), folders.sort());
    const count = async () => (await world.database.query('select id from deployment')).length;
    const before = await count();
    await loadShippedServices(directories, world.side.catalogue);
    assert.equal(await count(), before);
    assert.deepEqual(
      (await world.side.catalogue.listSummaries()).map((each) => each.open),
      folders.map(() => true).concat(true),
    );
  });
});
