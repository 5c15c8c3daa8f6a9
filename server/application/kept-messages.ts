import { Rejection } from '../engine/errors.ts';
import type { Event } from '../engine/record/event.ts';
import { deliverMessage, findReceivers, type CorrelationOptions } from './correlate-message.ts';
import type { Caller } from './ports/caller.ts';
import type { CommandListenerEvents, CommitListener } from './ports/dispatcher.ts';
import { type KeptMessage, type KeptMessageStore, type MessageAddress, MessageGone } from './ports/kept-messages.ts';

export interface KeptMessagesOptions extends CorrelationOptions {
  readonly kept: KeptMessageStore;
  /** Tells the other nodes that messages are kept until then. */
  readonly tell: (until: number) => void;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** For whom messages may have become deliverable. */
interface Look {
  all: boolean;
  readonly names: Set<string>;
  /** Instances that may fit now: variables have changed, or they are active again. */
  readonly instanceIds: Set<string>;
}

/**
 * Messages that come before somebody waits for them (`timeToLive`). They are looked at when a subscription of their name
 * opens, when variables of an instance change or it is activated, and when one of several that they fit waits no longer;
 * and delivered once: the message goes in the transaction that delivers it. If several wait that it fits, it stays, as a
 * message that several wait for is refused when it is not kept.
 *
 * While no message is kept, nothing is asked of the database: a node knows until when messages are kept, from itself and
 * from the others. What it commits before it hears of a message is found by the look that it takes then.
 */
export class KeptMessages implements CommitListener {
  readonly #options: KeptMessagesOptions;
  /** Epoch milliseconds until which messages may be kept. */
  #until = 0;
  /** Grows when somebody keeps a message. */
  #news = 0;
  /** Names of messages that fit several. */
  readonly #ambiguous = new Set<string>();
  /** What is to be looked for after the look that is under way; undefined: none is. */
  #next: Look | undefined;

  constructor(options: KeptMessagesOptions) {
    this.#options = options;
  }

  /** Goes on after a stop of the server: somebody may have begun to wait whom nobody looked for any more. */
  async start(): Promise<void> {
    const { kept, now } = this.#options;
    await kept.deleteExpired(now());
    this.#until = (await kept.findLastExpiry(now())) ?? 0;
    if (this.#until > 0) await this.#deliver(undefined);
  }

  /** Keeps a message that nobody waits for. Whoever begins to wait meanwhile gets it. */
  async keep(message: MessageAddress, caller: Caller, timeToLive: number): Promise<void> {
    const { kept, newId, now, tell } = this.#options;
    const expiresAt = now() + timeToLive;
    await kept.deleteExpired(now());
    await kept.keep({ id: newId(), message, caller, expiresAt });
    // What is committed from now on is looked at; what was before, is found below.
    this.#learn(expiresAt);
    tell(expiresAt);
    await this.#deliver([message.name]);
  }

  /** Another node keeps messages until then; null: nobody knows what was said meanwhile. */
  hear(until: number | null): void {
    if (until !== null) this.#learn(until);
    const all = { ...nothing(), all: true };
    if (until !== null) return this.#ask(all);
    const { kept, now, onError } = this.#options;
    kept.findLastExpiry(now()).then((last) => {
      if (last === null) return;
      this.#learn(last);
      this.#ask(all);
    }, onError);
  }

  committed(events: CommandListenerEvents): void {
    if (this.#until <= this.#options.now()) return;
    const look = nothing();
    for (const { processInstanceId, event } of events) {
      if (event.type === 'subscriptionOpened' && event.subscription.kind === 'message')
        look.names.add(event.subscription.name);
      else if (mayFitNow(event)) look.instanceIds.add(processInstanceId);
      else if (event.type === 'subscriptionClosed') for (const name of this.#ambiguous) look.names.add(name);
    }
    if (look.names.size + look.instanceIds.size > 0) this.#ask(look);
  }

  #learn(until: number): void {
    this.#news += 1;
    this.#until = Math.max(this.#until, until);
  }

  /** One look at a time: what happens meanwhile is looked for together afterwards. */
  #ask(look: Look): void {
    if (!this.#next) return void this.#look(look);
    this.#next.all ||= look.all;
    for (const name of look.names) this.#next.names.add(name);
    for (const id of look.instanceIds) this.#next.instanceIds.add(id);
  }

  async #look(first: Look): Promise<void> {
    for (let look = first; look.all || look.names.size + look.instanceIds.size > 0; look = this.#next) {
      this.#next = nothing();
      await this.#lookFor(look).catch(this.#options.onError);
    }
    this.#next = undefined;
  }

  async #lookFor({ all, names, instanceIds }: Look): Promise<void> {
    if (all) return this.#deliver(undefined);
    const { kept, now } = this.#options;
    const awaited = instanceIds.size === 0 ? [] : await kept.findAwaited([...instanceIds], now());
    const named = [...new Set([...names, ...awaited])];
    if (named.length > 0) await this.#deliver(named);
  }

  async #deliver(names: readonly string[] | undefined): Promise<void> {
    const { kept, now } = this.#options;
    for (const name of names ?? [...this.#ambiguous]) this.#ambiguous.delete(name);
    const messages = await kept.find(names, now());
    for (const message of messages) await this.#deliverOne(message);
    if (messages.length === 0) return;
    const news = this.#news;
    const last = await kept.findLastExpiry(now());
    if (news === this.#news) this.#until = last ?? 0;
  }

  async #deliverOne({ id, message, caller }: KeptMessage): Promise<void> {
    const { kept } = this.#options;
    const [receiver, ...others] = await findReceivers(message, caller, this.#options);
    if (others.length > 0) this.#ambiguous.add(message.name);
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

function nothing(): Look {
  return { all: false, names: new Set(), instanceIds: new Set() };
}

/** Whether an instance may get a message now that it did not fit, or could not take, before. */
function mayFitNow(event: Event): boolean {
  return (
    event.type === 'variableSet' ||
    event.type === 'variableRemoved' ||
    (event.type === 'processInstanceSuspensionChanged' && !event.suspended)
  );
}
