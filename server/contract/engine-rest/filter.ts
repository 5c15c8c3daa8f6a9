import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { type ListDescription, listBody, listQuery, paging } from './list-query.ts';
import { task, taskList } from './task.ts';
import { count, idParams, integer, text } from './value.ts';

/** What a query of tasks takes, wherever it comes from: the body of `POST /task` and of a filter alike. */
export const taskQuery = listBody(taskList);

const filter = z
  .object({
    id: z.string(),
    resourceType: z.literal('Task'),
    name: z.string(),
    owner: text,
    query: z.record(z.string(), z.unknown()),
    properties: z.record(z.string(), z.unknown()).nullable(),
    /** Only when it was asked for. */
    itemCount: integer.optional(),
  })
  .meta({ id: 'FilterDto' });
export type FilterDto = z.output<typeof filter>;

/**
 * A query as it is stored: kept as it was written, valid as the body of `POST /task`. Expressions are refused at every
 * depth, also such as we have never heard of: what is stored today may be read by a newer version.
 */
const storedQuery = z.record(z.string(), z.unknown()).superRefine((query, context) => {
  const expression = findExpression(query, []);
  if (expression)
    context.addIssue({ code: 'custom', path: expression, message: 'expressions are not evaluated here; leave it out' });
  const checked = taskQuery.safeParse(query);
  for (const issue of checked.error?.issues ?? [])
    context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
});

/** Path of the first field that holds an expression. */
function findExpression(value: unknown, path: readonly PropertyKey[]): PropertyKey[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(name) : name];
    if (!Array.isArray(value) && name.endsWith('Expression') && part !== null) return here;
    const below = findExpression(part, here);
    if (below) return below;
  }
  return undefined;
}

const fields = {
  name: z.string().min(1, 'a filter needs a name').max(255),
  owner: z.string().nullish(),
  query: storedQuery,
  properties: z.record(z.string(), z.unknown()).nullish(),
};
const resourceType = z.literal('Task', 'only filters of tasks are kept: it must be "Task"');

export const filterList: ListDescription = {
  filters: { filterId: 'text', resourceType: 'text', name: 'text', nameLike: 'text', owner: 'text' },
  sortBy: ['filterId', 'resourceType', 'name', 'owner'],
  options: ['itemCount'],
};

const tag = 'Filter';
const path = '/engine-rest/filter';
const one = `${path}/:id`;
const access = 'user';
const change = ['operator'] as const;
const missing = { 404: 'No such filter.' };
const notAcceptable = { 406: 'Only application/json is offered.' };
const run = { ...missing, ...notAcceptable };
const itemCount = z
  .string()
  .transform((value) => value === 'true')
  .optional();

/** Queries of tasks that are kept for later (Camunda 7 REST, "Filter"). */
export const filterEndpoints = {
  listFilters: endpoint({
    method: 'GET',
    path,
    tag,
    access,
    summary: 'Filters.',
    query: listQuery(filterList),
    answer: z.array(filter),
  }),
  countFilters: endpoint({
    method: 'GET',
    path: `${path}/count`,
    tag,
    access,
    summary: 'Number of filters.',
    query: listQuery(filterList),
    answer: count,
  }),
  createFilter: endpoint({
    method: 'POST',
    path: `${path}/create`,
    tag,
    access: change,
    summary: 'Keeps a query of tasks.',
    body: z.object({ ...fields, resourceType }),
    answer: filter,
    errors: { 400: 'The query would be refused by POST /task, or holds an expression.' },
  }),
  getFilter: endpoint({
    method: 'GET',
    path: one,
    tag,
    access,
    summary: 'One filter.',
    params: idParams,
    query: z.object({ itemCount }),
    answer: filter,
    errors: missing,
  }),
  updateFilter: endpoint({
    method: 'PUT',
    path: one,
    tag,
    access: change,
    summary: 'Replaces what a filter is; what is left out becomes empty.',
    params: idParams,
    body: z.object({ ...fields, resourceType: resourceType.nullish() }),
    answer: 'none',
    errors: { 400: 'The query would be refused by POST /task, or holds an expression.', ...missing },
  }),
  deleteFilter: endpoint({
    method: 'DELETE',
    path: one,
    tag,
    access: change,
    summary: 'Deletes a filter.',
    params: idParams,
    answer: 'none',
    errors: missing,
  }),
  runFilter: endpoint({
    method: 'GET',
    path: `${one}/list`,
    tag,
    access,
    summary: 'Tasks that a filter finds, of those that the caller may see.',
    params: idParams,
    query: paging,
    answer: z.array(task),
    errors: run,
  }),
  runExtendedFilter: endpoint({
    method: 'POST',
    path: `${one}/list`,
    tag,
    access,
    summary: 'Tasks that a filter finds, extended by a query whose values win.',
    params: idParams,
    query: paging,
    body: taskQuery,
    answer: z.array(task),
    errors: run,
  }),
  countFilterResults: endpoint({
    method: 'GET',
    path: `${one}/count`,
    tag,
    access,
    summary: 'Number of tasks that a filter finds.',
    params: idParams,
    answer: count,
    errors: missing,
  }),
  countExtendedFilterResults: endpoint({
    method: 'POST',
    path: `${one}/count`,
    tag,
    access,
    summary: 'Number of tasks that an extended filter finds.',
    params: idParams,
    body: taskQuery,
    answer: count,
    errors: missing,
  }),
  getSingleResult: endpoint({
    method: 'GET',
    path: `${one}/singleResult`,
    tag,
    access,
    summary: 'The one task that a filter finds; 204 when it finds none.',
    params: idParams,
    answer: task.optional(),
    errors: { 400: 'It finds more than one.', ...run },
  }),
  getExtendedSingleResult: endpoint({
    method: 'POST',
    path: `${one}/singleResult`,
    tag,
    access,
    summary: 'The one task that an extended filter finds; 204 when it finds none.',
    params: idParams,
    body: taskQuery,
    answer: task.optional(),
    errors: { 400: 'It finds more than one.', ...run },
  }),
};
