import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Operation =
  | 'start'
  | 'complete-task'
  | 'claim'
  | 'fetch'
  | 'complete-external'
  | 'bpmn-error'
  | 'message'
  | 'upload'
  | 'variable'
  | 'deploy';

/**
 * What one attempt was answered. `ok`: wholly done. `fail`: refused, certainly without effect. `info`: nobody knows; it
 * was applied wholly or not at all.
 */
export type Outcome = 'ok' | 'fail' | 'info';

/** One attempt of one command, as the client saw it. Attempts of the same command have the same key. */
export interface JournalLine {
  readonly seq: number;
  readonly client: string;
  readonly op: Operation;
  /** Idempotency key. */
  readonly key: string;
  /** Business key, where the command has one. */
  readonly bk: string | null;
  /** The task, activity instance or process instance it is about. */
  readonly objId: string | null;
  /** What it wrote: process, user, value, or content hash. */
  readonly value: string | null;
  readonly tInvoke: number;
  readonly tReturn: number;
  readonly outcome: Outcome;
  readonly status: number | null;
  /** Lock of an external task that was fetched. */
  readonly lock?: { readonly from: number; readonly until: number };
}

/** The journal of one client, in a file of its own. */
export class Journal {
  readonly #path: string;
  #seq = 0;
  /** Commands that were answered. */
  acknowledged = 0;

  constructor(directory: string, client: string) {
    this.#path = join(directory, `${client}.journal`);
  }

  write(line: Omit<JournalLine, 'seq'>): void {
    this.#seq += 1;
    if (line.outcome === 'ok' && line.op !== 'fetch') this.acknowledged += 1;
    appendFileSync(this.#path, `${JSON.stringify({ seq: this.#seq, ...line } satisfies JournalLine)}\n`);
  }
}

/** All lines of all clients. */
export function readJournals(directory: string): JournalLine[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.journal'))
    .flatMap((name) =>
      readFileSync(join(directory, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as JournalLine),
    );
}
