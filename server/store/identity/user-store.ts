import type { Database } from '../../application/ports/database.ts';
import type { NewUserAccount, Opd, Role, UserAccount, UserStore } from '../../application/ports/identity-users.ts';

const ROLES: ReadonlySet<string> = new Set<Role>(['administrator', 'analyst', 'officer', 'operator', 'worker']);

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly password_hash: string;
  readonly opd: string | null;
  readonly opd_name: string | null;
  readonly active: number;
}

/** Accounts in the tables `user_account`, `user_role`, `user_group` and `opd`. */
export function createUserStore(database: Database): UserStore {
  return {
    findUser: (id) => findUser(database, id),
    putUser: (user, now) => putUser(database, user, now),
    putFirstOpds: (opds) => putFirstOpds(database, opds),
    listOpds: () => database.query<{ key: string; name: string }>('select key, name from opd order by name'),
    async findNames(ids) {
      if (ids.length === 0) return new Map();
      const rows = await database.query<{ id: string; name: string }>(
        'select id, name from user_account where id in (:ids)',
        { ids },
      );
      return new Map(rows.map((row) => [row.id, row.name]));
    },
  };
}

async function findUser(database: Database, id: string): Promise<UserAccount | undefined> {
  const [row] = await database.query<UserRow>(
    `select u.id, u.name, u.first_name, u.last_name, u.email, u.password_hash, u.opd, o.name as opd_name, u.active
     from user_account u left join opd o on o.key = u.opd where u.id = :id`,
    { id },
  );
  if (!row) return undefined;
  const names = await database.query<{ kind: string; name: string }>(
    `select 'role' as kind, role as name from user_role where user_id = :id
     union all select 'group' as kind, group_key as name from user_group where user_id = :id
     union all select 'tenant' as kind, opd as name from opd_member where kind = 'user' and member = :id
     union all select 'tenant' as kind, m.opd as name from opd_member m join user_group g on g.group_key = m.member where m.kind = 'group' and g.user_id = :id`,
    { id },
  );
  const named = (kind: string) => names.filter((each) => each.kind === kind).map((each) => each.name);
  return {
    id: row.id,
    name: row.name,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    passwordHash: row.password_hash,
    opd: row.opd,
    opdName: row.opd_name,
    active: row.active === 1,
    roles: named('role').filter((name): name is Role => ROLES.has(name)),
    groups: named('group').sort(),
    tenants: [...new Set([...(row.opd === null ? [] : [row.opd]), ...named('tenant').sort()])],
  };
}

async function putUser(database: Database, user: NewUserAccount, now: number): Promise<void> {
  const [first = '', ...rest] = user.name.split(' ');
  await database.transaction(async (transaction) => {
    await transaction.execute(
      `insert into user_account (id, name, first_name, last_name, email, password_hash, opd, active, created_at, updated_at)
       values (:id, :name, :firstName, :lastName, :email, :passwordHash, :opd, :active, :now, :now)
       on conflict (id) do update set name = excluded.name, first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email, password_hash = excluded.password_hash, opd = excluded.opd, active = excluded.active, updated_at = excluded.updated_at`,
      {
        id: user.id,
        name: user.name,
        firstName: user.firstName === undefined ? first : user.firstName,
        lastName: user.lastName === undefined ? rest.join(' ') : user.lastName,
        email: user.email ?? null,
        passwordHash: user.passwordHash,
        opd: user.opd,
        active: user.active ? 1 : 0,
        now,
      },
    );
    await transaction.execute('delete from user_role where user_id = :id', { id: user.id });
    await transaction.execute('delete from user_group where user_id = :id', { id: user.id });
    if (user.roles.length > 0)
      await transaction.insert(
        'user_role',
        [...new Set(user.roles)].map((role) => ({ user_id: user.id, role })),
      );
    if (!user.active) {
      await transaction.execute(`delete from opd_member where kind = 'user' and member = :id`, { id: user.id });
      await transaction.execute('delete from access_grant where user_id = :id', { id: user.id });
    }
    if (user.groups.length > 0) {
      await transaction.insert(
        'account_group',
        [...new Set(user.groups)].map((group) => ({ id: group, name: group })),
        'ignore',
      );
      await transaction.insert(
        'user_group',
        [...new Set(user.groups)].map((group) => ({ user_id: user.id, group_key: group })),
      );
    }
  });
}

/** Once there are OPDs an administrator keeps them: what he renamed or removed stays so. */
async function putFirstOpds(database: Database, opds: readonly Opd[]): Promise<void> {
  await database.transaction(async (transaction) => {
    if ((await transaction.query('select key from opd limit 1')).length > 0) return;
    await transaction.insert(
      'opd',
      opds.map(({ key, name }) => ({ key, name })),
      'ignore',
    );
  });
}
