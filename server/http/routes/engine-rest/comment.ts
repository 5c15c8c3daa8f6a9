import type { Caller } from '../../../application/ports/caller.ts';
import type { Row } from '../../../application/ports/database.ts';
import type { CommentOwner, TaskComment } from '../../../application/ports/task-comments.ts';
import { seesAllTasks } from '../../../application/user-tasks.ts';
import { type CommentDto, commentEndpoints as endpoints } from '../../../contract/engine-rest/comment.ts';
import { toDate } from '../../engine-rest/date.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Comments on tasks and instances. Who sees a task sees what is said about it. */
export function commentRoutes(parts: RestParts): Route[] {
  const { comments, publicUrl } = parts;
  /** The task or, once it is over, what history keeps of it for those who see all tasks. @throws 403, 404 */
  const getTask = async (id: string, caller: Caller): Promise<Row> => {
    const task = await parts.tasks.find(id, caller);
    if (task) return task;
    if (seesAllTasks(caller)) return await getRow(parts, 'history-task', ['taskId', id]);
    throw missing(`No task found for task id ${id}. It may be over.`);
  };
  const getInstance = (id: string) => getRow(parts, 'history-process-instance', ['processInstanceId', id]);
  const get = async (owner: CommentOwner, id: string): Promise<TaskComment> => {
    const comment = await comments.find(owner, id);
    if (comment) return comment;
    throw missing(`There is no comment with id ${id} here.`);
  };
  const change = async (owner: CommentOwner, { id, message }: { readonly id: string; readonly message: string }) => {
    if (!(await comments.change(owner, id, message))) throw missing(`There is no comment with id ${id} here.`);
  };
  const deleteOne = async (owner: CommentOwner, id: string) => {
    if ((await comments.delete(owner, id)) === 0) throw missing(`There is no comment with id ${id} here.`);
  };
  return [
    route(endpoints.listTaskComments, async ({ params }, { caller }) => {
      await getTask(params.id, caller);
      return (await comments.list({ taskId: params.id })).map(commentDto);
    }),
    route(endpoints.getTaskComment, async ({ params }, { caller }) => {
      await getTask(params.id, caller);
      return commentDto(await get({ taskId: params.id }, params.commentId));
    }),
    route(endpoints.createTaskComment, async ({ params, body }, { caller }) => {
      const task = await parts.tasks.find(params.id, caller);
      if (!task)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          `No task found for task id ${params.id}. A task that is over takes no more comments.`,
        );
      const processInstanceId = task['process_instance_id'] === null ? null : String(task['process_instance_id']);
      const instance = processInstanceId === null ? undefined : await getInstance(processInstanceId);
      const comment: TaskComment = {
        id: parts.newId(),
        taskId: params.id,
        processInstanceId,
        rootProcessInstanceId: instance ? String(instance['root_process_instance_id']) : null,
        userId: caller.userId,
        createdAt: Date.now(),
        message: body.message,
      };
      await comments.insert(comment);
      return {
        ...commentDto(comment),
        links: [
          { method: 'GET', href: `${publicUrl}/engine-rest/task/${params.id}/comment/${comment.id}`, rel: 'self' },
        ],
      };
    }),
    route(endpoints.changeTaskComment, async ({ params, body }, { caller }) => {
      await getTask(params.id, caller);
      await change({ taskId: params.id }, body);
    }),
    route(endpoints.deleteTaskComments, async ({ params }, { caller }) => {
      await getTask(params.id, caller);
      await comments.delete({ taskId: params.id });
    }),
    route(endpoints.deleteTaskComment, async ({ params }, { caller }) => {
      await getTask(params.id, caller);
      await deleteOne({ taskId: params.id }, params.commentId);
    }),
    route(endpoints.listProcessInstanceComments, async ({ params }) => {
      await getInstance(params.id);
      return (await comments.list({ processInstanceId: params.id })).map(commentDto);
    }),
    route(endpoints.changeProcessInstanceComment, ({ params, body }) => change({ processInstanceId: params.id }, body)),
    route(endpoints.deleteProcessInstanceComments, async ({ params }) => {
      await getInstance(params.id);
      await comments.delete({ processInstanceId: params.id });
    }),
    route(endpoints.deleteProcessInstanceComment, ({ params }) =>
      deleteOne({ processInstanceId: params.id }, params.commentId),
    ),
  ];
}

function commentDto(comment: TaskComment): CommentDto {
  const { createdAt, ...rest } = comment;
  return { links: [], ...rest, time: toDate(createdAt), removalTime: null };
}

function missing(message: string): EngineRestError {
  return new EngineRestError(404, 'InvalidRequestException', message);
}
