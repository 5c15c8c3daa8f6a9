import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { StandaloneTask } from '../../server/application/ports/standalone-task-store.ts';
import { createStandaloneTaskStore } from '../../server/store/standalone-task-store.ts';
import { SqlRuntimeStore } from '../../server/store/runtime-store.ts';
import { commitSteps } from '../kit/commit-steps.ts';
import { forEachDatabase } from '../kit/database.ts';
import { diagram } from '../kit/diagram.ts';
import { SteppedInstance } from './kit/stepped-instance.ts';

const review = diagram`
  (start) -> [check]
  [check] -> [sign]
`;
const by = { userId: 'wati', at: 1_800_000_000_000 };

function task(id: string, parentTaskId: string | null = null): StandaloneTask {
  return {
    id,
    name: id,
    description: null,
    assignee: null,
    owner: null,
    parentTaskId,
    delegationState: null,
    candidateUsers: ['budi'],
    candidateGroups: [],
    priority: 50,
    createdAt: by.at,
    dueAt: null,
    followUpAt: null,
    tenantId: null,
  };
}

forEachDatabase('a task that stands alone', (test) => {
  const store = () => createStandaloneTaskStore(test.database);
  const ids = async (table: string, column = 'id') =>
    (await test.database.query(`select ${column} as id from ${table} order by 1`)).map((row) => String(row['id']));

  it('is stored with candidates and variables and read as it was given', async () => {
    await store().insert(task('alone'), by);
    await assert.rejects(store().insert(task('alone'), by), { name: 'TaskRefused', reason: 'idTaken' });
    await store().change(
      'alone',
      () => [{ type: 'variableSet', scopeId: 'alone', name: 'x', value: { type: 'Integer', value: 3 } }],
      by,
    );
    const seen = await store().change('alone', () => [], by);
    assert.deepEqual(seen, { task: task('alone'), variables: new Map([['x', { type: 'Integer', value: 3 }]]) });
    const [row] = await test.database.query('select process_instance_id, definition_id from history_variable');
    assert.deepEqual(row, { process_instance_id: null, definition_id: null });
  });

  it('is changed by one after another: nobody decides on what is past', async () => {
    await store().insert(task('counted'), by);
    const add = () =>
      store().change(
        'counted',
        ({ task: { priority } }) => [{ type: 'taskChanged', taskId: 'counted', change: { priority: priority + 1 } }],
        by,
      );
    await Promise.all(Array.from({ length: 20 }, add));
    assert.equal((await store().change('counted', () => [], by))?.task.priority, 70);
  });

  it('is left as it was when the decision fails', async () => {
    await assert.rejects(
      store().change(
        'counted',
        () => {
          throw new Error('no');
        },
        by,
      ),
      /no/,
    );
    assert.equal((await store().change('counted', () => [], by))?.task.priority, 70);
  });

  it('ends with all tasks below it, and no row of them stays behind', async () => {
    await store().insert(task('top'), by);
    await store().insert(task('middle', 'top'), by);
    await store().insert(task('bottom', 'middle'), by);
    await assert.rejects(store().insert(task('lost', 'nobody'), by), { name: 'TaskRefused', reason: 'parentMissing' });
    await store().change(
      'bottom',
      () => [{ type: 'variableSet', scopeId: 'bottom', name: 'x', value: { type: 'String', value: 'y' } }],
      by,
    );
    await store().change('top', () => [{ type: 'taskEnded', taskId: 'top', reason: 'completed' }], by);
    assert.deepEqual(await ids('task'), ['alone', 'counted']);
    assert.deepEqual(await ids('task_candidate', 'task_id'), ['alone', 'counted']);
    assert.deepEqual(await ids('variable'), ['alone:x']);
    const ended = await test.database.query(
      'select id, delete_reason, completed_by from history_task where ended_at = :at order by id',
      { at: by.at },
    );
    assert.deepEqual(ended, [
      { id: 'bottom', delete_reason: 'completed', completed_by: null },
      { id: 'middle', delete_reason: 'completed', completed_by: null },
      { id: 'top', delete_reason: 'completed', completed_by: 'wati' },
    ]);
  });

  it('ends with the task of a process that it is below, in the same commit', async () => {
    const runtime = new SqlRuntimeStore(test.database);
    const instance = new SteppedInstance(review);
    await commitSteps(runtime, [instance.start()], []);
    await store().insert(task('part', instance.task.id), by);
    const steps = [instance.complete()];
    const fails = () => Promise.reject(new Error('the write beside it fails'));
    await assert.rejects(commitSteps(runtime, steps, [fails]), /beside it fails/);
    assert.ok((await ids('task')).includes('part'), 'nothing is written by half');
    await commitSteps(runtime, steps, []);
    assert.ok(!(await ids('task')).includes('part'));
  });
});
