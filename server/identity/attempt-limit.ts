import { TooManyAttempts } from '../application/errors.ts';
import type { AttemptRule, Attempts, AttemptStore } from '../application/ports/identity-attempts.ts';

/** Shuts a door for longer and longer when it is tried too often. */
export class AttemptLimit implements Attempts {
  readonly #store: AttemptStore;
  readonly #now: () => number;

  constructor(store: AttemptStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async take(rules: readonly AttemptRule[]): Promise<void> {
    const now = this.#now();
    const byKey = new Map(rules.map((rule) => [rule.key, rule]));
    // The try that is one too many is still let in; the door falls shut behind it.
    const counted = await this.#store.countAttempts([...byKey.keys()], now, (key, count) => {
      const rule = byKey.get(key);
      return rule && count >= rule.free
        ? now + Math.min(rule.longest, rule.first * 2 ** Math.min(count - rule.free, 30))
        : null;
    });
    const shutFor = Math.max(0, ...counted.map(({ shutUntil }) => shutUntil - now));
    if (shutFor === 0) return;
    const seconds = Math.ceil(shutFor / 1000);
    throw new TooManyAttempts(
      {
        id: `Terlalu banyak percobaan. Coba lagi dalam ${describe(seconds, 'detik', 'menit')}.`,
        en: `Too many attempts. Try again in ${describe(seconds, 'seconds', 'minutes')}.`,
      },
      seconds,
    );
  }

  forgive(keys: readonly string[]): Promise<void> {
    return this.#store.forget(keys);
  }
}

function describe(seconds: number, second: string, minute: string): string {
  return seconds < 120 ? `${seconds} ${second}` : `${Math.ceil(seconds / 60)} ${minute}`;
}

const MINUTE = 60_000;

/** Tries at the password of one user from anywhere. */
export function signInOf(userId: string): AttemptRule {
  return { key: `sign-in:user:${userId}`, free: 5, first: 15_000, longest: 15 * MINUTE };
}

/** Tries at passwords of any user from one address. An office shares one address, so it is generous. */
export function signInFrom(address: string): AttemptRule {
  return { key: `sign-in:address:${networkOf(address)}`, free: 50, first: 30_000, longest: 60 * MINUTE };
}

/** An IPv6 customer has a whole /64, so that is what counts as one address. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : [];
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
