import { Rejection } from '../engine/errors.ts';
import { deliverMessage, findReceivers, type CorrelationOptions } from './correlate-message.ts';
import type { Caller } from './ports/caller.ts';
import type { CommandListenerEvents, CommitListener } from './ports/dispatcher.ts';
import { type KeptMessage, type KeptMessageStore, type MessageAddress, MessageGone } from './ports/kept-messages.ts';

export interface KeptMessagesOptions extends CorrelationOptions {
  readonly kept: KeptMessageStore;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/**
 * Messages that come before somebody waits for them (`timeToLive`). They are looked at when a subscription of their name
 * opens, and delivered once: the message goes in the transaction that delivers it. If several wait that it fits, it
 * stays, as a message that several wait for is refused when it is not kept.
 */
export class KeptMessages implements CommitListener {
  readonly #options: KeptMessagesOptions;
  /** Names whose subscriptions have opened since the last look; undefined: no look is under way. */
  #opened: Set<string> | undefined;

  constructor(options: KeptMessagesOptions) {
    this.#options = options;
  }

  /** Goes on after a stop of the server: somebody may have begun to wait whom nobody looked for any more. */
  async start(): Promise<void> {
    const { kept, now } = this.#options;
    await kept.deleteExpired(now());
    await this.#deliver(undefined);
  }

  /** Keeps a message that nobody waits for. Whoever begins to wait meanwhile gets it. */
  async keep(message: MessageAddress, caller: Caller, timeToLive: number): Promise<void> {
    const { kept, newId, now } = this.#options;
    await kept.deleteExpired(now());
    await kept.keep({ id: newId(), message, caller, expiresAt: now() + timeToLive });
    await this.#deliver([message.name]);
  }

  committed(events: CommandListenerEvents): void {
    const names = new Set<string>();
    for (const { event } of events)
      if (event.type === 'subscriptionOpened' && event.subscription.kind === 'message')
        names.add(event.subscription.name);
    if (names.size === 0) return;
    if (this.#opened) for (const name of names) this.#opened.add(name);
    else void this.#look(names);
  }

  /** One look at a time: what opens meanwhile is looked for together afterwards. */
  async #look(names: Set<string>): Promise<void> {
    for (let next = names; next.size > 0; next = this.#opened) {
      this.#opened = new Set();
      await this.#deliver([...next]).catch(this.#options.onError);
    }
    this.#opened = undefined;
  }

  async #deliver(names: readonly string[] | undefined): Promise<void> {
    for (const message of await this.#options.kept.find(names, this.#options.now())) await this.#deliverOne(message);
  }

  async #deliverOne({ id, message, caller }: KeptMessage): Promise<void> {
    const { kept } = this.#options;
    const [receiver, ...others] = await findReceivers(message, caller, this.#options);
    if (!receiver || others.length > 0) return;
    try {
      await deliverMessage({ message, receiver, alongside: kept.removal(id) }, caller, this.#options);
    } catch (error) {
      // Another message or node was faster, or the receiver is suspended: the message stays if it is still there.
      if (error instanceof MessageGone || error instanceof Rejection) return;
      throw error;
    }
  }
}
