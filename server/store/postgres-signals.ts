import pg from 'pg';
import type { Database } from '../application/ports/database.ts';
import type { NodeSignals, Signal } from '../application/ports/node-signals.ts';
import { packSignals, type Said } from './pack-signals.ts';

const CHANNEL = 'alur_nodes';
/** Under load, what is said within this time goes out together. */
const PAUSE_MS = 25;
/** More than this is not kept for a database that does not answer: the others are told that they have missed something. */
const MOST_WAITING = 2_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;
/** How often a broken connection makes everybody look for himself. */
const LOOK_EVERY_MS = 5_000;
/** A connection whose other end has vanished without a word is found out this soon. */
const CHECK_EVERY_MS = 30_000;
const ANSWER_WITHIN_MS = 10_000;

export interface PostgresSignalsOptions {
  readonly databaseUrl: string;
  /** Notifications are sent over its pool: they go out also while the listening connection is broken. */
  readonly database: Pick<Database, 'query'>;
  /** Name of this node; new at every start. */
  readonly node: string;
  /** Called each time the connection is looked at, with what the database answers: its clock. */
  readonly onDatabaseTime?: (time: number) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * `LISTEN` and `NOTIFY`. The listening connection is one of its own, outside of the pool. When it breaks it is opened
 * again; until then, and once afterwards, the listeners are told that they have missed something.
 */
export class PostgresSignals implements NodeSignals {
  readonly #options: PostgresSignalsOptions;
  readonly #listeners: ((signal: Signal) => void)[] = [];
  #client: pg.Client | undefined;
  #waiting: Signal[] = [];
  #sending: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #check: NodeJS.Timeout | undefined;
  #lookAround: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #stopped = true;

  constructor(options: PostgresSignalsOptions) {
    this.#options = options;
  }

  tell(signal: Signal): void {
    if (this.#stopped) return;
    if (this.#waiting.length >= MOST_WAITING) this.#waiting = [{ type: 'missed' }];
    this.#waiting.push(signal);
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
  }

  listen(listener: (signal: Signal) => void): void {
    this.#listeners.push(listener);
  }

  async start(): Promise<void> {
    this.#stopped = false;
    await this.#connect();
    this.tell({ type: 'hello' });
  }

  /** Says what is still to be said. */
  async stop(): Promise<void> {
    await this.#sending;
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearInterval(this.#check);
    clearInterval(this.#lookAround);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** Looks at the database's clock now. */
  async readTime(): Promise<void> {
    if (this.#client) await this.#readTime(this.#client);
  }

  async #send(): Promise<void> {
    // What is told in the same turn of the event loop goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const texts = packSignals(this.#options.node, this.#waiting);
      this.#waiting = [];
      try {
        await this.#options.database.query(
          `select pg_notify('${CHANNEL}', value) from json_array_elements_text(cast(:texts as json)) as said(value)`,
          { texts: JSON.stringify(texts) },
        );
      } catch (error) {
        this.#options.onError(error);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.databaseUrl,
      application_name: `alur ${this.#options.node}`,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
    });
    // Without a listener for errors a connection that ends would end the process.
    client.on('error', () => this.#broken(client));
    client.on('end', () => this.#broken(client));
    client.on('notification', ({ payload }) => this.#hear(payload));
    this.#client = client;
    try {
      await client.connect();
      await this.#readTime(client);
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      this.#options.onError(error);
      this.#broken(client);
      return;
    }
    if (this.#client !== client) return;
    clearInterval(this.#lookAround);
    clearInterval(this.#check);
    this.#lookAround = undefined;
    this.#retryMs = FIRST_RETRY_MS;
    this.#check = setInterval(() => {
      this.#readTime(client).then(
        // A node may have died with something on its lips.
        () => this.#give({ type: 'externalTasks', topics: null }),
        () => this.#broken(client),
      );
    }, CHECK_EVERY_MS);
    this.#check.unref();
    this.#give({ type: 'missed' });
  }

  async #readTime(client: pg.Client): Promise<void> {
    const asked = performance.now();
    const { rows } = await client.query<{ time: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as time',
    );
    const [row] = rows;
    if (row) this.#options.onDatabaseTime?.(row.time + (performance.now() - asked) / 2);
  }

  #broken(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    clearInterval(this.#check);
    client.removeAllListeners('notification');
    client.end().catch(() => undefined);
    if (this.#stopped) return;
    this.#lookAround ??= setInterval(() => this.#give({ type: 'missed' }), LOOK_EVERY_MS).unref();
    this.#retry = setTimeout(() => void this.#connect(), this.#retryMs);
    this.#retry.unref();
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #hear(payload: string | undefined): void {
    const said = read(payload);
    if (said && said.from !== this.#options.node) for (const signal of said.signals) this.#give(signal);
  }

  #give(signal: Signal): void {
    if (this.#stopped) return;
    for (const listener of this.#listeners)
      try {
        listener(signal);
      } catch (error) {
        this.#options.onError(error);
      }
  }
}

/** A text of a newer or older version that cannot be read says nothing. */
function read(payload: string | undefined): Said | undefined {
  try {
    const said = JSON.parse(payload ?? '') as Partial<Said>;
    return typeof said.from === 'string' && Array.isArray(said.signals) ? (said as Said) : undefined;
  } catch {
    return undefined;
  }
}
