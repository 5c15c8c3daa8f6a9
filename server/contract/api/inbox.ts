import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { formSchema } from './service.ts';
import { formData, issuedDocument, requestOverview, storedFile } from './request.ts';

/**
 * `mine`: claimed by me · `available`: I may claim it · `soon`: mine or available, due within one working day · `late`:
 * past due.
 */
export const inboxTab = z.enum(['mine', 'available', 'soon', 'late']);

export const inboxTask = z.object({
  id: z.string(),
  name: z.string(),
  /** Null for a task that belongs to no process. */
  activityId: z.string().nullable(),
  number: z.string().nullable(),
  service: z.object({ key: z.string(), name: z.string() }).nullable(),
  applicant: z.string().nullable(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  group: z.string().nullable(),
  createdAt: z.string(),
  dueAt: z.string().nullable(),
  /**
   * Working hours until due (negative: past), their share of the hours allowed, and whether the task is of the tab
   * `soon`; null without a due date.
   */
  remaining: z.object({ hours: z.number(), share: z.number(), soon: z.boolean() }).nullable(),
});
export type InboxTask = z.infer<typeof inboxTask>;

const counts = z.object({
  mine: z.number().int(),
  available: z.number().int(),
  soon: z.number().int(),
  late: z.number().int(),
  doneToday: z.number().int(),
});
export type InboxCounts = z.infer<typeof counts>;

/** All an officer needs to decide one task. */
export const inboxCase = z.object({
  task: inboxTask,
  /** What is said of the task itself. */
  description: z.string().nullable(),
  form: formSchema.nullable(),
  /** Values the task's form starts with. */
  formData: formData,
  request: requestOverview.nullable(),
  /** Forms by key that review components show, and the request's present answers. */
  forms: z.record(z.string(), formSchema),
  data: formData,
  files: z.array(storedFile),
  documents: z.array(issuedDocument),
  /** What happened so far, oldest first. */
  history: z.array(
    z.object({
      at: z.string(),
      activity: z.string(),
      by: z.string().nullable(),
      what: z.enum(['started', 'completed', 'canceled', 'claimed']),
    }),
  ),
  /** Where the request is; null for a task that belongs to no process. */
  diagram: z
    .object({ processDefinitionId: z.string(), active: z.array(z.string()), done: z.array(z.string()) })
    .nullable(),
  /** The caller may claim, release, complete it now. */
  allowed: z.object({ claim: z.boolean(), unclaim: z.boolean(), complete: z.boolean() }),
});
export type InboxCase = z.infer<typeof inboxCase>;

const byId = z.object({ id: z.string() });
const gone = {
  403: 'Not a task of your OPD and role.',
  404: 'No such task.',
  409: 'Somebody else has it, or it is done: the answer says who and when.',
};
export const inboxEndpoints = {
  getInbox: endpoint({
    method: 'GET',
    path: '/api/inbox',
    tag: 'inbox',
    access: ['officer'],
    summary: 'Tasks of the caller, first due first.',
    query: z.object({
      tab: inboxTab.default('available'),
      search: z.string().max(100).optional(),
      service: z.string().optional(),
      after: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    answer: z.object({ tasks: z.array(inboxTask), /** Cursor of the next page. */ next: z.string().nullable() }),
  }),
  getInboxCounts: endpoint({
    method: 'GET',
    path: '/api/inbox/counts',
    tag: 'inbox',
    access: ['officer'],
    summary: 'Number of tasks per tab, at most 1000 each.',
    answer: counts,
  }),
  getCase: endpoint({
    method: 'GET',
    path: '/api/inbox/tasks/:id',
    tag: 'inbox',
    access: ['officer'],
    summary: 'One task with its form, request, files and history.',
    params: byId,
    answer: inboxCase,
    errors: gone,
  }),
  claimTask: endpoint({
    method: 'POST',
    path: '/api/inbox/tasks/:id/claim',
    tag: 'inbox',
    access: ['officer'],
    summary: 'Takes the task.',
    params: byId,
    answer: 'none',
    errors: gone,
  }),
  unclaimTask: endpoint({
    method: 'POST',
    path: '/api/inbox/tasks/:id/unclaim',
    tag: 'inbox',
    access: ['officer'],
    summary: 'Gives the task back.',
    params: byId,
    answer: 'none',
    errors: gone,
  }),
  completeTask: endpoint({
    method: 'POST',
    path: '/api/inbox/tasks/:id/complete',
    tag: 'inbox',
    access: ['officer'],
    summary: 'Decides the task with the values of its form.',
    params: byId,
    body: z.object({ data: formData }),
    answer: 'none',
    errors: { ...gone, 422: 'The form is not right: `fields` says where.' },
  }),
};
