import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BasicAuthInterceptor, Client, type ExternalTask, Variables } from 'camunda-external-task-client-js';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
let client: Client;
let polls = 0;
const errors: Error[] = [];
const start = async (key: string, variables: object): Promise<{ id: string }> =>
  bodyOf(await server.call('POST', `/engine-rest/process-definition/key/${key}/start`, { variables }));

before(async () => {
  server = await startTestServer();
  const external = (key: string) =>
    oneNode(key, `<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="${key}"/>`);
  bodyOf(
    await server.call(
      'POST',
      '/engine-rest/deployment/create',
      deploymentForm('worker', { 'echo.bpmn': external('echo'), 'fail.bpmn': external('fail') }),
    ),
  );
  client = new Client({
    baseUrl: `${server.url}/engine-rest`,
    workerId: 'js',
    interval: 10,
    lockDuration: 30_000,
    asyncResponseTimeout: 20_000,
    interceptors: [new BasicAuthInterceptor({ username: 'root', password: 'kata-sandi-panjang-123' })],
  });
  client.on('poll:error', (error) => errors.push(error));
  client.on('poll:success', () => polls++);
});
after(async () => {
  client.stop();
  await server.close();
});

describe('the JavaScript worker of Camunda 7', () => {
  it('waits in a long poll, is woken by a start, and carries variables of every kind in and out', async () => {
    const seen: { task: ExternalTask; at: number }[] = [];
    client.subscribe('echo', {}, async ({ task, taskService }) => {
      seen.push({ task, at: Date.now() });
      const result = new Variables();
      for (const name of ['text', 'whole', 'real', 'yes', 'when', 'json'])
        result.set(`${name}2`, task.variables.get(name));
      await taskService.complete(task, result);
    });
    // The first poll is under way and finds nothing.
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(polls, 0);
    const begun = Date.now();
    const { id } = await start('echo', {
      text: { value: 'ya' },
      whole: { value: 7, type: 'Integer' },
      real: { value: 1.5, type: 'Double' },
      yes: { value: true },
      when: { value: '2026-03-05T14:07:09.123+0000', type: 'Date' },
      json: { value: '{"a":[1,2]}', type: 'Json' },
    });
    await eventually(() => Promise.resolve(seen[0]));
    assert.ok((seen[0]?.at ?? Infinity) - begun < 3_000, 'the waiting poll ended early');
    assert.deepEqual(seen[0]?.task.variables.get('json'), { a: [1, 2] });
    const stored = await eventually(async () => {
      const list = bodyOf<{ name: string; type: string; value: unknown }[]>(
        await server.call(
          'GET',
          `/engine-rest/history/variable-instance?processInstanceId=${id}&deserializeValues=false`,
        ),
      );
      return list.some((each) => each.name === 'json2') && new Map(list.map((each) => [each.name, each]));
    });
    for (const [name, value] of [
      ['text', 'ya'],
      ['whole', 7],
      ['real', 1.5],
      ['yes', true],
      ['json', '{"a":[1,2]}'],
    ] as const)
      assert.deepEqual(stored.get(`${name}2`)?.value, value, name);
    assert.equal(stored.get('when2')?.type, 'Date');
    assert.equal(
      Date.parse(String(stored.get('when2')?.value).replace('+0000', 'Z')),
      Date.parse('2026-03-05T14:07:09.123Z'),
    );
    assert.deepEqual(errors, []);
  });
  it('opens an incident when it reports a failure and has no retries left', async () => {
    client.subscribe('fail', {}, async ({ task, taskService }) => {
      await taskService.handleFailure(task, {
        errorMessage: 'Sistem OPD mati',
        errorDetails: 'baris 1',
        retries: 0,
        retryTimeout: 0,
      });
    });
    const { id } = await start('fail', {});
    // A poll that is under way keeps the topics it began with; a task of one of them ends it.
    await start('echo', {});
    const incident = await eventually(
      async () =>
        bodyOf<{ incidentType: string; incidentMessage: string }[]>(
          await server.call('GET', `/engine-rest/incident?processInstanceId=${id}`),
        )[0],
    );
    assert.deepEqual([incident.incidentType, incident.incidentMessage], ['failedExternalTask', 'Sistem OPD mati']);
  });
});
