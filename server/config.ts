import { resolve } from 'node:path';
import { type HistoryLevel, historyLevels } from './application/ports/history-level.ts';
import type { CleanupWindow } from './application/cleanup-window.ts';
import type { RemovalTimeStrategy } from './application/ports/cleanup-store.ts';

/** What the environment says, read once at start. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute path of the directory for the SQLite file, uploads and generated secrets. */
  readonly dataDirectory: string;
  /** `postgres://…`, or undefined for SQLite in the data directory. */
  readonly databaseUrl: string | undefined;
  /** Address under which people reach us, without a trailing slash: in QR codes and links. */
  readonly publicUrl: string;
  readonly admin: { readonly user: string; readonly password: string } | undefined;
  /** Undefined: on for a loopback host and an empty database. */
  readonly demo: boolean | undefined;
  readonly logLevel: string;
  /** Daily hours, in local time, in which history is removed whose time has come. */
  readonly cleanupWindow: CleanupWindow;
  readonly removalTimeStrategy: RemovalTimeStrategy;
  /** Days that the history of batches is kept; null or undefined: for ever. */
  readonly batchHistoryDays?: number | null;
  /** Addresses and networks that webhooks may reach although they are not public. */
  readonly webhookAllow?: readonly string[];
  /** How long a job stays locked after its node was last heard of; undefined: a minute. */
  readonly jobLockMilliseconds?: number;
  /** Who sends it as a bearer token may read `/metrics`. */
  readonly metricsToken?: string | undefined;
  /** Start also on a database whose settings could lose what was answered. */
  readonly allowUnsafe?: boolean;
  /** How much history is written; undefined: `full`. */
  readonly historyLevel?: HistoryLevel;
  /** External task workers that may wait in long polls at the same time; undefined: 2,000. */
  readonly mostWaitingWorkers?: number;
  /** Commands that may wait for the database at the same time; more are refused. Undefined: 2,000. */
  readonly mostWaitingCommands?: number;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Reads the configuration (architecture, section 11).
 * @throws Error naming the variable, what is wrong with it and what it takes.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const host = environment['HOST'] || '127.0.0.1';
  const port = readPort(environment['PORT']);
  const databaseUrl = environment['DATABASE_URL'] || undefined;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error('DATABASE_URL must begin with postgres:// (leave it empty for the built-in SQLite file).');
  }
  const user = environment['ALUR_ADMIN_USER'];
  const password = environment['ALUR_ADMIN_PASSWORD'];
  if (Boolean(user) !== Boolean(password))
    throw new Error('Set ALUR_ADMIN_USER and ALUR_ADMIN_PASSWORD together, or neither.');
  const demo =
    environment['ALUR_DEMO'] === undefined || environment['ALUR_DEMO'] === ''
      ? undefined
      : environment['ALUR_DEMO'] === '1';
  if (demo && !isLoopback(host))
    throw new Error(
      'ALUR_DEMO=1 is refused on a host that others can reach: demo passwords are public. Set HOST=127.0.0.1 or ALUR_DEMO=0.',
    );
  return {
    host,
    port,
    databaseUrl,
    demo: isLoopback(host) ? demo : false,
    dataDirectory: resolve(environment['ALUR_DATA'] || './data'),
    publicUrl: (environment['PUBLIC_URL'] || `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(
      /\/+$/,
      '',
    ),
    admin: user && password ? { user, password } : undefined,
    logLevel: environment['LOG_LEVEL'] || 'info',
    cleanupWindow: {
      start: readHour(environment, 'ALUR_HISTORY_CLEANUP_WINDOW_START', '22:00'),
      end: readHour(environment, 'ALUR_HISTORY_CLEANUP_WINDOW_END', '06:00'),
    },
    removalTimeStrategy: readStrategy(environment['ALUR_HISTORY_REMOVAL_TIME_STRATEGY'] || 'end'),
    batchHistoryDays: readDays(environment, 'ALUR_BATCH_HISTORY_TIME_TO_LIVE'),
    webhookAllow: (environment['ALUR_WEBHOOK_ALLOW'] ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    jobLockMilliseconds: readCount(environment, 'ALUR_JOB_LOCK_SECONDS', { otherwise: 60, most: 3_600 }) * 1_000,
    metricsToken: readToken(environment['ALUR_METRICS_TOKEN']),
    allowUnsafe: environment['ALUR_ALLOW_UNSAFE'] === '1',
    historyLevel: readHistoryLevel(environment['ALUR_HISTORY_LEVEL']),
    ...readMostWaiting(environment['ALUR_MOST_WAITING_WORKERS']),
    mostWaitingCommands: readCount(environment, 'ALUR_MOST_WAITING_COMMANDS', { otherwise: 2_000, most: 100_000 }),
  };
}

function readMostWaiting(text: string | undefined): Pick<Config, 'mostWaitingWorkers'> {
  if (!text) return {};
  const most = Number(text);
  if (!Number.isInteger(most) || most < 0)
    throw new Error(`ALUR_MOST_WAITING_WORKERS must be a whole number from 0, not "${text}".`);
  return { mostWaitingWorkers: most };
}

function readToken(text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (!/^[\x21-\x7e]{16,}$/.test(text))
    throw new Error('ALUR_METRICS_TOKEN must have at least 16 letters, digits or marks and no spaces.');
  return text;
}

function readHistoryLevel(text: string | undefined): HistoryLevel {
  const level = historyLevels.find((each) => each === (text || 'full'));
  if (level === undefined)
    throw new Error(`ALUR_HISTORY_LEVEL must be one of ${historyLevels.join(', ')}, not "${text}".`);
  return level;
}

function readCount(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  { otherwise, most }: { readonly otherwise: number; readonly most: number },
): number {
  const text = environment[name];
  const count = text ? Number(text) : otherwise;
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new Error(`${name} must be a whole number from 1 to ${most}, not "${text}".`);
  return count;
}

/** Days as a number or as Camunda writes them (`P5D`); null when nothing is said. */
function readDays(environment: Readonly<Record<string, string | undefined>>, name: string): number | null {
  const text = environment[name];
  if (!text) return null;
  const days = /^(?:P(\d{1,6})D|(\d{1,6}))$/.exec(text);
  if (!days) throw new Error(`${name} must be a number of days such as 30 or P30D, not "${text}".`);
  return Number(days[1] ?? days[2]);
}

function readHour(environment: Readonly<Record<string, string | undefined>>, name: string, otherwise: string): string {
  const text = environment[name] || otherwise;
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text))
    throw new Error(`${name} must be a time of day such as 22:00, not "${text}".`);
  return text;
}

function readStrategy(text: string): RemovalTimeStrategy {
  if (text === 'end' || text === 'start' || text === 'none') return text;
  throw new Error(`ALUR_HISTORY_REMOVAL_TIME_STRATEGY must be end, start or none, not "${text}".`);
}

function readPort(text: string | undefined): number {
  const port = text ? Number(text) : 8080;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT must be a whole number from 0 to 65535, not "${text}".`);
  return port;
}

function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}
