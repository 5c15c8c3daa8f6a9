import { DeliveryLane, type LaneOptions } from './delivery-lane.ts';

export interface OutboxExecutorOptions extends Omit<LaneOptions, 'onError'> {
  /** Other nodes write to the same outbox; what they leave behind when they die is picked up. */
  readonly shared: boolean;
  /** Told about failures of the executor itself, not of deliveries. */
  readonly onError: (error: unknown) => void;
}

const DAY_MS = 86_400_000;
const KEEP_DELIVERED_MS = 7 * DAY_MS;
const KEEP_FAILED_MS = 30 * DAY_MS;
/** With several nodes: how often this one looks for what others have left. */
const LOOK_AROUND_MS = 60_000;

/**
 * Delivers what is in the outbox. Every receiver has a lane of its own: one that is slow or gone holds up nobody else.
 * A lane sleeps until something of its own is due; nothing is asked of the database while nothing is.
 */
export class OutboxExecutor {
  readonly #options: OutboxExecutorOptions;
  readonly #lanes = new Map<string, DeliveryLane>();
  #around: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(options: OutboxExecutorOptions) {
    this.#options = options;
  }

  /** Goes on with what was left when the server ended. */
  async start(): Promise<void> {
    this.#stopped = false;
    if (!this.#options.shared) await this.#options.outbox.dropLeases(this.#options.now());
    await this.#wakePending();
    if (!this.#options.shared) return;
    this.#around = setInterval(() => this.lookAround(), LOOK_AROUND_MS);
    this.#around.unref();
  }

  /** Delivers what others may have left. */
  lookAround(): void {
    this.#wakePending().catch(this.#options.onError);
  }

  /** Takes nothing more and waits for the deliveries that are under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#around);
    await Promise.all([...this.#lanes.values()].map((lane) => lane.stop()));
  }

  /** The webhook has something to deliver; `urgent` when somebody waits for it, also while the receiver rests. */
  wake(webhookId: string, urgent = false): void {
    if (this.#stopped) return;
    let lane = this.#lanes.get(webhookId);
    if (!lane) this.#lanes.set(webhookId, (lane = new DeliveryLane(webhookId, this.#options)));
    lane.wake(urgent);
  }

  async #wakePending(): Promise<void> {
    for (const id of await this.#options.outbox.listPendingTargets()) this.wake(id);
  }

  /** Removes what was delivered or given up long ago. */
  async clean(): Promise<void> {
    const now = this.#options.now();
    await this.#options.outbox.deleteSettled({ delivered: now - KEEP_DELIVERED_MS, failed: now - KEEP_FAILED_MS });
  }
}
