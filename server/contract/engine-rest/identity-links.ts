import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParams, text } from './value.ts';

export const identityLink = z.object({ userId: text, groupId: text, type: z.string() }).meta({ id: 'IdentityLinkDto' });
export type IdentityLinkDto = z.output<typeof identityLink>;

/** A user or a group, and what it is to the task: `assignee`, `owner` (users only) or `candidate`. */
const identityLinkInput = z.object({
  userId: z.string().max(255).nullish(),
  groupId: z.string().max(255).nullish(),
  type: z.string().nullish(),
});

const tag = 'Task Identity Link';
const path = '/engine-rest/task/:id/identity-links';
const change = ['operator', 'worker'] as const;
const errors = {
  400: 'Not exactly one of userId and groupId, or another type than assignee, owner and candidate.',
  500: 'No such task, it is suspended, or a group as assignee or owner.',
};

/** Who has to do with a task (Camunda 7 REST, "Task Identity Links"). */
export const identityLinkEndpoints = {
  getIdentityLinks: endpoint({
    method: 'GET',
    path,
    tag,
    access: 'user',
    summary: 'Who has to do with a task.',
    params: idParams,
    query: z.object({ type: z.string().optional() }),
    answer: z.array(identityLink),
    errors: { 404: 'No such task.' },
  }),
  addIdentityLink: endpoint({
    method: 'POST',
    path,
    tag,
    access: change,
    summary: 'Makes a user or group a candidate of a task, or a user its assignee or owner.',
    params: idParams,
    body: identityLinkInput,
    answer: 'none',
    errors,
  }),
  deleteIdentityLink: endpoint({
    method: 'POST',
    path: `${path}/delete`,
    tag,
    access: change,
    summary: 'Takes a candidate, the assignee or the owner from a task; one that it does not have changes nothing.',
    params: idParams,
    body: identityLinkInput,
    answer: 'none',
    errors,
  }),
};
