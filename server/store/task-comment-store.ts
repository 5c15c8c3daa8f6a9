import type { RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';
import type { Database, Parameters } from '../application/ports/database.ts';
import type { CommentOwner, TaskComment, TaskComments } from '../application/ports/task-comments.ts';
import { removalTimeOf } from './removal-time.ts';

/** It goes with the history of its instance; without one it stays. */
const SELECT = `select id, task_id as "taskId", process_instance_id as "processInstanceId", root_process_instance_id as "rootProcessInstanceId", user_id as "userId", created_at as "createdAt", message, ${removalTimeOf('task_comment.process_instance_id')} as "removalTime" from task_comment`;

/** Comments of tasks and process instances in the database. */
export function createTaskCommentStore(database: Database, strategy: RemovalTimeStrategy): TaskComments {
  const change = (sql: string, parameters: Parameters) =>
    database.transaction((transaction) => transaction.execute(sql, parameters));
  return {
    async insert(comment) {
      await database.transaction((transaction) =>
        transaction.insert('task_comment', [
          {
            id: comment.id,
            task_id: comment.taskId,
            process_instance_id: comment.processInstanceId,
            root_process_instance_id: comment.rootProcessInstanceId,
            user_id: comment.userId,
            created_at: comment.createdAt,
            message: comment.message,
          },
        ]),
      );
    },
    list: (owner) =>
      database.query<TaskComment>(`${SELECT} where ${ofOwner(owner)} order by created_at desc, id desc`, {
        ...owner,
        strategy,
      }),
    async find(owner, id) {
      const [found] = await database.query<TaskComment>(`${SELECT} where ${ofOwner(owner)} and id = :id`, {
        ...owner,
        id,
        strategy,
      });
      return found;
    },
    change: async (owner, id, message) =>
      (await change(`update task_comment set message = :message where ${ofOwner(owner)} and id = :id`, {
        ...owner,
        id,
        message,
      })) > 0,
    delete: (owner, id) =>
      change(`delete from task_comment where ${ofOwner(owner)}${id === undefined ? '' : ' and id = :id'}`, {
        ...owner,
        ...(id === undefined ? {} : { id }),
      }),
  };
}

function ofOwner(owner: CommentOwner): string {
  return 'taskId' in owner ? 'task_id = :taskId' : 'process_instance_id = :processInstanceId';
}
