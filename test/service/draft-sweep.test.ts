import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { v7 } from 'uuid';
import type { ContentStore } from '../../server/application/ports/service-files.ts';
import { sweepDrafts } from '../../server/service/request/sweep-drafts.ts';
import { openContentStore } from '../../server/store/service/content-store.ts';
import { createDocumentStore } from '../../server/store/service/document-store.ts';
import { createRequestStore } from '../../server/store/service/request-store.ts';
import { forEachDatabase } from '../kit/database.ts';

const DAY = 86_400_000;
const now = Date.now();

forEachDatabase('the removal of expired drafts', (test) => {
  let directory = '';
  let content: ContentStore;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'alur-sweep-'));
    content = await openContentStore(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const store = () => createRequestStore(test.database);
  const sweep = () => sweepDrafts({ drafts: store(), content, now: () => now });
  const isThere = async (sha256: string) => {
    const opened = await content.open(sha256);
    opened?.stream.destroy();
    return opened !== undefined;
  };
  /** Content that has been on the disk for two days. */
  async function keep(text: string): Promise<string> {
    const sha256 = await content.put(Buffer.from(text));
    const old = new Date(now - 2 * DAY);
    await utimes(join(directory, sha256.slice(0, 2), sha256), old, old);
    return sha256;
  }
  async function addDraft(expiresAt: number, ...texts: string[]) {
    const id = v7();
    await store().insertDraft(
      { id, serviceKey: 'uji', secretHash: 'x', data: {}, savedAt: now, expiresAt, number: null },
      now,
    );
    const shas: string[] = [];
    for (const text of texts) shas.push(await addFile(id, text));
    return { id, shas };
  }
  async function addFile(draftId: string, text: string): Promise<string> {
    const sha256 = await keep(text);
    await store().insertFile({
      id: v7(),
      draftId,
      field: 'ktp',
      name: 'ktp.pdf',
      size: text.length,
      mimeType: 'application/pdf',
      sha256,
      uploadedAt: now - 2 * DAY,
    });
    return sha256;
  }
  const submit = (draftId: string, number: string) =>
    test.database.transaction((transaction) =>
      store().submit(transaction, {
        number,
        draftId,
        serviceKey: 'uji',
        deploymentId: 'd',
        formKey: 'f',
        processInstanceId: v7(),
        applicantName: 'Siti',
        submittedAt: now,
      }),
    );

  it('takes the rows and the content, and leaves drafts that are still in use', async () => {
    const expired = await addDraft(now - 1, 'lama satu', 'lama dua');
    const alive = await addDraft(now + DAY, 'baru');
    assert.deepEqual(await sweep(), { rows: 3, files: 2 });
    assert.equal(await store().findDraft(expired.id, 0), undefined);
    assert.deepEqual(await store().listFiles(expired.id), []);
    assert.deepEqual(await Promise.all([...expired.shas, ...alive.shas].map(isThere)), [false, false, true]);
    assert.equal((await store().listFiles(alive.id)).length, 1);
    assert.deepEqual(await sweep(), { rows: 0, files: 0 });
  });

  it('never takes a file of a request, however long ago its draft would have expired', async () => {
    const submitted = await addDraft(now - 400 * DAY, 'diajukan');
    await submit(submitted.id, 'BWS-UJI-1');
    const copy = await addDraft(now - 1, 'diajukan');
    assert.deepEqual(await sweep(), { rows: 2, files: 0 });
    assert.equal(copy.shas[0], submitted.shas[0]);
    assert.equal((await store().listFiles(submitted.id)).length, 1);
    assert.ok(await isThere(submitted.shas[0] ?? ''));
  });

  it('keeps a file of a request whose draft is gone', async () => {
    const submitted = await addDraft(now + DAY, 'tanpa draf');
    await submit(submitted.id, 'BWS-UJI-2');
    await test.database.transaction((transaction) => transaction.delete('draft', 'id', [submitted.id]));
    assert.deepEqual(await sweep(), { rows: 0, files: 0 });
    assert.ok(await isThere(submitted.shas[0] ?? ''));
  });

  it('keeps content that is also a letter', async () => {
    const draft = await addDraft(now - 1, 'surat');
    await test.database.transaction((transaction) =>
      createDocumentStore(test.database).insertDocument(transaction, {
        code: 'KODE',
        externalTaskId: 't',
        processInstanceId: 'p',
        requestNumber: null,
        title: 'Surat',
        number: '1',
        holder: 'Siti',
        issuer: 'Dinas',
        signer: 'Hadi',
        issuedAt: now,
        validUntil: null,
        revokedAt: null,
        sha256: draft.shas[0] ?? '',
      }),
    );
    assert.deepEqual(await sweep(), { rows: 2, files: 0 });
    assert.ok(await isThere(draft.shas[0] ?? ''));
  });

  it('leaves content that has just arrived once more, until it is known who uses it', async () => {
    const draft = await addDraft(now - 1, 'dua kali');
    const [sha256 = ''] = draft.shas;
    // Uploaded by somebody else; the row comes a moment later.
    await content.put(Buffer.from('dua kali'));
    assert.deepEqual(await sweep(), { rows: 2, files: 0 });
    assert.ok(await isThere(sha256));
    await keep('dua kali');
    assert.deepEqual(await sweep(), { rows: 0, files: 1 });
    assert.equal(await isThere(sha256), false);
  });

  it('takes files that arrived while their draft was removed, a day later', async () => {
    const sha256 = await addFile(v7(), 'terlambat');
    assert.deepEqual(await sweep(), { rows: 1, files: 1 });
    assert.equal(await isThere(sha256), false);
  });

  it('goes on after a crash between the rows and the content', async () => {
    const draft = await addDraft(now - 1, 'putus');
    await assert.rejects(
      sweepDrafts({
        drafts: store(),
        content: { listKept: () => Promise.resolve([]), remove: () => Promise.reject(new Error('the power is gone')) },
        now: () => now,
      }),
      /the power is gone/,
    );
    assert.ok(await isThere(draft.shas[0] ?? ''));
    assert.deepEqual(await sweep(), { rows: 0, files: 1 });
    assert.equal(await isThere(draft.shas[0] ?? ''), false);
  });

  it('takes thousands of them in parts', async () => {
    await test.database.transaction((transaction) =>
      transaction.insert(
        'draft',
        Array.from({ length: 1_050 }, () => ({
          id: v7(),
          service_key: 'uji',
          secret_hash: 'x',
          data: '{}',
          created_at: now,
          saved_at: now,
          expires_at: now - DAY,
          number: null,
        })),
      ),
    );
    assert.deepEqual(await sweep(), { rows: 1_050, files: 0 });
  });
});
