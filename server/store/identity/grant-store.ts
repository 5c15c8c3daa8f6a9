import type { Database, Row } from '../../application/ports/database.ts';
import type { Grant, GrantStore, GrantType } from '../../application/ports/access-grants.ts';

const SELECT = 'select id, type, user_id, group_id, resource_type, resource_id, permissions from access_grant';

/** Stored authorizations in the table `access_grant`. */
export function createGrantStore(database: Database): GrantStore {
  return {
    async listFor(userId, groups) {
      const ofGroups = groups.length > 0 ? ' or group_id in (:groups)' : '';
      const rows = await database.query(`${SELECT} where user_id in (:users)${ofGroups}`, {
        users: [userId, '*'],
        ...(groups.length > 0 ? { groups } : {}),
      });
      return rows.map(grantOf);
    },
    async find(id) {
      const [row] = await database.query(`${SELECT} where id = :id`, { id });
      return row && grantOf(row);
    },
    put: (grant) =>
      database.transaction(async (transaction) => {
        const who = grant.userId === null ? 'group_id = :who' : 'user_id = :who';
        const others = await transaction.query(
          `select id from access_grant where ${who} and resource_type = :resourceType and resource_id = :resourceId and type = :type and id <> :id`,
          {
            who: grant.userId ?? grant.groupId,
            resourceType: grant.resourceType,
            resourceId: grant.resourceId,
            type: grant.type,
            id: grant.id,
          },
        );
        if (others.length > 0) return 'exists';
        const row = {
          id: grant.id,
          type: grant.type,
          user_id: grant.userId,
          group_id: grant.groupId,
          resource_type: grant.resourceType,
          resource_id: grant.resourceId,
          permissions: grant.permissions,
        };
        await transaction.insert('access_grant', [row], { replace: ['id'] });
        return 'done';
      }),
    delete: (id) =>
      database.transaction(async (transaction) =>
        (await transaction.delete('access_grant', 'id', [id])) > 0 ? 'done' : 'notFound',
      ),
  };
}

function grantOf(row: Row): Grant {
  const text = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    id: String(row['id']),
    type: Number(row['type']) as GrantType,
    userId: text('user_id'),
    groupId: text('group_id'),
    resourceType: Number(row['resource_type']),
    resourceId: String(row['resource_id']),
    permissions: Number(row['permissions']),
  };
}
