import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openDatabase } from '../../server/store/open-database.ts';
import { openPostgres } from '../kit/postgres.ts';
import { Cluster, type Node, PATIENCE, within } from '../cluster/kit/cluster.ts';
import { checkLedger, unfinishedJobs } from '../cluster/kit/ledger.ts';
import { form, jobModel, taskModel } from '../cluster/kit/models.ts';
import { type Network, networkTo } from './kit/network.ts';

/** `RELIABILITY_PARTITIONS=3` in the long run. */
const PARTITIONS = Number(process.env['RELIABILITY_PARTITIONS'] ?? 1);
/** Longer than the locks of jobs (3 seconds here) and than anybody waits for PostgreSQL (10 seconds). */
const SILENT_MS = 16_000;
/** A caller hears within this time that nothing can be done: ten seconds, and what a busy machine adds. */
const ANSWERED_MS = 14_000;

interface Told {
  readonly status: number;
  readonly after: number;
}

describe('c-6 a node that PostgreSQL does not hear any more', () => {
  let cluster: Cluster;
  let network: Network;
  let cutOff: Node;
  let other: Node;
  before(async () => {
    cluster = await Cluster.open(2, async (index, url) => {
      if (index === 1) return {};
      const way = await networkTo(url);
      network = way;
      return { databaseUrl: way.url };
    });
    [cutOff, other] = [cluster.node(0), cluster.node(1)];
    await other.rest('POST', '/deployment/create', form('work', jobModel('first')));
    await other.rest('POST', '/deployment/create', form('sign', taskModel));
  });
  after(async () => {
    const output = cutOff.process.output();
    await cluster.close();
    await network.close();
    assert.doesNotMatch(output, /unhandled|uncaught/i);
  });

  const ask = async (node: Node, key: string, businessKey: string): Promise<Told> => {
    const begun = Date.now();
    const answer = await node.fetch('/engine-rest/process-definition/key/sign/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ businessKey }),
      signal: AbortSignal.timeout(60_000),
    });
    await answer.text();
    return { status: answer.status, after: Date.now() - begun };
  };
  const ready = async (node: Node): Promise<boolean> => (await node.fetch('/health/ready')).status === 200;
  const started = (businessKey: string) =>
    cluster.count('from history_process_instance where business_key = $1', [businessKey]);

  for (let time = 1; time <= PARTITIONS; time += 1)
    it(`says so, answers in time and writes nothing that others have done meanwhile, ${time}`, async () => {
      const name = `partition-${time}`;
      // Commands under way in the moment in which the network falls silent, and jobs that it holds.
      const jobs = Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? cutOff : other)
          .rest('POST', '/process-definition/key/work/start', { businessKey: name })
          .catch(() => undefined),
      );
      const early = Array.from({ length: 30 }, (_, index) => {
        const command = { key: randomUUID(), businessKey: `${name}-early-${index}` };
        return { ...command, told: ask(cutOff, command.key, command.businessKey) };
      });
      await Promise.race(early.map(({ told }) => told));
      network.stall();
      const silentAt = Date.now();
      const late = Array.from({ length: 15 }, (_, index) => {
        const command = { key: randomUUID(), businessKey: `${name}-late-${index}` };
        return { ...command, told: ask(cutOff, command.key, command.businessKey) };
      });

      await within(10, 'its readiness is red', async () => !(await ready(cutOff)));
      assert.ok(await ready(other), 'the other one is ready');
      const answers = await Promise.all(late.map(({ told }) => told));
      for (const { status, after: milliseconds } of answers) {
        assert.equal(status, 503);
        assert.ok(milliseconds < ANSWERED_MS * PATIENCE, `answered after ${milliseconds} ms`);
      }
      const earlyAnswers = await Promise.all(early.map(({ told }) => told));

      // The callers go to the other one, with the same keys. What it does counts.
      const again = await Promise.all([...early, ...late].map(({ key, businessKey }) => ask(other, key, businessKey)));
      for (const { status } of again) assert.ok(status === 200 || status === 409, `the other one says ${status}`);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, silentAt + SILENT_MS - Date.now())));
      await within(30, 'the other one has done its jobs', async () => (await unfinishedJobs(cluster)) === 0);

      network.flow();
      await within(10, 'it is ready again', () => ready(cutOff));
      await Promise.all(jobs);
      // Whatever was on its way has had the time to arrive.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      for (const [index, { businessKey }] of [...early, ...late].entries()) {
        const count = await started(businessKey);
        const wasTold = earlyAnswers[index]?.status === 200 || again[index]?.status === 200;
        assert.ok(count <= 1, `${businessKey} was started ${count} times`);
        if (wasTold) assert.equal(count, 1, `${businessKey} was acknowledged`);
      }
      const begun = await started(name);
      await within(20, 'no job is left', async () => (await unfinishedJobs(cluster)) === 0);
      await checkLedger(cluster, name, begun);
      assert.equal((await ask(cutOff, randomUUID(), `${name}-after`)).status, 200);
    });
});

describe('what was on its way when the network fell silent', () => {
  it('is not committed when the network is whole again and the caller has been told that nobody knows', async () => {
    const postgres = await openPostgres();
    const network = await networkTo(postgres.url);
    const database = await openDatabase({ dataDirectory: '', databaseUrl: network.url });
    const witness = new pg.Client({ connectionString: postgres.url });
    await witness.connect();
    const note = (id: string) =>
      database.write([
        {
          op: 'insert',
          table: 'operation_annotation',
          onConflict: 'fail',
          rows: [{ operation_id: id, process_instance_id: null, annotation: 'x' }],
        },
      ]);
    try {
      // The connection is fresh then, and the text is sent without a question before it.
      await note('before');
      network.stall();
      await assert.rejects(note('silent'), { name: 'StorageUnavailable', problem: 'unreachable' });
      network.flow();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const { rows } = await witness.query<{ id: string }>('select operation_id as id from operation_annotation');
      assert.deepEqual(
        rows.map(({ id }) => id),
        ['before'],
      );
      await note('after');
    } finally {
      await witness.end();
      await database.close();
      await network.close();
      await postgres.release();
    }
  });
});
