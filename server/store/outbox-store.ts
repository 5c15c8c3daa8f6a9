import type { Database, Row } from '../application/ports/database.ts';
import type { LeasedMessage, LoggedMessage, Outbox, OutboxMessage } from '../application/ports/outbox.ts';

const LOGGED = `select id, kind, state, process_instance_id as "processInstanceId", created_at as "createdAt", attempts, last_attempt_at as "lastAttemptAt", last_status as "lastStatus", last_error as "lastError",
  due_at as "dueAt", payload from outbox_message`;

/** The outbox in the database. */
export function createOutboxStore(database: Database): Outbox {
  const skipLocked = database.dialect === 'postgres' ? ' for update skip locked' : '';
  return {
    insert: async (transaction, messages) => {
      await transaction.insert('outbox_message', messages.map(toRow));
    },
    add: async (messages) => {
      await database.transaction((transaction) => transaction.insert('outbox_message', messages.map(toRow)));
    },
    async lease({ targetId, owner, now, leaseUntil, limit }) {
      const due = 'select id from outbox_message where target_id = :targetId and due_at <= :now order by due_at, id';
      // A look without a transaction first: a lane with nothing to do never takes the writer's turn.
      if ((await database.query(`${due} limit 1`, { targetId, now })).length === 0) return [];
      return await database.transaction(async (transaction) => {
        const rows = await transaction.query<{ id: string }>(`${due} limit :limit${skipLocked}`, {
          targetId,
          now,
          limit,
        });
        if (rows.length === 0) return [];
        const ids = rows.map(({ id }) => id);
        await transaction.execute(
          'update outbox_message set lease_owner = :owner, due_at = :leaseUntil where id in (:ids)',
          { owner, leaseUntil, ids },
        );
        return await transaction.query<LeasedMessage>(
          'select id, payload, created_at as "createdAt", attempts from outbox_message where id in (:ids) order by id',
          { ids },
        );
      });
    },
    async settle(settlements) {
      await database.transaction(async (transaction) => {
        await transaction.update(
          'outbox_message',
          ['id'],
          settlements.map(({ id, state, dueAt, at, status, error }) => ({
            id,
            state,
            due_at: dueAt,
            lease_owner: null,
            last_attempt_at: at,
            last_status: status,
            last_error: error,
            settled_at: dueAt === null ? at : null,
          })),
        );
        await transaction.execute('update outbox_message set attempts = attempts + 1 where id in (:ids)', {
          ids: settlements.map(({ id }) => id),
        });
      });
    },
    async nextDue(targetId) {
      const [row] = await database.query<{ due: number | null }>(
        'select min(due_at) as due from outbox_message where target_id = :targetId and due_at is not null',
        { targetId },
      );
      return row?.due ?? null;
    },
    async listPendingTargets() {
      const rows = await database.query<{ id: string }>(
        'select w.id from webhook w where w.enabled = 1 and exists (select 1 from outbox_message m where m.target_id = w.id and m.due_at is not null)',
      );
      return rows.map(({ id }) => id);
    },
    async dropLeases(now) {
      const leased = await database.query(
        'select 1 as leased from outbox_message where due_at is not null and lease_owner is not null limit 1',
      );
      if (leased.length === 0) return;
      await database.transaction((transaction) =>
        transaction.execute(
          'update outbox_message set due_at = :now, lease_owner = null where due_at is not null and lease_owner is not null',
          { now },
        ),
      );
    },
    async list({ targetId, state, before, limit }) {
      const conditions = ['target_id = :targetId'];
      if (state !== undefined) conditions.push('state = :state');
      if (before !== undefined) conditions.push('id < :before');
      return await database.query<LoggedMessage>(
        `${LOGGED} where ${conditions.join(' and ')} order by id desc limit :limit`,
        { targetId, state: state ?? null, before: before ?? null, limit },
      );
    },
    replay: ({ targetId, id }, now) =>
      database.transaction((transaction) =>
        transaction.execute(
          `update outbox_message set state = 'pending', due_at = :now, attempts = 0, settled_at = null, lease_owner = null where target_id = :targetId and ${id === undefined ? "state = 'failed'" : 'id = :id'}`,
          { targetId, id: id ?? null, now },
        ),
      ),
    async deleteSettled({ delivered, failed }) {
      const old = `settled_at < :delivered and (state = 'delivered' or settled_at < :failed)`;
      const some = await database.query(`select 1 as old from outbox_message where ${old} limit 1`, {
        delivered,
        failed,
      });
      if (some.length === 0) return;
      await database.transaction((transaction) =>
        transaction.execute(`delete from outbox_message where ${old}`, { delivered, failed }),
      );
    },
  };
}

function toRow(message: OutboxMessage): Row {
  return {
    id: message.id,
    target_id: message.targetId,
    kind: message.kind,
    payload: message.payload,
    process_instance_id: message.processInstanceId,
    created_at: message.createdAt,
    state: 'pending',
    due_at: message.createdAt,
    attempts: 0,
  };
}
