import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { v7 } from 'uuid';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import type { Database } from '../../server/application/ports/database.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { FRESH_MS } from '../../server/store/postgres-writer.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { type CuttingProxy, openCuttingProxy } from '../kit/cutting-proxy.ts';
import { diagram } from '../kit/diagram.ts';
import { KitPorts } from '../kit/ports.ts';
import { openPostgres } from '../kit/postgres.ts';
import { typed } from '../kit/scenario.ts';

const review = diagram`
  (start) -> [check]
  [check] -> [sign]
`;

const remind = {
  ...diagram`
  (start) -> (wait @PT1H)
`,
  id: 'remind:1:1',
};

class IdPorts extends KitPorts {
  override newId(): string {
    return v7();
  }
}

describe('a PostgreSQL connection that is lost', () => {
  let postgres: Awaited<ReturnType<typeof openPostgres>>;
  let proxy: CuttingProxy;
  let database: Database;
  /** A way of its own to the same database, to see what is really stored. */
  let witness: Database;
  let dispatcher: CommandDispatcher;

  before(async () => {
    postgres = await openPostgres();
    const url = new URL(postgres.url);
    proxy = await openCuttingProxy({ host: url.hostname, port: Number(url.port) });
    witness = await openDatabase({ dataDirectory: '', databaseUrl: postgres.url });
    url.port = String(proxy.port);
    database = await openDatabase({ dataDirectory: '', databaseUrl: url.href });
    dispatcher = new CommandDispatcher({
      store: new SqlRuntimeStore(database),
      definitions: {
        getDefinition: (id: string) => Promise.resolve(id === remind.id ? remind : review),
        findProcess: () => Promise.resolve(undefined),
        findEventStarts: () => Promise.resolve([]),
      },
      openPorts: () => {
        const ports = new IdPorts();
        return { attempt: () => ports };
      },
    });
  });
  after(async () => {
    await database.close();
    await witness.close();
    await proxy.close();
    await postgres.release();
  });

  const start = (id: string, definition = review) =>
    dispatcher.send({
      processInstanceId: id,
      userId: null,
      definition,
      command: {
        type: 'startProcessInstance',
        instanceId: id,
        businessKey: null,
        variables: typed({ a: 1 }),
        startUserId: null,
      },
    });
  const complete = (id: string, taskId: string) =>
    dispatcher.send({ processInstanceId: id, userId: null, command: { type: 'completeTask', taskId } });
  const tasksOf = async (id: string) =>
    await witness.query<{ id: string; activity: string }>(
      'select id, activity_id as activity from task where process_instance_id = :id',
      { id },
    );
  const unreachable = { name: 'StorageUnavailable', problem: 'unreachable' };

  it('while nobody uses it is replaced before anybody notices', async () => {
    await start(v7());
    await witness.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    await setTimeout(FRESH_MS);
    const id = v7();
    await start(id);
    assert.equal((await tasksOf(id)).length, 1);
  });

  it('before the commit loses the work and says so; the same request then succeeds once', async () => {
    const id = v7();
    await start(id);
    const [task] = await tasksOf(id);
    assert.ok(task);
    proxy.cut();
    await assert.rejects(complete(id, task.id), unreachable);
    proxy.restore();
    assert.deepEqual(
      (await tasksOf(id)).map(({ activity }) => activity),
      ['check'],
    );
    await complete(id, task.id);
    assert.deepEqual(
      (await tasksOf(id)).map(({ activity }) => activity),
      ['sign'],
    );
  });

  it('during the commit leaves the work done once, whatever the caller was told', async () => {
    const id = v7();
    await start(id);
    const [task] = await tasksOf(id);
    assert.ok(task);
    proxy.cutAfter('COMMIT');
    await assert.rejects(complete(id, task.id), unreachable);
    assert.deepEqual(
      (await tasksOf(id)).map(({ activity }) => activity),
      ['sign'],
    );
    // Asked again, it is not done again.
    await assert.rejects(complete(id, task.id), { name: 'Rejection', reason: 'notFound' });
    const [next] = await tasksOf(id);
    await complete(id, next?.id ?? '');
    const [history] = await witness.query<{ state: string }>(
      'select state from history_process_instance where id = :id',
      { id },
    );
    assert.equal(history?.state, 'COMPLETED');
  });

  it('during the commit of a group applies every command of it exactly once', async () => {
    const ids = Array.from({ length: 8 }, () => v7());
    proxy.cutAfter('COMMIT');
    const outcomes = await Promise.allSettled(ids.map((id) => start(id)));
    const stored = await witness.query<{ id: string }>(
      "select process_instance_id as id from task where process_instance_id = any(string_to_array(:ids, ','))",
      { ids: ids.join(',') },
    );
    assert.equal(new Set(stored.map(({ id }) => id)).size, stored.length, 'an instance has two tasks');
    for (const [index, outcome] of outcomes.entries())
      if (outcome.status === 'fulfilled')
        assert.ok(
          stored.some(({ id }) => id === ids[index]),
          'an answered start is lost',
        );
    assert.equal(stored.length, ids.length);
  });

  it('during the commit of a group runs nothing again that counts', async () => {
    const ids = Array.from({ length: 6 }, () => v7());
    await Promise.all(ids.map((id) => start(id, remind)));
    const jobs = await witness.query<{ id: string; instance: string }>(
      "select id, process_instance_id as instance from job where process_instance_id = any(string_to_array(:ids, ','))",
      { ids: ids.join(',') },
    );
    proxy.cutAfter('COMMIT');
    await Promise.allSettled(
      jobs.map(({ id, instance }) =>
        dispatcher.send({
          processInstanceId: instance,
          userId: null,
          command: { type: 'failJob', jobId: id, errorMessage: 'x', errorDetails: null, failedActivityId: null },
        }),
      ),
    );
    const retries = await witness.query<{ retries: number }>(
      "select retries from job where process_instance_id = any(string_to_array(:ids, ','))",
      { ids: ids.join(',') },
    );
    assert.deepEqual(
      retries.map((row) => row.retries),
      ids.map(() => 2),
    );
  });
});
