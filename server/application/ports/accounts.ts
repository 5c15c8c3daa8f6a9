/** What somebody is called; the name is made of first and last name. */
export interface Profile {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
}

/** Accounts as an administrator keeps them. Ids are compared in lower case. */
export interface Accounts {
  /** A new officer without groups: sees nothing until somebody adds him to some. `exists` when the id is taken. */
  create(account: {
    readonly id: string;
    readonly profile: Profile;
    readonly password: string;
  }): Promise<'done' | 'exists'>;
  setProfile(id: string, profile: Profile): Promise<'done' | 'notFound'>;
  /** Ends all sessions of the user. */
  setPassword(id: string, password: string): Promise<'done' | 'notFound'>;
  isPassword(id: string, password: string): Promise<boolean>;
  /**
   * Shuts the account and takes its roles and groups; nobody signs in with it any more. History goes on naming it, so
   * it is not removed. An account that is not there is shut already.
   */
  shut(id: string): Promise<void>;
  /** Tries at the password count from zero again. */
  unlock(id: string): Promise<void>;
  addToGroup(id: string, group: string): Promise<'done' | 'notFound' | 'exists' | 'noGroup'>;
  removeFromGroup(id: string, group: string): Promise<'done' | 'notFound'>;
}
