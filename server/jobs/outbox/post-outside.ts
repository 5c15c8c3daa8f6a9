import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { OutgoingAddresses } from '../../application/outgoing-address.ts';

/** What came of a POST: the status, or why there is none. */
export interface Posted {
  readonly status: number | null;
  readonly error: string | null;
  /** From `Retry-After`. */
  readonly retryAfterMs: number | null;
}

type Addresses = Pick<OutgoingAddresses, 'check' | 'mayConnect' | 'isNamed'>;

/** Longest time for everything: name, connection, answer. */
const TIMEOUT_MS = 10_000;

/**
 * Posts JSON to an address that somebody else has named. Addresses that are not public are refused unless the setting
 * names them: the names' addresses are checked as they are resolved, and the address that was connected to is checked
 * again, before anything is sent. Redirects are not followed. Never rejects.
 */
export function postOutside(
  url: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  { addresses, timeoutMs = TIMEOUT_MS }: { readonly addresses: Addresses; readonly timeoutMs?: number },
): Promise<Posted> {
  return new Promise((resolve) => {
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const fail = (error: string): void => resolve({ status: null, error, retryAfterMs: null });
    const problem = addresses.check(url);
    if (problem !== null) return fail(typeof problem === 'string' ? problem : problem.en);
    if (isIP(host) !== 0 && !secure && !addresses.isNamed(host)) return fail(PLAIN);
    const post = (secure ? requestHttps : requestHttp)(target, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      lookup: guardedLookup(addresses, secure),
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Alur-Webhooks/1.0',
        'Content-Length': Buffer.byteLength(body),
        ...headers,
      },
    });
    post.on('socket', (socket) => {
      socket.once('connect', () => {
        const address = socket.remoteAddress ?? '';
        if (!addresses.mayConnect(address)) post.destroy(new Error(`${REFUSED} (${address})`));
        else post.end(body);
      });
    });
    post.on('response', (response) => {
      const status = response.statusCode ?? 0;
      const ok = status >= 200 && status < 300;
      const redirected = status >= 300 && status < 400;
      resolve({
        status,
        error: ok ? null : redirected ? 'Redirects are not followed.' : `The receiver answered ${status}.`,
        retryAfterMs: readRetryAfter(response.headers['retry-after']),
      });
      // What it says is of no use, and it could be endless.
      response.destroy();
    });
    post.on('error', (error) => fail(explain(error, timeoutMs)));
  });
}

const REFUSED = 'The address is in an internal network and is not allowed by ALUR_WEBHOOK_ALLOW';
const PLAIN = 'Without TLS (http:) only addresses that ALUR_WEBHOOK_ALLOW names are reached.';

/** Resolves a name and refuses it when one of its addresses may not be connected to. */
function guardedLookup(addresses: Addresses, secure: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const refused = found.find(({ address }) => !addresses.mayConnect(address));
      if (refused) return callback(new Error(`${REFUSED} (${hostname}: ${refused.address})`), '', 0);
      if (!secure && found.some(({ address }) => !addresses.isNamed(address))) return callback(new Error(PLAIN), '', 0);
      if (options.all) return callback(null, found);
      const [first] = found;
      return first
        ? callback(null, first.address, first.family)
        : callback(new Error(`${hostname} has no address.`), '', 0);
    });
  };
}

function readRetryAfter(text: string | undefined): number | null {
  const seconds = Number(text);
  return text !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

function explain(error: Error, timeoutMs: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `No answer within ${timeoutMs / 1000} seconds.`;
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  return (first?.message || error.message || error.name).slice(0, 300);
}
