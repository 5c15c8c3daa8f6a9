import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { BasicAuthInterceptor, Client } from 'camunda-external-task-client-js';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

const WORKERS = 20;
/** Two thousand in `npm run test:clients`; fewer where everybody waits for it. */
const TASKS = Number(process.env['ALUR_WORKER_TASKS'] ?? 500);
let server: TestServer;
const clients: Client[] = [];
before(async () => {
  server = await startTestServer();
  const external = '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="ramai"/>';
  const form = deploymentForm('ramai', { 'ramai.bpmn': oneNode('ramai', external) });
  bodyOf(await server.call('POST', '/engine-rest/deployment/create', form));
});
after(async () => {
  for (const each of clients) each.stop();
  await server.close();
});

it(`gives ${TASKS} tasks to ${WORKERS} workers, none of them twice`, async () => {
  const handled: string[] = [];
  const byWorker = new Map<number, number>();
  const errors: string[] = [];
  for (let index = 0; index < WORKERS; index += 1) {
    const client = new Client({
      baseUrl: `${server.url}/engine-rest`,
      workerId: `pekerja-${index}`,
      // A hundred fetches at least: no few of them can get everything.
      maxTasks: 5,
      interval: 1,
      asyncResponseTimeout: 20_000,
      interceptors: [new BasicAuthInterceptor({ username: 'root', password: 'kata-sandi-panjang-123' })],
    });
    clients.push(client);
    client.on('poll:error', (error) => errors.push(error.message));
    client.on('handler:error', (error) => errors.push(error.message));
    client.subscribe('ramai', {}, async ({ task, taskService }) => {
      handled.push(task.processInstanceId);
      byWorker.set(index, (byWorker.get(index) ?? 0) + 1);
      await taskService.complete(task);
    });
  }
  const started: string[] = [];
  const starting = async () => {
    while (started.length < TASKS) {
      const at = started.push('') - 1;
      const path = '/engine-rest/process-definition/key/ramai/start';
      started[at] = bodyOf<{ id: string }>(await server.call('POST', path, {})).id;
    }
  };
  await Promise.all(Array.from({ length: 40 }, starting));
  for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 25))) {
    const { count } = bodyOf<{ count: number }>(await server.call('GET', '/engine-rest/process-instance/count'));
    if (count === 0) break;
  }
  assert.deepEqual(errors, []);
  assert.equal(handled.length, TASKS, 'each once');
  assert.deepEqual(handled.sort(), started.sort());
  assert.equal(byWorker.size, WORKERS, 'everybody got something');
});
