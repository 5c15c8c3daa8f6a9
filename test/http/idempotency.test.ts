import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
const post = (path: string, key: string, body: unknown = {}, user?: string) =>
  server.call('POST', `/engine-rest${path}`, body, user, { 'Idempotency-Key': key });
const start = (key: string, body: unknown = {}, user?: string) =>
  post('/process-definition/key/orang/start', key, body, user);
const count = async (businessKey: string) =>
  bodyOf<unknown[]>(await server.call('GET', `/engine-rest/process-instance?businessKey=${businessKey}`)).length;
const model = (key: string) => ({ [`${key}.bpmn`]: oneNode(key, '<bpmn:userTask id="node"/>') });

before(async () => {
  server = await startTestServer({ demo: true });
  bodyOf(await server.call('POST', '/engine-rest/deployment/create', deploymentForm('x', model('orang'))));
});
after(() => server.close());

describe('a request with an Idempotency-Key', () => {
  it('has its effect once and is answered the same each time', async () => {
    const key = randomUUID();
    const first = await start(key, { businessKey: 'A-1' });
    const again = await start(key, { businessKey: 'A-1' });
    assert.deepEqual([again.status, again.text], [200, first.text]);
    assert.deepEqual(
      [first, again].map(({ headers }) => headers.get('Idempotency-Replayed')),
      [null, 'true'],
    );
    assert.equal(again.headers.get('Content-Type'), 'application/json');
    assert.equal(await count('A-1'), 1);
    const other = await start(randomUUID(), { businessKey: 'A-1' });
    assert.equal(other.status, 200);
    assert.equal(await count('A-1'), 2);
  });

  it('is refused when the key belongs to another request', async () => {
    const key = randomUUID();
    bodyOf(await start(key, { businessKey: 'B-1' }));
    const refused = await start(key, { businessKey: 'B-2' });
    assert.equal(refused.status, 422);
    assert.equal((refused.json as { type: string }).type, 'InvalidRequestException');
    assert.match(refused.text, /belongs to another request/);
    assert.equal((await post('/message', key, { businessKey: 'B-1', messageName: 'x' })).status, 422);
    assert.equal(await count('B-2'), 0);
    assert.equal((await start(key, { businessKey: 'B-1' }, 'admin')).headers.get('Idempotency-Replayed'), null);
    assert.equal(await count('B-1'), 2, 'a key belongs to its caller');
    assert.equal((await start('dengan spasi')).status, 400);
    assert.equal((await start('x'.repeat(256))).status, 400);
  });

  it('runs once when it comes several times at once', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => start(key, { businessKey: 'C-1' })));
    assert.equal(await count('C-1'), 1);
    assert.ok(answers.some(({ status }) => status === 200));
    for (const { status, json } of answers) {
      assert.ok(status === 200 || status === 409, String(status));
      if (status === 409) assert.match((json as { message: string }).message, /still running/);
    }
    assert.equal((await start(key, { businessKey: 'C-1' })).status, 200);
  });

  it('may be tried again when it failed without an effect', async () => {
    const key = randomUUID();
    assert.equal((await post('/process-definition/key/nanti/start', key)).status, 404);
    bodyOf(await server.call('POST', '/engine-rest/deployment/create', deploymentForm('n', model('nanti'))));
    assert.equal((await post('/process-definition/key/nanti/start', key)).status, 200);
  });

  it('deploys once', async () => {
    const key = randomUUID();
    const deploy = async () =>
      bodyOf<{ id: string }>(await post('/deployment/create', key, deploymentForm('sekali', model('sekali'))));
    assert.equal((await deploy()).id, (await deploy()).id);
    const found = bodyOf<unknown[]>(await server.call('GET', '/engine-rest/process-definition?key=sekali'));
    assert.equal(found.length, 1);
  });

  it('that reads is answered anew each time', async () => {
    const key = randomUUID();
    const read = async () => bodyOf<unknown[]>(await post('/process-instance', key, { businessKey: 'D-1' })).length;
    assert.equal(await read(), 0);
    bodyOf(await start(randomUUID(), { businessKey: 'D-1' }));
    assert.equal(await read(), 1);
  });

  it('works for visitors of the portal too, each with keys of his own', async () => {
    const [service] = (await (await ApiVisitor.open(server.url)).call('GET', '/api/services')) as { key: string }[];
    const visitors = [await ApiVisitor.open(server.url), await ApiVisitor.open(server.url)];
    const draft = (visitor: ApiVisitor | undefined) =>
      visitor?.ask('POST', '/api/drafts', { service: service?.key }, { 'Idempotency-Key': 'k' });
    const [first, again, other] = [await draft(visitors[0]), await draft(visitors[0]), await draft(visitors[1])];
    assert.equal(first?.status, 200, first?.text);
    assert.equal(again?.text, first?.text);
    assert.notEqual(other?.text, first?.text);
  });
});
