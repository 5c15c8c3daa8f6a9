import type { Database } from '../application/ports/database.ts';
import type { IdempotencyStore, KeptRequest, RequestKey } from '../application/ports/idempotency.ts';

const OF = 'caller = :caller and request_key = :key';

/** Requests with an `Idempotency-Key` in the database. */
export function createIdempotencyStore(database: Database): IdempotencyStore {
  const of = ({ caller, key }: RequestKey) => ({ caller, key });
  return {
    async claim({ caller, key, hash, owner, createdAt, expiresAt }) {
      const row = { caller, request_key: key, request_hash: hash, owner, created_at: createdAt, expires_at: expiresAt };
      const inserted = await database.transaction((transaction) =>
        transaction.insert('idempotent_request', [{ ...row, state: 'running' }], 'ignore'),
      );
      return inserted > 0;
    },
    async find(request) {
      const [row] = await database.query<
        Omit<KeptRequest, 'answer'> & { readonly status: number | null; readonly body: string | null }
      >(
        `select request_hash as hash, state, owner, created_at as "createdAt", expires_at as "expiresAt", status, body from idempotent_request where ${OF}`,
        of(request),
      );
      if (!row) return undefined;
      const { status, body, ...rest } = row;
      return { ...rest, answer: status === null ? null : { status, body } };
    },
    async mark(transaction, request) {
      await transaction.execute(
        `update idempotent_request set state = 'effect' where ${OF} and state = 'running'`,
        of(request),
      );
    },
    async finish({ caller, key }, { status, body }) {
      await database.transaction((transaction) =>
        transaction.update(
          'idempotent_request',
          ['caller', 'request_key'],
          [{ caller, request_key: key, state: 'done', status, body }],
        ),
      );
    },
    async release(request, owner) {
      await database.transaction((transaction) =>
        transaction.execute(`delete from idempotent_request where ${OF} and state = 'running' and owner = :owner`, {
          ...of(request),
          owner,
        }),
      );
    },
    async deleteExpired(now) {
      await database.transaction((transaction) =>
        transaction.execute('delete from idempotent_request where expires_at <= :now', { now }),
      );
    },
  };
}
