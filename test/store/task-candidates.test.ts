import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StepRecord } from '../../server/application/ports/runtime-store.ts';
import type { Command, CandidateChange } from '../../server/engine/record/command.ts';
import type { TaskChange } from '../../server/engine/record/event.ts';
import { NO_DUE_DATE } from '../../server/store/projection/task.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { commitSteps } from '../kit/commit-steps.ts';
import { forEachDatabase } from '../kit/database.ts';
import { diagram } from '../kit/diagram.ts';
import { SteppedInstance } from './kit/stepped-instance.ts';

const review = diagram`
  (start) -> [check]
  [check] -> [sign]
`;
const DUE = 1_800_000_000_000;

class Review extends SteppedInstance {
  constructor() {
    super(review);
  }
  change(change: TaskChange): StepRecord {
    return this.step({ type: 'changeTask', taskId: this.task.id, change });
  }
  candidate(operation: CandidateChange['operation'], kind: CandidateChange['kind'], name: string): StepRecord {
    const command: Command = {
      type: 'changeTask',
      taskId: this.task.id,
      change: {},
      candidate: { operation, kind, name },
    };
    return this.step(command);
  }
}

forEachDatabase('the candidates of a task', (test) => {
  const store = () => new SqlRuntimeStore(test.database);
  /** The rows that the inbox reads, and the state that is loaded, are what the instance's task says. */
  const assertStored = async (instance: Review) => {
    const { task } = instance;
    const rows = await test.database.query(
      'select kind, name, assigned, due_at, created_at, process_instance_id from task_candidate where task_id = :id order by kind desc, name',
      { id: task.id },
    );
    const row = (kind: string, name: string) => ({
      kind,
      name,
      assigned: task.assignee === null ? 0 : 1,
      due_at: task.dueAt ?? NO_DUE_DATE,
      created_at: task.createdAt,
      process_instance_id: instance.id,
    });
    assert.deepEqual(rows, [
      ...[...task.candidateUsers].sort().map((name) => row('user', name)),
      ...[...task.candidateGroups].sort().map((name) => row('group', name)),
    ]);
    const loaded = (await store().loadInstances([instance.id])).get(instance.id);
    assert.deepEqual(loaded, { state: instance.state, revision: instance.revision });
  };

  it('are replaced as lists, one list alone too', async () => {
    const instance = new Review();
    await commitSteps(store(), [instance.start()], []);
    await commitSteps(store(), [instance.change({ candidateUsers: ['rina', 'budi'], candidateGroups: ['loket'] })], []);
    await assertStored(instance);
    await commitSteps(store(), [instance.change({ candidateGroups: ['kepala'] })], []);
    assert.deepEqual(instance.task.candidateUsers, ['rina', 'budi']);
    assert.deepEqual(instance.task.candidateGroups, ['kepala']);
    await assertStored(instance);
    await commitSteps(store(), [instance.change({ candidateUsers: [], candidateGroups: [] })], []);
    await assertStored(instance);
  });

  it('are added and removed one by one, twice the same without effect', async () => {
    const instance = new Review();
    await commitSteps(store(), [instance.start()], []);
    await commitSteps(store(), [instance.candidate('add', 'user', 'rina')], []);
    await commitSteps(store(), [instance.candidate('add', 'group', 'rina')], []);
    await commitSteps(store(), [instance.candidate('add', 'user', 'wati')], []);
    assert.deepEqual(instance.candidate('add', 'user', 'rina').events, []);
    instance.revision -= 1;
    await assertStored(instance);
    await commitSteps(store(), [instance.candidate('remove', 'user', 'rina')], []);
    assert.deepEqual(instance.task.candidateUsers, ['wati']);
    assert.deepEqual(instance.task.candidateGroups, ['rina']);
    await assertStored(instance);
    assert.deepEqual(instance.candidate('remove', 'user', 'nobody').events, []);
  });

  it('know who holds the task and until when, in whatever order and group that was set', async () => {
    const steps: readonly ((instance: Review) => StepRecord)[] = [
      (instance) => instance.candidate('add', 'group', 'loket'),
      (instance) => instance.change({ assignee: 'rina' }),
      (instance) => instance.candidate('add', 'user', 'budi'),
      (instance) => instance.change({ dueAt: DUE }),
      (instance) => instance.change({ assignee: null, candidateGroups: ['kepala', 'loket'] }),
      (instance) => instance.change({ dueAt: null }),
      (instance) => instance.candidate('remove', 'group', 'loket'),
      (instance) => instance.change({ assignee: 'budi', dueAt: DUE + 1 }),
    ];
    for (let size = 1; size <= steps.length; size += 1) {
      const instance = new Review();
      let group = [instance.start()];
      for (const [index, step] of steps.entries()) {
        group.push(step(instance));
        if ((index + 1) % size !== 0) continue;
        await commitSteps(store(), group, []);
        group = [];
        await assertStored(instance);
      }
      if (group.length > 0) await commitSteps(store(), group, []);
      await assertStored(instance);
    }
  });

  it('are gone with the task, also when they changed in the same group', async () => {
    const instance = new Review();
    await commitSteps(store(), [instance.start()], []);
    await commitSteps(store(), [instance.candidate('add', 'user', 'rina')], []);
    const { id } = instance.task;
    await commitSteps(store(), [instance.candidate('add', 'group', 'loket'), instance.complete()], []);
    assert.deepEqual(await test.database.query('select name from task_candidate where task_id = :id', { id }), []);
    await assertStored(instance);
  });
});
