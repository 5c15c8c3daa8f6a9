import { heading, values } from './text-format.ts';
import { Histogram } from './histogram.ts';

/** Seconds; the first are those of a commit, the last those of long polling. */
const BOUNDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30];
const NAME = 'alur_http_request_duration_seconds';

/** An operation of the API, by its path with the names of its parameters, never with their values. */
export interface Operation {
  readonly method: string;
  readonly path: string;
}

/** Requests by operation and kind of answer. An operation costs memory from its first request on. */
export class RequestMetrics {
  readonly #byOperation = new Map<Operation, (Histogram | undefined)[]>();
  #inFlight = 0;

  began(): void {
    this.#inFlight += 1;
  }

  /** @param operation always the same object for the same operation */
  ended(operation: Operation, status: number, seconds: number): void {
    this.#inFlight -= 1;
    let byStatus = this.#byOperation.get(operation);
    if (!byStatus) this.#byOperation.set(operation, (byStatus = []));
    const kind = Math.trunc(status / 100);
    (byStatus[kind] ??= new Histogram(BOUNDS)).note(seconds);
  }

  lines(): string[] {
    const histograms = [...this.#byOperation].flatMap(([{ method, path }, byStatus]) =>
      byStatus.flatMap((histogram, kind) => histogram?.lines(NAME, { method, path, status: `${kind}xx` }) ?? []),
    );
    return [
      ...values('alur_http_requests_in_flight', 'gauge', {
        help: 'Requests that are being answered, waiting workers among them.',
        of: [[{}, this.#inFlight]],
      }),
      ...(histograms.length === 0
        ? []
        : [...heading(NAME, 'histogram', 'Time from a request to its answer, by operation.'), ...histograms]),
    ];
  }
}
