import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Attachment } from '../../server/application/ports/attachments.ts';
import { createAttachmentStore } from '../../server/store/attachment-store.ts';
import { eraseHistory } from '../../server/store/history-eraser.ts';
import { createDraftSweep } from '../../server/store/service/draft-sweep.ts';
import { forEachDatabase } from '../kit/database.ts';

function attachment(id: string, sha256: string | null, processInstanceId: string | null = null): Attachment {
  return {
    id,
    taskId: 'task',
    processInstanceId,
    rootProcessInstanceId: processInstanceId,
    name: `name of ${id}`,
    description: null,
    type: 'text/plain',
    url: sha256 === null ? 'https://example.org' : null,
    sha256,
    userId: 'wati',
    createdAt: 1_800_000_000_000,
    removalTime: null,
  };
}

forEachDatabase('the store of attachments', (test) => {
  const store = () => createAttachmentStore(test.database, 'end');
  const swept = () => createDraftSweep(test.database).listSweptContent({ after: '', limit: 10 });

  it('gives what it was given, by task', async () => {
    await store().insert(attachment('a', 'content-1'));
    await store().insert(attachment('b', null));
    assert.deepEqual(await store().list('task'), [attachment('a', 'content-1'), attachment('b', null)]);
    assert.deepEqual(await store().find('task', 'a'), attachment('a', 'content-1'));
    assert.equal(await store().find('other', 'a'), undefined);
  });
  it('notes the content of a deleted attachment for the sweep, which keeps what another one names', async () => {
    await store().insert(attachment('c', 'content-1'));
    assert.equal(await store().delete('task', 'a', 5), true);
    assert.equal(await store().delete('task', 'a', 5), false);
    assert.equal(await store().delete('other', 'c', 5), false);
    assert.deepEqual(await swept(), [{ sha256: 'content-1', used: true }]);
    assert.equal(await store().delete('task', 'c', 6), true);
    assert.deepEqual(await swept(), [{ sha256: 'content-1', used: false }]);
  });
  it('loses those of an instance with its history, and notes their content', async () => {
    await store().insert(attachment('d', 'content-2', 'instance'));
    await test.database.transaction((transaction) => eraseHistory(transaction, '= :id', { id: 'instance' }));
    assert.deepEqual(
      (await store().list('task')).map(({ id }) => id),
      ['b'],
    );
    assert.deepEqual(await swept(), [
      { sha256: 'content-1', used: false },
      { sha256: 'content-2', used: false },
    ]);
  });
});
