import assert from 'node:assert/strict';
import { it } from 'node:test';
import { v7 } from 'uuid';
import { Batches } from '../../server/application/batch/batches.ts';
import { BatchRunner } from '../../server/application/batch/batch-runner.ts';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import type { BatchStore } from '../../server/application/ports/batch-store.ts';
import { visitor } from '../../server/application/ports/caller.ts';
import { type Dispatcher, Overloaded } from '../../server/application/ports/dispatcher.ts';
import { KEEP_BATCHES } from '../../server/store/batch-removal-time.ts';
import { createBatchStore } from '../../server/store/batch-store.ts';
import { createHistoryEraser } from '../../server/store/history-eraser.ts';
import { createRemovalTimes } from '../../server/store/removal-times-store.ts';
import { readVariableRow } from '../../server/store/projection/variable-cells.ts';
import { SqlListReader } from '../../server/store/query/list-reader.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { forEachDatabase } from '../kit/database.ts';
import { diagram } from '../kit/diagram.ts';
import { KitPorts } from '../kit/ports.ts';
import { typed } from '../kit/scenario.ts';

class IdPorts extends KitPorts {
  override newId(): string {
    return v7();
  }
}
const waits = diagram`
  (start) -> [work]
`;

forEachDatabase('the runner of batches', (test) => {
  const definitions = {
    getDefinition: () => Promise.resolve(waits),
    findProcess: () => Promise.resolve(undefined),
    findEventStarts: () => Promise.resolve([]),
    findForm: () => Promise.resolve(undefined),
    findResource: () => Promise.resolve(undefined),
    forgetLatest: () => undefined,
  };
  const openDispatcher = () =>
    new CommandDispatcher({
      store: new SqlRuntimeStore(test.database),
      definitions,
      openPorts: () => ({ attempt: () => new IdPorts() }),
    });
  const start = async (dispatcher: Dispatcher) => {
    const instanceId = v7();
    await dispatcher.send({
      processInstanceId: instanceId,
      userId: null,
      definition: waits,
      command: { type: 'startProcessInstance', instanceId, businessKey: null, variables: typed({}), startUserId: null },
    });
    return instanceId;
  };
  const open = (store: BatchStore, dispatcher: Dispatcher, now = Date.now) => {
    const options = { store, reader: new SqlListReader(test.database), newId: v7, now };
    return {
      batches: new Batches({ ...options, wake: () => undefined }),
      runner: new BatchRunner({
        ...options,
        dispatcher,
        definitions,
        eraser: createHistoryEraser(test.database, 'end'),
        removalTimes: createRemovalTimes('end', KEEP_BATCHES),
        timerStartJobs: { change: () => Promise.resolve(false) },
        readVariable: readVariableRow,
      }),
    };
  };
  const suspendedOf = async (ids: readonly string[]) =>
    (
      await test.database.query<{ suspended: number }>(
        'select suspended from process_instance where id in (:ids) order by id',
        { ids },
      )
    ).map((row) => row.suspended);
  const jobsOf = (batchId: string) =>
    test.database.query<{ retries: number; lock_owner: string | null }>(
      'select retries, lock_owner from batch_job where batch_id = :batchId',
      { batchId },
    );
  const suspend = { type: 'instance-update-suspension-state', suspended: true } as const;

  it('changes nothing for a batch that is stopped while its jobs are under way', async () => {
    const dispatcher = openDispatcher();
    const ids = [await start(dispatcher), await start(dispatcher)];
    const store = createBatchStore(test.database);
    const stopping: BatchStore = {
      ...store,
      async acquire(request) {
        const jobs = await store.acquire(request);
        for (const { batchId } of jobs) await store.delete(batchId, { cascade: false, now: Date.now() });
        return jobs;
      },
    };
    const { batches, runner } = open(stopping, dispatcher);
    await batches.create(suspend, ids, visitor);
    assert.equal(await runner.runDue({ owner: 'satu', limit: 10 }), 2);
    assert.deepEqual(await suspendedOf(ids), [0, 0]);
  });

  it('does each item once when another node takes its jobs over', async () => {
    const dispatcher = openDispatcher();
    const ids = [await start(dispatcher), await start(dispatcher)];
    const store = createBatchStore(test.database);
    const other = open(store, dispatcher, () => Date.now() + 60_000).runner;
    const { batches, runner } = open(
      {
        ...store,
        // This node is so slow that its lock has expired, and the other has done everything.
        async acquire(request) {
          const jobs = await store.acquire(request);
          assert.equal(await other.runDue({ owner: 'dua', limit: 10 }), 2);
          return jobs;
        },
      },
      dispatcher,
    );
    const batchId = await batches.create(suspend, ids, visitor);
    assert.equal(await runner.runDue({ owner: 'satu', limit: 10 }), 2);
    assert.deepEqual(await jobsOf(batchId), []);
    const instances = await test.database.query<{ revision: number }>(
      'select revision from process_instance where id in (:ids)',
      { ids },
    );
    assert.deepEqual(
      instances.map(({ revision }) => revision),
      [2, 2],
      'started and suspended, once each',
    );
  });

  it('costs no job a try when the platform is overloaded', async () => {
    const dispatcher = openDispatcher();
    const id = await start(dispatcher);
    const { batches, runner } = open(createBatchStore(test.database), { send: () => Promise.reject(new Overloaded()) });
    const batchId = await batches.create(suspend, [id], visitor);
    await assert.rejects(runner.runDue({ owner: 'satu', limit: 10 }), Overloaded);
    assert.deepEqual(await jobsOf(batchId), [{ retries: 3, lock_owner: null }]);
    await batches.delete(batchId, true);
  });

  it('tells why nothing of a batch can be done when its definition is gone', async () => {
    const dispatcher = openDispatcher();
    const { batches, runner } = open(createBatchStore(test.database), dispatcher);
    const restart = {
      type: 'instance-restart',
      definitionId: 'tiada:1',
      instructions: [],
      initialVariables: false,
      withoutBusinessKey: false,
      skipListeners: false,
      skipMappings: false,
    } as const;
    const batchId = await batches.create(restart, ['a', 'b'], visitor);
    for (let turn = 0; turn < 3; turn += 1) await runner.runDue({ owner: 'satu', limit: 10 });
    assert.deepEqual(
      (await jobsOf(batchId)).map((job) => job.retries),
      [0, 0],
    );
    const [incident] = await test.database.query<{ message: string }>(
      'select message from batch_incident where batch_id = :batchId',
      { batchId },
    );
    assert.match(incident?.message ?? '', /'tiada:1' does not exist/);
  });
});
