import type { Caller } from '../application/ports/caller.ts';
import type { Database } from '../application/ports/database.ts';
import {
  type KeptMessage,
  type KeptMessageStore,
  type MessageAddress,
  MessageGone,
} from '../application/ports/kept-messages.ts';
import type { Variables } from '../engine/instance/value.ts';

/** More than this of one look wait for the next one. */
const MOST_AT_ONCE = 500;

export function createKeptMessageStore(database: Database): KeptMessageStore {
  return {
    keep: async ({ id, message, caller, expiresAt }) => {
      await database.write([
        {
          op: 'insert',
          table: 'kept_message',
          onConflict: 'fail',
          rows: [
            { id, name: message.name, message: toJson(message), caller: JSON.stringify(caller), expires_at: expiresAt },
          ],
        },
      ]);
    },
    find: async (names, now) => {
      const rows = await database.query<{ id: string; message: string; caller: string; expires_at: number }>(
        `select id, message, caller, expires_at from kept_message where expires_at > :now${names ? ' and name in (:names)' : ''} order by id limit ${MOST_AT_ONCE}`,
        { now, ...(names ? { names } : {}) },
      );
      return rows.map((row): KeptMessage => ({
        id: row.id,
        message: fromJson(row.message),
        caller: JSON.parse(row.caller) as Caller,
        expiresAt: Number(row.expires_at),
      }));
    },
    findAwaited: async (processInstanceIds, now) => {
      const rows = await database.query<{ name: string }>(
        `select distinct s.name from subscription s join kept_message k on k.name = s.name
          where s.kind = 'message' and k.expires_at > :now and s.process_instance_id in (:processInstanceIds)`,
        { now, processInstanceIds },
      );
      return rows.map(({ name }) => name);
    },
    findLastExpiry: async (now) => {
      const [row] = await database.query<{ last: number | null }>(
        'select max(expires_at) as last from kept_message where expires_at > :now',
        { now },
      );
      return row?.last === undefined || row.last === null ? null : Number(row.last);
    },
    removal: (id) => async (transaction) => {
      if ((await transaction.delete('kept_message', 'id', [id])) === 0) throw new MessageGone();
    },
    deleteExpired: async (now) => {
      await database.transaction((transaction) =>
        transaction.execute('delete from kept_message where expires_at <= :now', { now }),
      );
    },
  };
}

const VARIABLES = [
  'correlationKeys',
  'localCorrelationKeys',
  'variables',
  'localVariables',
  'triggeredVariables',
] as const;

/** Maps become lists of entries: names come from outside, and an object would take `__proto__` for its own. */
function toJson(message: MessageAddress): string {
  return JSON.stringify({ ...message, ...Object.fromEntries(VARIABLES.map((name) => [name, [...message[name]]])) });
}

function fromJson(text: string): MessageAddress {
  const stored = JSON.parse(text) as Omit<MessageAddress, (typeof VARIABLES)[number]> &
    // What an older version kept lacks some.
    Partial<Record<(typeof VARIABLES)[number], [string, never][]>>;
  const variables = (name: (typeof VARIABLES)[number]): Variables => new Map(stored[name] ?? []);
  return {
    ...stored,
    correlationKeys: variables('correlationKeys'),
    localCorrelationKeys: variables('localCorrelationKeys'),
    variables: variables('variables'),
    localVariables: variables('localVariables'),
    triggeredVariables: variables('triggeredVariables'),
  };
}
