import type { Database, Transaction } from '../../application/ports/database.ts';
import type { Directory, TenantMember } from '../../application/ports/directory.ts';

/** Groups and tenants in the tables `account_group`, `opd` and `opd_member`. */
export function createDirectoryStore(database: Database): Directory {
  return {
    createGroup: (group) =>
      database.transaction(async (transaction) =>
        (await transaction.insert('account_group', [{ ...group }], 'ignore')) > 0 ? 'done' : 'exists',
      ),
    changeGroup: (group) =>
      database.transaction(async (transaction) =>
        (await transaction.update('account_group', ['id'], [{ ...group }])) > 0 ? 'done' : 'notFound',
      ),
    removeGroup: (id) =>
      database.transaction(async (transaction) => {
        await transaction.execute('delete from user_group where group_key = :id', { id });
        await transaction.execute(`delete from opd_member where kind = 'group' and member = :id`, { id });
        await transaction.execute('delete from access_grant where group_id = :id', { id });
        await transaction.execute('delete from account_group where id = :id', { id });
      }),
    hasGroup: async (id) => (await database.query('select id from account_group where id = :id', { id })).length > 0,
    createTenant: ({ id, name }) =>
      database.transaction(async (transaction) =>
        (await transaction.insert('opd', [{ key: id, name }], 'ignore')) > 0 ? 'done' : 'exists',
      ),
    changeTenant: ({ id, name }) =>
      database.transaction(async (transaction) =>
        (await transaction.update('opd', ['key'], [{ key: id, name }])) > 0 ? 'done' : 'notFound',
      ),
    removeTenant: (id) =>
      database.transaction(async (transaction) => {
        await transaction.execute('update user_account set opd = null where opd = :id', { id });
        await transaction.execute('delete from opd_member where opd = :id', { id });
        await transaction.execute('delete from opd where key = :id', { id });
      }),
    addToTenant: (tenant, member) => database.transaction((transaction) => addMember(transaction, tenant, member)),
    removeFromTenant: (tenant, { kind, id }) =>
      database.transaction(async (transaction) => {
        if (kind === 'user')
          await transaction.execute('update user_account set opd = null where id = :id and opd = :tenant', {
            id,
            tenant,
          });
        await transaction.execute('delete from opd_member where opd = :tenant and kind = :kind and member = :id', {
          tenant,
          kind,
          id,
        });
      }),
  };
}

async function addMember(
  transaction: Transaction,
  tenant: string,
  { kind, id }: TenantMember,
): Promise<'done' | 'exists' | 'noTenant' | 'noMember'> {
  if ((await transaction.query('select key from opd where key = :tenant', { tenant })).length === 0) return 'noTenant';
  if (kind === 'user') {
    const [user] = await transaction.query<{ opd: string | null }>(
      'select opd from user_account where id = :id and active = 1',
      { id },
    );
    if (!user) return 'noMember';
    if (user.opd === tenant) return 'exists';
    if (user.opd === null) {
      await transaction.execute('update user_account set opd = :tenant where id = :id', { tenant, id });
      return 'done';
    }
  } else if ((await transaction.query('select id from account_group where id = :id', { id })).length === 0)
    return 'noMember';
  return (await transaction.insert('opd_member', [{ opd: tenant, kind, member: id }], 'ignore')) > 0
    ? 'done'
    : 'exists';
}
