import type { Cell, Database, Row } from '../application/ports/database.ts';
import type { Webhook, WebhookChange, WebhookStore } from '../application/ports/webhooks.ts';

/** Webhooks in the database. There are few: a list reads them all. */
export function createWebhookStore(database: Database): WebhookStore {
  return {
    list: async () => (await database.query('select * from webhook order by created_at, id')).map(toWebhook),
    async find(id) {
      const [row] = await database.query('select * from webhook where id = :id', { id });
      return row && toWebhook(row);
    },
    async insert(webhook) {
      await database.transaction((transaction) =>
        transaction.insert('webhook', [
          { id: webhook.id, ...columnsOf(webhook), created_at: webhook.createdAt, created_by: webhook.createdBy },
        ]),
      );
    },
    async change(id, change) {
      const changed = await database.transaction((transaction) =>
        transaction.update('webhook', ['id'], [{ id, ...columnsOf(change) }]),
      );
      return changed > 0;
    },
    delete: (id) =>
      database.transaction(async (transaction) => {
        await transaction.delete('outbox_message', 'target_id', [id]);
        return (await transaction.delete('webhook', 'id', [id])) > 0;
      }),
    async count() {
      const rows = await database.query<{ id: string; pending: number; failed: number }>(
        `select target_id as id, sum(case when state = 'pending' then 1 else 0 end) as pending, sum(case when state = 'failed' then 1 else 0 end) as failed from outbox_message where state <> 'delivered' group by target_id`,
      );
      return new Map(rows.map((row) => [row.id, { pending: Number(row.pending), failed: Number(row.failed) }]));
    },
  };
}

function columnsOf(change: WebhookChange): Row {
  const cells: Record<string, Cell | undefined> = {
    name: change.name,
    url: change.url,
    kinds: change.kinds && JSON.stringify(change.kinds),
    definition_keys: change.definitionKeys && JSON.stringify(change.definitionKeys),
    tenant_ids: change.tenantIds && JSON.stringify(change.tenantIds),
    secret: change.secret,
    previous_secret: change.previousSecret,
    previous_secret_until: change.previousSecretUntil,
    enabled: change.enabled === undefined ? undefined : Number(change.enabled),
    disabled_reason: change.disabledReason,
    failing_since: change.failingSince,
  };
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== undefined)) as Row;
}

function toWebhook(row: Row): Webhook {
  const textOf = (column: string) => (row[column] as string | null | undefined) ?? null;
  const listOf = (column: string) => {
    const text = textOf(column);
    return text === null ? null : (JSON.parse(text) as string[]);
  };
  return {
    id: String(row['id']),
    name: String(row['name']),
    url: String(row['url']),
    kinds: (listOf('kinds') ?? []) as Webhook['kinds'],
    definitionKeys: listOf('definition_keys'),
    tenantIds: listOf('tenant_ids'),
    secret: String(row['secret']),
    previousSecret: textOf('previous_secret'),
    previousSecretUntil: row['previous_secret_until'] as number | null,
    enabled: Number(row['enabled']) === 1,
    disabledReason: textOf('disabled_reason') as Webhook['disabledReason'],
    failingSince: row['failing_since'] as number | null,
    createdAt: Number(row['created_at']),
    createdBy: textOf('created_by'),
  };
}
