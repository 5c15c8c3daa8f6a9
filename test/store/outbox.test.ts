import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import { v7 as newId } from 'uuid';
import type { Webhook } from '../../server/application/ports/webhooks.ts';
import { nextTry } from '../../server/jobs/outbox/backoff.ts';
import { OutboxExecutor } from '../../server/jobs/outbox/outbox-executor.ts';
import type { Posted } from '../../server/jobs/outbox/post-outside.ts';
import { createOutboxStore } from '../../server/store/outbox-store.ts';
import { createWebhookStore } from '../../server/store/webhook-store.ts';
import { forEachDatabase } from '../kit/database.ts';
import { eventually } from '../kit/server.ts';

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;
const OK: Posted = { status: 200, error: null, retryAfterMs: null };
const DOWN: Posted = { status: 503, error: 'The receiver answered 503.', retryAfterMs: null };

forEachDatabase('the outbox', (test) => {
  const outbox = () => createOutboxStore(test.database);
  const webhooks = () => createWebhookStore(test.database);
  const addWebhook = async (more: Partial<Webhook> = {}): Promise<string> => {
    const id = newId();
    await webhooks().insert({
      id,
      name: 'uji',
      url: 'https://contoh.go.id/',
      kinds: ['process.started'],
      definitionKeys: null,
      tenantIds: null,
      secret: 'whsec_c2FsYWg=',
      previousSecret: null,
      previousSecretUntil: null,
      enabled: true,
      disabledReason: null,
      failingSince: null,
      createdAt: NOW,
      createdBy: null,
      ...more,
    });
    return id;
  };
  const fill = async (targetId: string, count: number, createdAt = NOW) => {
    const messages = Array.from({ length: count }, () => ({
      id: newId(),
      targetId,
      kind: 'process.started',
      payload: '{"type":"process.started"}',
      processInstanceId: 'p',
      createdAt,
    }));
    await outbox().add(messages);
    return messages.map(({ id }) => id);
  };
  const lease = (targetId: string, owner: string, now: number, limit = 7) =>
    outbox().lease({ targetId, owner, now, leaseUntil: now + 60_000, limit });
  const executor = (
    post: (id: string) => Promise<Posted>,
    { now = () => NOW, pauses = [20, 20] }: { readonly now?: () => number; readonly pauses?: readonly number[] } = {},
  ) =>
    new OutboxExecutor({
      outbox: outbox(),
      webhooks: webhooks(),
      shared: test.database.dialect === 'postgres',
      post: (_url, { headers }) => post(String(headers['webhook-id'])),
      onDisabled: () => Promise.resolve(),
      owner: newId(),
      now,
      pauses,
      onError: (error) => assert.fail(error as Error),
    });
  const stateOf = async (targetId: string) =>
    (await outbox().list({ targetId, limit: 1_000 })).map(({ state }) => state);

  beforeEach(async () => {
    for (const { id } of await webhooks().list()) await webhooks().delete(id);
  });

  it('gives each message to one of several nodes that ask at once', async () => {
    const target = await addWebhook();
    const ids = await fill(target, 60);
    const leased: string[] = [];
    const node = async (owner: string) => {
      for (let got = await lease(target, owner, NOW); got.length > 0; got = await lease(target, owner, NOW))
        leased.push(...got.map(({ id }) => id));
    };
    await Promise.all(['a', 'b', 'c', 'd'].map(node));
    // A node that found the rows locked may have seen none and left: what is left is there for the next look.
    await node('e');
    assert.deepEqual(leased.sort(), ids.sort());
    assert.equal(await outbox().nextDue(target), NOW + 60_000, 'a lease that ends makes them due again');
    assert.equal((await lease(target, 'f', NOW + 60_000, 100)).length, 60);
  });

  it('keeps nothing of what was not committed', async () => {
    const target = await addWebhook();
    const message = { targetId: target, kind: 'k', payload: '{}', processInstanceId: null, createdAt: NOW };
    await assert.rejects(
      test.database.transaction(async (transaction) => {
        await outbox().insert(transaction, [{ id: newId(), ...message }]);
        throw new Error('the cause failed');
      }),
    );
    assert.deepEqual(await stateOf(target), []);
  });

  it('delivers everything once over several nodes, and sleeps then', async () => {
    const target = await addWebhook();
    const ids = await fill(target, 100);
    const posted: string[] = [];
    const nodes = ['a', 'b'].map(() =>
      executor((id) => {
        posted.push(id);
        return Promise.resolve(OK);
      }),
    );
    // Only nodes that share a database start side by side; one node alone gives up the leases of its former life.
    const started = test.database.dialect === 'postgres' ? nodes : nodes.slice(0, 1);
    await Promise.all(started.map((node) => node.start()));
    await eventually(async () => (await stateOf(target)).every((state) => state === 'delivered'));
    await Promise.all(started.map((node) => node.stop()));
    assert.deepEqual(posted.sort(), ids.sort());
    assert.equal(await outbox().nextDue(target), null);
  });

  it('lets a receiver that does not answer hold up nobody else', async () => {
    const slow = await addWebhook();
    const fast = await addWebhook();
    const [stuck] = await fill(slow, 1);
    await fill(fast, 40);
    let release: (posted: Posted) => void = () => undefined;
    const node = executor((id) => (id === stuck ? new Promise((resolve) => (release = resolve)) : Promise.resolve(OK)));
    await node.start();
    await eventually(async () => (await stateOf(fast)).every((state) => state === 'delivered'));
    assert.deepEqual(await stateOf(slow), ['pending']);
    release(OK);
    await node.stop();
    assert.deepEqual(await stateOf(slow), ['delivered'], 'what is under way is waited for');
  });

  it('tries again with pauses, gives up in the end, and takes it up again when asked to', async () => {
    const target = await addWebhook();
    const [id = ''] = await fill(target, 1, Date.now());
    const posted: string[] = [];
    let answer = DOWN;
    const node = executor(
      (each) => {
        posted.push(each);
        return Promise.resolve(answer);
      },
      { now: Date.now },
    );
    await node.start();
    await eventually(async () => (await stateOf(target))[0] === 'failed');
    const [given] = await outbox().list({ targetId: target, limit: 1 });
    assert.deepEqual(
      [given?.attempts, given?.lastStatus, given?.lastError, given?.dueAt],
      [3, 503, 'The receiver answered 503.', null],
    );
    answer = OK;
    assert.equal(await outbox().replay({ targetId: target }, Date.now()), 1);
    node.wake(target, true);
    await eventually(async () => (await stateOf(target))[0] === 'delivered');
    await node.stop();
    assert.deepEqual(posted, [id, id, id, id], 'the same id with every try');
  });

  it('leaves a receiver alone that has failed for three days', async () => {
    const failing = await addWebhook({ failingSince: NOW - 3 * DAY });
    const weak = await addWebhook({ failingSince: NOW - 3 * DAY + 1 });
    await fill(failing, 3);
    await fill(weak, 3);
    const node = executor(() => Promise.resolve(DOWN));
    await node.start();
    const off = await eventually(async () => {
      const found = await webhooks().find(failing);
      return found?.enabled === false && found;
    });
    assert.equal(off.disabledReason, 'failing');
    await node.stop();
    assert.equal((await webhooks().find(weak))?.enabled, true);
    assert.ok(
      (await stateOf(failing)).every((state) => state === 'pending'),
      'what waits is kept',
    );
  });

  it('removes what was delivered a week ago and given up a month ago', async () => {
    const target = await addWebhook();
    const [old = '', fresh = '', failed = ''] = await fill(target, 3);
    const settled = (id: string, state: 'delivered' | 'failed', at: number) => ({
      ...{ id, state, at, dueAt: null, status: 200, error: null },
    });
    await outbox().settle([
      settled(old, 'delivered', NOW - 8 * DAY),
      settled(fresh, 'delivered', NOW - 6 * DAY),
      settled(failed, 'failed', NOW - 8 * DAY),
    ]);
    await outbox().deleteSettled({ delivered: NOW - 7 * DAY, failed: NOW - 30 * DAY });
    const left = (await outbox().list({ targetId: target, limit: 10 })).map(({ id }) => id);
    assert.deepEqual(left.sort(), [fresh, failed].sort());
  });
});

it('the pauses between tries grow to a day, and a receiver may ask for an hour at most', () => {
  const at = (tries: number, asked: number | null = null, random = 0) => {
    const next = nextTry(tries, { now: 0, asked, random });
    return next === null ? null : next / 60_000;
  };
  assert.deepEqual(
    [1, 2, 3, 9, 10].map((tries) => at(tries)),
    [5 / 60, 5, 30, 1_440, null],
  );
  assert.equal(at(1, 30 * 60_000), 30);
  assert.equal(at(1, 5 * DAY), 60);
  assert.equal(at(2, null, 1), 5.5);
});
