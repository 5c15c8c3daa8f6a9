import pg from 'pg';

/** No statement takes longer: a network that swallows packets must not hold a request, nor what it has written. */
export const ANSWER_WITHIN_MS = 10_000;
/** What pg says when a statement was not answered in time. */
const TOO_LATE = /^Query read timeout$/;

type Callback = (error: Error | null | undefined, ...rest: unknown[]) => void;
type AnyQuery = (...given: unknown[]) => unknown;

/**
 * A connection that is reset when it has not answered in time. What was sent over it and has not arrived never will:
 * a commit whose caller was told that nobody knows must not come true minutes later, when the network is whole again.
 */
export class ImpatientClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as AnyQuery;
    const patient: AnyQuery = (...given) => {
      const callback = given.at(-1);
      if (typeof callback === 'function')
        return ask(...given.slice(0, -1), (error: Error | null | undefined, ...rest: unknown[]) => {
          this.#resetIfLate(error);
          (callback as Callback)(error, ...rest);
        });
      const answer = ask(...given);
      if (answer instanceof Promise) answer.catch((error: unknown) => this.#resetIfLate(error));
      return answer;
    };
    this.query = patient as typeof this.query;
  }

  #resetIfLate(error: unknown): void {
    if (!(error instanceof Error) || !TOO_LATE.test(error.message)) return;
    const { stream } = (this as unknown as { connection: { stream: ResettableStream } }).connection;
    // A stream over TLS has no reset of its own.
    if (stream.resetAndDestroy) stream.resetAndDestroy();
    else stream.destroy();
  }
}

interface ResettableStream {
  resetAndDestroy?: () => void;
  destroy(): void;
}
