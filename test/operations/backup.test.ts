import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Config } from '../../server/config.ts';
import { backUp, type ServerLocation } from '../../server/operations/backup/back-up.ts';
import { restore } from '../../server/operations/backup/restore.ts';
import { findDefects } from '../../server/operations/integrity/find-defects.ts';
import { rowDefects } from '../../server/operations/integrity/row-defects.ts';
import { openPlainDatabase } from '../../server/operations/plain-database.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { openPostgres } from '../kit/postgres.ts';
import { deploymentForm, oneNode } from '../kit/server.ts';

const PASSWORD = 'kata-sandi-panjang-123';
const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
const model = oneNode('simpan', '<bpmn:userTask id="node" camunda:assignee="root"/>');

function start(location: ServerLocation, more: Partial<Config> = {}): Promise<RunningServer> {
  return startServer({
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://localhost',
    admin: { user: 'root', password: PASSWORD },
    demo: false,
    logLevel: 'silent',
    cleanupWindow: { start: '22:00', end: '06:00' },
    removalTimeStrategy: 'end',
    ...location,
    ...more,
  });
}

async function call(server: RunningServer, path: string, body?: unknown): Promise<unknown> {
  const isForm = body instanceof FormData;
  const answer = await fetch(`${server.url}/engine-rest${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization, ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.status === 204 ? undefined : await answer.json();
}

/** Starts instances without a pause; keeps the business keys of those that were acknowledged. */
class Load {
  readonly acknowledged: string[] = [];
  #stopped = false;
  #running: Promise<unknown>;

  constructor(server: RunningServer) {
    this.#running = Promise.all(
      [1, 2, 3, 4].map(async (client) => {
        for (let count = 0; !this.#stopped; count += 1) {
          const businessKey = `${client}-${count}`;
          await call(server, '/process-definition/key/simpan/start', {
            businessKey,
            variables: { isi: { value: `baris "${count}"\n\u00e9 \u{1f600}`, type: 'String' } },
          });
          this.acknowledged.push(businessKey);
        }
      }),
    );
  }

  async until(count: number): Promise<void> {
    while (this.acknowledged.length < count) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }
}

/** A task with a file, so that the backup has content. */
async function attach(server: RunningServer): Promise<{ readonly taskId: string; readonly attachmentId: string }> {
  await call(server, '/process-definition/key/simpan/start', { businessKey: 'berkas' });
  const [task] = (await call(server, '/task?processInstanceBusinessKey=berkas')) as { id: string }[];
  const form = new FormData();
  form.append('attachment-name', 'surat');
  form.append('content', new File(['isi surat'], 'surat.txt'));
  const { id } = (await call(server, `/task/${task?.id}/attachment/create`, form)) as { id: string };
  return { taskId: task?.id ?? '', attachmentId: id };
}

// The PostgreSQL server is started once for all that follows.
let held: Awaited<ReturnType<typeof openPostgres>>;
before(async () => {
  held = await openPostgres();
});
after(() => held.release());

for (const from of ['SQLite', 'PostgreSQL'] as const) {
  describe(`a backup of a running server on ${from}`, () => {
    const directories: string[] = [];
    const releases: (() => Promise<void>)[] = [];
    const directory = async (): Promise<string> => {
      const path = await mkdtemp(join(tmpdir(), 'alur-backup-'));
      directories.push(path);
      return path;
    };
    const place = async (kind: 'SQLite' | 'PostgreSQL'): Promise<ServerLocation> => {
      const postgres = kind === 'PostgreSQL' ? await openPostgres() : undefined;
      if (postgres) releases.push(() => postgres.release());
      return { dataDirectory: await directory(), databaseUrl: postgres?.url };
    };
    let folder = '';
    let earlier = new Set<string>();
    let all = new Set<string>();
    let attached: Awaited<ReturnType<typeof attach>>;

    before(async () => {
      const location = await place(from);
      const server = await start(location);
      await call(server, '/deployment/create', deploymentForm('simpan', { 'simpan.bpmn': model }));
      attached = await attach(server);
      const load = new Load(server);
      await load.until(40);
      earlier = new Set(load.acknowledged);
      folder = join(await directory(), 'backup');
      const manifest = await backUp(location, folder);
      await load.until(load.acknowledged.length + 20);
      await load.stop();
      all = new Set(load.acknowledged);
      assert.deepEqual(manifest.missingFiles, []);
      await server.close();
    });
    after(async () => {
      for (const release of releases) await release();
      for (const path of directories) await rm(path, { recursive: true, force: true });
    });

    for (const to of ['SQLite', 'PostgreSQL'] as const)
      it(`is restored on ${to} with every command that was acknowledged before it, whole and sound`, async () => {
        const location = await place(to);
        await restore(folder, location);
        const server = await start(location);
        try {
          const instances = (await call(server, '/history/process-instance')) as { businessKey: string }[];
          const found = new Set(instances.map(({ businessKey }) => businessKey).filter((key) => key !== 'berkas'));
          assert.deepEqual(
            [...earlier].filter((key) => !found.has(key)),
            [],
          );
          // What came later may be there or not, but nothing else.
          assert.deepEqual(
            [...found].filter((key) => !all.has(key) && !isUnderWay(key, all)),
            [],
          );
          const plain = await openPlainDatabase(location);
          assert.deepEqual(await findDefects(plain.rows, rowDefects), []);
          assert.deepEqual(await plain.rows('select id_hash from web_session'), []);
          await plain.close();
          const key = [...earlier][0] ?? '';
          const [variable] = (await call(
            server,
            `/history/variable-instance?variableName=isi&processInstanceIdIn=${await instanceOf(server, key)}`,
          )) as { value: string }[];
          assert.equal(variable?.value, `baris "${key.split('-')[1]}"\n\u00e9 \u{1f600}`);
          const content = await fetch(
            `${server.url}/engine-rest/task/${attached.taskId}/attachment/${attached.attachmentId}/data`,
            { headers: { authorization } },
          );
          assert.equal(await content.text(), 'isi surat');
          const [task] = (await call(server, `/task?processInstanceBusinessKey=${key}`)) as { id: string }[];
          await call(server, `/task/${task?.id}/complete`, {});
        } finally {
          await server.close();
        }
      });

    it('never puts demo accounts where there were none, even when nobody is left', async () => {
      const location = await place('SQLite');
      await restore(folder, location);
      const plain = await openPlainDatabase(location);
      // It is ready to be started, and the doctor has nothing to say.
      assert.deepEqual(await plain.rows('pragma journal_mode'), [{ journal_mode: 'wal' }]);
      await plain.rows('delete from user_account');
      await plain.close();
      const server = await start(location, { demo: undefined, admin: undefined });
      try {
        assert.equal(server.demo, false);
        const session = (await (await fetch(`${server.url}/api/session`)).json()) as { demoAccounts: unknown };
        assert.equal(session.demoAccounts, null);
      } finally {
        await server.close();
      }
    });

    it('is refused where something is, until that is to be replaced, and while a server runs there', async () => {
      const location = await place(from);
      await restore(folder, location);
      await assert.rejects(restore(folder, location), /already\. Name .*or add --replace/);
      const server = await start(location);
      await assert.rejects(restore(folder, location, { replace: true }), /Stop/);
      await server.close();
      await restore(folder, location, { replace: true });
      const again = await start(location);
      const { count } = (await call(again, '/history/process-instance/count')) as { count: number };
      assert.ok(count > earlier.size);
      await again.close();
      if (from === 'SQLite')
        assert.ok((await readdir(location.dataDirectory)).some((name) => name.includes('.replaced-')));
    });

    it('is refused when a byte of it has changed, or it was not finished', async () => {
      const location = await place('SQLite');
      const path = join(folder, 'manifest.json');
      const manifest = await readFile(path, 'utf8');
      const { entries } = JSON.parse(manifest) as { entries: { path: string }[] };
      const victim = join(folder, entries.at(-1)?.path ?? '');
      const bytes = await readFile(victim);
      await writeFile(victim, Buffer.concat([bytes, Buffer.from('x')]));
      await assert.rejects(restore(folder, location), /The backup is damaged/);
      await writeFile(victim, bytes);
      await rm(path);
      await assert.rejects(restore(folder, location), /is no complete backup/);
      await writeFile(path, manifest);
      assert.deepEqual(await readdir(location.dataDirectory), []);
    });

    it('is not written over another', async () => {
      await assert.rejects(backUp(await place('SQLite'), folder), /has something in it/);
    });
  });
}

/** The answer to the last start of each client may have been on its way as the backup was made. */
function isUnderWay(key: string, all: ReadonlySet<string>): boolean {
  const [client, count] = key.split('-');
  return all.has(`${client}-${Number(count) - 1}`);
}

async function instanceOf(server: RunningServer, businessKey: string): Promise<string> {
  const [instance] = (await call(server, `/process-instance?businessKey=${businessKey}`)) as { id: string }[];
  return instance?.id ?? '';
}
