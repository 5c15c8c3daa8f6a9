import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf } from '../kit/server.ts';
import { type Failure, type Named, TaskClient } from './kit/task-client.ts';

let tasks: TaskClient;
before(async () => {
  tasks = await TaskClient.open();
});
after(() => tasks.server.close());

/** The parts of the form that makes an attachment. */
function form(parts: Readonly<Record<string, string | File>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) data.append(name, value);
  return data;
}
const file = (content: string | Uint8Array) => new File([content as string], 'surat.bin', { type: 'text/html' });
const attach = (task: string, parts: Readonly<Record<string, string | File>>, user?: string) =>
  tasks.rest('POST', `/task/${task}/attachment/create`, form(parts), user);
async function download(path: string) {
  const answer = await fetch(`${tasks.server.url}/engine-rest${path}`, {
    headers: { Authorization: `Basic ${Buffer.from('root:kata-sandi-panjang-123').toString('base64')}` },
  });
  return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

describe('attachments of a task', () => {
  it('are files with a name, a description and a type, listed and read as they came', async () => {
    const { instance, task } = await tasks.startTask();
    const bytes = Buffer.from(Array.from({ length: 2_000 }, (_, index) => index % 256));
    const made = bodyOf<Named>(
      await attach(task, {
        'attachment-name': 'Surat "kuasa".pdf',
        'attachment-description': 'bermeterai',
        'attachment-type': 'application/pdf',
        content: file(bytes),
      }),
    );
    assert.deepEqual(
      ['name', 'description', 'type', 'url', 'taskId', 'rootProcessInstanceId', 'removalTime'].map(
        (name) => made[name],
      ),
      ['Surat "kuasa".pdf', 'bermeterai', 'application/pdf', null, task, instance, null],
    );
    const path = `/task/${task}/attachment/${made.id}`;
    assert.deepEqual(made['links'], [{ method: 'GET', href: `http://localhost/engine-rest${path}`, rel: 'self' }]);
    assert.deepEqual(bodyOf<Named>(await tasks.rest('GET', path)), { ...made, links: [] });
    assert.deepEqual(await tasks.list(`/task/${task}/attachment`), [{ ...made, links: [] }]);
    const { headers, bytes: read } = await download(`${path}/data`);
    assert.deepEqual(read, bytes);
    assert.equal(headers.get('Content-Type'), 'application/octet-stream');
    assert.match(headers.get('Content-Disposition') ?? '', /^attachment;/, 'never shown as a page of ours');
  });
  it('are links, without content; content wins over a link', async () => {
    const { task } = await tasks.startTask();
    const link = bodyOf<Named>(await attach(task, { url: 'https://contoh.id/berkas', 'attachment-name': 'berkas' }));
    assert.deepEqual([link['url'], link['name']], ['https://contoh.id/berkas', 'berkas']);
    const failure = bodyOf<Failure>(await tasks.rest('GET', `/task/${task}/attachment/${link.id}/data`), 404);
    assert.match(failure.message, /^Attachment content .* does not exist .* It is a link/);
    const both = bodyOf<Named>(await attach(task, { url: 'https://contoh.id', content: file('isi') }));
    assert.deepEqual([both['url'], both['name']], [null, null]);
    assert.equal((await download(`/task/${task}/attachment/${both.id}/data`)).bytes.toString(), 'isi');
    const text = bodyOf<Named>(await attach(task, { content: 'tanpa nama berkas' }));
    assert.equal((await download(`/task/${task}/attachment/${text.id}/data`)).bytes.toString(), 'tanpa nama berkas');
    assert.deepEqual(await tasks.ids(`/task/${task}/attachment`), [link.id, both.id, text.id], 'oldest first');
  });
  it('are refused without content and link, with a link that runs script, too large, or on no open task', async () => {
    const { task } = await tasks.startTask();
    const refused = bodyOf<Failure>(await attach(task, { 'attachment-name': 'kosong' }), 400);
    assert.match(refused.message, /^No content or url to remote content exists/);
    for (const url of ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x'])
      assert.equal((await attach(task, { url })).status, 400, url);
    assert.equal((await attach(task, { content: file(Buffer.alloc(20_000_001)) })).status, 413);
    assert.equal((await tasks.rest('POST', `/task/${task}/attachment/create`, { url: 'https://a.id' })).status, 415);
    assert.match(bodyOf<Failure>(await attach('tidak-ada', { url: 'https://a.id' }), 400).message, /^No task found/);
    await tasks.done('POST', `/task/${task}/complete`, {});
    assert.equal((await attach(task, { url: 'https://a.id' })).status, 400, 'it is over');
    assert.deepEqual(await tasks.list(`/task/${task}/attachment`), []);
    assert.equal((await tasks.rest('GET', '/task/tidak-ada/attachment')).status, 404);
  });
  it('belong to those who see the task, and to one task only', async () => {
    const { task } = await tasks.startTask();
    const made = bodyOf<Named>(await attach(task, { content: file('rahasia') }, 'budi'));
    const path = `/task/${task}/attachment`;
    assert.deepEqual(
      (await tasks.list(path, 'budi')).map(({ id }) => id),
      [made.id],
    );
    for (const address of [path, `${path}/${made.id}`, `${path}/${made.id}/data`])
      assert.equal((await tasks.rest('GET', address, undefined, 'dewi')).status, 403, address);
    assert.equal((await attach(task, { url: 'https://a.id' }, 'dewi')).status, 403);
    assert.equal((await tasks.rest('DELETE', `${path}/${made.id}`, undefined, 'budi')).status, 403);
    const other = await tasks.create({ name: 'lain', assignee: 'dewi' });
    for (const address of [`/task/${other}/attachment/${made.id}`, `/task/${other}/attachment/${made.id}/data`]) {
      const failure = bodyOf<Failure>(await tasks.rest('GET', address, undefined, 'dewi'), 404);
      assert.match(failure.message, /does not exist for task id/);
    }
  });
  it('are deleted, and outlive their task until its history goes', async () => {
    const { instance, task } = await tasks.startTask();
    const path = `/task/${task}/attachment`;
    const first = bodyOf<Named>(await attach(task, { content: file('satu') }));
    const second = bodyOf<Named>(await attach(task, { content: file('dua') }));
    await tasks.done('DELETE', `${path}/${first.id}`);
    const again = bodyOf<Failure>(await tasks.rest('DELETE', `${path}/${first.id}`), 404);
    assert.match(again.message, /^Deletion is not possible. No attachment exists for task id/);
    assert.equal((await tasks.rest('GET', `${path}/${first.id}`)).status, 404);
    await tasks.done('POST', `/task/${task}/complete`, {});
    assert.deepEqual(await tasks.ids(path), [second.id]);
    assert.equal((await download(`${path}/${second.id}/data`)).bytes.toString(), 'dua');
    await tasks.done('DELETE', `/history/process-instance/${instance}`);
    assert.equal((await tasks.rest('GET', path)).status, 404);
  });
  it('are on tasks that belong to no process too', async () => {
    const id = await tasks.create({ name: 'sendiri' });
    const made = bodyOf<Named>(await attach(id, { content: file('isi') }));
    assert.deepEqual([made['taskId'], made['rootProcessInstanceId']], [id, null]);
    await tasks.done('DELETE', `/task/${id}`);
    assert.deepEqual(await tasks.ids(`/task/${id}/attachment`), [made.id]);
  });
});
