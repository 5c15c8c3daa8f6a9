import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../../server/application/ports/database.ts';
import { StorageUnavailable } from '../../../server/application/ports/storage-error.ts';
import { openDatabase } from '../../../server/store/open-database.ts';
import { openPostgres } from '../../kit/postgres.ts';
import { type Answer, deploymentForm, startTestServer, type TestServer } from '../../kit/server.ts';
import { brokenRows } from '../checks/check-rows.ts';
import type { Work } from './failpoint.ts';
import { FaultyDatabase } from './faulty-database.ts';

export type Kind = 'SQLite' | 'PostgreSQL';

/** A command that has written everything and waits, uncommitted. */
export interface Held {
  readonly reached: Promise<void>;
  commit(): void;
  /** The database says that it cannot; all is rolled back. */
  fail(): void;
}

interface Gate {
  readonly arrive: () => void;
  readonly decision: Promise<'commit' | 'fail'>;
}

/** Longest time for the second one to run into the first one, who is held. */
const RUN_INTO_MS: Readonly<Record<Kind, number>> = { SQLite: 20, PostgreSQL: 3_000 };

/** The servers on which a race is run: one on SQLite, two nodes on one PostgreSQL. */
export class RaceCourt {
  readonly kind: Kind;
  readonly #directory: string;
  readonly #nodes: TestServer[] = [];
  #databases: Database[] = [];
  #release: () => Promise<void> = () => Promise.resolve();
  #gate: Gate | undefined;

  private constructor(kind: Kind, directory: string) {
    this.kind = kind;
    this.#directory = directory;
  }

  static async open(kind: Kind): Promise<RaceCourt> {
    const court = new RaceCourt(kind, await mkdtemp(join(tmpdir(), 'alur-race-')));
    const postgres = kind === 'PostgreSQL' ? await openPostgres() : undefined;
    court.#release = async () => {
      await postgres?.release();
      await rm(court.#directory, { recursive: true, force: true });
    };
    for (let node = 0; node < (postgres ? 2 : 1); node += 1) {
      const database = await openDatabase({ dataDirectory: court.#directory, databaseUrl: postgres?.url });
      court.#databases.push(database);
      // Only the first node is held, so that the other one may go on.
      const plan = node === 0 ? { before: (works: readonly Work[]) => court.#meet(works) } : {};
      court.#nodes.push(await startTestServer({ database: new FaultyDatabase(database, plan) }));
    }
    return court;
  }

  /** @param node which server is asked; they take turns when it is larger than their number. */
  call(
    method: string,
    path: string,
    body?: unknown,
    node = 0,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const server = this.#nodes[node % this.#nodes.length];
    if (!server) throw new Error('The court is closed.');
    return server.call(method, `/engine-rest${path}`, body, undefined, headers);
  }

  async post<T>(path: string, body: object = {}): Promise<T> {
    const answer = await this.call('POST', path, body);
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
    return answer.json as T;
  }

  async list<T>(path: string): Promise<readonly T[]> {
    return (await this.call('GET', path)).json as T[];
  }

  async deploy(xml: string): Promise<void> {
    const answer = await this.call('POST', '/deployment/create', deploymentForm('race', { 'race.bpmn': xml }));
    if (answer.status !== 200) throw new Error(answer.text);
  }

  async rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.#databases[0]?.query(sql)) ?? [];
  }

  /** Holds the next change of a process instance on the first node at its commit. */
  hold(): Held {
    let arrive: () => void = () => undefined;
    let decide: (decision: 'commit' | 'fail') => void = () => undefined;
    const reached = new Promise<void>((resolve) => (arrive = resolve));
    const decision = new Promise<'commit' | 'fail'>((resolve) => (decide = resolve));
    this.#gate = { arrive, decision };
    return { reached, commit: () => decide('commit'), fail: () => decide('fail') };
  }

  /**
   * Waits until the request runs into the command that is held: on PostgreSQL until its transaction waits for a lock, on
   * SQLite, where it waits inside the server, for a moment. Not longer than until it is answered.
   */
  async untilBlocked(answer: Promise<unknown>): Promise<void> {
    let isAnswered = false;
    void answer.then(() => (isAnswered = true));
    const isBlocked = async (): Promise<boolean> =>
      this.kind === 'PostgreSQL' &&
      (
        await this.rows(
          `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).length > 0;
    for (const end = Date.now() + RUN_INTO_MS[this.kind]; !isAnswered && Date.now() < end && !(await isBlocked());)
      await new Promise((resolve) => setTimeout(resolve, 2));
  }

  /** What the integrity queries find; empty as long as nothing is broken. */
  broken(): Promise<string[]> {
    return brokenRows((sql) => this.rows(sql));
  }

  async close(): Promise<void> {
    for (const node of this.#nodes) await node.close();
    await this.#release();
  }

  async #meet(works: readonly Work[]): Promise<void> {
    const gate = this.#gate;
    if (!gate || !works.some(({ table }) => table === 'process_instance')) return;
    this.#gate = undefined;
    gate.arrive();
    if ((await gate.decision) === 'fail')
      throw new StorageUnavailable('unreachable', { cause: new Error('held and lost') });
  }
}
