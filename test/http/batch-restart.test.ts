import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openPostgres } from '../kit/postgres.ts';
import { deploymentForm, oneNode } from '../kit/server.ts';
import { startServerProcess } from '../kit/server-process.ts';

const PASSWORD = 'kata-sandi-panjang-123';
const ITEMS = 500;
const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;

/** The server is killed while it works a batch off that gives each instance one more task. */
async function killInTheMiddle(environment: Readonly<Record<string, string>>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'alur-batch-'));
  const settings = {
    ALUR_DATA: directory,
    ALUR_DEMO: '0',
    ALUR_ADMIN_USER: 'root',
    ALUR_ADMIN_PASSWORD: PASSWORD,
    ...environment,
  };
  let server = await startServerProcess({ ...settings, PORT: '0' });
  const { port } = new URL(server.url);
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const form = body instanceof FormData;
    const answer = await fetch(`${server.url}/engine-rest${path}`, {
      method,
      headers: { authorization, ...(body === undefined || form ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  type Row = Readonly<Record<string, unknown>> & { readonly id: string };
  const progress = async (id: string) => (await ask<Row[]>('GET', `/batch/statistics?batchId=${id}`))[0];
  try {
    await ask(
      'POST',
      '/deployment/create',
      deploymentForm('b', { 'o.bpmn': oneNode('orang', '<bpmn:userTask id="node"/>') }),
    );
    const { id: processDefinitionId } = await ask<Row>('GET', '/process-definition/key/orang');
    for (let started = 0; started < ITEMS; started += 100)
      await Promise.all(
        Array.from({ length: 100 }, () => ask('POST', `/process-definition/${processDefinitionId}/start`, {})),
      );
    const batch = await ask<Row>('POST', '/modification/executeAsync', {
      processDefinitionId,
      processInstanceQuery: { processDefinitionId },
      instructions: [{ type: 'startBeforeActivity', activityId: 'node' }],
    });
    assert.equal(batch['totalJobs'], ITEMS);
    let kills = 0;
    for (let done = 0; kills < 3;) {
      const now = Number((await progress(batch.id))?.['completedJobs'] ?? ITEMS);
      if (now > done || kills > 0) {
        await server.kill();
        server = await startServerProcess({ ...settings, PORT: port });
        kills += 1;
        done = now;
      }
    }
    const left = await progress(batch.id);
    assert.ok(Number(left?.['remainingJobs']) > 0, 'it was killed in the middle');
    const end = Date.now() + 60_000;
    while (await progress(batch.id)) {
      assert.ok(Date.now() < end, `it does not end: ${JSON.stringify(await progress(batch.id))}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const tasks = await ask<Row[]>('GET', '/task');
    const perInstance = new Map<unknown, number>();
    for (const task of tasks)
      perInstance.set(task['processInstanceId'], (perInstance.get(task['processInstanceId']) ?? 0) + 1);
    assert.equal(perInstance.size, ITEMS);
    assert.deepEqual(
      [...perInstance].filter(([, number]) => number !== 2),
      [],
      'each instance has got one more task, none has got two',
    );
    const past = await ask<Row>('GET', `/history/batch/${batch.id}`);
    assert.notEqual(past['endTime'], null);
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

describe(`a batch of ${ITEMS} whose server is killed in the middle`, () => {
  it('goes on after the restart and does each item once on SQLite', () => killInTheMiddle({}));

  it('goes on after the restart and does each item once on PostgreSQL', async () => {
    const postgres = await openPostgres();
    try {
      await killInTheMiddle({ DATABASE_URL: postgres.url });
    } finally {
      await postgres.release();
    }
  });
});
