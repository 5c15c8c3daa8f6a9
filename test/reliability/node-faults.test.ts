import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Cluster, type Node, PATIENCE, within } from '../cluster/kit/cluster.ts';
import { checkLedger, unfinishedJobs } from '../cluster/kit/ledger.ts';
import { form, jobModel, poisonModel } from '../cluster/kit/models.ts';

/** Locks of jobs last three seconds here; three times as long a node stands still. */
const STALL_MS = 9_000;
/** Other work is never held up for longer (test plan, a-6). */
const LONGEST_WAIT_MS = 15_000;

const startJobs = (node: Node, key: string, count: number) =>
  Promise.all(
    Array.from({ length: count }, () =>
      node.rest('POST', '/process-definition/key/work/start', { businessKey: key }).catch(() => undefined),
    ),
  );
const begun = (cluster: Cluster, key: string) =>
  cluster.count('from history_process_instance where business_key = $1', [key]);

const comesUp = (node: Node): Promise<boolean> =>
  node.start().then(
    () => true,
    () => false,
  );

/** Two servers, the first of which stands still once at this failpoint. */
async function standStill(failpoint: string): Promise<void> {
  const cluster = await Cluster.open(2, (index) =>
    index === 0 ? { environment: { FAILPOINT: `${failpoint}:stall:${STALL_MS}` } } : {},
  );
  try {
    const [sleeper, other] = [cluster.node(0), cluster.node(1)];
    await other.rest('POST', '/deployment/create', form('work', jobModel('first')));
    const starting = startJobs(sleeper, 'stalled', 20);
    await within(10, 'it holds jobs', async () => {
      const rows = await cluster.rows('select distinct lock_owner from job where lock_owner is not null');
      return rows.some((row) => sleeper.holds(row['lock_owner']));
    });
    const slept = Date.now();
    await startJobs(other, 'stalled', 20);
    await starting;
    await within(40, 'all jobs are done', async () => (await unfinishedJobs(cluster)) === 0);
    await within(20, 'it is awake', async () => (await sleeper.fetch('/health/ready')).ok);
    assert.ok(Date.now() - slept >= STALL_MS, 'it has stood still');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await checkLedger(cluster, 'stalled', await begun(cluster, 'stalled'));
    assert.equal(await cluster.count('from incident'), 0);
    assert.doesNotMatch(sleeper.process.output(), /unhandled|uncaught/i);
  } finally {
    await cluster.close();
  }
}

describe('b-13 a node that stands still for longer than its locks last', () => {
  it('with jobs in its hands: another does them, and nothing is done twice', () => standStill('job-locked'));
  it('in the middle of a commit: it loses the transaction, and nothing is done twice', () =>
    standStill('job-done-before-commit'));
});

describe('a-6 a job that ends every node that runs it', () => {
  it('becomes an incident after three of them, and other work goes on', async () => {
    const cluster = await Cluster.open(3, () => ({ environment: { FAILPOINT: 'poisoned-job-before-commit:crash' } }));
    let stopped = false;
    let crashes = 0;
    /** Starts a node again whenever it has ended, as systemd would. */
    const supervise = async (node: Node): Promise<void> => {
      for (await node.process.ended; !stopped; await node.process.ended) {
        crashes += 1;
        // It may meet the job before it is ready.
        while (!(await comesUp(node))) crashes += 1;
        if (stopped) await node.process.kill();
      }
    };
    const supervised = cluster.nodes.map(supervise);
    try {
      await cluster.node(0).rest('POST', '/deployment/create', form('work', jobModel('first')));
      await cluster.node(0).rest('POST', '/deployment/create', form('poisoned', poisonModel));
      await cluster.node(0).rest('POST', '/process-definition/key/poisoned/start', {});
      const incident = () => cluster.count("from incident where activity_id = 'poison'");
      for (let round = 0; (await incident()) === 0; round += 1) {
        assert.ok(round < 120, 'no incident within a minute');
        for (const node of cluster.nodes) await startJobs(node, 'beside', 1);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      assert.ok(crashes >= 1 && crashes <= 3, `it has ended ${crashes} nodes`);
      await within(20, 'all other jobs are done', async () => (await unfinishedJobs(cluster)) === 0);
      await checkLedger(cluster, 'beside', await begun(cluster, 'beside'));
      const [longest] = await cluster.rows<{ waited: string }>(
        "select max(ended_at - started_at) as waited from history_process_instance where business_key = 'beside'",
      );
      assert.ok(Number(longest?.waited) < LONGEST_WAIT_MS * PATIENCE, `other work took ${longest?.waited} ms`);
    } finally {
      stopped = true;
      await Promise.all(cluster.nodes.map((node) => node.process.kill()));
      await Promise.all(supervised);
      await cluster.close();
    }
  });
});
