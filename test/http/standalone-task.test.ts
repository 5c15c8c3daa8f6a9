import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf } from '../kit/server.ts';
import { type Failure, type Named, TaskClient } from './kit/task-client.ts';

let tasks: TaskClient;
before(async () => {
  tasks = await TaskClient.open();
});
after(() => tasks.server.close());

describe('a task that belongs to no process', () => {
  it('has every field that was given, and is found by them', async () => {
    const parent = await tasks.create({ name: 'induk', tenantId: 'dinas' });
    const given = {
      id: 'surat-1',
      name: 'Siapkan surat',
      description: 'untuk bupati',
      assignee: 'budi',
      owner: 'wati',
      delegationState: 'PENDING',
      due: '2030-01-02T03:04:05.000+0000',
      followUp: '2030-01-01T00:00:00.000+0000',
      priority: 7,
      parentTaskId: parent,
      tenantId: 'dinas',
    };
    await tasks.create(given);
    const task = await tasks.read('surat-1');
    for (const [name, value] of Object.entries(given)) assert.equal(task[name], value, name);
    for (const name of ['executionId', 'processInstanceId', 'processDefinitionId', 'taskDefinitionKey', 'formKey'])
      assert.equal(task[name], null, name);
    assert.deepEqual([task['suspended'], task['taskState']], [false, 'Created']);
    for (const query of [
      `parentTaskId=${parent}`,
      'owner=wati',
      'assignee=budi',
      'delegationState=PENDING',
      'name=Siapkan%20surat',
    ])
      assert.deepEqual(await tasks.ids(`/task?${query}`), ['surat-1'], query);
    const kept = await tasks.historyOf('surat-1');
    assert.deepEqual(
      [kept?.['name'], kept?.['parentTaskId'], kept?.['processInstanceId'], kept?.['endTime'], kept?.['tenantId']],
      ['Siapkan surat', parent, null, null, 'dinas'],
    );
    assert.deepEqual(await tasks.ids(`/history/task?taskParentTaskId=${parent}`), ['surat-1']);
  });
  it('gets an id and priority 0 when none is given, and the tenant of its parent', async () => {
    const parent = await tasks.create({ name: 'atas', tenantId: 'dinas' });
    const id = await tasks.create({ name: 'bawah', parentTaskId: parent });
    const task = await tasks.read(id);
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.deepEqual([task['priority'], task['tenantId'], task['assignee']], [0, 'dinas', null]);
  });
  it('is refused with a parent that is not there, a foreign tenant, a used id, a case or a wrong field', async () => {
    const refused = async (status: number, body: object, type: string, message: RegExp) => {
      const failure = bodyOf<Failure>(await tasks.rest('POST', '/task/create', body), status);
      assert.equal(failure.type, type);
      assert.match(failure.message, message);
    };
    await refused(
      400,
      { parentTaskId: 'tidak-ada' },
      'InvalidRequestException',
      /^Could not save task: Parent task .* does not exist/,
    );
    const parent = await tasks.create({ name: 'bertenant', tenantId: 'a' });
    await refused(500, { parentTaskId: parent, tenantId: 'b' }, 'ProcessEngineException', /different tenantId/);
    await tasks.create({ id: 'sekali' });
    await refused(500, { id: 'sekali' }, 'ProcessEngineException', /There is or was a task/);
    await tasks.done('POST', '/task/sekali/complete', {});
    await refused(500, { id: 'sekali' }, 'ProcessEngineException', /There is or was a task/);
    await refused(400, { caseInstanceId: 'k' }, 'InvalidRequestException', /caseInstanceId/);
    await refused(400, { delegationState: 'DONE' }, 'InvalidRequestException', /delegationState/);
    await refused(400, { due: 'besok' }, 'InvalidRequestException', /due/);
    await refused(400, { id: 'a/b' }, 'InvalidRequestException', /letters, digits/);
    const { instance, task } = await tasks.startTask();
    await tasks.done('PUT', `/process-instance/${instance}/suspended`, { suspended: true });
    await refused(400, { parentTaskId: task }, 'SuspendedEntityInteractionException', /is suspended/);
    assert.equal((await tasks.rest('POST', '/task/create', { name: 'x' }, 'budi')).status, 403, 'officers make none');
  });
  it('is claimed, given back, assigned, delegated, resolved and edited', async () => {
    const id = await tasks.create({ name: 'langkah' });
    const seen = async () => {
      const { assignee, owner, delegationState } = await tasks.read(id);
      return [assignee, owner, delegationState];
    };
    await tasks.done('POST', `/task/${id}/claim`, { userId: 'budi' });
    const taken = bodyOf<Failure>(await tasks.rest('POST', `/task/${id}/claim`, { userId: 'dewi' }), 500);
    assert.equal(taken.type, 'TaskAlreadyClaimedException');
    assert.deepEqual(await seen(), ['budi', null, null]);
    await tasks.done('POST', `/task/${id}/unclaim`);
    await tasks.done('POST', `/task/${id}/assignee`, { userId: 'dewi' });
    await tasks.done('POST', `/task/${id}/delegate`, { userId: 'wati' });
    assert.deepEqual(await seen(), ['wati', 'dewi', 'PENDING']);
    await tasks.done('POST', `/task/${id}/resolve`, { variables: { hasil: { value: 'baik', type: 'String' } } });
    assert.deepEqual(await seen(), ['dewi', 'dewi', 'RESOLVED']);
    const parent = await tasks.create({ name: 'atasan' });
    await tasks.done('PUT', `/task/${id}`, {
      name: 'baru',
      description: 'isi',
      priority: 9,
      parentTaskId: parent,
      caseInstanceId: null,
    });
    const task = await tasks.read(id);
    assert.deepEqual(
      [task['name'], task['description'], task['priority'], task['parentTaskId'], task['assignee'], task['taskState']],
      ['baru', 'isi', 9, parent, null, 'Updated'],
    );
    assert.deepEqual(
      [(await tasks.historyOf(id))?.['name'], (await tasks.historyOf(id))?.['parentTaskId']],
      ['baru', parent],
    );
    assert.deepEqual(bodyOf(await tasks.rest('GET', `/task/${id}/form`)), {
      key: null,
      camundaFormRef: null,
      contextPath: null,
    });
  });
  it('has variables of its own, which are listed, found by, and kept by history', async () => {
    const id = await tasks.create({ name: 'bervariabel' });
    const value = (text: string) => ({ value: text, type: 'String' });
    await tasks.done('PUT', `/task/${id}/variables/a`, value('satu'));
    await tasks.done('PUT', `/task/${id}/localVariables/b`, value('dua'));
    await tasks.done('POST', `/task/${id}/variables`, {
      modifications: { c: value('tiga'), d: value('empat') },
      deletions: ['a'],
    });
    await tasks.done('DELETE', `/task/${id}/localVariables/d`);
    for (const kind of ['variables', 'localVariables'])
      assert.deepEqual(
        bodyOf(await tasks.rest('GET', `/task/${id}/${kind}`)),
        { b: { ...value('dua'), valueInfo: {} }, c: { ...value('tiga'), valueInfo: {} } },
        kind,
      );
    assert.equal(bodyOf<Named>(await tasks.rest('GET', `/task/${id}/variables/c`))['value'], 'tiga');
    assert.equal((await tasks.rest('GET', `/task/${id}/variables/a`)).status, 404);
    assert.deepEqual(
      Object.keys(bodyOf<object>(await tasks.rest('GET', `/task/${id}/form-variables?variableNames=b`))),
      ['b'],
    );
    const found = bodyOf<Named[]>(
      await tasks.rest('POST', '/task', { taskVariables: [{ name: 'b', operator: 'eq', value: 'dua' }] }),
    );
    assert.deepEqual(
      found.map((task) => task.id),
      [id],
    );
    const [listed, ...others] = await tasks.list(`/variable-instance?taskIdIn=${id}&variableName=b`);
    assert.equal(others.length, 0);
    assert.deepEqual(
      [listed?.['taskId'], listed?.['processInstanceId'], listed?.['executionId'], listed?.['value']],
      [id, null, null, 'dua'],
    );
    await tasks.done('POST', `/task/${id}/complete`, {});
    assert.deepEqual(await tasks.list(`/variable-instance?taskIdIn=${id}`), []);
    const kept = await tasks.list(`/history/variable-instance?taskIdIn=${id}&sortBy=variableName&sortOrder=asc`);
    assert.deepEqual(
      kept.map((each) => [each['name'], each['taskId'], each['processInstanceId']]),
      [
        ['b', id, null],
        ['c', id, null],
      ],
    );
  });
  it('is completed with variables, and history says by whom', async () => {
    const id = await tasks.create({ name: 'selesai', assignee: 'budi' });
    await tasks.done('PUT', `/task/${id}/variables/awal`, { value: 1, type: 'Integer' });
    const variables = { akhir: { value: 2, type: 'Integer' } };
    const answer = bodyOf<Record<string, Named>>(
      await tasks.rest('POST', `/task/${id}/complete`, { variables, withVariablesInReturn: true }),
    );
    assert.deepEqual([answer['awal']?.['value'], answer['akhir']?.['value']], [1, 2]);
    assert.equal((await tasks.rest('GET', `/task/${id}`)).status, 404);
    const kept = await tasks.historyOf(id);
    assert.deepEqual([kept?.['deleteReason'], kept?.['taskState']], ['completed', 'Completed']);
    assert.notEqual(kept?.['endTime'], null);
    const again = bodyOf<Failure>(await tasks.rest('POST', `/task/${id}/complete`, {}), 500);
    assert.match(again.message, /^Cannot complete task/);
  });
  it('is claimed by one of many who try at once, and keeps all candidates that come at once', async () => {
    const id = await tasks.create({ name: 'rebutan' });
    const users = Array.from({ length: 12 }, (_, index) => `u${index}`);
    await Promise.all(
      users.map((userId) => tasks.done('POST', `/task/${id}/identity-links`, { userId, type: 'candidate' })),
    );
    assert.equal((await tasks.list(`/task/${id}/identity-links?type=candidate`)).length, users.length);
    const claims = await Promise.all(users.map((userId) => tasks.rest('POST', `/task/${id}/claim`, { userId })));
    const statuses = claims.map(({ status }) => status);
    assert.deepEqual(
      statuses.toSorted((left, right) => left - right),
      [204, ...Array.from({ length: 11 }, () => 500)],
    );
    assert.equal((await tasks.read(id))['assignee'], users[statuses.indexOf(204)]);
  });
  it('throws nothing that anybody could catch', async () => {
    const id = await tasks.create({ name: 'sendiri' });
    assert.match(
      bodyOf<Failure>(await tasks.rest('POST', `/task/${id}/bpmnError`, { errorCode: 'x' }), 500).message,
      /belongs to no process/,
    );
    assert.equal((await tasks.rest('POST', `/task/${id}/bpmnEscalation`, { escalationCode: 'x' })).status, 500);
    assert.equal((await tasks.read(id))['name'], 'sendiri');
  });
  it('takes comments, which outlive it', async () => {
    const id = await tasks.create({ name: 'dibahas' });
    const comment = bodyOf<Named>(await tasks.rest('POST', `/task/${id}/comment/create`, { message: 'segera' }));
    assert.deepEqual(
      [comment['taskId'], comment['processInstanceId'], comment['rootProcessInstanceId']],
      [id, null, null],
    );
    await tasks.done('DELETE', `/task/${id}`);
    assert.deepEqual(
      (await tasks.list(`/task/${id}/comment`)).map((each) => each['message']),
      ['segera'],
    );
  });
  it('is deleted, which history tells; a task of a process or no task is not', async () => {
    const id = await tasks.create({ name: 'salah' });
    await tasks.done('DELETE', `/task/${id}`);
    assert.deepEqual(
      [(await tasks.historyOf(id))?.['deleteReason'], (await tasks.historyOf(id))?.['taskState']],
      ['deleted', 'Deleted'],
    );
    assert.equal((await tasks.rest('DELETE', `/task/${id}`)).status, 404);
    const { task } = await tasks.startTask();
    const refused = bodyOf<Failure>(await tasks.rest('DELETE', `/task/${task}`), 500);
    assert.equal(refused.type, 'ProcessEngineException');
    assert.match(refused.message, /part of a running process/);
  });
});
