import type { Context as KoaContext } from 'koa';
import { traceIdOf } from './request-id.ts';
import type { Route } from './route.ts';

/** Where requests are logged; pino fits. The first argument is data, the second a constant text. */
export interface RequestLog {
  debug?(data: object, text: string): void;
  info(data: object, text: string): void;
  warn(data: object, text: string): void;
  error(data: object, text: string): void;
}

/** A method and a path with the names of its parameters. */
export type Operation = Pick<Route['endpoint'], 'method' | 'path'>;

/** Told about each request; for metrics. */
export interface RequestObserver {
  began(): void;
  /** @param operation always the same object for the same operation */
  ended(operation: Operation, status: number, seconds: number): void;
}

const NO_OPERATION: Operation = { method: 'GET', path: '(no operation)' };
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

interface Found {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}
const found = new WeakMap<KoaContext, Found>();

/** Notes what a request turned out to ask for. */
export function noteOperation(context: KoaContext, operation: Operation, params: Found['params'] = {}): void {
  found.set(context, { operation, params });
}

export function operationOf(context: KoaContext): Operation {
  return found.get(context)?.operation ?? NO_OPERATION;
}

/**
 * What the log says of a request: which operation, and the ids of instances, tasks and the like that its path names.
 * Not its path: a name or a number of a citizen may stand there.
 */
export function describeRequest(context: KoaContext): object {
  const { operation, params } = found.get(context) ?? { operation: NO_OPERATION, params: {} };
  const ids = Object.entries(params).filter(([, value]) => ID.test(value));
  const traceId = traceIdOf(context.get('traceparent'));
  return {
    requestId: context.response.get('X-Request-Id'),
    ...(traceId === undefined ? {} : { traceId }),
    method: context.method,
    operation: operation.path,
    ...(ids.length === 0 ? {} : { ids: Object.fromEntries(ids) }),
  };
}
