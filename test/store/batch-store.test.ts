import assert from 'node:assert/strict';
import { it } from 'node:test';
import { v7 } from 'uuid';
import { BatchJobGone, type BatchStore } from '../../server/application/ports/batch-store.ts';
import type { ListKind } from '../../server/application/ports/list-reader.ts';
import { createBatchStore } from '../../server/store/batch-store.ts';
import { SqlListReader } from '../../server/store/query/list-reader.ts';
import { forEachDatabase } from '../kit/database.ts';

const NOW = 1_760_000_000_000;
const context = { now: NOW, newId: v7 };
const failure = (jobId: string) => ({ jobId, errorMessage: 'tidak bisa', errorDetails: 'rincian' });

forEachDatabase('batches', (test) => {
  const store = (): BatchStore => createBatchStore(test.database);
  const insert = async (items: readonly string[], retries = 1) => {
    const jobs = items.map((item) => ({ id: v7(), item }));
    const id = v7();
    await store().insert({
      id,
      type: 'instance-deletion',
      configuration: '{}',
      createUserId: 'rina',
      startedAt: NOW,
      retries,
      jobs,
    });
    return { id, jobs: jobs.map((job) => job.id) };
  };
  const list = (kind: ListKind, filters: Readonly<Record<string, string | boolean>>) =>
    new SqlListReader(test.database, () => NOW).list(kind, {
      filters: new Map(Object.entries(filters)),
      sorting: [],
      firstResult: 0,
      maxResults: null,
    });
  const statistics = async (batchId: string) => {
    const [row] = await list('batch-statistics', { batchId });
    return row && [Number(row['total_jobs']), Number(row['remaining_jobs']), Number(row['failed_jobs'])];
  };
  const acquire = (owner: string, limit = 100, now = NOW) =>
    store().acquire({ owner, now, lockedUntil: now + 1_000, limit });

  it('give each job to one node, and again to another when its lock has expired', async () => {
    const { id, jobs } = await insert(['a', 'b', 'c']);
    const [first, second] = await Promise.all([acquire('satu', 2), acquire('dua', 2)]);
    assert.deepEqual([...first, ...second].map((job) => job.id).sort(), [...jobs].sort());
    assert.deepEqual(await acquire('tiga'), []);
    assert.equal(await store().nextDue(), NOW + 1_000);
    const late = await acquire('tiga', 100, NOW + 1_000);
    assert.equal(late.length, 3);
    const [job] = late;
    await assert.rejects(
      test.database.transaction(store().removal(job?.id ?? '', 'satu')),
      BatchJobGone,
      'the node that was too slow has lost it',
    );
    await test.database.transaction(store().removal(job?.id ?? '', 'tiga'));
    assert.deepEqual(await statistics(id), [3, 2, 0]);
    assert.equal(await store().delete(id, { cascade: true, now: NOW }), true);
  });

  it('end when no job is left, and stay in history', async () => {
    const { id, jobs } = await insert(['a']);
    assert.equal(await store().finish(NOW), false);
    await acquire('satu');
    await store().markExecuted([id], NOW + 5);
    await store().complete(jobs, 'satu', () => Promise.resolve());
    assert.equal(await store().finish(NOW + 9), true);
    assert.deepEqual(await list('batch', { batchId: id }), []);
    const [past] = await list('history-batch', { batchId: id, completed: 'true' });
    assert.deepEqual([past?.['execution_started_at'], past?.['ended_at']], [NOW + 5, NOW + 9]);
    assert.deepEqual(await list('history-batch', { batchId: id, completed: 'false' }), []);
    assert.equal(await store().deleteHistory(id), true);
    assert.equal(await store().deleteHistory(id), false);
    assert.deepEqual(await list('history-batch', { batchId: id }), []);
  });

  it('take nothing away when what goes with the removal fails', async () => {
    const { id, jobs } = await insert(['a', 'b']);
    await acquire('satu');
    await assert.rejects(
      store().complete(jobs, 'satu', () => Promise.reject(new Error('penuh'))),
      /penuh/,
    );
    await assert.rejects(
      store().complete([...jobs, 'tiada'], 'satu', () => Promise.resolve()),
      BatchJobGone,
    );
    assert.deepEqual(await statistics(id), [2, 2, 0]);
    assert.equal(await store().delete(id, { cascade: true, now: NOW }), true);
    assert.equal(await store().delete(id, { cascade: true, now: NOW }), false);
    assert.deepEqual(await list('history-batch', { batchId: id }), []);
  });

  it('keep a failed job with an incident until it gets retries or is given up', async () => {
    const { id, jobs } = await insert(['a', 'b'], 2);
    const [job = '', other = ''] = jobs;
    await acquire('satu');
    await store().fail([failure(job)], { ...context, owner: 'dua' });
    assert.equal((await acquire('dua')).length, 0, 'who does not hold the lock fails nothing');
    await store().fail([failure(job)], { ...context, owner: 'satu' });
    assert.deepEqual(await list('incident', { configuration: job }), []);
    assert.deepEqual(
      (await acquire('satu')).map((each) => each.id),
      [job],
    );
    await store().fail([failure(job), failure(other)], { ...context, owner: 'satu' });
    assert.deepEqual(await statistics(id), [2, 2, 1]);
    const [incident] = await list('incident', { configuration: job });
    assert.deepEqual(
      [incident?.['message'], incident?.['job_definition_id'], incident?.['process_instance_id']],
      ['tidak bisa', `${id}:execution`, null],
    );
    assert.equal((await list('batch', { batchId: id, withFailures: true })).length, 1);
    assert.equal((await list('batch', { batchId: id, withoutFailures: true })).length, 0);
    assert.deepEqual(
      (await list('job', { batchId: id, noRetriesLeft: true })).map((each) => [each['id'], each['error_details']]),
      [[job, 'rincian']],
    );

    await store().changeJobs([job], { retries: 1 }, context);
    assert.deepEqual(await list('incident', { configuration: job }), []);
    assert.equal((await list('history-incident', { configuration: job, resolved: true })).length, 1);
    await store().changeJobs([job], { retries: 0 }, context);
    assert.equal((await list('incident', { configuration: job })).length, 1);
    await store().changeJobs([job], { retries: 0 }, context);
    assert.equal((await list('incident', { configuration: job })).length, 1, 'one incident is enough');
    await store().deleteJobs([job, other], NOW);
    assert.deepEqual(await list('incident', { configuration: job }), []);
    assert.equal((await list('history-incident', { configuration: job, deleted: true })).length, 1);
    assert.deepEqual(await list('batch', { batchId: id }), [], 'given up, it has ended');
    await store().deleteHistory(id);
    assert.deepEqual(await list('history-incident', { configuration: job }), []);
  });

  it('wait while they are suspended', async () => {
    const { id } = await insert(['a']);
    assert.equal(await store().setSuspended(id, { suspended: true, now: NOW }), true);
    assert.deepEqual(await acquire('satu'), []);
    assert.equal(await store().nextDue(), null);
    assert.equal((await list('batch', { batchId: id, suspended: 'true' })).length, 1);
    assert.equal((await list('batch', { batchId: id, suspended: 'false' })).length, 0);
    await store().setSuspended(id, { suspended: false, now: NOW });
    assert.equal((await acquire('satu')).length, 1);
    assert.equal(await store().setSuspended('tiada', { suspended: true, now: NOW }), false);
  });

  it('keep a batch that history has forgotten until its end', async () => {
    const { id, jobs } = await insert(['a']);
    await store().deleteHistory(id);
    assert.equal((await list('batch', { batchId: id })).length, 1);
    assert.deepEqual(await list('history-batch', { batchId: id }), []);
    await acquire('satu');
    await store().complete(jobs, 'satu', () => Promise.resolve());
    await store().finish(NOW);
    assert.deepEqual(await test.database.query('select id from batch where id = :id', { id }), []);
  });
});
