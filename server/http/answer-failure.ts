import type { Context as KoaContext } from 'koa';
import type { Problem } from '../contract/problem.ts';
import { describeEngineRestFailure } from './engine-rest-failure.ts';
import { describeFailure, type Failure } from './failure.ts';
import type { Language } from './route.ts';
import { describeRequest, type RequestLog } from './request-log.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
};

/** Answers an error in the shape of its area: Camunda's under `/engine-rest`, problem details elsewhere. */
export function answerFailure(
  context: KoaContext,
  error: unknown,
  area: { readonly engineRest: boolean; readonly language: Language; readonly log: RequestLog },
): void {
  const failure = area.engineRest ? answerEngineRest(context, error) : answerProblem(context, error, area.language);
  if (failure.retryAfterSeconds !== null) context.set('Retry-After', String(failure.retryAfterSeconds));
  if (failure.unexpected) area.log.error({ ...describeRequest(context), error }, 'request failed');
}

function answerEngineRest(context: KoaContext, error: unknown): Failure {
  const { status, body, failure } = describeEngineRestFailure(error);
  context.status = status;
  context.set('Content-Type', 'application/json');
  if (status === 401) {
    context.set('WWW-Authenticate', 'Basic realm="default"');
    context.body = '';
  } else {
    context.body = JSON.stringify(
      failure.unexpected ? { ...body, message: `${failure.message} (${requestIdOf(context)})` } : body,
    );
  }
  return failure;
}

function answerProblem(context: KoaContext, error: unknown, language: Language): Failure {
  const failure = describeFailure(error, language);
  const problem: Problem & Record<string, unknown> = {
    type: `urn:alur:problem:${failure.code}`,
    title: TITLES[failure.status] ?? 'Error',
    status: failure.status,
    detail: failure.unexpected ? `${failure.message} (${requestIdOf(context)})` : failure.message,
    code: failure.code,
    ...(failure.fields.length > 0 ? { fields: [...failure.fields] } : {}),
    ...failure.details,
  };
  context.status = failure.status;
  context.set('Content-Type', 'application/problem+json');
  context.body = JSON.stringify(problem);
  return failure;
}

function requestIdOf(context: KoaContext): string {
  return String(context.response.get('X-Request-Id'));
}
