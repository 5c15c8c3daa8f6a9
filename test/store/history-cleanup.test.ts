import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { HistoryCleanup } from '../../server/application/history-cleanup.ts';
import type { RemovalTimeStrategy } from '../../server/application/ports/cleanup-store.ts';
import { createCleanupStore } from '../../server/store/cleanup-store.ts';
import { createDefinitionSettings } from '../../server/store/definition-settings.ts';
import { forEachDatabase } from '../kit/database.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-15T23:30:00+07:00');

forEachDatabase('the removal of history', (test) => {
  const open = (strategy: RemovalTimeStrategy = 'end', now = NOW) => {
    return createCleanupStore(test.database, { strategy, now: () => now, newId: randomUUID });
  };
  const define = (id: string, days: number | null) =>
    test.database.transaction((transaction) =>
      transaction.insert('process_definition', [
        { id, key: id, version: 1, resource_name: 'a', deployment_id: 'd', history_time_to_live: days },
      ]),
    );
  const insert = (id: string, definition: string, times: { started: number; ended: number | null }, root = id) =>
    test.database.transaction(async (transaction) => {
      await transaction.insert('history_process_instance', [
        {
          id,
          definition_id: definition,
          definition_key: definition,
          state: times.ended === null ? 'ACTIVE' : 'COMPLETED',
          started_at: times.started,
          ended_at: times.ended,
          root_process_instance_id: root,
        },
      ]);
      await transaction.insert('history_incident', [
        {
          id: `i${id}`,
          process_instance_id: id,
          activity_id: 'a',
          failed_activity_id: 'a',
          definition_id: definition,
          kind: 'failedJob',
          configuration: 'c',
          created_at: 1,
          state: 'resolved',
        },
      ]);
    });
  const left = async (table = 'history_process_instance') =>
    (await test.database.query<{ id: string }>(`select id from ${table} order by id`)).map(({ id }) => id);

  it('takes trees whose root has ended long enough ago, with all that belongs to them, and no request', async () => {
    await define('p', 10);
    await define('ever', null);
    const old = { started: NOW - 30 * DAY, ended: NOW - 11 * DAY };
    await insert('a', 'p', old);
    await insert('a-called', 'ever', { started: NOW - 30 * DAY, ended: NOW - 20 * DAY }, 'a');
    await insert('b', 'p', { started: NOW - 30 * DAY, ended: NOW - 9 * DAY });
    await insert('c', 'p', { started: NOW - 30 * DAY, ended: null });
    await insert('d', 'ever', old);
    await insert('e', 'p', old);
    await test.database.transaction((transaction) =>
      transaction.insert('request', [
        {
          number: 'R-1',
          draft_id: 'x',
          service_key: 's',
          deployment_id: 'd',
          form_key: 'f',
          process_instance_id: 'e',
          applicant_name: 'n',
          submitted_at: 1,
        },
      ]),
    );
    assert.equal(await open('none').removeBatch(50), 0);
    assert.equal(await open().removeBatch(50), 2);
    assert.equal(await open().removeBatch(50), 0);
    assert.deepEqual(await left(), ['b', 'c', 'd', 'e']);
    assert.deepEqual(await left('history_incident'), ['ib', 'ic', 'id', 'ie']);
    const [metric] = await test.database.query<{ name: string; value: number }>('select name, value from metric');
    assert.deepEqual(metric, { name: 'history-cleanup-removed-process-instances', value: 2 });
    // Counted from its start, another one's time has come.
    assert.equal(await open('start').removeBatch(50), 1);
    assert.deepEqual(await left(), ['c', 'd', 'e']);
  });

  it('heeds a changed time only for what ends from then on, and takes few at once', async () => {
    await define('q', 10);
    await define('kept', null);
    for (let each = 0; each < 5; each += 1)
      await insert(`q${each}`, 'q', { started: NOW - 9 * DAY, ended: NOW - 8 * DAY });
    await insert('kept1', 'kept', { started: NOW - 9 * DAY, ended: NOW - 8 * DAY });
    const settings = createDefinitionSettings(test.database, () => {}, 'end');
    await settings.setHistoryTimeToLive('q', 1);
    await settings.setHistoryTimeToLive('kept', 1);
    assert.equal(await open().removeBatch(50), 0);
    const later = open('end', NOW + 3 * DAY);
    assert.deepEqual([await later.removeBatch(3), await later.removeBatch(3), await later.removeBatch(3)], [3, 2, 0]);
    assert.ok((await left()).includes('kept1'), 'it was to be kept for ever when it ended');
  });

  it('is done by one node, in the window, and then waits for the next', async () => {
    await define('w', 1);
    await insert('w1', 'w', { started: NOW - 9 * DAY, ended: NOW - 8 * DAY });
    let clock = Date.parse('2026-06-15T21:59:00+07:00');
    const nodes = ['one', 'two'].map((owner) => {
      const store = createCleanupStore(test.database, { strategy: 'end', now: () => clock, newId: randomUUID });
      const errors: unknown[] = [];
      const window = { start: '22:00', end: '06:00' };
      return {
        errors,
        store,
        node: new HistoryCleanup({ store, window, owner, now: () => clock, onError: (error) => errors.push(error) }),
      };
    });
    const due = async () =>
      Number((await test.database.query<{ due: number }>('select due_at as due from history_cleanup_job'))[0]?.due);
    const run = async () => {
      for (const { node } of nodes) await node.start();
      // A busy machine takes its time; what has nothing to do has set when it is due next.
      const end = Date.now() + 5_000;
      do await new Promise((resolve) => setTimeout(resolve, 300));
      while ((await due()) <= clock && Date.now() < end);
      for (const { node } of nodes) await node.stop();
    };
    await run();
    assert.ok((await left()).includes('w1'), 'not before the window');
    assert.equal(await due(), Date.parse('2026-06-15T22:00:00+07:00'));
    clock = Date.parse('2026-06-16T01:00:00+07:00');
    await run();
    assert.ok(!(await left()).includes('w1'));
    assert.equal(await due(), Date.parse('2026-06-16T22:00:00+07:00'));
    assert.deepEqual(
      nodes.flatMap(({ errors }) => errors),
      [],
    );
    const [first, second] = nodes;
    clock = Date.parse('2026-06-16T23:00:00+07:00');
    assert.deepEqual(
      [await first?.store.acquire('one', clock + 1), await second?.store.acquire('two', clock + 1)],
      [true, false],
    );
  });
});
