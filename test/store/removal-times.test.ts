import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { RemovalTimeStrategy } from '../../server/application/ports/cleanup-store.ts';
import type { Row } from '../../server/application/ports/database.ts';
import type { RemovalTimeMode } from '../../server/application/ports/removal-times.ts';
import { createBatchStore } from '../../server/store/batch-store.ts';
import { createCleanupStore } from '../../server/store/cleanup-store.ts';
import { createRemovalTimes } from '../../server/store/removal-times-store.ts';
import { SqlListReader } from '../../server/store/query/list-reader.ts';
import { createTaskCommentStore } from '../../server/store/task-comment-store.ts';
import { forEachDatabase } from '../kit/database.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-15T12:00:00+07:00');
const ABSOLUTE = { type: 'absolute', at: NOW + 5 * DAY } as const;
const CLEARED = { type: 'cleared' } as const;
const CALCULATED = { type: 'calculated' } as const;

forEachDatabase('removal times', (test) => {
  const all = { sorting: [], firstResult: 0, maxResults: null };
  const insert = (table: string, rows: Row[]) =>
    test.database.transaction((transaction) => transaction.insert(table, rows));
  const define = (id: string, days: number | null) =>
    insert('process_definition', [
      { id, key: id, version: 1, resource_name: 'a', deployment_id: 'd', history_time_to_live: days },
    ]);
  /** Instances of `p` that began ten days ago and ended the day before yesterday, unless they run. */
  const instances = (root: string, called: readonly string[] = [], ended: number | null = NOW - 2 * DAY) =>
    insert(
      'history_process_instance',
      [root, ...called].map((id) => ({
        id,
        definition_id: 'p',
        definition_key: 'p',
        state: ended === null ? 'ACTIVE' : 'COMPLETED',
        started_at: NOW - 10 * DAY,
        ended_at: ended,
        root_process_instance_id: root,
      })),
    );
  const decision = (id: string, more: Row = {}) => ({
    id,
    decision_definition_id: 'k',
    decision_definition_key: 'k',
    evaluated_at: NOW,
    inputs: '[]',
    outputs: '[]',
    process_instance_id: null,
    root_decision_instance_id: null,
    removal_time: null,
    ...more,
  });
  const set = (id: string, mode: RemovalTimeMode, hierarchical = false, strategy: RemovalTimeStrategy = 'end') =>
    test.database.transaction((transaction) =>
      createRemovalTimes(strategy, { strategy, days: 7 }).setOfInstance(transaction, id, { mode, hierarchical }),
    );
  const timeOf = async (id: string, strategy: RemovalTimeStrategy = 'end') => {
    const reader = new SqlListReader(test.database, () => NOW, strategy);
    const filters = new Map([['processInstanceId', id]]);
    const [row] = await reader.list('history-process-instance', { ...all, filters });
    return row?.['removal_time'] === null ? null : (Number(row?.['removal_time']) - NOW) / DAY;
  };
  const decisionTime = async (id: string) => {
    const filters = new Map([['decisionInstanceId', id]]);
    const [row] = await new SqlListReader(test.database, () => NOW).list('history-decision-instance', {
      ...all,
      filters,
    });
    return row?.['removal_time'] === null ? null : (Number(row?.['removal_time']) - NOW) / DAY;
  };
  const cleanUp = (now: number, strategy: RemovalTimeStrategy = 'end') =>
    createCleanupStore(test.database, { strategy, now: () => now, newId: randomUUID }).removeBatch(50);
  const left = async (table: string) =>
    (await test.database.query<{ id: string }>(`select id from ${table} order by id`)).map(({ id }) => id);

  it('follow the root of the tree until one is set, of the instance alone or of all that hang together', async () => {
    await define('p', 10);
    await instances('r', ['r1', 'r2']);
    const times = async () => [await timeOf('r'), await timeOf('r1'), await timeOf('r2')];
    assert.deepEqual(await times(), [8, 8, 8]);
    await set('r1', ABSOLUTE);
    assert.deepEqual(await times(), [8, 5, 8]);
    await set('r', CLEARED);
    assert.deepEqual(await times(), [null, 5, 8], 'what it has called stays');
    await set('r2', ABSOLUTE, true);
    assert.deepEqual(await times(), [5, 5, 5]);
    await set('r', CALCULATED, true);
    assert.deepEqual(await times(), [8, 8, 8]);
    await set('r1', CALCULATED);
    assert.deepEqual(await times(), [8, 8, 8]);
    await set('r', CALCULATED, true);
    await set('none', ABSOLUTE);
  });

  it('are known from the start where they count from it, and running history is never removed', async () => {
    await instances('s', [], null);
    assert.deepEqual(
      [await timeOf('s', 'start'), await timeOf('s', 'end'), await timeOf('s', 'none')],
      [0, null, null],
    );
    assert.equal(await cleanUp(NOW + DAY, 'start'), 3, 'the three that have ended');
    assert.deepEqual(await left('history_process_instance'), ['s']);
    await set('s', ABSOLUTE);
    assert.equal(await timeOf('s'), 5);
    assert.equal(await cleanUp(NOW + 6 * DAY), 0);
  });

  it('are told of comments too, and cleanup leaves nothing that belongs to an instance', async () => {
    await instances('c', ['c1']);
    const comments = createTaskCommentStore(test.database, 'end');
    const owned = { taskId: null, userId: 'u', createdAt: NOW, message: 'm' };
    await comments.insert({ ...owned, id: 'k1', processInstanceId: 'c1', rootProcessInstanceId: 'c' });
    assert.equal((await comments.list({ processInstanceId: 'c1' }))[0]?.removalTime, NOW + 8 * DAY);
    await insert('history_decision_instance', [decision('d1', { process_instance_id: 'c1' })]);
    const operation = { at: NOW, user_id: 'u', type: 't', entity: 'e', category: 'Operator', n: 0 };
    await insert('user_operation', [{ ...operation, id: 'u1', operation_id: 'o1', process_instance_id: 'c' }]);
    await insert('operation_annotation', [{ operation_id: 'o1', annotation: 'note' }]);
    assert.equal(await decisionTime('d1'), 8);
    assert.equal(await cleanUp(NOW + 9 * DAY), 2);
    for (const table of ['task_comment', 'history_decision_instance', 'user_operation'])
      assert.deepEqual(await left(table), [], table);
    assert.deepEqual(await test.database.query('select * from operation_annotation'), []);
  });

  it('let a called instance go before its root, or stay after it', async () => {
    await instances('t', ['t1', 't2']);
    await set('t1', { type: 'absolute', at: NOW });
    await set('t2', CLEARED);
    assert.equal(await cleanUp(NOW + DAY), 1);
    assert.equal(await cleanUp(NOW + 9 * DAY), 1);
    assert.deepEqual(await left('history_process_instance'), ['s', 't2']);
    assert.equal(await timeOf('t2'), null);
  });

  it('of decisions are their own when they are set, with those that were required', async () => {
    await insert('decision_definition', [
      { id: 'k', key: 'k', version: 1, resource_name: 'k', deployment_id: 'd', history_time_to_live: 3 },
    ]);
    await instances('v');
    await insert('history_decision_instance', [
      decision('free', { removal_time: NOW + 3 * DAY }),
      decision('part', { root_decision_instance_id: 'free', removal_time: NOW + 3 * DAY }),
      decision('inner', { process_instance_id: 'v' }),
    ]);
    const times = async () => [await decisionTime('free'), await decisionTime('part'), await decisionTime('inner')];
    const change = (id: string, mode: RemovalTimeMode, hierarchical = false) =>
      test.database.transaction((transaction) =>
        createRemovalTimes('end', { strategy: 'end', days: 7 }).setOfDecision(transaction, id, { mode, hierarchical }),
      );
    assert.deepEqual(await times(), [3, 3, 8]);
    await change('part', CLEARED);
    await change('inner', ABSOLUTE);
    assert.deepEqual(await times(), [3, null, 5]);
    await change('part', ABSOLUTE, true);
    assert.deepEqual(await times(), [5, 5, 5]);
    await change('inner', CLEARED);
    await change('free', CALCULATED, true);
    assert.deepEqual(await times(), [3, 3, null]);
    assert.equal(await cleanUp(NOW + 9 * DAY), 3);
    assert.deepEqual(await left('history_decision_instance'), ['inner'], 'it was to stay when its instance went');
    await instances('v');
    await set('v', CALCULATED);
    assert.equal(await decisionTime('inner'), 8, 'what is set of an instance is set of its decisions');
  });

  it('of batches count from their end or their start, and cleanup takes what the log says of them', async () => {
    const batch = (id: string) => ({
      id,
      type: 'set-variables',
      configuration: '{}',
      createUserId: 'u',
      startedAt: NOW,
      retries: 1,
      jobs: [{ id: `${id}-job`, item: 'x' }],
    });
    const store = (strategy: RemovalTimeStrategy, days: number | null = 7) =>
      createBatchStore(test.database, { strategy, days });
    const time = async (id: string) => {
      const reader = new SqlListReader(test.database, () => NOW);
      const [row] = await reader.list('history-batch', { ...all, filters: new Map([['batchId', id]]) });
      return row?.['removal_time'] === null ? null : (Number(row?.['removal_time']) - NOW) / DAY;
    };
    await store('end').insert(batch('b1'));
    await store('start').insert(batch('b2'));
    await store('end', null).insert(batch('b3'));
    assert.deepEqual([await time('b1'), await time('b2'), await time('b3')], [null, 7, null]);
    await store('end').deleteJobs(['b1-job'], NOW + DAY);
    await store('start').deleteJobs(['b2-job'], NOW + DAY);
    await store('end', null).delete('b3', { cascade: false, now: NOW + DAY });
    assert.deepEqual([await time('b1'), await time('b2'), await time('b3')], [8, 7, null]);
    await insert('user_operation', [
      {
        id: 'u2',
        operation_id: 'o2',
        at: NOW,
        user_id: 'u',
        type: 't',
        entity: 'e',
        category: 'c',
        n: 0,
        batch_id: 'b1',
      },
    ]);
    const change = (id: string, mode: RemovalTimeMode) =>
      test.database.transaction((transaction) =>
        createRemovalTimes('end', { strategy: 'end', days: 7 }).setOfBatch(transaction, id, { mode }),
      );
    await change('b1', ABSOLUTE);
    await change('b2', CLEARED);
    await change('b3', CALCULATED);
    assert.deepEqual([await time('b1'), await time('b2'), await time('b3')], [5, null, 8]);
    assert.equal(await cleanUp(NOW + 6 * DAY), 1);
    assert.deepEqual(await left('batch'), ['b2', 'b3']);
    assert.deepEqual(await left('user_operation'), []);
    const counted = 'history-cleanup-removed-batch-operations';
    const [metric] = await test.database.query('select value from metric where name = :counted', { counted });
    assert.equal(Number(metric?.['value']), 1);
  });
});
