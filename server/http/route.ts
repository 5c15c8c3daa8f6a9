import type { Context as KoaContext } from 'koa';
import type { Reach } from '../application/access/reach.ts';
import type { Authentication } from '../application/ports/authentication.ts';
import type { Scope } from '../application/ports/scope.ts';
import type { Caller } from '../application/ports/caller.ts';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '../contract/endpoint.ts';

/** Languages in which people are answered; Indonesian unless the request asks for English. */
export type Language = 'id' | 'en';

export interface RequestContext {
  readonly caller: Caller;
  readonly authentication: Authentication;
  readonly language: Language;
  /** What the caller may reach; absent: everything. List requests carry it by themselves. */
  readonly scope?: Scope;
  /** Asked before anything is changed that the path does not name. */
  readonly reach: Reach;
  /** For streams, cookies and headers; handlers that only answer JSON do not need it. */
  readonly koa: KoaContext;
}

/** What a handler gets after validation. */
export interface HandlerInput<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
}

/** `undefined` is answered with 204, unless the handler has set a body of its own (streams). */
export type Handler<E extends Endpoint> = (
  input: HandlerInput<E>,
  context: RequestContext,
) => Promise<E['answer'] extends string ? void : AnswerOf<E>>;

/** An endpoint with what answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  handle(
    input: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
    context: RequestContext,
  ): Promise<unknown>;
}

/** Binds a handler to an endpoint; the handler's types follow from the endpoint's schemas. */
export function route<const E extends Endpoint>(endpoint: E, handler: Handler<E>): Route {
  return { endpoint, handle: (input, context) => handler(input as HandlerInput<E>, context) };
}
