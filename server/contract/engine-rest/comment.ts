import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { date, idParams, text } from './value.ts';

const comment = z
  .object({
    links: z.array(z.object({ method: z.string(), href: z.string(), rel: z.string() })),
    id: z.string(),
    userId: text,
    time: date,
    taskId: text,
    processInstanceId: text,
    message: z.string(),
    removalTime: date,
    rootProcessInstanceId: text,
  })
  .meta({ id: 'CommentDto' });
export type CommentDto = z.output<typeof comment>;

const message = z.string().min(1, 'say something in the message').max(4_000);
const params = z.object({ id: z.string(), commentId: z.string() });

/** The operations on the comments of `/task/{id}` or `/process-instance/{id}`. */
function onComments(of: 'task' | 'process-instance', see: 'user' | readonly ['operator', 'analyst', 'worker']) {
  const path = `/engine-rest/${of}/:id/comment`;
  const tag = of === 'task' ? 'Task Comment' : 'Process Instance Comment';
  const what = of === 'task' ? 'a task' : 'an instance';
  const errors = { 404: `No such ${of === 'task' ? 'task' : 'instance'}, or no such comment.` };
  const access = ['operator'] as const;
  return {
    list: endpoint({
      method: 'GET',
      path,
      tag,
      access: see,
      summary: `Comments on ${what}, newest first.`,
      params: idParams,
      answer: z.array(comment),
      errors,
    }),
    change: endpoint({
      method: 'PUT',
      path,
      tag,
      access,
      summary: `Changes a comment on ${what}.`,
      params: idParams,
      body: z.object({ id: z.string(), message }),
      answer: 'none',
      errors,
    }),
    deleteAll: endpoint({
      method: 'DELETE',
      path,
      tag,
      access,
      summary: `Deletes all comments on ${what}.`,
      params: idParams,
      answer: 'none',
      errors,
    }),
    deleteOne: endpoint({
      method: 'DELETE',
      path: `${path}/:commentId`,
      tag,
      access,
      summary: `Deletes one comment on ${what}.`,
      params,
      answer: 'none',
      errors,
    }),
  };
}

const tasks = onComments('task', 'user');
const instances = onComments('process-instance', ['operator', 'analyst', 'worker']);
/** Remarks that people leave on tasks and instances (Camunda 7 REST, "Task Comment"). */
export const commentEndpoints = {
  listTaskComments: tasks.list,
  changeTaskComment: tasks.change,
  deleteTaskComments: tasks.deleteAll,
  deleteTaskComment: tasks.deleteOne,
  getTaskComment: endpoint({
    method: 'GET',
    path: '/engine-rest/task/:id/comment/:commentId',
    tag: 'Task Comment',
    access: 'user',
    summary: 'One comment on a task.',
    params,
    answer: comment,
    errors: { 404: 'No such task, or no such comment.' },
  }),
  createTaskComment: endpoint({
    method: 'POST',
    path: '/engine-rest/task/:id/comment/create',
    tag: 'Task Comment',
    access: 'user',
    summary: 'Adds a comment to a task.',
    params: idParams,
    body: z.object({ message, processInstanceId: z.string().nullish() }),
    answer: comment,
    errors: { 400: 'The message is missing, or the task does not exist.' },
  }),
  listProcessInstanceComments: instances.list,
  changeProcessInstanceComment: instances.change,
  deleteProcessInstanceComments: instances.deleteAll,
  deleteProcessInstanceComment: instances.deleteOne,
};
