// Over 300 lines because starting three servers takes as long as most of what is asked of them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { Cluster, type Node, ROOT, within } from './kit/cluster.ts';
import { checkLedger, unfinishedJobs } from './kit/ledger.ts';
import { cycleModel, externalModel, form, jobModel, messageModel, taskModel } from './kit/models.ts';

/** The long run (`CLUSTER_LONG=1`) does the same with more of everything; `LONG_SCALE` makes it smaller again. */
const LONG = process.env['CLUSTER_LONG'] !== undefined;
const SCALE = Number(process.env['LONG_SCALE'] ?? 1);
const size = (short: number, long: number) => (LONG ? Math.max(short, Math.round(long * SCALE)) : short);
const JOBS = size(45, 5_000);
const KILLS = size(2, 20);
const DEPLOYMENTS = size(4, 50);
const ROUNDS = size(1, 10);
const IDLE_SECONDS = size(3, 10);
/** Locks last three seconds here. */
const TAKEN_OVER_SECONDS = 3 + 15;

describe('three servers on one PostgreSQL', () => {
  let cluster: Cluster;
  const startJobs = async (count: number, key: string, node = cluster.node(0)) => {
    for (let from = 0; from < count; from += 50)
      await Promise.all(
        Array.from({ length: Math.min(50, count - from) }, () =>
          node.rest('POST', '/process-definition/key/work/start', { businessKey: key }),
        ),
      );
  };
  const unfinished = () => unfinishedJobs(cluster);
  const drained = () => within(LONG ? 600 : 40, 'all jobs are done', async () => (await unfinished()) === 0);
  const holders = async () => {
    const rows = await cluster.rows<{ lock_owner: string }>(
      "select distinct lock_owner from job where definition_key = 'work' and lock_owner is not null",
    );
    return cluster.nodes.filter((node) => rows.some((row) => node.holds(row.lock_owner)));
  };
  const someHolder = async (): Promise<Node> => {
    let found: readonly Node[] = [];
    await within(10, 'a node holds jobs', async () => (found = await holders()).length > 0);
    const [first] = found;
    assert.ok(first);
    return first;
  };

  /** Stands a node still while it holds jobs, which it will believe to hold when it goes on. */
  const stopOneWithJobs = async (): Promise<Node> => {
    for (;;) {
      const node = await someHolder();
      node.process.signal('SIGSTOP');
      if ((await holders()).includes(node)) return node;
      // They were done in that moment.
      node.process.signal('SIGCONT');
    }
  };

  before(async () => {
    cluster = await Cluster.open(3);
  });
  after(async () => {
    const outputs = cluster.nodes.map((node) => node.process.output());
    await cluster.close();
    for (const output of outputs) assert.doesNotMatch(output, /unhandled|uncaught/i);
  });

  it('ask nothing of the database while there is nothing to do', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const transactions = async () => {
      const [row] = await cluster.rows<{ n: string }>(
        'select xact_commit as n from pg_stat_database where datname = current_database()',
      );
      return Number(row?.n);
    };
    const begun = await transactions();
    await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1_000));
    const asked = (await transactions()) - begun;
    // Each node looks around now and then, with about ten statements.
    assert.ok(asked <= 40, `${asked} statements in ${IDLE_SECONDS} seconds`);
  });

  it('use a deployment of any of them within two seconds, and start its timers once', async () => {
    await Promise.all([
      cluster.node(0).rest('POST', '/deployment/create', form('outside', externalModel)),
      cluster.node(0).rest('POST', '/deployment/create', form('sign', taskModel)),
      cluster.node(1).rest('POST', '/deployment/create', form('work', jobModel('first'))),
      cluster.node(1).rest('POST', '/deployment/create', form('cycle', cycleModel)),
    ]);
    for (let version = 2; version <= 3; version += 1) {
      await cluster.node(2).rest('POST', '/deployment/create', form('work', jobModel(`version ${version}`)));
      for (const node of cluster.nodes)
        await within(2, 'the new version is used', async () => {
          const started = await node.rest<{ definitionId: string }>('POST', '/process-definition/key/work/start', {
            businessKey: 'first',
          });
          return started.definitionId.startsWith(`work:${version}:`);
        });
    }
  });

  it('give consecutive versions when they deploy the same at once', async () => {
    const model = (round: number) => cycleModel.replaceAll('"cycle"', '"race"').replace('PT2S', `PT${round + 1}H`);
    for (let round = 0; round < DEPLOYMENTS; round += 1)
      await Promise.all(
        cluster.nodes.map((node) => node.rest('POST', '/deployment/create', form('race', model(round)))),
      );
    const versions = await cluster.rows<{ version: string }>(
      "select version from process_definition where key = 'race' order by version",
    );
    assert.deepEqual(
      versions.map((row) => Number(row.version)),
      Array.from({ length: DEPLOYMENTS * 3 }, (_, index) => index + 1),
    );
    assert.equal(
      await cluster.count(
        "from start_subscription where definition_key = 'race' and kind = 'timer' and due_at is not null",
      ),
      1,
    );
  });

  it('wake a worker that waits at one of them for work that another has made', async () => {
    const waiting = cluster
      .node(1)
      .rest<{ processInstanceId: string }[]>('POST', '/external-task/fetchAndLock', {
        workerId: 'far',
        maxTasks: 1,
        asyncResponseTimeout: 8_000,
        topics: [{ topicName: 'cluster', lockDuration: 60_000 }],
      });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = Date.now();
    const { id } = await cluster.node(0).rest<{ id: string }>('POST', '/process-definition/key/outside/start', {});
    assert.deepEqual(
      (await waiting).map(({ processInstanceId }) => processInstanceId),
      [id],
    );
    assert.ok(Date.now() - begun < 2_000, `it took ${Date.now() - begun} ms`);
  });

  it('tell who reads events at one of them what happens at another', async () => {
    const visitor = await ApiVisitor.open(cluster.node(2).url, ROOT.user, ROOT.password);
    const abort = new AbortController();
    const answer = await visitor.stream('/api/events', { signal: abort.signal });
    assert.equal(answer.status, 200);
    let text = '';
    void (async () => {
      for await (const chunk of answer.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
    })().catch(() => undefined);
    await within(5, 'the event arrives', async () => {
      const { id } = await cluster.node(0).rest<{ id: string }>('POST', '/process-definition/key/sign/start', {});
      await new Promise((resolve) => setTimeout(resolve, 150));
      return text.includes(id);
    });
    abort.abort();
  });

  it('know each other’s sessions, and count failed sign-ins together', async () => {
    const here = await ApiVisitor.open(cluster.node(0).url, ROOT.user, ROOT.password);
    const path = '/api/webhooks';
    for (const node of cluster.nodes) assert.equal((await here.at(node.url).ask('GET', path)).status, 200);
    assert.equal((await here.at(cluster.node(2).url).ask('DELETE', '/api/session')).status, 204);
    for (const node of cluster.nodes) assert.equal((await here.at(node.url).ask('GET', path)).status, 401);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      const visitor = await ApiVisitor.open(cluster.node(attempt % 3).url);
      const wrong = { username: 'siapa', password: 'bukan-kata-sandinya' };
      statuses.push((await visitor.ask('POST', '/api/session', wrong)).status);
    }
    assert.ok(statuses.includes(429), `nine wrong passwords at three nodes: ${statuses.join(' ')}`);
  });

  it('give a message that one of them keeps to who begins to wait at another, once', async () => {
    await cluster.node(0).rest('POST', '/deployment/create', form('pay', messageModel));
    const keep = (key: string, node = cluster.node(0)) =>
      node.rest('POST', '/message', { messageName: 'paid', businessKey: key, timeToLive: 60_000 });
    const begin = (key: string, node: Node) =>
      node.rest<{ id: string }>('POST', '/process-definition/key/pay/start', { businessKey: key });
    const ended = (key: string) =>
      cluster.count('from history_process_instance where business_key like $1 and ended_at is not null', [key]);
    // The others have heard of it.
    await keep('kept-before');
    await new Promise((resolve) => setTimeout(resolve, 300));
    await begin('kept-before', cluster.node(1));
    await within(2, 'it is delivered', async () => (await ended('kept-before')) === 1);
    // They hear of it while somebody begins to wait.
    const keys = Array.from({ length: 12 * ROUNDS }, (_, index) => `kept-at-once-${index}`);
    await Promise.all(
      keys.flatMap((key, index) => [
        keep(key, cluster.node(index % 3)),
        begin(key, cluster.node((index + 1 + (index % 2)) % 3)),
      ]),
    );
    await within(2, 'all are delivered', async () => (await ended('kept-at-once-%')) === keys.length);
    assert.equal(await cluster.count('from kept_message'), 0);
  });

  it('have each other’s files', async () => {
    const [task] = await cluster.node(0).rest<{ id: string }[]>('GET', '/task?maxResults=1');
    assert.ok(task);
    const bytes = Buffer.alloc(1_500_000, 'berkas ');
    const data = new FormData();
    data.append('attachment-name', 'surat.pdf');
    data.append('content', new File([bytes], 'surat.pdf'));
    const made = await cluster.node(0).rest<{ id: string }>('POST', `/task/${task.id}/attachment/create`, data);
    const answer = await cluster.node(1).fetch(`/engine-rest/task/${task.id}/attachment/${made.id}/data`);
    assert.equal(answer.status, 200);
    assert.ok(answer.body);
    assert.ok((await buffer(answer.body)).equals(bytes));
  });

  it('share the jobs, and run each once', async () => {
    const seen = new Set<Node>();
    const watching = setInterval(() => {
      void holders().then((found) => found.forEach((node) => seen.add(node)));
    }, 20);
    await startJobs(JOBS, 'shared');
    await drained();
    clearInterval(watching);
    await checkLedger(cluster, 'shared', JOBS);
    assert.equal(seen.size, 3, 'every node took part');
  });

  it('go on without one that stands still, whose late commits come to nothing', async () => {
    const count = Math.min(JOBS, 120);
    const starting = startJobs(count, 'zombie', cluster.node(1)).catch(() => undefined);
    const zombie = await stopOneWithJobs();
    await starting;
    const others = cluster.nodes.filter((node) => node !== zombie);
    const [other] = others;
    assert.ok(other);
    await within(TAKEN_OVER_SECONDS, 'the others have done its jobs', async () => (await unfinished()) === 0);
    zombie.process.signal('SIGCONT');
    await within(10, 'it is ready again', async () => (await zombie.fetch('/health/ready')).ok);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const started = await cluster.count("from history_process_instance where business_key = 'zombie'");
    await checkLedger(cluster, 'zombie', started);
    if (zombie !== cluster.node(1)) assert.equal(started, count);
  });

  it('lose nothing and do nothing twice when they are killed at random', async () => {
    const each = Math.ceil(JOBS / KILLS);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await startJobs(each, 'killed', cluster.node(kill % 3));
      const victim = await someHolder();
      await victim.process.kill();
      await victim.start();
    }
    await within(LONG ? 600 : TAKEN_OVER_SECONDS, 'their jobs are done', async () => (await unfinished()) === 0);
    await checkLedger(cluster, 'killed', each * KILLS);
    assert.equal(await cluster.count('from incident'), 0);
  });

  it('are replaced one by one without a failed call, each within 25 seconds', async (context) => {
    const acknowledged: string[] = [];
    const failures: string[] = [];
    let stopped = false;
    const clients = [0, 1, 2, 3].map(async (client) => {
      for (let count = 0; !stopped; count += 1) {
        const key = `rolling-${client}-${count}`;
        const failure = await startSomewhere(cluster.nodes, key, client + count);
        if (failure === undefined) acknowledged.push(key);
        else failures.push(failure);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    for (let round = 0; round < ROUNDS; round += 1)
      for (const node of cluster.nodes) {
        await startJobs(20, 'rolling-jobs', node);
        const { pid, ended } = node.process;
        const begun = Date.now();
        void node.process.stop();
        await within(1, 'readiness is red at once', async () =>
          node.fetch('/health/ready').then(
            ({ status }) => status === 503,
            () => true,
          ),
        );
        assert.deepEqual(await ended, { code: 0, signal: null });
        assert.ok(Date.now() - begun < 25_000, `it took ${Date.now() - begun} ms`);
        assert.equal(await cluster.count('from job where lock_owner like $1', [`%-${pid}-%`]), 0, 'its jobs are free');
        const stoppedAt = Date.now();
        await node.start();
        context.diagnostic(`stopped in ${stoppedAt - begun} ms, ready again in ${Date.now() - stoppedAt} ms`);
      }
    stopped = true;
    await Promise.all(clients);
    context.diagnostic(`the last jobs took ${await drained()} ms`);
    await checkLedger(cluster, 'rolling-jobs', 60 * ROUNDS);
    assert.deepEqual(failures, []);
    assert.ok(acknowledged.length > 50, `only ${acknowledged.length} calls`);
    const twice = await cluster.rows(
      "select business_key from history_process_instance where business_key like 'rolling-%-%' group by business_key having count(*) > 1",
    );
    assert.deepEqual(twice, []);
    assert.equal(
      await cluster.count('from history_process_instance where business_key = any($1)', [acknowledged]),
      acknowledged.length,
    );
  });

  it('have fired every time of a cycle once, whatever has happened to them', async () => {
    const [timer] = await cluster.rows<{ due_at: string; deployed_at: string }>(
      `select s.due_at, d.deployed_at from start_subscription s join process_definition p on p.id = s.definition_id join deployment d on d.id = p.deployment_id
       where s.definition_key = 'cycle' and s.kind = 'timer'`,
    );
    assert.ok(timer);
    const instances = await cluster.rows<{ started_at: string }>(
      "select started_at from history_process_instance where definition_key = 'cycle' order by started_at",
    );
    const periods = Math.round((Number(timer.due_at) - Number(timer.deployed_at)) / 2_000) - 1;
    assert.ok(periods > 3);
    assert.ok(Math.abs(instances.length - periods) <= 1, `${instances.length} instances in ${periods} periods`);
  });
});

/** Starts a process at the first node that answers; gives what went wrong when none did. */
async function startSomewhere(nodes: readonly Node[], key: string, first: number): Promise<string | undefined> {
  const headers = { 'Idempotency-Key': randomUUID() };
  let failure = '';
  for (let turn = 0; turn < 12; turn += 1) {
    const node = nodes[(first + turn) % nodes.length];
    try {
      await node?.rest('POST', '/process-definition/key/sign/start', { businessKey: key }, headers);
      return undefined;
    } catch (error) {
      failure = error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return failure;
}
