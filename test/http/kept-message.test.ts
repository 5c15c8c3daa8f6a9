import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { visitor } from '../../server/application/ports/caller.ts';
import { createKeptMessageStore } from '../../server/store/kept-message-store.ts';
import { openDatabase } from '../../server/store/open-database.ts';
import { bodyOf, deploymentForm, eventually, startTestServer, type TestServer } from '../kit/server.ts';

const model = (id: string, elements: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="t">
<bpmn:message id="paid" name="dibayar"/>
<bpmn:process id="${id}" isExecutable="true" camunda:historyTimeToLive="P1D">
<bpmn:startEvent id="start"/>${elements}<bpmn:endEvent id="end"/></bpmn:process></bpmn:definitions>`;
const flow = (from: string, to: string) =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
/** A task, then the wait for the message. */
const payment = model(
  'bayar',
  `<bpmn:userTask id="check"/><bpmn:receiveTask id="wait" messageRef="paid"/>
   ${flow('start', 'check')}${flow('check', 'wait')}${flow('wait', 'end')}`,
);

let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const start = async (businessKey: string) =>
  bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/bayar/start', { businessKey })).id;
const check = async (instance: string) => {
  const [task] = bodyOf<{ id: string }[]>(await rest('GET', `/task?processInstanceId=${instance}`));
  assert.equal((await rest('POST', `/task/${task?.id}/complete`, {})).status, 204);
};
const hasEnded = async (instance: string) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await rest('GET', `/process-instance/${instance}`)).status === 404) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
};
const isWaiting = async (instance: string) => {
  await new Promise((resolve) => setTimeout(resolve, 200));
  return (await rest('GET', `/process-instance/${instance}`)).status === 200;
};
const send = (body: object) => rest('POST', '/message', { messageName: 'dibayar', ...body });

before(async () => {
  server = await startTestServer();
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('bayar', { 'bayar.bpmn': payment })));
});
after(() => server.close());

describe('a message that comes before somebody waits for it', () => {
  it('is refused without a time to live', async () => {
    assert.equal((await send({ businessKey: 'A-0' })).status, 400);
  });

  it('is kept, and delivered with its variables when the wait begins', async () => {
    const instance = await start('A-1');
    const variables = { amount: { value: 25_000, type: 'Integer' } };
    assert.equal((await send({ businessKey: 'A-1', timeToLive: 60_000, processVariables: variables })).status, 204);
    await check(instance);
    assert.ok(await hasEnded(instance));
    const [amount] = bodyOf<{ value: unknown }[]>(
      await rest('GET', `/history/variable-instance?processInstanceId=${instance}&variableName=amount`),
    );
    assert.equal(amount?.value, 25_000);
  });

  it('is delivered once, and only to whom it is for', async () => {
    const [other, first, second] = [await start('A-2'), await start('A-3'), await start('A-3')];
    await send({ businessKey: 'A-3', timeToLive: 60_000 });
    await check(other);
    await check(first);
    assert.ok(await hasEnded(first));
    await check(second);
    assert.ok(await isWaiting(second));
    assert.ok(await isWaiting(other));
  });

  it('goes to one who waits at once', async () => {
    const instance = await start('A-4');
    await check(instance);
    assert.equal((await send({ businessKey: 'A-4', timeToLive: 60_000 })).status, 204);
    assert.ok(await hasEnded(instance));
    const later = await start('A-4');
    await check(later);
    assert.ok(await isWaiting(later));
  });

  it('is gone when its time is over', async () => {
    const instance = await start('A-5');
    await send({ businessKey: 'A-5', timeToLive: 1 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await check(instance);
    assert.ok(await isWaiting(instance));
  });

  it('is delivered when a variable becomes what it asks for', async () => {
    const instance = await start('A-7');
    await check(instance);
    const correlationKeys = { number: { value: 12, type: 'Integer' } };
    assert.equal((await send({ correlationKeys, timeToLive: 60_000 })).status, 204);
    const set = (value: number) =>
      rest('PUT', `/process-instance/${instance}/variables/number`, { value, type: 'Integer' });
    await set(11);
    assert.ok(await isWaiting(instance));
    await set(12);
    assert.ok(await hasEnded(instance));
  });

  it('is delivered when its receiver is no longer suspended', async () => {
    const instance = await start('A-8');
    await check(instance);
    const suspend = (suspended: boolean) => rest('PUT', `/process-instance/${instance}/suspended`, { suspended });
    await suspend(true);
    assert.equal((await send({ businessKey: 'A-8', timeToLive: 60_000 })).status, 204);
    assert.ok(await isWaiting(instance));
    await suspend(false);
    assert.ok(await hasEnded(instance));
  });

  it('is delivered when one of two that it fits waits no longer', async () => {
    const twice = model(
      'dua',
      `<bpmn:userTask id="check"/><bpmn:parallelGateway id="fork"/><bpmn:receiveTask id="one" messageRef="paid"/><bpmn:receiveTask id="two" messageRef="paid"/><bpmn:userTask id="after"/>
       ${flow('start', 'check')}${flow('check', 'fork')}${flow('fork', 'one')}${flow('fork', 'two')}${flow('one', 'after')}${flow('two', 'after')}`,
    );
    bodyOf(await rest('POST', '/deployment/create', deploymentForm('dua', { 'dua.bpmn': twice })));
    const { id } = bodyOf<{ id: string }>(
      await rest('POST', '/process-definition/key/dua/start', { businessKey: 'A-9' }),
    );
    assert.equal((await send({ businessKey: 'A-9', timeToLive: 60_000 })).status, 204);
    await check(id);
    assert.ok(await isWaiting(id));
    const instructions = [{ type: 'cancel', activityId: 'one' }];
    assert.equal((await rest('POST', `/process-instance/${id}/modification`, { instructions })).status, 204);
    await eventually(async () => bodyOf<unknown[]>(await rest('GET', `/task?processInstanceId=${id}`))[0]);
  });

  it('costs nothing when none is kept', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'alur-none-kept-'));
    const own = server;
    const database = await openDatabase({ dataDirectory: directory });
    const asked: string[] = [];
    const query = database.query.bind(database);
    database.query = (sql: string, ...rest: unknown[]) => {
      if (sql.includes('kept_message')) asked.push(sql);
      return (query as (...given: unknown[]) => Promise<never>)(sql, ...rest);
    };
    try {
      server = await startTestServer({ database });
      bodyOf(await rest('POST', '/deployment/create', deploymentForm('bayar', { 'bayar.bpmn': payment })));
      asked.length = 0;
      const instance = await start('A-10');
      await check(instance);
      await rest('PUT', `/process-instance/${instance}/variables/v`, { value: 1, type: 'Integer' });
      assert.ok(await isWaiting(instance));
      assert.deepEqual(asked, []);
      assert.equal((await send({ businessKey: 'other', timeToLive: 60_000 })).status, 204);
      await rest('PUT', `/process-instance/${instance}/variables/v`, { value: 2, type: 'Integer' });
      assert.ok(await isWaiting(instance));
      assert.notDeepEqual(asked, [], 'the counting counts');
    } finally {
      await server.close();
      server = own;
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('cannot be for all, nor for no time', async () => {
    assert.equal((await send({ timeToLive: 60_000, all: true })).status, 400);
    assert.equal((await send({ timeToLive: 0 })).status, 400);
  });

  it('is delivered when the server starts again, if the wait has begun in the moment of its stop', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'alur-kept-'));
    const open = () => openDatabase({ dataDirectory: directory });
    const own = server;
    try {
      server = await startTestServer({ database: await open() });
      bodyOf(await rest('POST', '/deployment/create', deploymentForm('bayar', { 'bayar.bpmn': payment })));
      const instance = await start('A-6');
      await check(instance);
      await server.close();
      const database = await open();
      const none = new Map<string, never>();
      await createKeptMessageStore(database).keep({
        id: 'early',
        message: {
          name: 'dibayar',
          correlationKeys: none,
          localCorrelationKeys: none,
          variables: none,
          localVariables: none,
          triggeredVariables: none,
        },
        caller: { ...visitor, userId: 'root', roles: ['administrator'] },
        expiresAt: Date.now() + 60_000,
      });
      server = await startTestServer({ database });
      assert.ok(await hasEnded(instance));
      await server.close();
    } finally {
      server = own;
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
