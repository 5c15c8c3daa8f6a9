import type { Caller } from './caller.ts';

export type Role = Caller['roles'][number];

/** Somebody, or a machine, with an account. */
export interface UserAccount {
  /** The name that is typed at sign-in; also the assignee of tasks. Lower case. */
  readonly id: string;
  /** As people call him: first and last name. */
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  /** Argon2id in the PHC string format. */
  readonly passwordHash: string;
  /** Key of the OPD; null for people of the platform. */
  readonly opd: string | null;
  readonly opdName: string | null;
  readonly active: boolean;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  /** Keys of the OPDs of which the user is a member: his own, and those he or one of his groups was added to. */
  readonly tenants: readonly string[];
}

/** First and last name that are not given are the words of `name`. */
export type NewUserAccount = Omit<UserAccount, 'opdName' | 'tenants' | 'firstName' | 'lastName' | 'email'> &
  Partial<Pick<UserAccount, 'firstName' | 'lastName' | 'email'>>;

/** An agency of the regency. Its name changes with each regional regulation, its key does not. */
export interface Opd {
  readonly key: string;
  readonly name: string;
}

export interface UserStore {
  findUser(id: string): Promise<UserAccount | undefined>;
  /**
   * Creates the account or replaces all of it; groups it names are created. An account that is not active loses its
   * memberships of OPDs and its authorizations.
   */
  putUser(user: NewUserAccount, now: number): Promise<void>;
  /** Writes the OPDs of a new installation; where there are any, an administrator keeps them. */
  putFirstOpds(opds: readonly Opd[]): Promise<void>;
  listOpds(): Promise<readonly Opd[]>;
  /** Names of people by id; unknown ids are left out. */
  findNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
