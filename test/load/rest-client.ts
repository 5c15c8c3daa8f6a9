import { Pool } from 'undici';

export interface Target {
  /** Address of the API with its root, e.g. `http://127.0.0.1:8080/engine-rest`. */
  readonly api: string;
  /** `user:password` for HTTP Basic; absent: none is sent. */
  readonly credentials?: string | undefined;
}

/** Sends one request and gives its JSON answer; undefined for an empty one. @throws Error with status and text. */
export type Call = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>;

/**
 * Calls over kept-alive connections, one for each client. By `undici`, which takes half of the processor time of
 * `node:http`: the generator shares the machine with the server.
 */
export function createCall({ api, credentials }: Target, clients: number): Call {
  const { origin, pathname } = new URL(api);
  const pool = new Pool(origin, { connections: clients, pipelining: 1 });
  const root = pathname.replace(/\/$/, '');
  const headers = { 'content-type': 'application/json', ...authorizationOf(credentials) };
  return async (method, path, body) => {
    const answer = await pool.request({
      path: `${root}${path}`,
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

export function authorizationOf(credentials: string | undefined): Readonly<Record<string, string>> {
  return credentials === undefined ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
