import { createHash } from 'node:crypto';
import type { Attempts } from '../application/ports/identity-attempts.ts';
import type { RequestView } from '../application/ports/authentication.ts';
import type { UserAccount, UserStore } from '../application/ports/identity-users.ts';
import { signInFrom, signInOf } from './attempt-limit.ts';
import { normaliseUserId } from './caller-of.ts';
import { isPassword } from './password.ts';

/** Workers send the password with each call; a verified one is believed this long without paying for argon2 again. */
const BELIEVED_MS = 5 * 60_000;
/** A busy worker's account is read once a second, not once a call: a change of roles or password counts after that. */
const FRESH_MS = 1_000;
const MOST_REMEMBERED = 1_000;

export interface BasicOptions {
  readonly users: UserStore;
  readonly attempts: Attempts;
  readonly now: () => number;
}

interface Credentials {
  /** The header they were read from. */
  readonly authorization: string;
  readonly id: string;
  readonly password: string;
  /** Hash of both. */
  readonly key: string;
}

/** Checks HTTP Basic credentials (RFC 7617). */
export class BasicCredentials {
  readonly #options: BasicOptions;
  /** By hash of the credentials: the account as it was last read, with the password hash they were verified against. */
  readonly #verified = new Map<
    string,
    { readonly user: UserAccount; readonly readAt: number; readonly until: number }
  >();
  /** What was said last on a connection: a worker says the same each time. Gone with the connection. */
  readonly #last = new WeakMap<object, Credentials>();
  /** Verifications under way, so that a burst of calls with the same password pays once. */
  readonly #running = new Map<string, Promise<boolean>>();

  constructor(options: BasicOptions) {
    this.#options = options;
  }

  /** The account, or undefined when header, user or password is wrong. @throws TooManyAttempts */
  async findUser(
    authorization: string,
    { address, connection }: Pick<RequestView, 'address' | 'connection'>,
  ): Promise<UserAccount | undefined> {
    const credentials = this.#read(authorization, connection);
    if (!credentials) return undefined;
    const { id, key } = credentials;
    const known = this.#verified.get(key);
    const now = this.#options.now();
    if (known && now - known.readAt < FRESH_MS && known.until > now) return known.user;
    const user = await this.#options.users.findUser(id);
    // A changed password has another hash, on whichever node it was changed.
    if (known && user?.active && known.user.passwordHash === user.passwordHash && known.until > now) {
      this.#verified.set(key, { user, readAt: now, until: known.until });
      return user;
    }
    let verification = this.#running.get(key);
    if (!verification) {
      verification = this.#verify(id, credentials.password, { user, address }).finally(() => this.#running.delete(key));
      this.#running.set(key, verification);
    }
    if (!(await verification) || !user) return undefined;
    this.#remember(key, user);
    return user;
  }

  #read(authorization: string, connection: object): Credentials | undefined {
    const last = this.#last.get(connection);
    if (last?.authorization === authorization) return last;
    const read = readBasic(authorization);
    if (!read) return undefined;
    const id = normaliseUserId(read.user);
    const key = createHash('sha256').update(`${id}\n${read.password}`).digest('hex');
    const credentials = { authorization, id, password: read.password, key };
    this.#last.set(connection, credentials);
    return credentials;
  }

  /** Nothing is believed any more: accounts have changed on this node. */
  forget(): void {
    this.#verified.clear();
  }

  async #verify(
    id: string,
    password: string,
    { user, address }: { readonly user: UserAccount | undefined; readonly address: string },
  ): Promise<boolean> {
    await this.#options.attempts.take([signInOf(id), signInFrom(address)]);
    const right = await isPassword(password, user?.active ? user.passwordHash : undefined);
    if (right) await this.#options.attempts.forgive([signInOf(id).key, signInFrom(address).key]);
    return right;
  }

  #remember(key: string, user: UserAccount): void {
    if (this.#verified.size >= MOST_REMEMBERED) this.#verified.clear();
    this.#verified.set(key, { user, readAt: this.#options.now(), until: this.#options.now() + BELIEVED_MS });
  }
}

function readBasic(authorization: string): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization.trim())?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1 || text.length > 400) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
