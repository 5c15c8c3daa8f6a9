import type { NoticeKind } from '../../server/contract/notice.ts';
import type { id } from './i18n/id.ts';

/** What a webhook can be told, with its word. The compiler names the missing one. */
export const webhookKinds: Readonly<Record<NoticeKind, keyof typeof id>> = {
  'process.started': 'noticeProcessStarted',
  'process.ended': 'noticeProcessEnded',
  'process.suspended': 'noticeProcessSuspended',
  'process.activated': 'noticeProcessActivated',
  'task.created': 'noticeTaskCreated',
  'task.assigned': 'noticeTaskAssigned',
  'task.unassigned': 'noticeTaskUnassigned',
  'task.updated': 'noticeTaskUpdated',
  'task.completed': 'noticeTaskCompleted',
  'task.deleted': 'noticeTaskDeleted',
  'incident.created': 'noticeIncidentCreated',
  'incident.resolved': 'noticeIncidentResolved',
  'externalTask.created': 'noticeExternalTaskCreated',
  'externalTask.completed': 'noticeExternalTaskCompleted',
  'externalTask.deleted': 'noticeExternalTaskDeleted',
  'activity.started': 'noticeActivityStarted',
  'activity.ended': 'noticeActivityEnded',
};
