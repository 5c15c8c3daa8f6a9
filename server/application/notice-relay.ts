import type { EventStream } from './event-stream.ts';
import type { NodeSignals, Signal } from './ports/node-signals.ts';
import type { Notice, NoticeTaker } from './ports/notices.ts';

/** Notices are told to another node for this long after it has said that it has readers. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

/**
 * Carries notices to the event streams of other nodes, and what they tell to the readers of this one. While nobody reads
 * anywhere, nothing is said.
 */
export class NoticeRelay implements NoticeTaker {
  readonly #stream: EventStream;
  readonly #signals: NodeSignals;
  readonly #now: () => number;
  /** Until then another node wants to hear of notices. */
  #wantedUntil = 0;
  #renewal: NodeJS.Timeout | undefined;

  constructor(stream: EventStream, signals: NodeSignals, now: () => number = Date.now) {
    this.#stream = stream;
    this.#signals = signals;
    this.#now = now;
    stream.onReader = () => this.#ask();
    signals.listen((signal) => this.#hear(signal));
  }

  isListening(): boolean {
    return this.#wantedUntil > this.#now();
  }

  told(notices: readonly Notice[]): void {
    if (this.isListening()) for (const notice of notices) this.#signals.tell({ type: 'notice', notice });
  }

  stop(): void {
    clearInterval(this.#renewal);
    this.#renewal = undefined;
  }

  /** Readers are here: the other nodes are asked to tell what happens, for as long as somebody may come back. */
  #ask(): void {
    this.#signals.tell({ type: 'reading' });
    this.#renewal ??= setInterval(() => {
      if (this.#stream.isListening()) this.#signals.tell({ type: 'reading' });
      else this.stop();
    }, RENEW_MS).unref();
  }

  #hear(signal: Signal): void {
    if (signal.type === 'reading') this.#wantedUntil = this.#now() + LEASE_MS;
    else if (signal.type === 'notice') this.#stream.told([signal.notice]);
    else if (signal.type === 'missed') {
      this.#stream.missed();
      if (this.#stream.isListening()) this.#ask();
    } else if (signal.type === 'hello' && this.#stream.isListening()) this.#ask();
  }
}
