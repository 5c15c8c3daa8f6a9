import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, it } from 'node:test';
import { v7 } from 'uuid';
import { TooLarge } from '../../server/application/errors.ts';
import type { ContentStore } from '../../server/application/ports/service-files.ts';
import { sweepDrafts } from '../../server/service/request/sweep-drafts.ts';
import { openContentStore } from '../../server/store/service/content-store.ts';
import { openContent } from '../../server/store/service/open-content.ts';
import { createRequestStore } from '../../server/store/service/request-store.ts';
import { forEachDatabase } from '../kit/database.ts';

const HOUR = 3_600_000;

forEachDatabase('the content of files', (test) => {
  let directory = '';
  let clock = Date.now();
  let store: ContentStore;
  const now = () => clock;
  const read = async (content: ContentStore, sha256: string) => {
    const opened = await content.open(sha256);
    return opened && { size: opened.size, bytes: await buffer(opened.stream) };
  };
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'alur-content-'));
    store = await openContent(test.database, { directory, now });
  });
  after(() => rm(directory, { recursive: true, force: true }));

  it('comes back byte for byte, by its SHA-256, and nothing is left of its arrival', async () => {
    const bytes = randomBytes(1_300_001);
    const received = await store.receive(Readable.from([bytes.subarray(0, 700), bytes.subarray(700)]), 2_000_000);
    assert.equal(received.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(await store.open(received.sha256), undefined, 'it is not kept yet');
    assert.deepEqual(Buffer.from(await received.read()), bytes);
    await received.keep();
    const found = await read(store, received.sha256);
    assert.equal(found?.size, bytes.length);
    assert.ok(found.bytes.equals(bytes));
    assert.deepEqual(await readdir(join(directory, 'incoming')), []);
  });

  it('may be empty, and may be kept by many at once', async () => {
    assert.deepEqual(await read(store, await store.put(new Uint8Array())), { size: 0, bytes: Buffer.alloc(0) });
    const bytes = randomBytes(600_000);
    const names = await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)));
    assert.equal(new Set(names).size, 1);
    assert.ok((await read(store, names[0] ?? ''))?.bytes.equals(bytes));
  });

  it('is refused above its limit and leaves nothing behind', async () => {
    await assert.rejects(store.receive(Readable.from([Buffer.alloc(2_000)]), 1_000), TooLarge);
    assert.deepEqual(await readdir(join(directory, 'incoming')), []);
  });

  it('is removed unless somebody has kept it again', async () => {
    const bytes = randomBytes(1_000);
    const sha256 = await store.put(bytes);
    assert.equal(await store.remove(sha256, Date.now() - HOUR), false);
    assert.ok(await read(store, sha256));
    assert.equal(await store.remove(sha256, Date.now() + HOUR), true);
    assert.equal(await store.open(sha256), undefined);
    await store.put(bytes);
    assert.ok((await read(store, sha256))?.bytes.equals(bytes));
  });

  it('that no row names is swept when it is old, and no other', async () => {
    const [orphan, named] = [await store.put(randomBytes(900)), await store.put(randomBytes(900))];
    await createRequestStore(test.database).insertFile({
      id: v7(),
      draftId: v7(),
      field: 'scan',
      name: 'pindaian.pdf',
      size: 900,
      mimeType: 'application/pdf',
      sha256: named,
      uploadedAt: Date.now(),
    });
    const sweep = (at: number) =>
      sweepDrafts({ drafts: createRequestStore(test.database), content: store, now: () => at });
    await sweep(Date.now());
    assert.ok(await read(store, orphan), 'its row may be on the way');
    await sweep(Date.now() + 2 * HOUR);
    assert.equal(await store.open(orphan), undefined);
    assert.ok(await read(store, named));
  });

  it('that was kept in files before is still read', async () => {
    const bytes = randomBytes(500);
    const sha256 = await (await openContentStore(directory)).put(bytes);
    assert.ok((await read(store, sha256))?.bytes.equals(bytes));
    clock += 1;
  });

  it('on PostgreSQL is there for a node with another disk', async () => {
    if (test.database.dialect === 'sqlite') return;
    const other = await mkdtemp(join(tmpdir(), 'alur-content-'));
    const sha256 = await store.put(randomBytes(700));
    assert.ok(await read(await openContent(test.database, { directory: other, now }), sha256));
    await rm(other, { recursive: true, force: true });
  });
});
