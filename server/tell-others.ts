import { randomUUID } from 'node:crypto';
import { EventStream } from './application/event-stream.ts';
import { OutgoingAddresses } from './application/outgoing-address.ts';
import type { Database } from './application/ports/database.ts';
import type { NoticeTaker } from './application/ports/notices.ts';
import { WebhookNotices } from './application/webhook-notices.ts';
import { Webhooks } from './application/webhooks.ts';
import { OutboxExecutor } from './jobs/outbox/outbox-executor.ts';
import { postOutside } from './jobs/outbox/post-outside.ts';
import { createOutboxStore } from './store/outbox-store.ts';
import { createWebhookStore } from './store/webhook-store.ts';

/** What tells others of what happens here. */
export interface Telling {
  readonly noticeTakers: readonly NoticeTaker[];
  readonly webhooks: Webhooks;
  readonly events: EventStream;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts together what leaves the server: webhooks with their outbox, and the event stream. */
export async function createTelling({
  database,
  webhookAllow,
  newId,
  onError,
}: {
  readonly database: Database;
  readonly webhookAllow: readonly string[] | undefined;
  readonly newId: () => string;
  readonly onError: (error: unknown) => void;
}): Promise<Telling> {
  const shared = database.dialect === 'postgres';
  const store = createWebhookStore(database);
  const outbox = createOutboxStore(database);
  const addresses = new OutgoingAddresses(webhookAllow);
  const notices = new WebhookNotices({ store, outbox, shared, newId, now: Date.now });
  await notices.reload();
  const executor = new OutboxExecutor({
    outbox,
    shared,
    webhooks: store,
    post: (url, request) => postOutside(url, request, { addresses }),
    onDisabled: () => notices.reload(),
    owner: randomUUID(),
    now: Date.now,
    onError,
  });
  notices.onWritten = (ids) => {
    for (const id of ids) executor.wake(id);
  };
  const webhooks = new Webhooks({
    store,
    outbox,
    addresses,
    onChange: () => notices.reload(),
    wake: (id) => executor.wake(id, true),
    newId,
    now: Date.now,
  });
  const events = new EventStream(randomUUID().slice(0, 8));
  return {
    noticeTakers: [notices, events],
    webhooks,
    events,
    start: () => executor.start(),
    stop: () => executor.stop(),
  };
}
