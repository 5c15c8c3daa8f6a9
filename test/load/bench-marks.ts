import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseLocation } from '../../server/store/open-database.ts';
import { fillDatabase, PASSWORD } from './cost/site.ts';
import { openRaw } from './cost/raw-database.ts';
import { startVariables } from './cost/models.ts';

/**
 * `npm run bench:marks [-- sqlite|postgres] [count]`: the compiled server with many waiting instances: how long it takes
 * to be ready, what memory it has, and how late timers fire while it starts as many instances as it can. `FILLED=<url>`
 * names a PostgreSQL database that is there already.
 */
const SERVER = join(import.meta.dirname, '../../dist/server/main.js');
const [kind = 'sqlite'] = process.argv.slice(2).filter((argument) => !/^\d+$/.test(argument));
const count = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 100_000);
/** Timers that come due in the minute that is looked at; an hour of 100,000 has so many. */
const DUE = 1_667;
const SECONDS = 60;
const print = (text: string) => process.stdout.write(`${text}\n`);

const filled = process.env['FILLED'];
const own = filled === undefined ? await fillDatabase(kind === 'postgres' ? 'postgres' : 'sqlite', count) : undefined;
const dataDirectory = own?.location.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'alur-marks-')));
const location = own?.location ?? { dataDirectory, databaseUrl: filled };
try {
  print(
    `${location.databaseUrl === undefined ? 'SQLite' : 'PostgreSQL'}, ${count.toLocaleString('en')} waiting instances`,
  );
  const empty = { dataDirectory: await mkdtemp(join(tmpdir(), 'alur-empty-')) };
  for (let each = 0; each < 3; each += 1) {
    const times = [];
    for (const place of [empty, location]) {
      const server = await startCompiled(place);
      times.push(server.milliseconds);
      await server.stop();
    }
    print(`  ready after ${times[1]} ms (mark: under 2,000), on an empty SQLite after ${times[0]} ms`);
  }
  await rm(empty.dataDirectory, { recursive: true, force: true });
  const server = await startCompiled();
  print(`  memory after the start ${server.memory()} MB`);
  await measureTimers(server);
  print(`  memory afterwards ${server.memory()} MB, at most ${server.memory('VmHWM')} MB (mark: under 250)`);
  await server.stop();
} finally {
  await own?.clear();
  await rm(dataDirectory, { recursive: true, force: true });
}

/** Timers come due at even distances while instances are started by 16 clients. */
async function measureTimers(server: Awaited<ReturnType<typeof startCompiled>>): Promise<void> {
  const raw = await openRaw(location);
  const jobs = await raw.all<{ id: string; process_instance_id: string }>(
    `select id, process_instance_id from job where kind = 'timer' order by id limit ${DUE}`,
  );
  const begin = Date.now() + 10_000;
  const due = new Map<string, number>();
  const updates: string[] = [];
  for (const [index, job] of jobs.entries()) {
    const at = begin + Math.floor((index * SECONDS * 1000) / jobs.length);
    due.set(job.process_instance_id, at);
    updates.push(`update job set due_at = ${at} where id = '${job.id}'`);
  }
  await raw.run(`begin; ${updates.join('; ')}; commit`);
  // The server does not hear of what is written past it: a due time set through it makes it look.
  await server.call('PUT', `/job/${jobs[0]?.id}/duedate`, { duedate: new Date(begin).toISOString() });
  const until = begin + SECONDS * 1000;
  let started = 0;
  const begunAt = Date.now();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (; Date.now() < until; started += 1) {
        await server.call('POST', '/process-definition/key/work/start', { variables: startVariables('order') });
      }
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const ended = await raw.all<{ id: string; ended_at: number }>(
    `select id, ended_at from history_process_instance where ended_at >= ${begin} and definition_key = 'timer'`,
  );
  await raw.close();
  const late = ended
    .flatMap(({ id, ended_at }) => (due.has(id) ? ended_at - (due.get(id) ?? 0) : []))
    .sort((left, right) => left - right);
  print(`  ${Math.round(started / ((until - begunAt) / 1000))} starts per second meanwhile`);
  print(
    `  ${late.length} of ${due.size} timers fired; late by ${late[Math.floor(late.length / 2)]} ms in the middle, ${late[Math.floor(late.length * 0.99)]} ms at 99 of 100, ${late.at(-1)} ms at most (mark: 1,000)`,
  );
}

async function startCompiled({ dataDirectory, databaseUrl }: DatabaseLocation = location) {
  const begun = Date.now();
  const child = spawn(process.execPath, [SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: '0',
      ALUR_DATA: dataDirectory,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ALUR_DEMO: '0',
      ALUR_ADMIN_USER: 'root',
      ALUR_ADMIN_PASSWORD: PASSWORD,
      LOG_LEVEL: 'error',
    },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('The server ended. Run npm run build first.')));
    child.stdout.on('data', (chunk: Buffer) => {
      const match = /http:\/\/\S+/.exec(chunk.toString());
      if (match) resolve(match[0]);
    });
  });
  await fetch(`${url}/health/ready`);
  const milliseconds = Date.now() - begun;
  child.removeAllListeners('exit');
  const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
  return {
    milliseconds,
    memory: (field: 'VmRSS' | 'VmHWM' = 'VmRSS') => {
      const [, size] = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      return Math.round(Number(size) / 1024);
    },
    call: async (method: string, path: string, body: unknown) => {
      const answer = await fetch(`${url}/engine-rest${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      await answer.arrayBuffer();
    },
    stop: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
