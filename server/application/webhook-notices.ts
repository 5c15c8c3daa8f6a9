import { bodyOf, type Notice, type NoticeTaker } from './ports/notices.ts';
import type { Outbox, OutboxMessage } from './ports/outbox.ts';
import type { Alongside } from './ports/runtime-store.ts';
import type { Webhook, WebhookStore } from './ports/webhooks.ts';

/** With several nodes: how soon another node hears of a change of the webhooks. */
const HEARD_AFTER_MS = 2_000;

export interface WebhookNoticesOptions {
  readonly store: Pick<WebhookStore, 'list'>;
  readonly outbox: Pick<Outbox, 'insert'>;
  /** Other nodes may change the webhooks. */
  readonly shared: boolean;
  readonly newId: () => string;
  readonly now: () => number;
}

/**
 * Puts what webhooks want to know into the outbox, in the transaction of what caused it. Without an enabled webhook
 * nothing is written, and nothing is read either where there is one node.
 */
export class WebhookNotices implements NoticeTaker {
  readonly #options: WebhookNoticesOptions;
  readonly #written = new WeakMap<readonly Notice[], ReadonlySet<string>>();
  #enabled: readonly Webhook[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  /** Is told which webhooks have got something to deliver. */
  onWritten: (webhookIds: ReadonlySet<string>) => void = () => undefined;

  constructor(options: WebhookNoticesOptions) {
    this.#options = options;
  }

  /** Looks which webhooks there are: at the start, and after each change. */
  async reload(): Promise<void> {
    const readAt = this.#options.now();
    this.#enabled = (await this.#options.store.list()).filter(({ enabled }) => enabled);
    this.#readAt = readAt;
  }

  prepare(): Promise<void> | undefined {
    const { shared, now } = this.#options;
    return shared && now() - this.#readAt >= HEARD_AFTER_MS ? this.reload() : undefined;
  }

  isListening(): boolean {
    return this.#enabled.length > 0;
  }

  alongside(notices: readonly Notice[]): Alongside | undefined {
    const messages = notices.flatMap((notice) => this.#messagesOf(notice));
    if (messages.length === 0) return undefined;
    this.#written.set(notices, new Set(messages.map(({ targetId }) => targetId)));
    return (transaction) => this.#options.outbox.insert(transaction, messages);
  }

  told(notices: readonly Notice[]): void {
    const targets = this.#written.get(notices);
    if (targets) this.onWritten(targets);
  }

  #messagesOf(notice: Notice): OutboxMessage[] {
    const wanted = this.#enabled.filter((webhook) => wants(webhook, notice));
    if (wanted.length === 0) return [];
    const payload = JSON.stringify(bodyOf(notice));
    return wanted.map(({ id }) => ({
      id: this.#options.newId(),
      targetId: id,
      kind: notice.kind,
      payload,
      processInstanceId: notice.data.processInstanceId,
      createdAt: this.#options.now(),
    }));
  }
}

/** Whether the webhook has subscribed to the notice. A filter leaves out what belongs to no process, or to no tenant. */
export function wants({ kinds, definitionKeys, tenantIds }: Webhook, { kind, data }: Notice): boolean {
  return (
    kinds.includes(kind) &&
    (definitionKeys === null ||
      (data.processDefinitionKey !== null && definitionKeys.includes(data.processDefinitionKey))) &&
    (tenantIds === null || (data.tenantId !== null && tenantIds.includes(data.tenantId)))
  );
}
