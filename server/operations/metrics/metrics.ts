import type { Database } from '../../application/ports/database.ts';
import { CommitMetrics } from './commit-metrics.ts';
import { ProcessMetrics } from './process-metrics.ts';
import { RequestMetrics } from './request-metrics.ts';
import { TableMetrics } from './table-metrics.ts';
import { values } from './text-format.ts';

/** What the dispatcher knows of itself. */
export interface DispatcherStatistics {
  readonly waiting: number;
  readonly cache: { readonly size: number; readonly hits: number; readonly misses: number };
}

/** All metrics of this node. What happens is counted in memory; what waits is read from the tables when asked for. */
export class Metrics {
  readonly requests = new RequestMetrics();
  readonly commits = new CommitMetrics();
  readonly #process = new ProcessMetrics();
  readonly #tables: TableMetrics;
  readonly #database: Pick<Database, 'connections'>;

  /** @param now the time by which locks and due times are compared */
  constructor(database: Database, now: () => number) {
    this.#tables = new TableMetrics(database, now);
    this.#database = database;
  }

  start(): void {
    this.#process.start();
  }

  stop(): void {
    this.#process.stop();
  }

  /** The page in the text format. A database that does not answer leaves its part out. */
  async write({ waiting, cache }: DispatcherStatistics): Promise<string> {
    const tables = await this.#tables.lines().then(
      (lines) => ({ up: 1, lines }),
      () => ({ up: 0, lines: [] }),
    );
    const lines = [
      ...this.requests.lines(),
      ...this.commits.lines(),
      ...values('alur_commands_waiting', 'gauge', {
        help: 'Commands that wait for their group or for a script; beyond 2000 more are refused.',
        of: [[{}, waiting]],
      }),
      ...values('alur_instance_cache_total', 'counter', {
        help: 'States of process instances that were found in memory, or had to be read.',
        of: [
          [{ outcome: 'hit' }, cache.hits],
          [{ outcome: 'miss' }, cache.misses],
        ],
      }),
      ...values('alur_instance_cache_size', 'gauge', {
        help: 'States of process instances in memory.',
        of: [[{}, cache.size]],
      }),
      ...this.#connections(),
      ...values('alur_database_up', 'gauge', {
        help: 'Whether the database answered this reading.',
        of: [[{}, tables.up]],
      }),
      ...tables.lines,
      ...this.#process.lines(),
    ];
    return `${lines.join('\n')}\n`;
  }

  #connections(): string[] {
    const { open, idle, waiting } = this.#database.connections?.() ?? { open: 0, idle: 0, waiting: 0 };
    return values('alur_database_connections', 'gauge', {
      help: 'Connections in use and idle, and callers that wait for one (on SQLite: for their turn to write).',
      of: [
        [{ state: 'used' }, open - idle],
        [{ state: 'idle' }, idle],
        [{ state: 'waited_for' }, waiting],
      ],
    });
  }
}
