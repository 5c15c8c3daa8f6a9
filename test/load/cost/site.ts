import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseLocation, openDatabase } from '../../../server/store/open-database.ts';
import { startServer } from '../../../server/start-server.ts';
import { openPostgres } from '../../kit/postgres.ts';
import { fill } from './fill.ts';
import { startVariables, waitingKinds } from './models.ts';
import { openRaw } from './raw-database.ts';
import { RecordingDatabase } from './recording-database.ts';

export const PASSWORD = 'kata-sandi-panjang-123';
/** An officer of the large office, and one of a small team who also holds tasks. */
export const OFFICER = 'officer';
export const CLERK = 'clerk-3';

/** A server on a database with so many waiting instances. */
export interface Site {
  readonly count: number;
  readonly database: RecordingDatabase;
  readonly location: DatabaseLocation;
  readonly url: string;
  call(method: string, path: string, body?: unknown, user?: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function openSite(kind: 'sqlite' | 'postgres', count: number): Promise<Site> {
  const { location, clear } = await fillDatabase(kind, count);
  try {
    const opened = await serve(location);
    return {
      count,
      location,
      ...opened,
      async close() {
        await opened.close();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** A database with so many waiting instances; no server runs on it. */
export async function fillDatabase(
  kind: 'sqlite' | 'postgres',
  count: number,
): Promise<{ readonly location: DatabaseLocation; clear(): Promise<void> }> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'alur-cost-'));
  const postgres = kind === 'postgres' ? await openPostgres() : undefined;
  const location = { dataDirectory, databaseUrl: postgres?.url };
  const clear = async () => {
    await postgres?.release();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    await prepare(location, count);
    return { location, clear };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** A server on a database that an earlier run has filled. */
export async function openFilled(databaseUrl: string, count: number): Promise<Site> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'alur-cost-'));
  const location = { dataDirectory, databaseUrl };
  const opened = await serve(location);
  return {
    count,
    location,
    ...opened,
    async close() {
      await opened.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function prepare(location: DatabaseLocation, count: number): Promise<void> {
  const { call, close } = await serve(location);
  const fillings = [];
  // The samples count as well.
  for (const { key, share, xml } of waitingKinds) {
    const form = new FormData();
    form.set('deployment-name', key);
    form.set(`${key}.bpmn`, new Blob([xml], { type: 'text/xml' }), `${key}.bpmn`);
    await call('POST', '/engine-rest/deployment/create', form);
    const { id } = (await call('POST', `/engine-rest/process-definition/key/${key}/start`, {
      businessKey: `${key}-COPY`,
      variables: startVariables('order-COPY'),
    })) as { id: string };
    // Ten tasks for each clerk and team, however many there are.
    fillings.push({
      sample: id,
      copies: Math.round((count * share) / 100) - 1,
      owners: Math.max(count / 100, 1),
      until: Date.now() - 60_000,
    });
  }
  await close();
  const raw = await openRaw(location);
  await fill(raw, fillings);
  for (const [user, group] of [
    [OFFICER, 'office'],
    [CLERK, 'team-0'],
  ] as const)
    await raw.run(`insert into user_account (id, name, password_hash, active, created_at, updated_at) select '${user}', '${user}', password_hash, 1, 0, 0 from user_account where id = 'root';
      insert into user_role (user_id, role) values ('${user}', 'officer');
      insert into account_group (id, name) values ('${group}', '${group}');
      insert into user_group (user_id, group_key) values ('${user}', '${group}')`);
  await raw.close();
}

async function serve(location: DatabaseLocation) {
  const database = new RecordingDatabase(await openDatabase(location));
  const server = await startServer(
    {
      host: '127.0.0.1',
      port: 0,
      dataDirectory: location.dataDirectory,
      databaseUrl: location.databaseUrl,
      publicUrl: 'http://localhost',
      admin: { user: 'root', password: PASSWORD },
      demo: false,
      logLevel: 'error',
      cleanupWindow: { start: '22:00', end: '06:00' },
      removalTimeStrategy: 'end',
    },
    { database },
  );
  const sessions = new Map<string, string>();
  const call: Site['call'] = async (method, path, body, user = 'root') => {
    const isForm = body instanceof FormData;
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        ...(path.startsWith('/api/') ? { cookie: await sessionOf(server.url, user, sessions) } : {}),
        authorization: `Basic ${Buffer.from(`${user}:${PASSWORD}`).toString('base64')}`,
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  return { database, url: server.url, call, close: () => server.close() };
}

/** The inbox wants a session. */
async function sessionOf(url: string, user: string, sessions: Map<string, string>): Promise<string> {
  const known = sessions.get(user);
  if (known !== undefined) return known;
  const visitor = await fetch(`${url}/api/session`);
  const { csrfToken } = (await visitor.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken, cookie: cookieOf(visitor) },
    body: JSON.stringify({ username: user, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${user} cannot sign in: ${answer.status} ${await answer.text()}`);
  sessions.set(user, cookieOf(answer));
  return cookieOf(answer);
}

function cookieOf(answer: Response): string {
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}
