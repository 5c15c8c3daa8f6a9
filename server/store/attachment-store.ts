import type { Attachment, Attachments } from '../application/ports/attachments.ts';
import type { RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';
import type { Database, Parameters, Transaction } from '../application/ports/database.ts';
import { removalTimeOf } from './removal-time.ts';

/** It goes with the history of its instance; without one it stays. */
const SELECT = `select id, task_id as "taskId", process_instance_id as "processInstanceId", root_process_instance_id as "rootProcessInstanceId", name, description, type, url, sha256, user_id as "userId", created_at as "createdAt", ${removalTimeOf('attachment.process_instance_id')} as "removalTime" from attachment`;

/** Attachments of tasks in the database; their content is in the file store. */
export function createAttachmentStore(database: Database, strategy: RemovalTimeStrategy): Attachments {
  return {
    async insert(attachment) {
      await database.transaction((transaction) =>
        transaction.insert('attachment', [
          {
            id: attachment.id,
            task_id: attachment.taskId,
            process_instance_id: attachment.processInstanceId,
            root_process_instance_id: attachment.rootProcessInstanceId,
            name: attachment.name,
            description: attachment.description,
            type: attachment.type,
            url: attachment.url,
            sha256: attachment.sha256,
            user_id: attachment.userId,
            created_at: attachment.createdAt,
          },
        ]),
      );
    },
    list: (taskId) =>
      database.query<Attachment>(`${SELECT} where task_id = :taskId order by created_at, id`, { taskId, strategy }),
    async find(taskId, id) {
      const [found] = await database.query<Attachment>(`${SELECT} where task_id = :taskId and id = :id`, {
        taskId,
        id,
        strategy,
      });
      return found;
    },
    delete: (taskId, id, now) =>
      database
        .transaction((transaction) =>
          deleteAttachments(transaction, 'task_id = :taskId and id = :id', { taskId, id, now }),
        )
        .then((deleted) => deleted > 0),
  };
}

/** Deletes attachments and notes their content for the sweep (`swept_content`), so that no crash forgets a file. */
export async function deleteAttachments(
  transaction: Transaction,
  condition: string,
  parameters: Parameters & { readonly now: number },
): Promise<number> {
  const { now, ...given } = parameters;
  const contents = await transaction.query<{ sha256: string }>(
    `select distinct sha256 from attachment where sha256 is not null and ${condition}`,
    given,
  );
  if (contents.length > 0)
    await transaction.insert(
      'swept_content',
      contents.map(({ sha256 }) => ({ sha256, swept_at: now })),
      'ignore',
    );
  return await transaction.execute(`delete from attachment where ${condition}`, given);
}
