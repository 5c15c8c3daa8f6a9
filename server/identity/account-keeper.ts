import type { Accounts, Profile } from '../application/ports/accounts.ts';
import type { Directory } from '../application/ports/directory.ts';
import type { Attempts } from '../application/ports/identity-attempts.ts';
import type { NewUserAccount, UserStore } from '../application/ports/identity-users.ts';
import { signInOf } from './attempt-limit.ts';
import type { BasicCredentials } from './basic-credentials.ts';
import { normaliseUserId } from './caller-of.ts';
import { hashPassword, isPassword } from './password.ts';
import type { Sessions } from './sessions.ts';

/** Creates, changes and shuts accounts. What was believed of the old ones counts no more on this node. */
export function createAccountKeeper({
  users,
  sessions,
  basic,
  attempts,
  directory,
  now,
}: {
  readonly users: UserStore;
  readonly sessions: Sessions;
  readonly basic: BasicCredentials;
  readonly attempts: Attempts;
  readonly directory: Pick<Directory, 'hasGroup'>;
  readonly now: () => number;
}): Accounts {
  const findActive = async (id: string) => {
    const user = await users.findUser(normaliseUserId(id));
    return user?.active ? user : undefined;
  };
  const change = async (id: string, changes: Partial<NewUserAccount>): Promise<'done' | 'notFound'> => {
    const user = await findActive(id);
    if (!user) return 'notFound';
    const { opdName: _name, tenants: _tenants, ...account } = user;
    await users.putUser({ ...account, ...changes }, now());
    basic.forget();
    return 'done';
  };
  return {
    async create({ id, profile, password }) {
      if (await findActive(id)) return 'exists';
      const passwordHash = await hashPassword(password);
      await users.putUser(
        {
          ...named(id, profile),
          id: normaliseUserId(id),
          passwordHash,
          opd: null,
          active: true,
          roles: ['officer'],
          groups: [],
        },
        now(),
      );
      return 'done';
    },
    setProfile: (id, profile) => change(id, named(normaliseUserId(id), profile)),
    async setPassword(id, password) {
      const outcome = await change(id, { passwordHash: await hashPassword(password) });
      if (outcome === 'done') await sessions.endAllOf(normaliseUserId(id));
      return outcome;
    },
    isPassword: async (id, password) => isPassword(password, (await findActive(id))?.passwordHash),
    async shut(id) {
      await change(id, { active: false, roles: [], groups: [] });
      await sessions.endAllOf(normaliseUserId(id));
    },
    unlock: (id) => attempts.forgive([signInOf(normaliseUserId(id)).key]),
    async addToGroup(id, group) {
      if (!(await directory.hasGroup(group))) return 'noGroup';
      const groups = (await findActive(id))?.groups ?? [];
      if (groups.includes(group)) return 'exists';
      return await change(id, { groups: [...groups, group] });
    },
    async removeFromGroup(id, group) {
      const user = await findActive(id);
      if (!user?.groups.includes(group)) return user ? 'done' : 'notFound';
      return await change(id, { groups: user.groups.filter((each) => each !== group) });
    },
  };
}

/** Who has no name goes by his id. */
function named(id: string, profile: Profile): Profile & { readonly name: string } {
  const name = [profile.firstName, profile.lastName].filter(Boolean).join(' ').trim();
  return { ...profile, name: name === '' ? id : name };
}
