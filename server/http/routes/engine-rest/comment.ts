import type { Caller } from '../../../application/ports/caller.ts';
import type { CommentOwner, TaskComment } from '../../../application/ports/task-comments.ts';
import { type CommentDto, commentEndpoints as endpoints } from '../../../contract/engine-rest/comment.ts';
import { toDate } from '../../engine-rest/date.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getRow } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { findSeenTask, requireOpenTask } from './seen-task.ts';

/** Comments on tasks and instances. Who sees a task sees what is said about it. */
export function commentRoutes(parts: RestParts): Route[] {
  const { comments, publicUrl } = parts;
  const getTask = (id: string, caller: Caller) => findSeenTask(parts, id, caller);
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
      const id = parts.newId();
      await comments.insert({
        id,
        ...(await requireOpenTask(parts, params.id, caller)),
        userId: caller.userId,
        createdAt: Date.now(),
        message: body.message,
      });
      return {
        ...commentDto(await get({ taskId: params.id }, id)),
        links: [{ method: 'GET', href: `${publicUrl}/engine-rest/task/${params.id}/comment/${id}`, rel: 'self' }],
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
  const { createdAt, removalTime, ...rest } = comment;
  return { links: [], ...rest, time: toDate(createdAt), removalTime: toDate(removalTime) };
}

function missing(message: string): EngineRestError {
  return new EngineRestError(404, 'InvalidRequestException', message);
}
