import type { Caller } from '../../../application/ports/caller.ts';
import type { Row } from '../../../application/ports/database.ts';
import { seesAllTasks } from '../../../application/user-tasks.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** The task or, once it is over, what history keeps of it for those who see all tasks. @throws 403, 404 */
export async function findSeenTask(parts: RestParts, id: string, caller: Caller): Promise<Row> {
  const task = await parts.tasks.find(id, caller);
  if (task) return task;
  if (seesAllTasks(caller)) return await getRow(parts, 'history-task', ['taskId', id]);
  throw new EngineRestError(404, 'InvalidRequestException', `No task found for task id ${id}. It may be over.`);
}

/** Where something that is said of an open task belongs: the task, its instance and the instance above all. */
export interface PlaceOfTask {
  readonly taskId: string;
  readonly processInstanceId: string | null;
  readonly rootProcessInstanceId: string | null;
}

/** @throws 403, or 400 when there is no such task any more: what is over takes nothing new. */
export async function requireOpenTask(parts: RestParts, id: string, caller: Caller): Promise<PlaceOfTask> {
  const task = await parts.tasks.find(id, caller);
  if (!task)
    throw new EngineRestError(
      400,
      'InvalidRequestException',
      `No task found for task id ${id}. A task that is over takes nothing new.`,
    );
  if (task['process_instance_id'] === null) return { taskId: id, processInstanceId: null, rootProcessInstanceId: null };
  const processInstanceId = String(task['process_instance_id']);
  const instance = await getRow(parts, 'history-process-instance', ['processInstanceId', processInstanceId]);
  return { taskId: id, processInstanceId, rootProcessInstanceId: String(instance['root_process_instance_id']) };
}
