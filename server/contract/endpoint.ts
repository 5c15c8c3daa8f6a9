import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Who may call an endpoint at all. Deny by default: there is no endpoint without it. What a caller may see and do
 * beyond that (his OPD, his task, his request) is decided by the use case.
 *
 * - `public`: anybody, also without a session
 * - `user`: anybody who signed in
 * - a list of roles: who has at least one of them
 */
export type Access = 'public' | 'user' | readonly Role[];

/**
 * `administrator` may do everything; `analyst` models and deploys; `officer` works in an inbox; `operator` sees
 * instances and incidents; `worker` is a machine.
 */
export type Role = 'administrator' | 'analyst' | 'officer' | 'operator' | 'worker';

/** An HTTP endpoint as a value: routes, the typed client and the OpenAPI document are made from it. */
export interface Endpoint {
  readonly method: Method;
  /** Koa router path, e.g. `/api/requests/:number`. */
  readonly path: string;
  /** One plain sentence, for the OpenAPI document. */
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  /** Programs call it too: beside the session it takes HTTP Basic, as `/engine-rest` does. */
  readonly machines?: true;
  /** Path parameters, all strings. */
  readonly params?: z.ZodType;
  /** Query parameters as they arrive: strings, coerced by the schema. */
  readonly query?: z.ZodType;
  /** JSON body, or `multipart` for form data that the handler reads as a stream. */
  readonly body?: z.ZodType | 'multipart';
  /** Schema of the 200 answer; `none` for 204; `stream` for bytes or text whose type the handler sets. */
  readonly answer: z.ZodType | 'none' | 'stream';
  /** Statuses besides 200/204, with the reason: for the document and for tests. */
  readonly errors?: Readonly<Record<number, string>>;
}

/** Keeps the literal types of an endpoint, so that the client knows its shapes. */
export function endpoint<const E extends Endpoint>(value: E): E {
  return value;
}

type SchemaInput<S> = S extends z.ZodType ? z.input<S> : never;
type SchemaOutput<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a caller of an endpoint gives. */
export type RequestOf<E extends Endpoint> = (E extends { params: infer P }
  ? { readonly params: SchemaInput<P> }
  : unknown) &
  (E extends { query: infer Q } ? { readonly query?: SchemaInput<Q> } : unknown) &
  (E extends { body: infer B }
    ? B extends 'multipart'
      ? { readonly body: FormData }
      : { readonly body: SchemaInput<B> }
    : unknown);

/** What a caller gets. */
export type AnswerOf<E extends Endpoint> = SchemaOutput<E['answer']>;

/** What a handler gets after validation. */
export type ParamsOf<E extends Endpoint> = E extends { params: infer P } ? SchemaOutput<P> : undefined;
export type QueryOf<E extends Endpoint> = E extends { query: infer Q } ? SchemaOutput<Q> : undefined;
export type BodyOf<E extends Endpoint> = E extends { body: infer B } ? SchemaOutput<B> : undefined;
