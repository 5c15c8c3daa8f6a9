import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

const TOKEN = 'kunci-metrik-yang-panjang';
const work = oneNode('ops', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="ops &#34;a&#34;"/>');
const broken = oneNode(
  'gagal',
  '<bpmn:serviceTask id="node" camunda:asyncBefore="true" camunda:expression="${tidakAda.nilai}"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT0S</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>',
);

/** The page as Prometheus reads it: name with labels to value. */
function read(page: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  const named = new Set<string>();
  for (const line of page.trimEnd().split('\n')) {
    if (line.startsWith('#')) {
      assert.match(line, /^# (?:HELP [a-z_]+ \S.*|TYPE [a-z_]+ (?:counter|gauge|histogram))$/);
      if (line.startsWith('# TYPE')) named.add(line.split(' ')[2] ?? '');
      continue;
    }
    const match = /^([a-z_]+)((?:\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)+\})?) (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line);
    assert.ok(match, line);
    const [, name = '', labels = '', value = ''] = match;
    assert.ok(named.has(name) || named.has(name.replace(/_(?:bucket|sum|count)$/, '')), `${name} has no type`);
    assert.ok(!samples.has(name + labels), `${name}${labels} is there twice`);
    samples.set(name + labels, Number(value));
  }
  return samples;
}

describe('what operators ask a server', () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ demo: true, metricsToken: TOKEN });
    const deployed = await server.call(
      'POST',
      '/engine-rest/deployment/create',
      deploymentForm('ops', { 'work.bpmn': work, 'broken.bpmn': broken }),
    );
    assert.equal(deployed.status, 200, deployed.text);
  });
  after(() => server.close());
  const metrics = async () => {
    const answer = await server.call('GET', '/metrics', undefined, null, { Authorization: `Bearer ${TOKEN}` });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers.get('Content-Type'), 'text/plain; version=0.0.4; charset=utf-8');
    return read(answer.text);
  };

  it('says to anybody that it lives and is ready', async () => {
    assert.deepEqual(bodyOf(await server.call('GET', '/health/live', undefined, null)), { status: 'up' });
    assert.deepEqual(bodyOf(await server.call('GET', '/health/ready', undefined, null)), {
      status: 'up',
      reasons: [],
      warnings: [],
    });
  });

  it('answers with the id that the request brought, and with one of its own for what could break a log line', async () => {
    const answer = (id: string) => server.call('GET', '/health/live', undefined, null, { 'X-Request-Id': id });
    assert.equal((await answer('abc-123.proxy:7')).headers.get('X-Request-Id'), 'abc-123.proxy:7');
    for (const id of ['a b', 'x"y', 'z'.repeat(129), ''])
      assert.match((await answer(id)).headers.get('X-Request-Id') ?? '', /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('shows metrics to operators, administrators and the token only', async () => {
    const status = async (user: string | null, headers = {}) =>
      (await server.call('GET', '/metrics', undefined, user, headers)).status;
    assert.equal(await status(null), 401);
    assert.equal(await status(null, { Authorization: 'Bearer kunci-metrik-yang-salah' }), 401);
    assert.equal(await status('rina'), 403);
    assert.equal(await status('tono'), 200);
    assert.equal(await status('root'), 200);
    assert.equal(await status(null, { Authorization: `Bearer ${TOKEN}` }), 200);
  });

  it('counts requests by operation, commands, what happened and what waits', async () => {
    const before = await metrics();
    for (let count = 0; count < 3; count += 1)
      bodyOf(await server.call('POST', '/engine-rest/process-definition/key/ops/start', {}));
    assert.equal((await server.call('POST', '/engine-rest/process-definition/key/tidak-ada/start', {})).status, 404);
    bodyOf(
      await server.call('POST', '/engine-rest/external-task/fetchAndLock', {
        workerId: 'w',
        maxTasks: 1,
        topics: [{ topicName: 'ops "a"', lockDuration: 60_000 }],
      }),
    );
    bodyOf(await server.call('POST', '/engine-rest/process-definition/key/gagal/start', {}));
    // Table counts are read anew after five seconds; what is counted in memory is there at once.
    const failed = await eventually(async () => {
      const page = await metrics();
      return (page.get('alur_events_total{event="incidents_opened"}') ?? 0) > 0 ? page : undefined;
    });
    const grown = (name: string) => (failed.get(name) ?? 0) - (before.get(name) ?? 0);
    const start = 'method="POST",path="/engine-rest/process-definition/key/:key/start"';
    assert.equal(grown(`alur_http_request_duration_seconds_count{${start},status="2xx"}`), 4);
    assert.equal(grown(`alur_http_request_duration_seconds_bucket{${start},status="2xx",le="+Inf"}`), 4);
    assert.equal(grown(`alur_http_request_duration_seconds_count{${start},status="4xx"}`), 1);
    assert.equal(grown('alur_events_total{event="process_instances_started"}'), 4);
    assert.equal(grown('alur_events_total{event="external_tasks_created"}'), 3);
    assert.equal(grown('alur_events_total{event="jobs_failed"}'), 1);
    assert.equal(grown('alur_events_total{event="incidents_opened"}'), 1);
    assert.equal(grown('alur_commands_total{command="startProcessInstance"}'), 4);
    assert.ok(grown('alur_commit_group_size_count') >= 4);
    assert.ok(grown('alur_commit_seconds_sum') > 0);
    assert.ok((failed.get('process_resident_memory_bytes') ?? 0) > 10_000_000);
    assert.equal(failed.get('alur_database_up'), 1);
    assert.equal(failed.get('alur_http_requests_in_flight'), 1);
    await new Promise((resolve) => setTimeout(resolve, 5_100));
    const later = await metrics();
    assert.equal(later.get('alur_external_tasks{topic="ops \\"a\\"",state="free"}'), 2);
    assert.equal(later.get('alur_external_tasks{topic="ops \\"a\\"",state="locked"}'), 1);
    assert.equal(later.get('alur_incidents_open'), 1);
    assert.equal(later.get('alur_jobs{state="due"}'), 0);
    assert.equal(later.get('alur_outbox_messages{state="failed"}'), 0);
  });
});
