import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgres } from '../../kit/postgres.ts';
import { type BuiltServer, buildServer } from '../../reliability/kit/build-server.ts';
import { type ServerProcess, startServerProcess } from '../../kit/server-process.ts';

/** Makes all limits of time longer, for a machine that is busy with other things. */
export const PATIENCE = Number(process.env['CLUSTER_PATIENCE'] ?? 1);

export const ROOT = { user: 'root', password: 'kata-sandi-panjang-123' };
const authorization = `Basic ${Buffer.from(`${ROOT.user}:${ROOT.password}`).toString('base64')}`;

type Postgres = Awaited<ReturnType<typeof openPostgres>>;

/** Several server processes on one PostgreSQL, each with a data directory of its own. */
export class Cluster {
  readonly nodes: Node[] = [];
  readonly #built: BuiltServer;
  readonly #postgres: Postgres;
  readonly #sql: pg.Client;

  private constructor(built: BuiltServer, postgres: Postgres, sql: pg.Client) {
    this.#built = built;
    this.#postgres = postgres;
    this.#sql = sql;
  }

  /** @param settings what a node has of its own. */
  static async open(
    size: number,
    settings: (index: number, databaseUrl: string) => NodeSettings | Promise<NodeSettings> = () => ({}),
  ): Promise<Cluster> {
    const [built, postgres] = await Promise.all([buildServer(), openPostgres()]);
    const sql = new pg.Client({ connectionString: postgres.url, application_name: 'test' });
    await sql.connect();
    const cluster = new Cluster(built, postgres, sql);
    const start = async (index: number) =>
      Node.start(built, { databaseUrl: postgres.url, ...(await settings(index, postgres.url)) });
    cluster.nodes.push(...(await Promise.all(Array.from({ length: size }, (_, index) => start(index)))));
    return cluster;
  }

  node(index: number): Node {
    const node = this.nodes[index];
    assert.ok(node, `there is no node ${index}`);
    return node;
  }

  /** Rows as plain SQL gives them; nothing of the server is used. */
  async rows<R extends object = Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.#sql.query<R>(sql, [...values])).rows;
  }

  async count(sql: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await this.rows(`select count(*) as count ${sql}`, values);
    return Number(row?.['count']);
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
    await this.#sql.end();
    await this.#postgres.release();
    await this.#built.dispose();
  }
}

export interface NodeSettings {
  /** Another way to the database. */
  readonly databaseUrl?: string;
  /** With `FAILPOINT` the server with faults is started (`faulty-main.ts`). */
  readonly environment?: Readonly<Record<string, string>>;
}

/** One of its servers, which may be killed and started again. */
export class Node {
  readonly #directory = mkdtempSync(join(tmpdir(), 'alur-cluster-'));
  readonly #built: BuiltServer;
  readonly #settings: NodeSettings;
  #process: ServerProcess | undefined;
  #url = '';

  private constructor(built: BuiltServer, settings: NodeSettings) {
    this.#built = built;
    this.#settings = settings;
  }

  static async start(built: BuiltServer, settings: NodeSettings): Promise<Node> {
    const node = new Node(built, settings);
    await node.start();
    return node;
  }

  get process(): ServerProcess {
    assert.ok(this.#process, 'the node does not run');
    return this.#process;
  }

  get url(): string {
    return this.#url;
  }

  async start(): Promise<void> {
    const { databaseUrl = '', environment = {} } = this.#settings;
    this.#process = await startServerProcess(
      {
        PORT: this.#url === '' ? '0' : new URL(this.#url).port,
        ALUR_DATA: this.#directory,
        ALUR_DEMO: '0',
        ALUR_ADMIN_USER: ROOT.user,
        ALUR_ADMIN_PASSWORD: ROOT.password,
        ALUR_JOB_LOCK_SECONDS: '3',
        DATABASE_URL: databaseUrl,
        ...environment,
      },
      'FAILPOINT' in environment ? this.#built.faulty : this.#built.plain,
    );
    this.#url = this.#process.url;
  }

  /** Whether a job's lock is this process's. */
  holds(lockOwner: unknown): boolean {
    return String(lockOwner).includes(`-${this.process.pid}-`);
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.#url + path, {
      signal: AbortSignal.timeout(10_000 * PATIENCE),
      ...init,
      headers: { authorization, ...(init.headers as Record<string, string>) },
    });
  }

  /** A call of `/engine-rest` that must succeed. */
  async rest<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const form = body instanceof FormData;
    const answer = await this.fetch(`/engine-rest${path}`, {
      method,
      headers: { ...(body === undefined || form ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async close(): Promise<void> {
    this.#process?.signal('SIGCONT');
    await this.#process?.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Waits until it holds, at most `seconds`; gives how many milliseconds that took. */
export async function within(seconds: number, what: string, holds: () => Promise<unknown>): Promise<number> {
  const begun = Date.now();
  for (;;) {
    if (await holds()) return Date.now() - begun;
    assert.ok(Date.now() - begun < seconds * 1_000 * PATIENCE, `${what}: not within ${seconds} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
