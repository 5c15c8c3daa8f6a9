import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type HistoryLevel, historyLevels } from '../../server/application/ports/history-level.ts';
import { readConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer } from '../kit/server.ts';

/** Rows of history after an instance ran through a user task, with a failing job beside it, by table. */
async function rowsAt(historyLevel: HistoryLevel): Promise<Readonly<Record<string, number>>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'alur-level-'));
  const database = await openDatabase({ dataDirectory, databaseUrl: undefined });
  const server = await startTestServer({ database, historyLevel });
  const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
  try {
    const form = deploymentForm('tingkat', {
      'tugas.bpmn': oneNode('tugas', '<bpmn:userTask id="node" camunda:candidateGroups="dinas"/>'),
      'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>'),
    });
    bodyOf(await rest('POST', '/deployment/create', form));
    const variables = { nama: { value: 'Siti' } };
    const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/tugas/start', { variables }));
    const [task] = bodyOf<{ id: string }[]>(await rest('GET', `/task?processInstanceId=${id}`));
    await rest('PUT', `/process-instance/${id}/variables/nama`, { value: 'Sari' });
    assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
    bodyOf(await rest('POST', '/process-definition/key/luar/start', {}));
    const [external] = bodyOf<{ id: string }[]>(await rest('GET', '/external-task'));
    assert.equal((await rest('PUT', `/external-task/${external?.id}/retries`, { retries: 0 })).status, 204);
    const rows: Record<string, number> = {};
    for (const table of ['process_instance', 'activity_instance', 'task', 'variable', 'incident', 'step']) {
      const [found] = await database.query<{ count: number }>(`select count(*) as count from history_${table}`);
      rows[table] = Number(found?.count);
    }
    const [initial] = await database.query(
      'select id from history_process_instance where initial_variables is not null',
    );
    return { ...rows, initial: initial ? 1 : 0 };
  } finally {
    await server.close();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

describe('the level of history', () => {
  const nothing = { process_instance: 0, activity_instance: 0, task: 0, variable: 0, incident: 0, step: 0, initial: 0 };
  const activity = { ...nothing, process_instance: 2, activity_instance: 5, task: 1 };
  const audit = { ...activity, variable: 1 };
  it('none writes no history, and everything runs all the same', async () => {
    assert.deepEqual(await rowsAt('none'), nothing);
  });
  it('activity writes instances, activities and tasks, without any value of a variable', async () => {
    assert.deepEqual(await rowsAt('activity'), activity);
  });
  it('audit writes the last values of variables besides', async () => {
    assert.deepEqual(await rowsAt('audit'), audit);
  });
  it('full writes incidents and the steps with all that the logs tell besides', async () => {
    assert.deepEqual(await rowsAt('full'), { ...audit, incident: 1, step: 5, initial: 1 });
  });
  it('is full unless ALUR_HISTORY_LEVEL says otherwise, and another word is refused with those there are', () => {
    assert.equal(readConfig({}).historyLevel, 'full');
    for (const level of historyLevels) assert.equal(readConfig({ ALUR_HISTORY_LEVEL: level }).historyLevel, level);
    assert.throws(
      () => readConfig({ ALUR_HISTORY_LEVEL: 'semua' }),
      /ALUR_HISTORY_LEVEL must be one of none, activity, audit, full, not "semua"/,
    );
  });
});
