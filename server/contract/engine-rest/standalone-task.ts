import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { taskInput } from './task.ts';
import { idParams } from './value.ts';

const id = z.string().regex(/^[\w.:@-]{1,64}$/, 'takes 1 to 64 letters, digits or . _ : @ - ; leave it out to get one');

/** Tasks that belong to no process (Camunda 7, "standalone task"). */
export const standaloneTaskEndpoints = {
  createTask: endpoint({
    method: 'POST',
    path: '/engine-rest/task/create',
    tag: 'Task',
    access: ['operator', 'worker'],
    summary: 'Makes a task that belongs to no process.',
    body: taskInput.extend({ id: id.nullish(), tenantId: z.string().nullish() }),
    answer: 'none',
    errors: {
      400: 'The parent task does not exist, or a field is not right.',
      500: 'The id or the tenant does not fit.',
    },
  }),
  deleteTask: endpoint({
    method: 'DELETE',
    path: '/engine-rest/task/:id',
    tag: 'Task',
    access: ['operator'],
    summary: 'Deletes a task that belongs to no process; those of a running process are refused.',
    params: idParams,
    answer: 'none',
    errors: { 404: 'No such task.', 500: 'It is part of a running process.' },
  }),
};
