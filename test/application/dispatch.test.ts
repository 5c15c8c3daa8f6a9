// Over 300 lines because each way in which a group can end is told on its own.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import type { Database } from '../../server/application/ports/database.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { Pending } from '../../server/engine/errors.ts';
import type { Command } from '../../server/engine/record/command.ts';
import type { Ports } from '../../server/engine/ports.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import type { StepGroup } from '../../server/application/ports/runtime-store.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { diagram } from '../kit/diagram.ts';
import { KitPorts } from '../kit/ports.ts';
import { typed } from '../kit/scenario.ts';

const review = diagram`
  (start) -> [check]
  [check] -> [sign]
`;

class IdPorts extends KitPorts {
  override newId(): string {
    return v7();
  }
}

describe('dispatching commands on SQLite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alur-dispatch-'));
  let database: Database;
  let dispatcher: CommandDispatcher;

  const open = (
    ports: () => Ports = () => new IdPorts(),
    store = new SqlRuntimeStore(database),
    alongside: () => undefined = () => undefined,
  ) =>
    new CommandDispatcher({
      store,
      definitions: {
        getDefinition: () => Promise.resolve(review),
        findProcess: () => Promise.resolve(undefined),
        findEventStarts: () => Promise.resolve([]),
      },
      openPorts: () => ({ attempt: ports, alongside }),
    });
  const start = async (definition: ProcessDefinition = review, through = dispatcher) => {
    const processInstanceId = v7();
    await through.send({
      processInstanceId,
      userId: null,
      definition,
      command: {
        type: 'startProcessInstance',
        instanceId: processInstanceId,
        businessKey: 'B-1',
        variables: typed({ a: 1 }),
        startUserId: null,
      },
    });
    return processInstanceId;
  };
  const taskOf = async (processInstanceId: string) =>
    (
      await database.query<{ id: string; name: string }>(
        'select id, activity_id as name from task where process_instance_id = :processInstanceId',
        { processInstanceId },
      )
    )[0];
  const complete = async (processInstanceId: string, through = dispatcher) => {
    const task = await taskOf(processInstanceId);
    assert.ok(task);
    return await through.send({
      processInstanceId,
      userId: 'rina',
      command: { type: 'completeTask', taskId: task.id, variables: typed({ done: task.name }) },
    });
  };

  before(async () => {
    database = await openDatabase({ dataDirectory: directory });
    dispatcher = open();
  });
  after(async () => {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('has stored a command when it answers', async () => {
    const id = await start();
    assert.equal((await taskOf(id))?.name, 'check');
    await complete(id);
    assert.equal((await taskOf(id))?.name, 'sign');
  });

  it('goes on from rows alone after a restart', async () => {
    const id = await start();
    const restarted = open();
    await complete(id, restarted);
    const result = await complete(id, open());
    assert.equal(result.ended, true);
    assert.deepEqual(result.variables.get('done'), { type: 'String', value: 'sign' });
    assert.deepEqual(await database.query('select id from process_instance where id = :id', { id }), []);
    const [history] = await database.query<{ state: string }>(
      'select state from history_process_instance where id = :id',
      { id },
    );
    assert.equal(history?.state, 'COMPLETED');
  });

  it('refuses a task that is done, and changes nothing', async () => {
    const id = await start();
    const task = await taskOf(id);
    await complete(id);
    await assert.rejects(
      dispatcher.send({
        processInstanceId: id,
        userId: null,
        command: { type: 'completeTask', taskId: task?.id ?? '' },
      }),
      { name: 'Rejection' },
    );
    assert.equal((await taskOf(id))?.name, 'sign');
  });

  it('hears who asks again in the moment after a refusal, however soon that is', async () => {
    const id = await start();
    const ask = (command: Command) => dispatcher.send({ processInstanceId: id, userId: null, command });
    for (let turns = 0; turns < 12; turns += 1) {
      let refused: Promise<unknown> = ask({ type: 'completeTask', taskId: 'none' }).catch(() => undefined);
      for (let turn = 0; turn < turns; turn += 1) refused = refused.then(() => undefined);
      const again = refused.then(() => ask({ type: 'setSuspended', suspended: false }));
      assert.notEqual(await Promise.race([again, pause(2_000, 'late')]), 'late', `${turns} turns later`);
    }
  });

  it('commits what comes together in few groups, in the order of each instance', async () => {
    const before = dispatcher.statistics().groups;
    const ids = await Promise.all(Array.from({ length: 100 }, () => start()));
    assert.ok(dispatcher.statistics().groups - before <= 5, `${dispatcher.statistics().groups - before} groups`);
    await Promise.all(ids.map((id) => complete(id)));
    for (const id of ids.slice(0, 5)) assert.equal((await taskOf(id))?.name, 'sign');
  });

  it('does not let one failing write harm its neighbours', async () => {
    const bad = v7();
    const outcomes = await Promise.allSettled([
      start(),
      dispatcher.send({
        processInstanceId: bad,
        userId: null,
        definition: review,
        command: {
          type: 'startProcessInstance',
          instanceId: bad,
          businessKey: null,
          variables: typed({}),
          startUserId: null,
        },
        alongside: () => Promise.reject(new Error('refused alongside')),
      }),
      start(),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await database.query('select id from process_instance where id = :bad', { bad }), []);
  });

  it('runs on fresh state when another node was faster', async () => {
    const id = await start();
    const other = open();
    await complete(id, other);
    const result = await complete(id);
    assert.equal(result.ended, true);
  });

  it('runs the same step again when a port had no answer yet, without holding up others', async () => {
    let answered = false;
    const slow = open(() => {
      const ports = new IdPorts({
        evaluate: () => {
          if (!answered)
            throw new Pending(new Promise((resolve) => setTimeout(() => resolve(void (answered = true)), 30)));
          return 'late';
        },
      });
      return ports;
    });
    const id = v7();
    const waiting = diagram`
      (start) -> <x which>
      <x which> -\${a == 1}-> [late]
      <x which> ->> [other]
    `;
    const first = slow.send({
      processInstanceId: id,
      userId: null,
      definition: waiting,
      command: {
        type: 'startProcessInstance',
        instanceId: id,
        businessKey: null,
        variables: typed({ a: 1 }),
        startUserId: null,
      },
    });
    await start(review, slow);
    assert.equal(answered, false);
    await first.catch(() => undefined);
    assert.equal(answered, true);
  });

  describe('while a group is being written', () => {
    /** A store that holds every commit until it is let go. */
    class HeldStore extends SqlRuntimeStore {
      readonly held: ((outcome?: Error) => void)[] = [];
      override gatherSteps(): StepGroup {
        const group = super.gatherSteps();
        return {
          add: (steps) => group.add(steps),
          commit: async (alongside, held) => {
            const failure = await new Promise<Error | undefined>((resolve) => this.held.push(resolve));
            if (failure) throw failure;
            await group.commit(alongside, held);
          },
        };
      }
      async untilWriting(): Promise<void> {
        const patience = Date.now() + 5_000;
        for (; this.held.length === 0; await pause(1)) assert.ok(Date.now() < patience, 'nothing is written');
      }
      async letGo(failure?: Error): Promise<void> {
        await this.untilWriting();
        this.held.shift()?.(failure);
      }
    }
    const held = () => {
      const store = new HeldStore(database);
      return { store, through: open(() => new IdPorts(), store) };
    };
    const completion = (taskId: string, value: string) =>
      ({ type: 'completeTask', taskId, variables: typed({ [value]: value }) }) as const;

    it('runs the next command of the same instance on what the group will leave', async () => {
      const id = await start();
      const { store, through } = held();
      const task = await taskOf(id);
      const first = through.send({ processInstanceId: id, userId: null, command: completion(task?.id ?? '', 'one') });
      await store.untilWriting();
      const second = through.send({
        processInstanceId: id,
        userId: null,
        command: {
          type: 'changeVariables',
          scopeId: id,
          local: false,
          modifications: typed({ two: 2 }),
          deletions: [],
        },
      });
      await store.letGo();
      await first;
      await store.letGo();
      const { variables } = await second;
      assert.deepEqual([...variables.keys()].sort(), ['a', 'one', 'two']);
    });

    it('runs what was built on a group that failed again, without it', async () => {
      const id = await start();
      const { store, through } = held();
      const task = await taskOf(id);
      const first = through.send({ processInstanceId: id, userId: null, command: completion(task?.id ?? '', 'one') });
      await store.untilWriting();
      const second = through.send({ processInstanceId: id, userId: null, command: completion(task?.id ?? '', 'two') });
      const failed = assert.rejects(first, /the disk is on fire/);
      await store.letGo(new Error('the disk is on fire'));
      await failed;
      await store.letGo();
      const { variables } = await second;
      assert.deepEqual([...variables.keys()].sort(), ['a', 'two']);
      assert.equal((await taskOf(id))?.name, 'sign');
    });

    it('refuses for what another command did only when that is stored', async () => {
      const id = await start();
      const { store, through } = held();
      const task = await taskOf(id);
      const first = through.send({ processInstanceId: id, userId: null, command: completion(task?.id ?? '', 'one') });
      await store.untilWriting();
      let refused = false;
      const second = through
        .send({ processInstanceId: id, userId: null, command: completion(task?.id ?? '', 'two') })
        .catch((error: Error) => {
          refused = true;
          return error.name;
        });
      await pause(20);
      assert.equal(refused, false);
      await store.letGo();
      await first;
      assert.equal(await second, 'Rejection');
    });

    it('still answers those of the group when the next one cannot even be handed over', async () => {
      const store = new HeldStore(database);
      let broken = false;
      const through = open(
        () => new IdPorts(),
        store,
        () => {
          if (broken) throw new Error('no way to write it');
          return undefined;
        },
      );
      const first = start(review, through);
      await store.untilWriting();
      broken = true;
      const second = start(review, through);
      const outcome = second.then(
        () => 'stored',
        (error: Error) => error.message,
      );
      await pause(20);
      await store.letGo();
      await first;
      assert.equal(await outcome, 'no way to write it');
      broken = false;
      const third = start(review, through);
      await store.letGo();
      await third;
    });
  });
});
