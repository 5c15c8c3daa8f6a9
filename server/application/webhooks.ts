import { randomBytes } from 'node:crypto';
import type { WebhookDelivery, WebhookSummary } from '../contract/api/webhook.ts';
import type { NoticeKind } from '../contract/notice.ts';
import { Conflict, InvalidInput, NotFound } from './errors.ts';
import type { OutgoingAddresses } from './outgoing-address.ts';
import type { LoggedMessage, Outbox } from './ports/outbox.ts';
import type { Webhook, WebhookStore } from './ports/webhooks.ts';

/** How long the old secret still signs after a change: time to tell the receiver. */
const OLD_SECRET_MS = 24 * 3_600_000;
/** More webhooks than this would make every commit slow. */
const MOST_WEBHOOKS = 50;
const SECRET_BYTES = 32;

export interface WebhookInput {
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly NoticeKind[];
  readonly processDefinitionKeys: readonly string[] | null;
  readonly tenantIds: readonly string[] | null;
  readonly enabled: boolean;
}

export interface WebhooksOptions {
  readonly store: WebhookStore;
  readonly outbox: Pick<Outbox, 'add' | 'list' | 'replay'>;
  readonly addresses: Pick<OutgoingAddresses, 'check'>;
  /** The set of webhooks has changed. */
  readonly onChange: () => Promise<void>;
  /** The webhook has something to deliver. */
  readonly wake: (webhookId: string) => void;
  readonly newId: () => string;
  readonly now: () => number;
}

/** What administrators do with webhooks and their deliveries. */
export class Webhooks {
  readonly #options: WebhooksOptions;

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  async list(): Promise<WebhookSummary[]> {
    const counts = await this.#options.store.count();
    return (await this.#options.store.list()).map((webhook) => summarize(webhook, counts.get(webhook.id)));
  }

  /** @throws InvalidInput when the URL may not be used or there are too many. */
  async create(input: WebhookInput, userId: string | null): Promise<{ webhook: WebhookSummary; secret: string }> {
    const { store, newId, now, onChange } = this.#options;
    this.#checkUrl(input.url);
    if ((await store.list()).length >= MOST_WEBHOOKS)
      throw new InvalidInput({
        id: `Paling banyak ada ${MOST_WEBHOOKS} webhook. Hapus yang tidak dipakai lagi.`,
        en: `There are at most ${MOST_WEBHOOKS} webhooks. Remove those that are not used any more.`,
      });
    const webhook: Webhook = {
      id: newId(),
      ...columnsOf(input),
      secret: createSecret(),
      previousSecret: null,
      previousSecretUntil: null,
      failingSince: null,
      createdAt: now(),
      createdBy: userId,
    };
    await store.insert(webhook);
    await onChange();
    return { webhook: summarize(webhook), secret: webhook.secret };
  }

  async change(id: string, input: WebhookInput): Promise<WebhookSummary> {
    const { store, onChange, wake } = this.#options;
    this.#checkUrl(input.url);
    // Whoever saves it has looked: it gets its time to recover anew.
    if (!(await store.change(id, { ...columnsOf(input), failingSince: null }))) throw noWebhook();
    await onChange();
    if (input.enabled) wake(id);
    return summarize(await this.#get(id), (await store.count()).get(id));
  }

  async delete(id: string): Promise<void> {
    if (!(await this.#options.store.delete(id))) throw noWebhook();
    await this.#options.onChange();
  }

  async renewSecret(id: string): Promise<{ webhook: WebhookSummary; secret: string }> {
    const { store, now } = this.#options;
    const webhook = await this.#get(id);
    const secret = createSecret();
    await store.change(id, { secret, previousSecret: webhook.secret, previousSecretUntil: now() + OLD_SECRET_MS });
    return { webhook: summarize(webhook, (await store.count()).get(id)), secret };
  }

  /** Puts a test message into the outbox. */
  async ping(id: string): Promise<{ id: string }> {
    const { outbox, newId, now, wake } = this.#options;
    await this.#getEnabled(id);
    const messageId = newId();
    const payload = JSON.stringify({ type: 'ping', timestamp: new Date(now()).toISOString(), data: { webhookId: id } });
    await outbox.add([
      { id: messageId, targetId: id, kind: 'ping', payload, processInstanceId: null, createdAt: now() },
    ]);
    wake(id);
    return { id: messageId };
  }

  async listDeliveries(
    id: string,
    query: {
      readonly state?: LoggedMessage['state'] | undefined;
      readonly after?: string | undefined;
      readonly limit: number;
    },
  ): Promise<{ deliveries: WebhookDelivery[]; next: string | null }> {
    await this.#get(id);
    const found = await this.#options.outbox.list({
      targetId: id,
      state: query.state,
      before: query.after,
      limit: query.limit + 1,
    });
    const deliveries = found.slice(0, query.limit).map(describeDelivery);
    return { deliveries, next: found.length > query.limit ? (deliveries.at(-1)?.id ?? null) : null };
  }

  async replay(id: string, deliveryId: string): Promise<void> {
    await this.#getEnabled(id);
    const replayed = await this.#options.outbox.replay({ targetId: id, id: deliveryId }, this.#options.now());
    if (replayed === 0)
      throw new NotFound({ id: 'Pengiriman ini tidak ada lagi.', en: 'There is no such delivery any more.' });
    this.#options.wake(id);
  }

  async replayFailed(id: string): Promise<{ count: number }> {
    await this.#getEnabled(id);
    const count = await this.#options.outbox.replay({ targetId: id }, this.#options.now());
    if (count > 0) this.#options.wake(id);
    return { count };
  }

  #checkUrl(url: string): void {
    const problem = this.#options.addresses.check(url);
    if (problem === null) return;
    const message = typeof problem === 'string' ? problem : problem.en;
    throw new InvalidInput(problem, { fields: [{ path: 'url', message }] });
  }

  async #get(id: string): Promise<Webhook> {
    const webhook = await this.#options.store.find(id);
    if (!webhook) throw noWebhook();
    return webhook;
  }

  async #getEnabled(id: string): Promise<Webhook> {
    const webhook = await this.#get(id);
    if (!webhook.enabled)
      throw new Conflict({
        id: 'Webhook ini sedang dimatikan. Nyalakan dahulu.',
        en: 'This webhook is off. Switch it on first.',
      });
    return webhook;
  }
}

function columnsOf({ name, url, kinds, processDefinitionKeys, tenantIds, enabled }: WebhookInput) {
  const disabledReason = enabled ? null : ('manual' as const);
  return {
    name,
    url,
    kinds: [...new Set(kinds)],
    definitionKeys: processDefinitionKeys,
    tenantIds,
    enabled,
    disabledReason,
  };
}

function createSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

function noWebhook(): NotFound {
  return new NotFound({ id: 'Webhook ini tidak ada.', en: 'There is no such webhook.' });
}

function summarize(
  webhook: Webhook,
  { pending, failed }: { readonly pending: number; readonly failed: number } = { pending: 0, failed: 0 },
): WebhookSummary {
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    kinds: [...webhook.kinds],
    processDefinitionKeys: webhook.definitionKeys && [...webhook.definitionKeys],
    tenantIds: webhook.tenantIds && [...webhook.tenantIds],
    enabled: webhook.enabled,
    disabledReason: webhook.disabledReason,
    failingSince: isoOf(webhook.failingSince),
    pending,
    failed,
    createdAt: new Date(webhook.createdAt).toISOString(),
    createdBy: webhook.createdBy,
  };
}

function describeDelivery(message: LoggedMessage): WebhookDelivery {
  return {
    id: message.id,
    type: message.kind,
    state: message.state,
    processInstanceId: message.processInstanceId,
    createdAt: new Date(message.createdAt).toISOString(),
    attempts: message.attempts,
    lastAttemptAt: isoOf(message.lastAttemptAt),
    lastStatus: message.lastStatus,
    lastError: message.lastError,
    nextAttemptAt: isoOf(message.dueAt),
    body: JSON.parse(message.payload) as unknown,
  };
}

function isoOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
