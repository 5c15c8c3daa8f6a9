import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { VariableType } from '../../server/engine/instance/value.ts';
import type { Row } from '../../server/application/ports/database.ts';
import type { ListRequest } from '../../server/application/ports/list-reader.ts';
import { SqlExternalTaskLocks } from '../../server/store/external-task-locks.ts';
import { SqlListReader } from '../../server/store/query/list-reader.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { forEachDatabase, type TestDatabase } from '../kit/database.ts';

const MANY = 1_200;
const NOW = 1_800_000_000_000;
const idOf = (kind: string, number: number) => `${kind}-${String(number).padStart(5, '0')}`;
const numbers = Array.from({ length: MANY }, (_, number) => number);

async function insert(test: TestDatabase, table: string, rows: readonly Row[]): Promise<void> {
  await test.database.transaction((transaction) => transaction.insert(table, rows));
}

forEachDatabase('many waiting instances', (test) => {
  describe('messages', () => {
    before(async () => {
      await insert(
        test,
        'subscription',
        numbers.map((number) => ({
          id: idOf('s', number),
          process_instance_id: idOf('p', number),
          activity_instance_id: idOf('a', number),
          activity_id: 'node',
          kind: 'message',
          name: 'paid',
          created_at: NOW + number,
          business_key: null,
          tenant_id: null,
          suspended: number === 7 ? 1 : 0,
        })),
      );
      const variable = (number: number, scope: string, name: string, value: string | null) => ({
        id: `${scope}:${name}`,
        scope_id: scope,
        name,
        process_instance_id: idOf('p', number),
        type: 'String',
        value,
        info: null,
      });
      await insert(
        test,
        'variable',
        numbers.flatMap((number) => [
          variable(number, idOf('p', number), 'order', `order ${number} ${'x'.repeat(80)} ${number % 600}`),
          variable(number, idOf('p', number), 'kind', number % 2 === 0 ? 'even' : 'odd'),
          variable(number, idOf('a', number), 'local', String(number)),
        ]),
      );
    });
    const find = async (
      values: readonly { name: string; value: string | null; scope: 'instance' | 'execution' }[],
      limit = 10,
      types: readonly VariableType[] = ['String'],
    ) => {
      const variables = values.map((value) => ({ ...value, types }));
      return (await new SqlRuntimeStore(test.database).findMessageSubscribers({ name: 'paid', variables }, limit)).map(
        ({ subscriptionId }) => subscriptionId,
      );
    };

    it('reach the one instance with a value, however many wait before it', async () => {
      const value = (number: number) => `order ${number} ${'x'.repeat(80)} ${number % 600}`;
      assert.deepEqual(await find([{ name: 'order', value: value(1_150), scope: 'instance' }]), [idOf('s', 1_150)]);
      assert.deepEqual(await find([{ name: 'order', value: `${value(1_150)}!`, scope: 'instance' }]), []);
      assert.deepEqual(await find([{ name: 'order', value: value(7), scope: 'instance' }]), [], 'a suspended one');
      assert.deepEqual(await find([{ name: 'local', value: '1100', scope: 'execution' }]), [idOf('s', 1_100)]);
      assert.deepEqual(await find([{ name: 'local', value: '1100', scope: 'instance' }]), []);
    });

    it('compare every key, also when many instances have its value', async () => {
      const odd = { name: 'kind', value: 'odd', scope: 'instance' } as const;
      assert.deepEqual(
        await find([odd], 3),
        [1, 3, 5].map((number) => idOf('s', number)),
        'the oldest first',
      );
      assert.equal((await find([odd], MANY)).length, MANY / 2 - 1);
      assert.deepEqual(await find([odd, { name: 'local', value: '1101', scope: 'execution' }]), [idOf('s', 1_101)]);
      assert.deepEqual(await find([odd, { name: 'local', value: '1100', scope: 'execution' }]), []);
      assert.deepEqual(await find([odd], 3, ['Boolean']), [], 'of another type');
      assert.deepEqual(await find([odd, { name: 'order', value: null, scope: 'instance' }]), []);
    });
  });

  describe('external tasks', () => {
    /** In an order that is neither that of ids nor of priorities. */
    const tasks = numbers
      .slice(0, 300)
      .map((number) => ({
        id: idOf('e', number),
        topic: ['a', 'b', 'c'][number % 3] ?? '',
        priority: [0, 50, -3][(number >> 2) % 3] ?? 0,
        created_at: NOW + ((number * 7) % 50),
        lock_expires_at: number % 11 === 0 ? NOW + number : number % 13 === 0 ? NOW + 1_000_000 : 0,
        suspended: number % 17 === 0 ? 1 : 0,
        retries: number % 19 === 0 ? 0 : number % 23 === 0 ? 2 : null,
      }));
    before(() =>
      insert(
        test,
        'external_task',
        tasks.map((task) => ({
          ...task,
          process_instance_id: 'p',
          activity_instance_id: 'a',
          activity_id: 'node',
          definition_id: 'd',
          definition_key: 'd',
          worker_id: task.lock_expires_at === 0 ? null : 'gone',
        })),
      ),
    );

    for (const { usePriority, newestFirst } of [
      { usePriority: false, newestFirst: false },
      { usePriority: true, newestFirst: false },
      { usePriority: false, newestFirst: true },
      { usePriority: true, newestFirst: true },
    ])
      it(`are fetched in order${usePriority ? ', by priority' : ''}${newestFirst ? ', newest first' : ''}`, async () => {
        const now = NOW + 5_000;
        const sign = newestFirst ? -1 : 1;
        const free = tasks
          .filter(
            (task) =>
              task.topic !== 'c' &&
              task.lock_expires_at <= now &&
              task.suspended === 0 &&
              (task.retries === null || task.retries > 0),
          )
          .sort(
            (left, right) =>
              (usePriority ? right.priority - left.priority : 0) ||
              sign * (left.created_at - right.created_at) ||
              sign * (left.id < right.id ? -1 : 1),
          )
          .map(({ id }) => id);
        const locks = new SqlExternalTaskLocks(test.database);
        const request = {
          workerId: 'w',
          usePriority,
          newestFirst,
          now,
          topics: ['a', 'b'].map((topicName) => ({ topicName, lockDuration: 60_000 })),
        };
        const found: string[] = [];
        for (let each = 0; each < free.length + 1; each += 40)
          found.push(...(await locks.fetchAndLock({ ...request, maxTasks: 40 })).map(({ id }) => id));
        assert.deepEqual(found.slice(0, 40), free.slice(0, 40));
        assert.deepEqual([...found].sort(), [...free].sort(), 'all of them, each once');
        assert.equal(await locks.nextExpiry(['a', 'b'], now), now + 60_000);
        // As they were, for the next order.
        await test.database.transaction((transaction) =>
          transaction.update(
            'external_task',
            ['id'],
            tasks.map(({ id, lock_expires_at }) => ({ id, lock_expires_at })),
          ),
        );
      });
  });

  describe('task lists', () => {
    before(async () => {
      const common = (number: number) => ({ created_at: NOW + ((number * 7) % 500), due_at: null });
      await insert(
        test,
        'task',
        numbers.map((number) => ({
          id: idOf('t', number),
          candidate_users: '[]',
          candidate_groups: '[]',
          priority: number % 3,
          assignee: number % 100 === 0 ? 'siti' : null,
          ...common(number),
        })),
      );
      await insert(
        test,
        'task_candidate',
        numbers.flatMap((number) =>
          ['office', ...(number % 200 === 1 ? ['team'] : [])].map((name) => ({
            task_id: idOf('t', number),
            kind: 'group',
            name,
            assigned: number % 100 === 0 ? 1 : 0,
            ...common(number),
            due_at: 1,
          })),
        ),
      );
    });
    const list = async (request: Partial<ListRequest>, filters: Readonly<Record<string, string | true>>) => {
      const whole: ListRequest = {
        filters: new Map(Object.entries(filters)),
        sorting: [],
        firstResult: 0,
        maxResults: 20,
        ...request,
      };
      const reader = new SqlListReader(test.database);
      return { rows: await reader.list('task', whole), count: await reader.count('task', whole) };
    };
    const created = (number: number) => (number * 7) % 500;

    for (const descending of [true, false])
      it(`of a large group are in order of creation, ${descending ? 'newest' : 'oldest'} first`, async () => {
        const free = numbers.filter((number) => number % 100 !== 0);
        const sign = descending ? -1 : 1;
        const expected = free.sort((left, right) => sign * (created(left) - created(right)) || left - right);
        const { rows, count } = await list(
          { sorting: [{ sortBy: 'created', descending }], firstResult: 30 },
          { candidateGroup: 'office' },
        );
        assert.deepEqual(
          rows.map((row) => row['id']),
          expected.slice(30, 50).map((number) => idOf('t', number)),
        );
        assert.equal(count, free.length);
      });

    it('of a small group and of its members are whole', async () => {
      const team = numbers.filter((number) => number % 200 === 1).map((number) => idOf('t', number));
      const held = numbers.filter((number) => number % 100 === 0).map((number) => idOf('t', number));
      assert.deepEqual(
        (await list({}, { candidateGroup: 'team' })).rows.map((row) => row['id']),
        team,
      );
      const scope = { tenants: null, decisions: [], otherwise: { own: ['siti', 'team'] } };
      const own = await list({ scope }, {});
      assert.deepEqual(
        own.rows.map((row) => row['id']),
        [...team, ...held].sort(),
      );
      assert.equal(own.count, team.length + held.length);
      const both = await list({ scope, maxResults: 1_000 }, { candidateGroup: 'office', includeAssignedTasks: true });
      assert.deepEqual(
        both.rows.map((row) => row['id']),
        [...team, ...held].sort(),
        'what is his of a large group',
      );
    });
  });
});
