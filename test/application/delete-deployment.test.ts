import assert from 'node:assert/strict';
import { before, beforeEach, it } from 'node:test';
import { v7 } from 'uuid';
import { deleteDeployment } from '../../server/application/delete-deployment.ts';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import { type Dispatcher, Overloaded } from '../../server/application/ports/dispatcher.ts';
import { SqlDeploymentStore } from '../../server/store/deployment-store.ts';
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

forEachDatabase('deleting a deployment', (test) => {
  const deploymentId = v7();
  const definition = diagram`
    (start) -> [check]
  `;
  let dispatcher: CommandDispatcher;
  let forgotten: number;

  const count = async (table: string) =>
    Number((await test.database.query<{ n: number }>(`select count(*) as n from ${table}`))[0]?.n);
  const start = async (instances: number) => {
    const ids = Array.from({ length: instances }, () => v7());
    const send = (instanceId: string) =>
      dispatcher.send({
        processInstanceId: instanceId,
        userId: null,
        definition,
        command: {
          type: 'startProcessInstance',
          instanceId,
          businessKey: null,
          variables: typed({ a: 1 }),
          startUserId: null,
        },
      });
    await Promise.all(ids.map(send));
    return ids;
  };
  const remove = (cascade: boolean, through: Dispatcher = dispatcher) =>
    deleteDeployment(
      { id: deploymentId, cascade, userId: 'sari' },
      {
        deploymentStore: new SqlDeploymentStore(test.database),
        reader: new SqlListReader(test.database),
        definitions: { forgetLatest: () => (forgotten += 1) },
        dispatcher: through,
      },
    );

  before(() => {
    dispatcher = new CommandDispatcher({
      store: new SqlRuntimeStore(test.database),
      definitions: {
        getDefinition: () => Promise.resolve(definition),
        findProcess: () => Promise.resolve(undefined),
        findEventStarts: () => Promise.resolve([]),
      },
      openPorts: () => ({ attempt: () => new IdPorts() }),
    });
  });
  beforeEach(async () => {
    forgotten = 0;
    if ((await count('deployment')) > 0) return;
    await test.database.transaction(async (transaction) => {
      await transaction.insert('deployment', [
        { id: deploymentId, name: 'd', source: null, tenant_id: null, deployed_at: 1 },
      ]);
      await transaction.insert('process_definition', [
        {
          id: definition.id,
          key: definition.key,
          version: 1,
          resource_name: 'a.bpmn',
          deployment_id: deploymentId,
          suspended: 0,
          startable_in_tasklist: 1,
        },
      ]);
    });
  });

  it('refuses while instances run, and cancels nothing', async () => {
    await start(1);
    assert.equal(await remove(false), 'hasInstances');
    assert.equal(await count('process_instance'), 1);
  });

  it('refuses a cascade over public requests before it cancels anything', async () => {
    const [id] = await start(1);
    assert.ok(id);
    await test.database.transaction((transaction) =>
      transaction.insert('request', [
        {
          number: 'R-1',
          draft_id: 'd',
          service_key: 's',
          deployment_id: 'other',
          form_key: 'f',
          process_instance_id: id,
          applicant_name: 'Siti',
          submitted_at: 1,
        },
      ]),
    );
    assert.equal(await remove(true), 'kept');
    assert.ok((await count('process_instance')) > 0);
    assert.equal(await count('deployment'), 1);
    await test.database.transaction((transaction) => transaction.execute('delete from request'));
  });

  it('cancels 500 instances in few groups and takes their history with it', async () => {
    await start(500);
    const { groups } = dispatcher.statistics();
    assert.equal(await remove(true), 'deleted');
    assert.ok(dispatcher.statistics().groups - groups <= 10, `${dispatcher.statistics().groups - groups} groups`);
    for (const table of ['deployment', 'process_definition', 'process_instance', 'task', 'variable'])
      assert.equal(await count(table), 0, table);
    for (const table of ['history_process_instance', 'history_activity_instance', 'history_variable', 'history_task'])
      assert.equal(await count(table), 0, table);
    assert.equal(forgotten, 1);
    assert.equal(await remove(true), 'notFound');
  });

  it('goes on when some are refused because too much waits, and gives up when all are', async () => {
    await start(150);
    await assert.rejects(
      remove(true, { send: () => Promise.reject(new Overloaded()) }),
      (error) => error instanceof Overloaded,
    );
    assert.equal(await count('process_instance'), 150);
    let refuse = 60;
    const busy: Dispatcher = {
      send: (request) => (refuse-- > 0 ? Promise.reject(new Overloaded()) : dispatcher.send(request)),
    };
    assert.equal(await remove(true, busy), 'deleted');
  });

  it('stops at an instance that cannot be cancelled, and goes on with the rest when asked again', async () => {
    const ids = await start(30);
    const broken: Dispatcher = {
      send: (request) =>
        request.processInstanceId === ids[7] ? Promise.reject(new Error('broken')) : dispatcher.send(request),
    };
    await assert.rejects(remove(true, broken), /^Error: broken$/);
    assert.equal(await count('deployment'), 1);
    assert.equal(await remove(true), 'deleted');
    assert.equal(await count('process_instance'), 0);
  });
});
