import assert from 'node:assert/strict';
import { it } from 'node:test';
import { v7 } from 'uuid';
import { CommandDispatcher } from '../../server/application/dispatch.ts';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { Rejection } from '../../server/engine/errors.ts';
import type { StepGroup } from '../../server/application/ports/runtime-store.ts';
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

const review = diagram`
  (start) -> [check]
  [check] -> [sign]
`;
const both = diagram`
  (start) -> <+ fork>
  <+ fork> -> [left]
  <+ fork> -> [right]
  [left] -> <+ join>
  [right] -> <+ join>
  <+ join> -> [after]
`;

/** A store that stops at its commits until it is let go, so that two nodes commit in the order a test wants. */
class GatedStore extends SqlRuntimeStore {
  gated = false;
  readonly #waiting: (() => void)[] = [];

  override gatherSteps(): StepGroup {
    const group = super.gatherSteps();
    return {
      add: (steps) => group.add(steps),
      commit: async (alongside, held) => {
        if (this.gated) await new Promise<void>((resolve) => this.#waiting.push(resolve));
        await group.commit(alongside, held);
      },
    };
  }

  async untilAtCommit(): Promise<void> {
    for (let turn = 0; this.#waiting.length === 0; turn += 1) {
      assert.ok(turn < 2_000, 'nothing came to its commit');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  open(): void {
    this.gated = false;
    for (const go of this.#waiting.splice(0)) go();
  }
}

forEachDatabase('two nodes that have the same instances in memory', (test) => {
  const openNode = (definition: ProcessDefinition) => {
    const store = new GatedStore(test.database);
    const dispatcher = new CommandDispatcher({
      store,
      definitions: {
        getDefinition: () => Promise.resolve(definition),
        findProcess: () => Promise.resolve(undefined),
        findEventStarts: () => Promise.resolve([]),
      },
      openPorts: () => ({ attempt: () => new IdPorts() }),
    });
    return {
      store,
      start: async () => {
        const processInstanceId = v7();
        await dispatcher.send({
          processInstanceId,
          userId: null,
          definition,
          command: {
            type: 'startProcessInstance',
            instanceId: processInstanceId,
            businessKey: null,
            variables: typed({}),
            startUserId: null,
          },
        });
        return processInstanceId;
      },
      complete: (processInstanceId: string, taskId: string) =>
        dispatcher.send({
          processInstanceId,
          userId: null,
          command: { type: 'completeTask', taskId, variables: typed({}) },
        }),
    };
  };
  const tasksOf = (id: string) =>
    test.database.query<{ id: string; name: string }>(
      'select id, activity_id as name from task where process_instance_id = :id order by activity_id',
      { id },
    );
  const taskOf = async (id: string, name: string) => {
    const found = (await tasksOf(id)).find((task) => task.name === name);
    assert.ok(found, `${name} is not open`);
    return found.id;
  };

  for (const first of ['this', 'other'] as const)
    it(`join parallel branches once when both come to the commit at the same time and ${first === 'this' ? 'this one' : 'the other'} is first`, async () => {
      const [here, there] = [openNode(both), openNode(both)];
      const id = await here.start();
      await there.complete(id, 'no such task').catch(() => undefined);
      const [left, right] = [await taskOf(id, 'left'), await taskOf(id, 'right')];
      here.store.gated = there.store.gated = true;
      const done = [here.complete(id, left), there.complete(id, right)];
      await Promise.all([here.store.untilAtCommit(), there.store.untilAtCommit()]);
      const [winner, loser, wins, loses] =
        first === 'this' ? [here, there, done[0], done[1]] : [there, here, done[1], done[0]];
      winner.store.open();
      await wins;
      loser.store.open();
      await loses;
      assert.deepEqual(
        (await tasksOf(id)).map(({ name }) => name),
        ['after'],
      );
    });

  it('run a group again in which one instance was stale, and lose nothing of it', async () => {
    const [here, there] = [openNode(review), openNode(review)];
    const ids = await Promise.all(Array.from({ length: 8 }, () => here.start()));
    const [stale] = ids;
    assert.ok(stale);
    const checks = await Promise.all(ids.map((id) => taskOf(id, 'check')));
    here.store.gated = true;
    const outcomes = Promise.allSettled(ids.map((id, index) => here.complete(id, checks[index] ?? '')));
    await here.store.untilAtCommit();
    await there.complete(stale, checks[0] ?? '');
    here.store.open();
    const [lost, ...others] = await outcomes;
    assert.ok(lost?.status === 'rejected' && lost.reason instanceof Rejection, 'the task was done by the other node');
    assert.deepEqual(new Set(others.map(({ status }) => status)), new Set(['fulfilled']));
    for (const id of ids)
      assert.deepEqual(
        (await tasksOf(id)).map(({ name }) => name),
        ['sign'],
      );
  });

  it('complete one task once, whoever comes to the commit first', async () => {
    const [here, there] = [openNode(review), openNode(review)];
    const id = await here.start();
    const check = await taskOf(id, 'check');
    here.store.gated = there.store.gated = true;
    const done = Promise.allSettled([here.complete(id, check), there.complete(id, check)]);
    await Promise.all([here.store.untilAtCommit(), there.store.untilAtCommit()]);
    here.store.open();
    there.store.open();
    const statuses = (await done).map(({ status }) => status).sort();
    assert.deepEqual(statuses, ['fulfilled', 'rejected']);
    assert.deepEqual(
      (await tasksOf(id)).map(({ name }) => name),
      ['sign'],
    );
  });

  it('believe a refusal only when what they have in memory is what is stored', async () => {
    const [here, there] = [openNode(review), openNode(review)];
    const id = await here.start();
    await there.complete(id, await taskOf(id, 'check'));
    // This node's memory knows no such task yet.
    const result = await here.complete(id, await taskOf(id, 'sign'));
    assert.equal(result.ended, true);
  });
});
