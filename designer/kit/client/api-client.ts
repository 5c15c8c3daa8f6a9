import { apiRoutes } from '../../../server/contract/api-routes.ts';
import type { ApiRoute } from '../../../server/contract/api-routes.ts';
import type { Api } from '../../../server/contract/api.ts';
import type { AnswerOf, RequestOf } from '../../../server/contract/endpoint.ts';
import type { Session } from '../../../server/contract/api/session.ts';
import { getLanguage } from '../i18n/language.ts';
import { ApiFailure, offlineFailure, problemFailure, timeoutFailure } from './api-failure.ts';

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Milliseconds until the call is given up; 20 seconds unless told. */
  readonly timeout?: number;
}

type Arguments<K extends ApiRoute> =
  object extends RequestOf<Api[K]>
    ? [request?: RequestOf<Api[K]>, options?: CallOptions]
    : [request: RequestOf<Api[K]>, options?: CallOptions];

interface AnyRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * The typed client of `/api`, made from the contract: `client.call('getRequest', { params: { number } })` gives the
 * answer or throws `ApiFailure`. Calls that change something carry the session's CSRF token; it is fetched when first
 * needed and once more when the server no longer knows it.
 */
export class ApiClient {
  #csrfToken: string | undefined;
  #session: Promise<Session> | undefined;

  async call<K extends ApiRoute>(route: K, ...[request, options = {}]: Arguments<K>): Promise<AnswerOf<Api[K]>> {
    const response = await this.fetch(route, request as AnyRequest | undefined, options);
    if (response.status === 204) return undefined as AnswerOf<Api[K]>;
    const answer = (await response.json()) as AnswerOf<Api[K]>;
    this.#rememberToken(answer);
    return answer;
  }

  /** The raw answer, for endpoints that give bytes. Throws `ApiFailure` on an error status. */
  async fetch(route: ApiRoute, request: AnyRequest = {}, options: CallOptions = {}): Promise<Response> {
    const first = await this.#send(route, request, options);
    if (first.ok) return first;
    const failure = problemFailure(first.status, await first.text());
    if (!isOutdatedToken(failure)) throw failure;
    this.forgetToken();
    const second = await this.#send(route, request, options);
    if (second.ok) return second;
    throw problemFailure(second.status, await second.text());
  }

  /** Address of an endpoint, for links and images. */
  url(
    route: ApiRoute,
    params: Readonly<Record<string, string>> = {},
    query: Readonly<Record<string, unknown>> = {},
  ): string {
    const path = apiRoutes[route][1].replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== ''))
        search.set(name, String(value));
    return search.size === 0 ? path : `${path}?${search.toString()}`;
  }

  /**
   * Who is signed in. Asked by several at once, the server is asked once: a first visit begins a session, and two would
   * replace each other.
   */
  getSession(): Promise<Session> {
    this.#session ??= this.call('getSession').finally(() => {
      this.#session = undefined;
    });
    return this.#session;
  }

  /** The token that changing requests carry; asks the server for it when it is not known yet. */
  async csrfToken(): Promise<string> {
    return this.#csrfToken ?? (await this.getSession()).csrfToken;
  }

  /** The server no longer takes the token: the next change asks for a new one. */
  forgetToken(): void {
    this.#csrfToken = undefined;
  }

  async #send(route: ApiRoute, request: AnyRequest, options: CallOptions): Promise<Response> {
    const method = apiRoutes[route][0];
    const headers = new Headers({ Accept: 'application/json', 'Accept-Language': getLanguage(), ...options.headers });
    if (method !== 'GET') headers.set('X-CSRF-Token', await this.csrfToken());
    let body: BodyInit | null = null;
    if (request.body instanceof FormData) body = request.body;
    else if (request.body !== undefined) {
      headers.set('Content-Type', 'application/json');
      body = JSON.stringify(request.body);
    }
    const timeout = AbortSignal.timeout(options.timeout ?? 20_000);
    const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
    try {
      return await fetch(this.url(route, request.params, request.query), {
        method,
        headers,
        body,
        signal,
        credentials: 'same-origin',
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw timeout.aborted ? timeoutFailure() : offlineFailure();
    }
  }

  #rememberToken(answer: unknown): void {
    const token = (answer as Partial<Session> | null)?.csrfToken;
    if (typeof token === 'string') this.#csrfToken = token;
  }
}

/** Whether a call failed only because its session was replaced or has ended meanwhile; another try may succeed. */
export function isOutdatedToken(failure: unknown): boolean {
  return failure instanceof ApiFailure && failure.status === 403 && failure.code.startsWith('csrf');
}

/** Turns whatever was thrown into text for the person; programming errors are rethrown by the caller's own means. */
export function failureText(error: unknown): string {
  return error instanceof ApiFailure || error instanceof Error ? error.message : String(error);
}
