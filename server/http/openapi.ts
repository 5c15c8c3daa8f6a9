import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { type Endpoint, endpoint } from '../contract/endpoint.ts';
import { problem } from '../contract/problem.ts';
import { engineError } from '../contract/engine-rest/error.ts';
import { type Route, route } from './route.ts';

type Area = 'api' | 'engine-rest';

/**
 * The OpenAPI 3.1 documents of both areas, at `/api/openapi.json` and `/engine-rest/openapi.json`, made from the
 * contract when first asked for.
 */
export function openApiRoutes(routes: readonly Route[], publicUrl: string): Route[] {
  return (['api', 'engine-rest'] as const).map((area) => {
    let document: Record<string, unknown> | undefined;
    const description = endpoint({
      method: 'GET',
      path: `/${area}/openapi.json`,
      tag: 'openapi',
      access: 'public',
      summary: 'This document.',
      answer: z.record(z.string(), z.unknown()),
    });
    return route(
      description,
      async () => (document ??= describeArea(area, [...routes.map((each) => each.endpoint), description], publicUrl)),
    );
  });
}

/** The OpenAPI document of the endpoints under one area. */
export function describeArea(area: Area, endpoints: readonly Endpoint[], publicUrl: string): Record<string, unknown> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const each of endpoints) {
    if (!each.path.startsWith(`/${area}/`)) continue;
    (paths[each.path.replaceAll(/:(\w+)/g, '{$1}')] ??= {})[each.method.toLowerCase()] = describeOperation(each, area);
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: area === 'api' ? 'Alur: public services' : 'Alur: process engine (Camunda 7 REST)',
      version: '1',
      description:
        area === 'api'
          ? 'Portal, inbox, monitor and designer.'
          : 'The REST API of Camunda 7, so that its workers, modelers and tools connect unmodified.',
    },
    servers: [{ url: publicUrl }],
    paths: paths as ZodOpenApiPathsObject,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'alur_session' },
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  });
  for (const methods of Object.values(document.paths ?? {}))
    for (const operation of Object.values(methods as Record<string, { requestBody?: unknown }>))
      if (operation.requestBody) operation.requestBody = withoutNulls(operation.requestBody);
  return document as unknown as Record<string, unknown>;
}

/**
 * What a request may leave out it may also give as null; saying so of each field by `anyOf` hides the field's type from
 * makers of clients.
 */
function withoutNulls(described: unknown): unknown {
  if (Array.isArray(described)) return described.map(withoutNulls);
  if (typeof described !== 'object' || described === null) return described;
  const { anyOf, ...more } = described as { readonly anyOf?: readonly { readonly type?: unknown }[] };
  const kinds = anyOf?.filter(({ type }) => type !== 'null');
  if (kinds && kinds.length === 1 && anyOf?.length === 2) return withoutNulls({ ...kinds[0], ...more });
  return Object.fromEntries(Object.entries(described).map(([name, value]) => [name, withoutNulls(value)]));
}

function describeOperation(each: Endpoint, area: Area): ZodOpenApiOperationObject {
  const { params, query, body, answer } = each;
  return {
    operationId: `${each.method.toLowerCase()}${each.path.replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: each.summary,
    tags: [each.tag],
    security: securityOf(each, area),
    requestParams: {
      ...(params ? { path: params as z.ZodObject } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
    },
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            content:
              body === 'multipart'
                ? { 'multipart/form-data': { schema: { type: 'object' as const } } }
                : { 'application/json': { schema: body } },
          },
        }),
    responses: { ...describeAnswer(answer), ...describeErrors(each, area) },
  };
}

function describeAnswer(answer: Endpoint['answer']): ZodOpenApiResponsesObject {
  if (answer === 'none') return { '204': { description: 'Done.' } };
  if (answer === 'stream')
    return {
      '200': {
        description: 'Bytes or text.',
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    };
  return { '200': { description: 'The answer.', content: { 'application/json': { schema: answer } } } };
}

function describeErrors(each: Endpoint, area: Area): ZodOpenApiResponsesObject {
  const media = area === 'api' ? 'application/problem+json' : 'application/json';
  const schema = area === 'api' ? problem : engineError;
  const errors: Record<number, string> = { ...each.errors };
  if (each.access !== 'public') errors[401] ??= 'Not signed in.';
  if (Array.isArray(each.access)) errors[403] ??= 'The role is missing.';
  return Object.fromEntries(
    Object.entries(errors).map(([status, description]) => [status, { description, content: { [media]: { schema } } }]),
  );
}

function securityOf({ access, machines }: Endpoint, area: Area): Record<string, string[]>[] {
  if (access === 'public') return [];
  if (area === 'api') return [{ session: [] }, ...(machines ? [{ basic: [] }] : [])];
  return [{ basic: [] }, { bearer: [] }, { session: [] }];
}
