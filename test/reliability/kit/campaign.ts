import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startServerProcess } from '../../kit/server-process.ts';
import { check } from '../check.ts';
import type { Outage } from '../checks/check-time.ts';
import { openPlainDatabase } from '../../../server/operations/plain-database.ts';
import type { BuiltServer } from './build-server.ts';
import { type Operation, readJournals } from './journal.ts';
import { type Crowd, crowd, deployLoad, type Load, startLoad } from './load.ts';
import { loadAccount, pause } from './load-client.ts';

/** Longest time that the server gets, after the load, to do what is due. */
const SETTLE_MS = 180_000;
/** Longest time for one part of a run. */
const LONGEST_WORK_MS = 300_000;

export interface Judgement {
  readonly problems: readonly string[];
  /** Commands that were answered. */
  readonly acknowledged: number;
  /** Attempts of which nobody knew what came of them. */
  readonly unknown: number;
}

/** A server under load that is ended, started and harmed, and whose data are judged in the end. */
export class Campaign {
  readonly directory = mkdtempSync(join(tmpdir(), 'alur-campaign-'));
  readonly outages: Outage[] = [];
  /** Where the next server finds its data; the journals stay where they are. */
  dataDirectory: string;
  readonly #built: BuiltServer;
  readonly #databaseUrl: string | undefined;
  readonly #checkedUrl: string | undefined;
  #server: ServerProcess | undefined;
  #port = '0';
  #url = '';
  #load: Load | undefined;

  constructor(
    built: BuiltServer,
    place: {
      /** Of PostgreSQL. */
      readonly url?: string;
      /** Another way to the same database, for the judge. */
      readonly checked?: string;
      readonly dataDirectory?: string;
    } = {},
  ) {
    this.#built = built;
    this.#databaseUrl = place.url;
    this.#checkedUrl = place.checked ?? place.url;
    this.dataDirectory = place.dataDirectory ?? this.directory;
  }

  get server(): ServerProcess {
    if (!this.#server) throw new Error('No server runs.');
    return this.#server;
  }

  /** Starts the server, with faults when the environment names some. @returns how long it took to be ready. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<number> {
    const begun = Date.now();
    this.#server = await this.#startProcess(environment);
    this.#url = this.#server.url;
    this.#port = new URL(this.#url).port;
    return Date.now() - begun;
  }

  /** Ends the server so many milliseconds after it was told to start, ready or not. */
  async killWhileStarting(milliseconds: number): Promise<void> {
    const server = await this.#startProcess({}, milliseconds).catch(() => undefined);
    await server?.ended;
  }

  /** Starts a server that ends itself at a failpoint, and waits until it has. It may come there before it is ready. */
  async crashAt(failpoint: string): Promise<void> {
    try {
      await this.start({ FAILPOINT: failpoint });
    } catch (error) {
      if (/ended with a signal/.test(String(error))) return;
      throw error;
    }
    const end = await Promise.race([this.server.ended, patience()]);
    if (end?.signal !== 'SIGKILL')
      throw new Error(`${failpoint} was not reached: ${JSON.stringify(end)} ${this.server.output()}`);
  }

  #startProcess(environment: Readonly<Record<string, string>>, killAfter?: number): Promise<ServerProcess> {
    const isFaulty = 'FAILPOINT' in environment || 'FAULT_RATE' in environment;
    return startServerProcess(
      {
        ALUR_DATA: this.dataDirectory,
        ALUR_DEMO: '0',
        // Jobs of a node that was killed are free again soon.
        ALUR_JOB_LOCK_SECONDS: '3',
        PORT: this.#port,
        ...loadAccount,
        ...(this.#databaseUrl ? { DATABASE_URL: this.#databaseUrl } : {}),
        ...environment,
      },
      ['--unhandled-rejections=strict', ...(isFaulty ? this.#built.faulty : this.#built.plain)],
      killAfter === undefined ? {} : { killAfter },
    );
  }

  async kill(): Promise<void> {
    await this.server.kill();
  }

  /** Ends the server the hard way and starts it again. @returns how long it took to be ready. */
  async restart(environment?: Readonly<Record<string, string>>): Promise<number> {
    const down = Date.now();
    await this.kill();
    const took = await this.start(environment);
    this.outages.push({ down, ready: Date.now() });
    return took;
  }

  async load(size: Crowd = crowd): Promise<void> {
    await deployLoad(this.#url, this.directory);
    this.#load = startLoad(() => this.#url, this.directory, size);
  }

  /** Waits until the clients were answered so many more commands. */
  async work(answers: number): Promise<void> {
    const load = this.#load;
    if (!load) throw new Error('There is no load.');
    const goal = load.acknowledged() + answers;
    for (const end = Date.now() + LONGEST_WORK_MS; load.acknowledged() < goal; await pause(10))
      if (Date.now() > end) throw new Error(`The server answers too little: ${goal - load.acknowledged()} missing.`);
  }

  /** How long the clients have waited for the answers to commands that they have sent since then, in milliseconds. */
  answerTimes(operation: Operation, since: number): number[] {
    return readJournals(this.directory)
      .filter(({ op, outcome, tInvoke }) => op === operation && outcome === 'ok' && tInvoke >= since)
      .map(({ tInvoke, tReturn }) => tReturn - tInvoke);
  }

  /** Ends the load. What comes after it meets no client. */
  async endLoad(): Promise<void> {
    await this.#load?.stop();
    this.#load = undefined;
  }

  /** Ends the load, lets the server do what is due, stops it and judges. */
  async judge(): Promise<Judgement> {
    await this.endLoad();
    await this.#settle();
    await this.server.stop();
    const problems = await check({
      journals: this.directory,
      dataDirectory: this.dataDirectory,
      databaseUrl: this.#checkedUrl,
      outages: this.outages,
    });
    const lines = readJournals(this.directory).filter(({ op }) => op !== 'fetch');
    return {
      problems,
      acknowledged: lines.filter(({ outcome }) => outcome === 'ok').length,
      unknown: lines.filter(({ outcome }) => outcome === 'info').length,
    };
  }

  async dispose(): Promise<void> {
    await this.#load?.stop();
    await this.#server?.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Until no job is due any more that has tries left. */
  async #settle(): Promise<void> {
    const database = await openPlainDatabase({ dataDirectory: this.dataDirectory, databaseUrl: this.#checkedUrl });
    try {
      for (const end = Date.now() + SETTLE_MS; Date.now() < end; await pause(100)) {
        const [row] = await database.rows('select count(*) as count from job where retries > 0');
        if (Number(row?.['count']) === 0) return;
      }
    } finally {
      await database.close();
    }
  }
}

/** Resolves when nobody should wait any longer; keeps nobody from ending earlier. */
function patience(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), LONGEST_WORK_MS).unref());
}
