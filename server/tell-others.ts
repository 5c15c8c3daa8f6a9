import { randomUUID } from 'node:crypto';
import { NoticeRelay } from './application/notice-relay.ts';
import { EventStream } from './application/event-stream.ts';
import { OutgoingAddresses } from './application/outgoing-address.ts';
import type { Database } from './application/ports/database.ts';
import type { NodeSignals, Signal } from './application/ports/node-signals.ts';
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
  /** Another node has something for the receivers of webhooks, or has changed the webhooks. */
  hear(signal: Signal): void;
  /** Removes old messages from the outbox; to be called once in a while. */
  clean(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts together what leaves the server: webhooks with their outbox, and the event stream. */
export async function createTelling({
  database,
  webhookAllow,
  newId,
  node,
  signals,
  now,
  onError,
}: {
  readonly database: Database;
  readonly webhookAllow: readonly string[] | undefined;
  readonly newId: () => string;
  /** Name of this node in leases. */
  readonly node: string;
  readonly signals: NodeSignals;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}): Promise<Telling> {
  const shared = database.dialect === 'postgres';
  const store = createWebhookStore(database);
  const outbox = createOutboxStore(database);
  const addresses = new OutgoingAddresses(webhookAllow);
  const notices = new WebhookNotices({ store, outbox, shared, newId, now });
  await notices.reload();
  const executor = new OutboxExecutor({
    outbox,
    shared,
    webhooks: store,
    post: (url, request) => postOutside(url, request, { addresses }),
    onDisabled: () => notices.reload(),
    owner: node,
    now,
    onError,
  });
  notices.onWritten = (ids) => {
    for (const id of ids) executor.wake(id);
    // Should this node die with them, another one delivers them without waiting for its own look around.
    signals.tell({ type: 'outbox', targets: [...ids] });
  };
  const webhooks = new Webhooks({
    store,
    outbox,
    addresses,
    onChange: async () => {
      await notices.reload();
      signals.tell({ type: 'settings' });
    },
    wake: (id) => executor.wake(id, true),
    newId,
    now,
  });
  const events = new EventStream(randomUUID().slice(0, 8));
  const relay = new NoticeRelay(events, signals);
  return {
    noticeTakers: [notices, events, relay],
    webhooks,
    events,
    hear(signal) {
      if (signal.type === 'settings' || signal.type === 'missed') notices.reload().catch(onError);
      if (signal.type === 'outbox') for (const id of signal.targets) executor.wake(id);
      if (signal.type === 'missed') executor.lookAround();
    },
    clean: () => executor.clean(),
    start: () => executor.start(),
    async stop() {
      relay.stop();
      await executor.stop();
    },
  };
}
