import type { LeasedMessage, Outbox, Settlement } from '../../application/ports/outbox.ts';
import type { Webhook, WebhookStore } from '../../application/ports/webhooks.ts';
import { nextTry } from './backoff.ts';
import type { Posted } from './post-outside.ts';
import { signWebhook } from './sign-webhook.ts';

export interface LaneOptions {
  readonly outbox: Outbox;
  readonly webhooks: Pick<WebhookStore, 'find' | 'change'>;
  readonly post: (
    url: string,
    request: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ) => Promise<Posted>;
  /** The executor has switched a webhook off. */
  readonly onDisabled: (webhookId: string) => Promise<void>;
  /** Name of this node in leases; new at every start of the server. */
  readonly owner: string;
  readonly now: () => number;
  /** Pauses between tries, for tests. */
  readonly pauses?: readonly number[];
  readonly onError: (error: unknown) => void;
}

/** Deliveries to one receiver that run at once. */
const AT_ONCE = 16;
/** Longer than any delivery takes. */
const LEASE_MS = 60_000;
/** A receiver that never answered for so long is left alone. */
const MOST_FAILING_MS = 3 * 86_400_000;
/** Longest pause between tries of a receiver that does not answer, and after a failure of the database. */
const LONGEST_PAUSE_MS = 300_000;
const LONGEST_SLEEP_MS = 2_000_000_000;
const GONE = 410;

/** Delivers the messages of one webhook, several at once; one by one, with growing pauses, while the receiver fails. */
export class DeliveryLane {
  readonly #webhookId: string;
  readonly #options: LaneOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #wokenDuringRound = false;
  /** Rounds in a row in which nothing got through. */
  #failures = 0;
  /** Until then the receiver is left in peace, whatever is written. */
  #restUntil = 0;
  #stopped = false;

  constructor(webhookId: string, options: LaneOptions) {
    this.#webhookId = webhookId;
    this.#options = options;
  }

  /** There is something new to deliver. */
  wake(urgent = false): void {
    if (this.#stopped) return;
    if (urgent) this.#restUntil = 0;
    if (this.#round) {
      this.#wokenDuringRound = true;
      return;
    }
    clearTimeout(this.#timer);
    const rest = this.#restUntil - this.#options.now();
    if (rest > 0) {
      this.#sleep(rest);
      return;
    }
    this.#round = this.#run().finally(() => {
      this.#round = undefined;
      if (this.#wokenDuringRound) this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        this.#wokenDuringRound = false;
        if (this.#stopped) return;
        const webhook = await this.#options.webhooks.find(this.#webhookId);
        if (!webhook?.enabled) return;
        const now = this.#options.now();
        const messages = await this.#options.outbox.lease({
          targetId: webhook.id,
          owner: this.#options.owner,
          now,
          leaseUntil: now + LEASE_MS,
          limit: this.#failures === 0 ? AT_ONCE : 1,
        });
        if (messages.length === 0) {
          const due = await this.#options.outbox.nextDue(webhook.id);
          if (due !== null) this.#sleep(due - now);
          return;
        }
        await this.#deliver(webhook, messages);
        if (this.#failures === 0) continue;
        this.#rest();
        return;
      }
    } catch (error) {
      this.#options.onError(error);
      this.#failures += 1;
      this.#rest();
    }
  }

  async #deliver(webhook: Webhook, messages: readonly LeasedMessage[]): Promise<void> {
    const posted = await Promise.all(messages.map((message) => this.#post(webhook, message)));
    const now = this.#options.now();
    const settlements = messages.map((message, index) => this.#settle(message, posted[index], now));
    await this.#options.outbox.settle(settlements);
    const arrived = settlements.some(({ state }) => state === 'delivered');
    this.#failures = arrived ? 0 : this.#failures + 1;
    if (arrived) {
      if (webhook.failingSince !== null) await this.#options.webhooks.change(webhook.id, { failingSince: null });
      return;
    }
    const gone = posted.some(({ status }) => status === GONE);
    const tooLong = webhook.failingSince !== null && now - webhook.failingSince >= MOST_FAILING_MS;
    if (gone || tooLong) {
      await this.#options.webhooks.change(webhook.id, { enabled: false, disabledReason: gone ? 'gone' : 'failing' });
      await this.#options.onDisabled(webhook.id);
    } else if (webhook.failingSince === null) await this.#options.webhooks.change(webhook.id, { failingSince: now });
  }

  #post(webhook: Webhook, { id, payload }: LeasedMessage): Promise<Posted> {
    const at = this.#options.now();
    const old = (webhook.previousSecretUntil ?? 0) > at ? webhook.previousSecret : null;
    const headers = signWebhook({ id, body: payload, at }, old === null ? [webhook.secret] : [webhook.secret, old]);
    return this.#options.post(webhook.url, { headers, body: payload });
  }

  #settle({ id, attempts }: LeasedMessage, posted: Posted | undefined, at: number): Settlement {
    const { status, error, retryAfterMs } = posted ?? { status: null, error: 'It was not tried.', retryAfterMs: null };
    if (error === null) return { id, state: 'delivered', dueAt: null, at, status, error };
    const { pauses } = this.#options;
    const dueAt = nextTry(attempts + 1, {
      now: at,
      asked: retryAfterMs,
      random: Math.random(),
      ...(pauses ? { pauses } : {}),
    });
    return { id, state: dueAt === null ? 'failed' : 'pending', dueAt, at, status, error };
  }

  #rest(): void {
    const [first = 1_000] = this.#options.pauses ?? [];
    const pause = Math.min(first * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS);
    this.#restUntil = this.#options.now() + pause;
    this.#sleep(pause);
  }

  #sleep(milliseconds: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(milliseconds, 0), LONGEST_SLEEP_MS));
    this.#timer.unref();
  }
}
