import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { readConfig } from '../../server/config.ts';
import { checkNode } from '../../server/operations/doctor/check-settings.ts';
import { describeFindings, examine } from '../../server/operations/doctor/examine.ts';
import { openPlainDatabase } from '../../server/operations/plain-database.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { openPostgres } from '../kit/postgres.ts';
import { soundInstance } from './kit/planted-defects.ts';

const root = join(import.meta.dirname, '../..');

function run(environment: Record<string, string>, ...words: string[]): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/operations/doctor-command.ts', ...words], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: '', ...environment },
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.on('close', (code) => resolve({ code, out }));
  });
}

describe('the doctor', () => {
  let directory = '';
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'alur-doctor-'));
    const database = await openDatabase({ dataDirectory: directory });
    await database.transaction(async (transaction) => {
      for (const [table, row] of soundInstance('sound', Date.now())) await transaction.insert(table, [row]);
    });
    await database.close();
  });
  after(() => rm(directory, { recursive: true, force: true }));
  const examined = async (environment: Record<string, string> = {}) =>
    (await examine(readConfig({ ALUR_DATA: directory, ...environment })))
      // How full the disk of the tests is says nothing.
      .filter(({ name }) => name !== 'disk-full');
  const names = async (environment: Record<string, string> = {}) =>
    (await examined(environment)).map(({ name }) => name);
  /** Without the server's own look at the schema, which would refuse or mend it. */
  const write = async (sql: string) => {
    const plain = await openPlainDatabase({ dataDirectory: directory, databaseUrl: undefined });
    await plain.rows(sql);
    await plain.close();
  };

  it('finds nothing wrong with what is sound, and says so', async () => {
    assert.deepEqual(await examined(), []);
    assert.equal(describeFindings([]), 'Nothing is wrong.\n');
  });

  it('looks at the settings', async () => {
    assert.deepEqual(await names({ HOST: '0.0.0.0' }), ['base-url-local']);
    assert.deepEqual(await names({ HOST: '0.0.0.0', PUBLIC_URL: 'http://layanan.go.id' }), ['base-url-plain']);
    assert.deepEqual(await names({ HOST: '0.0.0.0', PUBLIC_URL: 'https://layanan.go.id' }), []);
    assert.deepEqual(await names({ ALUR_ALLOW_UNSAFE: '1' }), ['unsafe-allowed']);
    assert.deepEqual(await names({ PUBLIC_URL: 'https://layanan.go.id', ALUR_DEMO: '1' }), ['demo-in-public']);
    assert.equal(checkNode('18.20.0')[0]?.name, 'node-too-old');
    assert.equal(checkNode('20.11.1')[0]?.name, 'node-too-old');
    assert.deepEqual([...checkNode('20.12.0'), ...checkNode('24.0.0')], []);
  });

  it('finds a schema that is older or newer than this version', async () => {
    await write(`update schema_version set version = 9999 where version = 26`);
    assert.deepEqual(await names(), ['schema-newer']);
    await write('delete from schema_version where version = 9999');
    assert.deepEqual(await names(), ['schema-older']);
    await write(`insert into schema_version (version, name) values (26, 'installation')`);
  });

  it('finds files without rows, rows without files, and files with other bytes', async () => {
    const content = (text: string) => createHash('sha256').update(text).digest('hex');
    const put = async (sha256: string, text: string) => {
      await mkdir(join(directory, 'files', sha256.slice(0, 2)), { recursive: true });
      await writeFile(join(directory, 'files', sha256.slice(0, 2), sha256), text);
      return join(directory, 'files', sha256.slice(0, 2), sha256);
    };
    const [good, bad, gone, stray, young] = ['good', 'bad', 'gone', 'stray', 'young'].map(content);
    await put(good ?? '', 'good');
    await put(bad ?? '', 'other');
    await put(young ?? '', 'young');
    const old = new Date(Date.now() - 7_200_000);
    await utimes(await put(stray ?? '', 'stray'), old, old);
    for (const [index, sha256] of [good, bad, gone].entries())
      await write(
        `insert into attachment (id, task_id, sha256, created_at) values ('a${index}', 'sound-task', '${sha256}', 1)`,
      );
    const found = await examined();
    assert.deepEqual(
      found.map(({ name, examples }) => [name, examples]),
      [
        ['file-missing', [gone]],
        ['file-damaged', [bad]],
        ['file-without-row', [stray]],
      ],
    );
    await write('delete from attachment');
    await rm(join(directory, 'files'), { recursive: true });
  });

  it('tells by its exit code and in JSON what is wrong, where and how to mend it', async () => {
    const settings = { ALUR_DATA: directory, ALUR_DEMO: '0' };
    await write(
      `insert into job (id, process_instance_id, activity_instance_id, activity_id, definition_id, definition_key, kind, created_at, due_at, due_given, retries, exclusive, priority)
       values ('lost', 'gone', 'gone', 'a', 'd:1', 'd', 'timer', 1, 9000000000000, 1, 3, 1, 0)`,
    );
    const { code, out } = await run(settings, '--json');
    assert.equal(code, 1, out);
    const { findings } = JSON.parse(out) as {
      findings: { name: string; where: string; mend: string; examples: string[] }[];
    };
    const job = findings.find(({ name }) => name === 'job-without-instance');
    assert.equal(job?.where, 'table job');
    assert.deepEqual(job.examples, ['lost (process instance gone)']);
    assert.match(job.mend, /\S/);
    const text = await run(settings);
    assert.match(text.out, /ERROR job-without-instance\n {2}what: {2}The job belongs .*\n {2}where: table job\n/);
    await write(`delete from job where id = 'lost'`);
    const nowhere = await run({ ...settings, ALUR_DATA: join(directory, 'nowhere') });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.out, /There is no database at .*nowhere/);
  });

  it('finds settings of PostgreSQL that lose what was answered', async () => {
    const postgres = await openPostgres();
    const client = new pg.Client({ connectionString: postgres.url });
    try {
      const database = await openDatabase({ dataDirectory: directory, databaseUrl: postgres.url });
      await database.close();
      assert.deepEqual(await names({ DATABASE_URL: postgres.url }), []);
      await client.connect();
      await client.query(`alter database ${new URL(postgres.url).pathname.slice(1)} set synchronous_commit = off`);
      assert.deepEqual(await names({ DATABASE_URL: postgres.url }), ['not-durable']);
    } finally {
      await client.end();
      await postgres.release();
    }
  });

  it('finds a damaged database file', async () => {
    const path = join(directory, 'alur.sqlite');
    const whole = await readFile(path);
    const { size } = await stat(path);
    const file = await open(path, 'r+');
    // Pages of tables and indexes in the middle of the file; its head stays readable.
    await file.write(Buffer.alloc(4096, 0xff), 0, 4096, Math.trunc(size / 2 / 4096) * 4096);
    await file.close();
    assert.ok((await names()).includes('database-damaged'));
    await writeFile(path, whole);
    assert.deepEqual(await names(), []);
  });
});
