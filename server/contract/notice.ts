import { z } from 'zod';

/** What can be told to others: to webhooks, and on the event stream. */
export const noticeKinds = [
  'process.started',
  'process.ended',
  'process.suspended',
  'process.activated',
  'activity.started',
  'activity.ended',
  'task.created',
  'task.assigned',
  'task.unassigned',
  'task.updated',
  'task.completed',
  'task.deleted',
  'externalTask.created',
  'externalTask.completed',
  'externalTask.deleted',
  'incident.created',
  'incident.resolved',
] as const;
export const noticeKind = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof noticeKind>;

/**
 * What a notice says: ids and names, never the content of variables. Who needs more asks with the ids, as somebody who
 * may.
 */
export const noticeData = z.object({
  /** Null with a task that belongs to no process, like what is said of its process. */
  processInstanceId: z.string().nullable(),
  businessKey: z.string().nullable(),
  processDefinitionId: z.string().nullable(),
  processDefinitionKey: z.string().nullable(),
  tenantId: z.string().nullable(),
  /** Who caused it; null when the engine went on by itself. */
  userId: z.string().nullable(),
  /** `process.ended`: COMPLETED, EXTERNALLY_TERMINATED or INTERNALLY_TERMINATED. */
  state: z.string().optional(),
  activityId: z.string().optional(),
  activityName: z.string().nullable().optional(),
  activityType: z.string().optional(),
  activityInstanceId: z.string().optional(),
  /** `activity.ended`: it did not complete. */
  canceled: z.boolean().optional(),
  taskId: z.string().optional(),
  taskName: z.string().nullable().optional(),
  assignee: z.string().nullable().optional(),
  candidateGroups: z.array(z.string()).optional(),
  externalTaskId: z.string().optional(),
  topicName: z.string().optional(),
  incidentId: z.string().optional(),
  incidentType: z.string().optional(),
});
export type NoticeData = z.infer<typeof noticeData>;

/** The body of a webhook, and the data of an event of the stream (Standard Webhooks: type, timestamp, data). */
export const noticeBody = z.object({ type: z.string(), timestamp: z.string(), data: noticeData });
export type NoticeBody = z.infer<typeof noticeBody>;
