import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { eventually, oneNode, deploymentForm } from '../kit/server.ts';
import { type ServerProcess, startServerProcess } from '../kit/server-process.ts';
import { startReceiver } from '../kit/webhook-receiver.ts';

const PASSWORD = 'kata-sandi-panjang-123';

describe('a server that is killed between commit and delivery', () => {
  const cleaning: (() => Promise<void>)[] = [];
  after(async () => {
    for (const clean of cleaning.reverse()) await clean();
  });

  it('delivers after its restart, with the id that the message had', async () => {
    const receiver = await startReceiver();
    const directory = await mkdtemp(join(tmpdir(), 'alur-webhook-'));
    let server: ServerProcess | undefined;
    cleaning.push(
      () => rm(directory, { recursive: true, force: true }),
      () => receiver.close(),
      async () => server?.kill(),
    );
    const environment = {
      ...{ PORT: '0', ALUR_DATA: directory, ALUR_DEMO: '0', ALUR_ADMIN_USER: 'root', ALUR_ADMIN_PASSWORD: PASSWORD },
      ALUR_WEBHOOK_ALLOW: '127.0.0.1',
    };
    server = await startServerProcess(environment);
    const engine = async (path: string, body: FormData | string) => {
      const answer = await fetch(`${server?.url}/engine-rest${path}`, {
        method: 'POST',
        body,
        headers: {
          Authorization: `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`,
          ...(typeof body === 'string' ? { 'Content-Type': 'application/json' } : {}),
        },
      });
      assert.equal(answer.status, 200);
      return (await answer.json()) as { id: string };
    };
    await engine('/deployment/create', deploymentForm('x', { 'x.bpmn': oneNode('x', '<bpmn:userTask id="node"/>') }));
    const admin = await ApiVisitor.open(server.url, 'root', PASSWORD);
    await admin.call('POST', '/api/webhooks', { name: 'x', url: receiver.url, kinds: ['process.started'] });

    receiver.answer = 'hang';
    const started = await Promise.all(
      Array.from({ length: 25 }, async () => (await engine('/process-definition/key/x/start', '{}')).id),
    );
    await eventually(async () => receiver.received.length > 0);
    await server.kill();
    const before = new Map(receiver.received.map(({ id, json }) => [String(json.data['processInstanceId']), id]));
    assert.ok(before.size < started.length, 'some had not left yet');

    receiver.answer = 204;
    server = await startServerProcess(environment);
    const arrived = await eventually(async () => {
      const later = receiver.received.slice(before.size);
      const instances = new Set(later.map(({ json }) => String(json.data['processInstanceId'])));
      return started.every((id) => instances.has(id)) && later;
    });
    for (const { id, json } of arrived) {
      const instance = String(json.data['processInstanceId']);
      assert.equal(before.get(instance) ?? id, id, 'a repetition can be told by its id');
    }
    await server.stop();
    server = undefined;
  });
});
