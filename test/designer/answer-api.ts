/** A request that an element under test has made. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}
/** Gives the body of an answer; a `Response` is given as it is. */
export type AnswerTo = (asked: Asked) => unknown;

const original = window.fetch;

/**
 * Answers requests from a table (`GET /api/models`) instead of a server; what is not in it gets 404. The list of what was
 * asked grows with every request.
 */
export function answerApi(answers: Readonly<Record<string, AnswerTo>>): readonly Asked[] {
  const asked: Asked[] = [];
  window.fetch = async (input, init = {}) => {
    const url = new URL(String(input), location.origin);
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const one = { method: init.method ?? 'GET', path: decodeURIComponent(url.pathname), query: url.searchParams, body };
    asked.push(one);
    const answer = answers[`${one.method} ${one.path}`];
    if (!answer) return refuse(404, 'Tidak ada.');
    const given = await answer(one);
    if (given instanceof Response) return given;
    return given === undefined ? new Response(null, { status: 204 }) : new Response(JSON.stringify(given));
  };
  return asked;
}

/** An error answer of the server. */
export function refuse(status: number, detail: string, code = 'refused'): Response {
  return new Response(JSON.stringify({ detail, code }), { status });
}

/** A session of somebody with these roles. */
export function sessionOf(id: string, name: string, ...roles: string[]): unknown {
  return {
    user: { id, name, opd: 'dpmptsp', opdName: 'DPMPTSP', roles, groups: [] },
    csrfToken: 't',
    demoAccounts: null,
  };
}

/** Requests go to the network again. */
export function restoreApi(): void {
  window.fetch = original;
}

/** Waits until something holds, five seconds at most. */
export async function until(holds: () => boolean, what = 'what was waited for'): Promise<void> {
  const end = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`After five seconds it still does not hold: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
