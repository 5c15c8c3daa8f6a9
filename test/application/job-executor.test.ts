import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { v7 } from 'uuid';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import { createStartReader } from '../../server/application/evaluation/read-start.ts';
import type { Database } from '../../server/application/ports/database.ts';
import { type CommandRequest, type Dispatcher, Overloaded } from '../../server/application/ports/dispatcher.ts';
import { TimerStarts } from '../../server/application/timer-starts.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { JobExecutor } from '../../server/jobs/job-executor.ts';
import { SqlDeploymentStore } from '../../server/store/deployment-store.ts';
import { createTimerStartJobs } from '../../server/store/timer-start-jobs.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { diagram } from '../kit/diagram.ts';
import { KitPorts } from '../kit/ports.ts';
import { typed } from '../kit/scenario.ts';

class IdPorts extends KitPorts {
  override newId(): string {
    return v7();
  }
}

const remind = diagram`
  (start) -> (wait @PT1H)
  (wait) -> [late]
`;
/** Its start fails: nobody knows the variable. */
const broken = diagram`
  (start) -> <x which>
  <x which> -\${nobody == 1}-> [one]
  <x which> ->> [other]
`;

describe('the job executor', () => {
  let directory: string;
  let database: Database;
  let dispatcher: CommandDispatcher;
  let executor: JobExecutor;
  let errors: unknown[];
  let clock: number;

  const open = (through: Dispatcher = dispatcher) => {
    const store = new SqlRuntimeStore(database);
    executor = new JobExecutor({
      store,
      dispatcher: through,
      timerStarts: new TimerStarts({
        store: new SqlDeploymentStore(database),
        jobs: createTimerStartJobs(database, { newId: v7, now: () => clock }),
        reader: createStartReader({ functions: new Map(), now: () => clock }),
        definitions: { findProcess: () => Promise.resolve({ row: row(broken), definition: broken }) },
        dispatcher: through,
        newId: v7,
        nextDue: (_text, dueAt) => dueAt + 1000,
        onError: (error) => errors.push(error),
      }),
      batches: { runDue: () => Promise.resolve(0), nextDue: () => Promise.resolve(null) },
      owner: 'test',
      now: () => clock,
      onError: (error) => errors.push(error),
    });
    dispatcher.listen(executor);
    void executor.start();
  };
  const row = (definition: ProcessDefinition) => ({
    id: definition.id,
    key: definition.key,
    version: 1,
    name: null,
    category: null,
    description: null,
    versionTag: null,
    resourceName: 'a.bpmn',
    deploymentId: 'd',
    tenantId: null,
    suspended: false,
    historyTimeToLive: null,
    startableInTasklist: true,
    diagramName: null,
  });
  const start = async () => {
    const instanceId = v7();
    await dispatcher.send({
      processInstanceId: instanceId,
      userId: null,
      definition: remind,
      command: { type: 'startProcessInstance', instanceId, businessKey: null, variables: typed({}), startUserId: null },
    });
    const [job] = await database.query<{ due_at: number }>('select due_at from job order by due_at desc');
    return Number(job?.due_at);
  };
  const count = async (table: string) =>
    Number((await database.query<{ n: number }>(`select count(*) as n from ${table}`))[0]?.n);
  const until = async (holds: () => Promise<boolean>) => {
    for (let turn = 0; turn < 150; turn += 1) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.fail('it did not come about in three seconds');
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'alur-jobs-'));
    database = await openDatabase({ dataDirectory: directory });
    dispatcher = new CommandDispatcher({
      store: new SqlRuntimeStore(database),
      definitions: {
        getDefinition: () => Promise.resolve(remind),
        findProcess: () => Promise.resolve(undefined),
        findEventStarts: () => Promise.resolve([]),
      },
      openPorts: () => ({ attempt: () => new IdPorts() }),
    });
    errors = [];
    clock = 0;
  });
  afterEach(async () => {
    await executor.stop();
    await dispatcher.drain();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('runs jobs when they are due, more than it takes at once', async () => {
    const dues = await Promise.all(Array.from({ length: 150 }, () => start()));
    clock = Math.max(...dues) - 1;
    open();
    await executor.stop();
    assert.equal(await count('task'), 0);
    clock += 1;
    void executor.start();
    await until(async () => (await count('job')) === 0);
    assert.equal(await count('task'), 150);
    assert.deepEqual(errors, []);
  });

  it('opens an incident for a timer start that fails three times, and runs jobs beside it', async () => {
    clock = await start();
    await database.transaction(async (transaction) => {
      await transaction.insert('start_subscription', [
        {
          definition_id: broken.id,
          definition_key: broken.key,
          activity_id: 'start',
          kind: 'timer',
          name: '',
          due_at: clock - 1,
        },
      ]);
      await transaction.insert('process_definition', [
        {
          id: broken.id,
          key: broken.key,
          version: 1,
          resource_name: 'a.bpmn',
          deployment_id: 'd',
          suspended: 0,
          startable_in_tasklist: 1,
        },
      ]);
    });
    open();
    await until(async () => (await count('job')) === 0);
    await until(async () => (await count('start_incident')) === 1);
    const [failed] = await database.query('select retries, due_at, error_message from start_subscription');
    assert.deepEqual([failed?.['retries'], failed?.['due_at']], [0, clock - 1]);
    assert.match(String(failed?.['error_message']), /nobody/);
    const [incident] = await database.query('select message, activity_id, state from start_incident');
    assert.deepEqual(incident, { message: failed?.['error_message'], activity_id: 'start', state: 'open' });
    assert.deepEqual(errors, []);
    // A job that becomes due meanwhile is not late: the commit that makes it wakes the executor.
    await start();
    await until(async () => (await count('task')) === 2);
  });

  it('gives a job back when the server is too busy, with all its retries', async () => {
    clock = await start();
    let refuse = 2;
    const busy: Dispatcher = {
      send: (request: CommandRequest) => (refuse-- > 0 ? Promise.reject(new Overloaded()) : dispatcher.send(request)),
    };
    open(busy);
    await until(() => Promise.resolve(errors.length > 0));
    assert.ok(errors[0] instanceof Overloaded);
    const [job] = await database.query('select retries, lock_expires_at from job');
    assert.deepEqual(job, { retries: 3, lock_expires_at: 0 });
    await until(async () => {
      executor.wake();
      return (await count('job')) === 0;
    });
    assert.equal(await count('task'), 1);
  });

  it('gives a job back when its failure cannot be recorded', async () => {
    clock = await start();
    const failing: Dispatcher = {
      send: ({ command }) =>
        Promise.reject(command.type === 'executeJob' ? new Error('the job is broken') : new Overloaded()),
    };
    open(failing);
    await until(() => Promise.resolve(errors.length > 0));
    await executor.stop();
    const [job] = await database.query('select retries, lock_expires_at from job');
    assert.deepEqual(job, { retries: 3, lock_expires_at: 0 });
  });
});
