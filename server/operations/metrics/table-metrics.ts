import type { Queryable } from '../../application/ports/database.ts';
import { type Labels, values } from './text-format.ts';

/** Rows are counted so far: what a reading costs does not grow with what waits. */
const MOST = 10_000;
/** Topics are shown so many. */
const MOST_TOPICS = 100;
/** Two readings within this time see the same numbers. */
const FRESH_MS = 5_000;

/** As the index of fetches has it; null: nobody may fetch it. */
const AVAILABLE_AT = '(case when e.suspended = 0 and (e.retries is null or e.retries > 0) then e.lock_expires_at end)';

const AT_MOST = ` (counted up to ${MOST})`;

/** What waits in the database, read when somebody asks. */
export class TableMetrics {
  readonly #database: Queryable;
  readonly #now: () => number;
  #lines: Promise<string[]> | undefined;
  #readAt = 0;

  constructor(database: Queryable, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  lines(): Promise<string[]> {
    if (!this.#lines || this.#now() - this.#readAt > FRESH_MS) {
      this.#readAt = this.#now();
      this.#lines = this.#read().catch((error: unknown) => {
        this.#lines = undefined;
        throw error;
      });
    }
    return this.#lines;
  }

  async #read(): Promise<string[]> {
    const now = this.#now();
    return [
      ...gauge('alur_jobs', `Jobs that are due, by whether a node works on them${AT_MOST}.`, await this.#jobs(now)),
      ...gauge('alur_incidents_open', `Open incidents${AT_MOST}.`, [
        [{}, await this.#count('select 1 as one from incident')],
      ]),
      ...gauge('alur_external_tasks', `External tasks by topic and state${AT_MOST}.`, await this.#externalTasks(now)),
      ...gauge('alur_outbox_messages', `Messages of webhooks that wait or were given up${AT_MOST}.`, [
        [{ state: 'pending' }, await this.#count('select 1 as one from outbox_message where due_at is not null')],
        [
          { state: 'failed' },
          await this.#count(`select 1 as one from outbox_message where settled_at is not null and state = 'failed'`),
        ],
      ]),
    ];
  }

  async #jobs(now: number): Promise<readonly (readonly [Labels, number])[]> {
    const [row] = await this.#database.query<{ count: number; locked: number | null }>(
      `select count(*) as count, sum(case when lock_expires_at > :now then 1 else 0 end) as locked from
        (select lock_expires_at from job where retries > 0 and suspended = 0 and due_at <= :now limit ${MOST}) due`,
      { now },
    );
    const [due, locked] = [Number(row?.count ?? 0), Number(row?.locked ?? 0)];
    return [
      [{ state: 'due' }, due - locked],
      [{ state: 'locked' }, locked],
    ];
  }

  /** Goes from topic to topic along the index: what waits for each is counted only as far as it is shown. */
  async #externalTasks(now: number): Promise<readonly (readonly [Labels, number])[]> {
    const count = (condition: string) =>
      `select count(*) from (select 1 as one from external_task e where e.topic = t.topic and ${AVAILABLE_AT} ${condition} :now limit ${MOST}) counted`;
    const rows = await this.#database.query<{ topic: string; free: number; locked: number }>(
      `with recursive t(topic) as (
         select min(topic) from external_task
         union all
         select (select min(e.topic) from external_task e where e.topic > t.topic) from t where t.topic is not null
       ) select t.topic as topic, (${count('<=')}) as free, (${count('>')}) as locked from t where t.topic is not null limit ${MOST_TOPICS}`,
      { now },
    );
    return rows.flatMap(({ topic, free: waiting, locked: held }) => [
      [{ topic, state: 'free' }, Number(waiting)] as const,
      [{ topic, state: 'locked' }, Number(held)] as const,
    ]);
  }

  async #count(rows: string): Promise<number> {
    const [row] = await this.#database.query<{ count: number }>(
      `select count(*) as count from (${rows} limit ${MOST}) counted`,
    );
    return Number(row?.count ?? 0);
  }
}

function gauge(name: string, help: string, of: readonly (readonly [Labels, number])[]): string[] {
  return values(name, 'gauge', { help, of });
}
