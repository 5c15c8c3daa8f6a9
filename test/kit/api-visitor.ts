import assert from 'node:assert/strict';

/** Somebody who uses `/api` as a browser does: cookies, CSRF token, same origin. */
export class ApiVisitor {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  #token = '';

  constructor(url: string) {
    this.#url = url;
  }

  static async open(url: string, user?: string, password = 'alur-demo'): Promise<ApiVisitor> {
    const visitor = new ApiVisitor(url);
    visitor.#token = ((await visitor.call('GET', '/api/session')) as { csrfToken: string }).csrfToken;
    if (user !== undefined)
      visitor.#token = (
        (await visitor.call('POST', '/api/session', { username: user, password })) as { csrfToken: string }
      ).csrfToken;
    return visitor;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const { status, text } = await this.ask(method, path, body, headers);
    assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** The same browser at another server of the same site. */
  at(url: string): ApiVisitor {
    const visitor = new ApiVisitor(url);
    for (const [name, value] of this.#cookies) visitor.#cookies.set(name, value);
    visitor.#token = this.#token;
    return visitor;
  }

  /** An answer that is read while it comes. */
  stream(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.#url + path, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        cookie: this.#cookieHeader(),
        'sec-fetch-site': 'same-origin',
      },
    });
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Status and text of the answer, whatever they are. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
    const form = body instanceof FormData;
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        cookie: this.#cookieHeader(),
        'x-csrf-token': this.#token,
        origin: this.#url,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      this.#cookies.set(name, value);
    }
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }
}
