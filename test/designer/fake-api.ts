/** What the server gives; a function is asked anew each time, with the address. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}
type Source = Answer | ((url: URL, body: unknown) => Answer | Promise<Answer>);
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Session of an officer and operator. */
export const staffSession = {
  user: { id: 'rina', name: 'Rina', opd: 'dpmptsp', opdName: 'DPMPTSP', roles: ['officer', 'operator'], groups: [] },
  csrfToken: 't',
  demoAccounts: null,
};

/**
 * Puts a small server in the place of the network: answers by method and path, without query. Gives the list of calls
 * that changed something or read, in order.
 */
export function serveApi(answers: Readonly<Record<string, Source>>): Call[] {
  const calls: Call[] = [];
  const known: Readonly<Record<string, Source>> = { 'GET /api/session': { body: staffSession }, ...answers };
  window.fetch = async (address, init = {}) => {
    const url = new URL(String(address), location.href);
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    calls.push({ method, path: url.pathname + url.search, body });
    const source = known[`${method} ${url.pathname}`];
    const answer = typeof source === 'function' ? await source(url, body) : source;
    if (answer === undefined)
      return new Response(JSON.stringify({ detail: 'Tidak ada.', code: 'not-found' }), { status: 404 });
    return new Response(answer.status === 204 ? null : JSON.stringify(answer.body ?? {}), {
      status: answer.status ?? 200,
    });
  };
  return calls;
}

/** A promise that is settled from outside: an answer that comes when the test says so. */
export function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
