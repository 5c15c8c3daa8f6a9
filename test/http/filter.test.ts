import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf } from '../kit/server.ts';
import { taskList } from '../../server/contract/engine-rest/task.ts';
import { type Failure, type Named, TaskClient } from './kit/task-client.ts';

let tasks: TaskClient;
before(async () => {
  tasks = await TaskClient.open();
});
after(() => tasks.server.close());

const save = async (filter: object) =>
  bodyOf<Named>(await tasks.rest('POST', '/filter/create', { resourceType: 'Task', query: {}, ...filter }));
const refusal = async (body: unknown) => {
  const failure = bodyOf<Failure>(await tasks.rest('POST', '/filter/create', body), 400);
  assert.equal(failure.type, 'InvalidRequestException');
  return failure.message;
};
const run = async (id: string, extending?: object, page = '', user?: string) =>
  bodyOf<Named[]>(await tasks.rest(extending ? 'POST' : 'GET', `/filter/${id}/list${page}`, extending, user)).map(
    (task) => task['name'],
  );
const countOf = async (id: string, extending?: object, user?: string) =>
  bodyOf<{ count: number }>(await tasks.rest(extending ? 'POST' : 'GET', `/filter/${id}/count`, extending, user)).count;

describe('filters', () => {
  it('are kept as they were written, replaced and deleted', async () => {
    const content = {
      name: 'Milik saya',
      owner: 'budi',
      query: { assignee: 'budi', priority: 5, sorting: [{ sortBy: 'dueDate', sortOrder: 'asc' }] },
      properties: { color: '#3e4d2f', priority: 10, variables: [{ name: 'a', label: 'A' }] },
    };
    const made = await save(content);
    assert.deepEqual(made, { id: made.id, resourceType: 'Task', ...content });
    assert.deepEqual(bodyOf<Named>(await tasks.rest('GET', `/filter/${made.id}`)), made);
    await tasks.done('PUT', `/filter/${made.id}`, { name: 'Lain', resourceType: 'Task', query: { unassigned: true } });
    assert.deepEqual(bodyOf<Named>(await tasks.rest('GET', `/filter/${made.id}`)), {
      id: made.id,
      resourceType: 'Task',
      name: 'Lain',
      owner: null,
      query: { unassigned: true },
      properties: null,
    });
    await tasks.done('DELETE', `/filter/${made.id}`);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PUT', '', { name: 'x', query: {} }],
      ['DELETE', '', undefined],
      ['GET', '/list', undefined],
      ['POST', '/list', {}],
      ['GET', '/count', undefined],
      ['POST', '/count', {}],
      ['GET', '/singleResult', undefined],
      ['POST', '/singleResult', {}],
    ] as const) {
      const failure: Failure = bodyOf<Failure>(await tasks.rest(method, `/filter/${made.id}${path}`, body), 404);
      assert.equal(failure.message, `Filter with id '${made.id}' does not exist.`, `${method} ${path}`);
    }
  });
  it('are listed and counted by id, resource type, name and owner, sorted and in pages', async () => {
    const [first, second] = [
      await save({ name: 'daftar-b', owner: 'x' }),
      await save({ name: 'daftar-a', owner: 'y' }),
    ];
    const found = async (query: string) => {
      const ids = await tasks.ids(`/filter?${query}`);
      const { count } = bodyOf<{ count: number }>(await tasks.rest('GET', `/filter/count?${query}`));
      assert.equal(count, ids.length, query);
      return ids;
    };
    assert.deepEqual(await found(`filterId=${first.id}`), [first.id]);
    assert.deepEqual(await found('name=daftar-a'), [second.id]);
    assert.deepEqual(await found('nameLike=daftar-%25&owner=x'), [first.id]);
    assert.equal((await found('nameLike=daftar-%25&resourceType=Task')).length, 2);
    assert.deepEqual(await found('resourceType=Case'), []);
    const sorted = (by: string, order: string, page = '') =>
      tasks.ids(`/filter?nameLike=daftar-%25&sortBy=${by}&sortOrder=${order}${page}`);
    assert.deepEqual(await sorted('name', 'asc'), [second.id, first.id]);
    assert.deepEqual(await sorted('owner', 'asc'), [first.id, second.id]);
    assert.deepEqual(await sorted('filterId', 'desc'), [second.id, first.id]);
    assert.equal((await sorted('resourceType', 'asc')).length, 2);
    assert.deepEqual(await sorted('name', 'asc', '&firstResult=1&maxResults=1'), [first.id]);
    assert.equal((await tasks.rest('GET', '/filter?sortBy=color&sortOrder=asc')).status, 400);
  });
  it('tell how many tasks they find, when they are asked to', async () => {
    for (const name of ['hitung-1', 'hitung-2']) await tasks.create({ name });
    const { id } = await save({ name: 'hitung', query: { nameLike: 'hitung-%' } });
    assert.equal(bodyOf<Named>(await tasks.rest('GET', `/filter/${id}?itemCount=true`))['itemCount'], 2);
    assert.ok(!('itemCount' in bodyOf<Named>(await tasks.rest('GET', `/filter/${id}`))));
    const [listed] = await tasks.list('/filter?name=hitung&itemCount=true');
    assert.equal(listed?.['itemCount'], 2);
    assert.ok(!('itemCount' in ((await tasks.list('/filter?name=hitung&itemCount=false'))[0] ?? {})));
  });
  it('find what their query says, in its order and in pages', async () => {
    for (const [name, priority] of [
      ['urut-1', 1],
      ['urut-2', 3],
      ['urut-3', 2],
    ] as const)
      await tasks.create({ name, priority });
    const sorting = [{ sortBy: 'priority', sortOrder: 'desc' }];
    const { id } = await save({ name: 'urut', query: { nameLike: 'urut-%', sorting } });
    assert.deepEqual(await run(id), ['urut-2', 'urut-3', 'urut-1']);
    assert.deepEqual(await run(id, undefined, '?firstResult=1&maxResults=1'), ['urut-3']);
    assert.deepEqual(await run(id, {}, '?firstResult=2'), ['urut-1'], 'an empty extension changes nothing');
    assert.equal(await countOf(id), 3);
  });
  it('are extended by a query whose values win, without being changed', async () => {
    for (const [name, priority] of [
      ['tambah-1', 1],
      ['tambah-2', 2],
      ['lepas-1', 2],
    ] as const) {
      const task = await tasks.create({ name, priority });
      await tasks.done('PUT', `/task/${task}/variables/kota`, {
        value: name === 'tambah-1' ? 'Bondowoso' : 'Jember',
        type: 'String',
      });
    }
    const query = { nameLike: 'tambah-%', taskVariables: [{ name: 'kota', operator: 'eq', value: 'Bondowoso' }] };
    const { id } = await save({ name: 'tambah', query });
    assert.deepEqual(await run(id), ['tambah-1']);
    assert.deepEqual(await run(id, { priority: 2 }), [], 'both hold');
    const jember = [{ name: 'kota', operator: 'eq', value: 'Jember' }];
    assert.deepEqual(await run(id, { taskVariables: jember }), ['tambah-2'], 'a condition on the same variable');
    assert.deepEqual(await run(id, { nameLike: 'lepas-%', taskVariables: jember }), ['lepas-1']);
    const other = [{ name: 'lain', operator: 'eq', value: 'x' }];
    assert.equal(await countOf(id, { taskVariables: other }), 0, 'conditions on different variables add up');
    assert.deepEqual(await run(id), ['tambah-1']);
  });
  it('give a single task, nothing, or a refusal when there are more', async () => {
    for (const name of ['tunggal-1', 'tunggal-2']) await tasks.create({ name });
    const { id } = await save({ name: 'tunggal', query: { nameLike: 'tunggal-%' } });
    const failure = bodyOf<Failure>(await tasks.rest('GET', `/filter/${id}/singleResult`), 400);
    assert.match(failure.message, /^Filter does not returns a valid single result/);
    const one = bodyOf<Named>(await tasks.rest('POST', `/filter/${id}/singleResult`, { name: 'tunggal-2' }));
    assert.equal(one['name'], 'tunggal-2');
    assert.equal((await tasks.rest('POST', `/filter/${id}/singleResult`, { name: 'tidak-ada' })).status, 204);
    await tasks.done('PUT', `/filter/${id}`, { name: 'tunggal', query: { name: 'tunggal-1' } });
    assert.equal(bodyOf<Named>(await tasks.rest('GET', `/filter/${id}/singleResult`))['name'], 'tunggal-1');
  });
  it('show nobody more tasks than he may see', async () => {
    await tasks.create({ name: 'batas-1', assignee: 'budi' });
    await tasks.create({ name: 'batas-2', assignee: 'dewi' });
    const { id } = await save({ name: 'batas', query: { nameLike: 'batas-%' } });
    assert.equal(await countOf(id), 2);
    assert.deepEqual(await run(id, undefined, '', 'budi'), ['batas-1']);
    assert.deepEqual(await run(id, { assignee: 'dewi' }, '', 'budi'), []);
    assert.equal(await countOf(id, { assignee: 'dewi' }, 'budi'), 0);
    assert.equal(
      bodyOf<Named>(await tasks.rest('GET', `/filter/${id}?itemCount=true`, undefined, 'dewi'))['itemCount'],
      1,
    );
    for (const [method, path] of [
      ['POST', '/filter/create'],
      ['PUT', `/filter/${id}`],
      ['DELETE', `/filter/${id}`],
    ] as const)
      assert.equal(
        (await tasks.rest(method, path, { name: 'x', resourceType: 'Task', query: {} }, 'budi')).status,
        403,
      );
  });
  it('are refused without a name, of another resource, with a query that POST /task refuses', async () => {
    assert.match(await refusal({ resourceType: 'Task', query: {} }), /name/);
    assert.match(await refusal({ name: '', resourceType: 'Task', query: {} }), /a filter needs a name/);
    assert.match(await refusal({ name: 'x', resourceType: 'Case', query: {} }), /must be "Task"/);
    assert.match(await refusal({ name: 'x', query: {} }), /must be "Task"/);
    assert.match(await refusal({ name: 'x', resourceType: 'Task' }), /query/);
    const ofQuery = (query: unknown) => refusal({ name: 'x', resourceType: 'Task', query });
    assert.match(await ofQuery({ priority: 'tinggi' }), /query.priority/);
    assert.match(await ofQuery({ dueAfter: 'besok' }), /query.dueAfter/);
    assert.match(await ofQuery({ sortBy: 'warna', sortOrder: 'asc' }), /query.sortBy/);
    const { id } = await save({ name: 'utuh', query: { priority: 3 } });
    assert.equal((await tasks.rest('PUT', `/filter/${id}`, { name: 'x', query: { priority: 'a' } })).status, 400);
    assert.equal(
      (await tasks.rest('PUT', `/filter/${id}`, { name: 'x', resourceType: 'Case', query: {} })).status,
      400,
    );
    assert.deepEqual(bodyOf<Named>(await tasks.rest('GET', `/filter/${id}`))['query'], { priority: 3 });
    assert.equal((await tasks.rest('POST', `/filter/${id}/list`, { priority: 'a' })).status, 400);
    assert.equal((await tasks.rest('POST', `/filter/${id}/count`, { sortBy: 'name' })).status, 400);
  });
  it('answer JSON, and say so to who wants HAL only', async () => {
    const { id } = await save({ name: 'hal', query: { name: 'tidak-ada' } });
    const ask = async (path: string, accept: string) =>
      (
        await fetch(`${tasks.server.url}/engine-rest/filter/${id}/${path}`, {
          headers: {
            Accept: accept,
            Authorization: `Basic ${Buffer.from('root:kata-sandi-panjang-123').toString('base64')}`,
          },
        })
      ).status;
    assert.equal(await ask('list', 'application/hal+json'), 406);
    assert.equal(await ask('singleResult', 'application/hal+json'), 406);
    assert.equal(await ask('list', 'application/hal+json, application/json;q=0.9'), 406, 'HAL is wanted more');
    assert.equal(await ask('list', 'application/json, */*'), 200);
    assert.equal(await ask('list', '*/*'), 200);
  });
});

describe('expressions in filters (CVE-2026-109432)', () => {
  const canary = '${currentUser()}';
  const known = (taskList.missing ?? []).filter((name) => name.endsWith('Expression'));
  const everywhere = (name: string): readonly object[] => [
    { [name]: canary },
    { orQueries: [{ [name]: canary }] },
    { orQueries: [{ name: 'x' }, { orQueries: [{ [name]: canary }] }] },
    { taskVariables: [{ name: 'a', operator: 'eq', value: 'b', [name]: canary }] },
  ];

  it('are refused at every depth, known or not, when a filter is made or changed', async () => {
    assert.equal(known.length, 20, 'every expression of the task query');
    const { id } = await save({ name: 'aman', query: { name: 'x' } });
    for (const query of [...known, 'somethingNewExpression'].flatMap(everywhere)) {
      const text = JSON.stringify(query);
      const message = await refusal({ name: 'x', resourceType: 'Task', query });
      assert.match(message, /expressions are not evaluated here/, text);
      assert.equal((await tasks.rest('PUT', `/filter/${id}`, { name: 'x', query })).status, 400, text);
    }
    assert.deepEqual(bodyOf<Named>(await tasks.rest('GET', `/filter/${id}`))['query'], { name: 'x' });
  });
  it('are refused in a query that extends a filter', async () => {
    const { id } = await save({ name: 'luas', query: {} });
    for (const name of known)
      for (const path of ['list', 'count', 'singleResult'])
        assert.equal((await tasks.rest('POST', `/filter/${id}/${path}`, { [name]: canary })).status, 400, name);
  });
  it('in the text of other fields are text: they find what is written so', async () => {
    await tasks.create({ name: canary });
    const { id } = await save({ name: 'harfiah', query: { name: canary } });
    assert.deepEqual(await run(id), [canary]);
    const mine = await save({ name: 'penerima', query: { assignee: canary } });
    assert.deepEqual(await run(mine.id), []);
  });
});
