import type { Dispatcher } from '../application/ports/dispatcher.ts';
import type { InternalTask, InternalTaskSource } from '../application/ports/service-internal-tasks.ts';
import type { RequestStore } from '../application/ports/service-requests.ts';

/**
 * Does a task of topic `alur.notify`: puts the text of its variable `text` among the messages that the applicant sees.
 * The message and the completion of the task commit together.
 * @throws Error when the text is missing or the message is for somebody else than the applicant.
 */
export async function notifyApplicant(
  task: InternalTask,
  parts: {
    readonly source: InternalTaskSource;
    readonly requests: RequestStore;
    readonly dispatcher: Dispatcher;
    readonly now: () => number;
  },
): Promise<void> {
  const variables = await parts.source.readVariables(task);
  const [to, text] = [variables.get('to') ?? 'applicant', variables.get('text')];
  if (to !== 'applicant')
    throw new Error(
      `The task ${task.activityId} wants to notify "${typeof to === 'string' ? to : typeof to}". Only "applicant" can be notified: correct the input parameter "to".`,
    );
  if (typeof text !== 'string' || text.trim() === '')
    throw new Error(`The task ${task.activityId} has no message. Give it the input parameter "text".`);
  await parts.dispatcher.send({
    processInstanceId: task.processInstanceId,
    userId: null,
    command: { type: 'completeExternalTask', externalTaskId: task.id },
    alongside: (transaction) =>
      parts.requests.insertMessage(transaction, {
        externalTaskId: task.id,
        processInstanceId: task.processInstanceId,
        text: text.slice(0, 4_000),
        at: parts.now(),
      }),
  });
}
