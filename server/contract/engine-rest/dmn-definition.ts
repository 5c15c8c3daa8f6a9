import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { addressedDefinitions } from './definition-address.ts';
import { type ListDescription, listQuery } from './list-query.ts';
import { count, text } from './value.ts';

/** What decisions and requirements graphs have in common: both are read from a DMN file that was deployed. */
export const dmnDefinitionFields = {
  id: z.string(),
  key: z.string(),
  category: text,
  name: text,
  version: z.number().int(),
  resource: text,
  deploymentId: text,
  tenantId: text,
};

/** Filters of lists of either. */
export const dmnDefinitionFilters = {
  name: 'text',
  nameLike: 'text',
  deploymentId: 'text',
  key: 'text',
  keyLike: 'text',
  category: 'text',
  categoryLike: 'text',
  version: 'integer',
  latestVersion: 'flag',
  resourceName: 'text',
  resourceNameLike: 'text',
  tenantIdIn: 'list',
  withoutTenantId: 'flag',
} as const satisfies ListDescription['filters'];

/** The operations that read either: the list and its number, and by address one, its file and its image. */
export function dmnDefinitionReads<const Answer extends z.ZodType>(
  resource: 'decision-definition' | 'decision-requirements-definition',
  {
    tag,
    words,
    list,
    answer,
    missing,
  }: {
    readonly tag: string;
    /** `decision definition`, for the summaries. */
    readonly words: { readonly one: string; readonly many: string };
    readonly list: ListDescription;
    readonly answer: Answer;
    /** Says what a 404 is. */
    readonly missing: string;
  },
) {
  const addressed = addressedDefinitions(resource, tag);
  const common = { method: 'GET', errors: { 404: missing } } as const;
  return {
    list: endpoint({
      method: 'GET',
      path: `/engine-rest/${resource}`,
      tag,
      access: 'user',
      summary: `The ${words.many}.`,
      query: listQuery(list),
      answer: z.array(answer),
    }),
    count: endpoint({
      method: 'GET',
      path: `/engine-rest/${resource}/count`,
      tag,
      access: 'user',
      summary: `Number of ${words.many}.`,
      query: listQuery(list),
      answer: count,
    }),
    ...addressed('one', '', { ...common, summary: `One ${words.one}.`, answer }),
    ...addressed('xml', '/xml', {
      ...common,
      summary: `The DMN file of a ${words.one}.`,
      answer: z.object({ id: z.string(), dmnXml: z.string() }),
    }),
    ...addressed('diagram', '/diagram', {
      ...common,
      summary: 'The image that was deployed beside the file; 204 when there is none.',
      answer: 'stream',
    }),
  };
}
