// Over 300 lines because every log is told through REST on both databases with one server.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../server/store/open-database.ts';
import { forEachDatabase } from '../kit/database.ts';
import { bodyOf, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Entry {
  readonly id: string;
  readonly [name: string]: unknown;
}

forEachDatabase('history logs', (test) => {
  let server: TestServer;
  const rest = (method: string, path: string, body?: unknown, user?: string) =>
    server.call(method, `/engine-rest${path}`, body, user);
  const list = async (path: string) => bodyOf<Entry[]>(await rest('GET', path));
  const count = async (path: string) => bodyOf<{ count: number }>(await rest('GET', path)).count;
  const start = async (key: string, body: object = {}): Promise<string> =>
    bodyOf<Entry>(await rest('POST', `/process-definition/key/${key}/start`, body)).id;
  const taskOf = async (instance: string): Promise<string> =>
    (await list(`/task?processInstanceId=${instance}`))[0]?.id ?? '';
  const pick = (entries: readonly Entry[], ...names: string[]) =>
    entries.map((entry) => names.map((name) => entry[name]));

  before(async () => {
    server = await startTestServer({ database: await openDatabase(test.location) });
    bodyOf(
      await rest(
        'POST',
        '/deployment/create',
        deploymentForm('log', {
          'manusia.bpmn': oneNode(
            'manusia',
            '<bpmn:userTask id="node" camunda:candidateGroups="dinas" camunda:candidateUsers="rina"/>',
          ),
          'luar.bpmn': oneNode('luar', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="cetak"/>'),
          'nanti.bpmn': oneNode(
            'nanti',
            '<bpmn:serviceTask id="node" camunda:asyncBefore="true" camunda:expression="${hilang}"/>',
          ),
          'waktu.bpmn': oneNode(
            'waktu',
            '<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
          ),
        }),
      ),
    );
  });
  after(() => server.close());

  describe('details', () => {
    it('tell every value that a variable had, from the start on', async () => {
      const id = await start('manusia', {
        variables: { nama: { value: 'Siti' }, jumlah: { value: 1, type: 'Integer' } },
      });
      await rest('PUT', `/process-instance/${id}/variables/jumlah`, { value: 2, type: 'Integer' });
      await rest('POST', `/task/${await taskOf(id)}/complete`, {
        variables: { jumlah: { value: 3, type: 'Integer' } },
      });
      const all = await list(`/history/detail?processInstanceId=${id}&sortBy=occurrence&sortOrder=asc`);
      assert.deepEqual(pick(all, 'type', 'variableName', 'value', 'initial', 'revision'), [
        ['variableUpdate', 'nama', 'Siti', true, 0],
        ['variableUpdate', 'jumlah', 1, true, 0],
        ['variableUpdate', 'jumlah', 2, false, 1],
        ['variableUpdate', 'jumlah', 3, false, 2],
      ]);
      assert.deepEqual(pick(await list(`/history/detail?processInstanceId=${id}&initial=true`), 'variableName'), [
        ['nama'],
        ['jumlah'],
      ]);
      assert.equal(await count(`/history/detail/count?processInstanceId=${id}&variableNameLike=jum%25`), 3);
      const variable = String(all[1]?.['variableInstanceId']);
      const [kept] = await list(`/history/variable-instance?processInstanceId=${id}&variableName=jumlah`);
      assert.equal(variable, kept?.id, 'they name the variable of history');
      assert.equal(await count(`/history/detail/count?variableInstanceId=${encodeURIComponent(variable)}`), 3);
      for (const entry of all)
        assert.deepEqual(bodyOf(await rest('GET', `/history/detail/${entry.id}`)), entry, 'each is found by its id');
      assert.equal((await rest('GET', `/history/detail/${id}:77:0`)).status, 404);
      const [operation] = await list(`/history/user-operation?processInstanceId=${id}&operationType=SetVariable`);
      assert.deepEqual(
        pick(await list(`/history/detail?userOperationId=${String(operation?.['operationId'])}`), 'value'),
        [[2]],
        'what one operation changed is found by it',
      );
    });
    it('tell structures as text or as structures, or leave them out', async () => {
      const daftar = { value: '["a"]', type: 'Json' };
      const id = await start('manusia', { variables: { daftar } });
      const read = async (settings: string) =>
        (await list(`/history/detail?processInstanceId=${id}&${settings}`))[0]?.['value'];
      assert.deepEqual(await read('deserializeValues=true'), ['a']);
      assert.equal(await read('deserializeValues=false'), '["a"]');
      assert.equal(await read('excludeObjectValues=true'), null);
      const filtered = bodyOf<Entry[]>(
        await rest('POST', '/history/detail?deserializeValues=false', {
          processInstanceId: id,
          sorting: [{ sortBy: 'variableName', sortOrder: 'asc' }],
        }),
      );
      assert.deepEqual(pick(filtered, 'value'), [['["a"]']]);
    });
    it('give the bytes of files, and say so when there are none', async () => {
      const berkas = { value: 'aGFsbw==', type: 'File', valueInfo: { filename: 'a.txt', mimeType: 'text/plain' } };
      const id = await start('manusia', { variables: { berkas, teks: { value: 'x' } } });
      const [file] = await list(`/history/detail?processInstanceId=${id}&variableTypeIn=file`);
      const data = await rest('GET', `/history/detail/${file?.id}/data`);
      assert.equal(data.text, 'halo');
      const [text] = await list(`/history/detail?processInstanceId=${id}&variableTypeIn=string`);
      assert.equal((await rest('GET', `/history/detail/${text?.id}/data`)).status, 400);
    });
    it('tell the fields of a form by which a task was completed, besides the variables', async () => {
      const id = await start('manusia');
      const task = await taskOf(id);
      await rest('POST', `/task/${task}/submit-form`, { variables: { setuju: { value: true } } });
      const fields = await list(`/history/detail?processInstanceId=${id}&formFields=true`);
      assert.deepEqual(pick(fields, 'type', 'fieldId', 'fieldValue', 'taskId'), [['formField', 'setuju', true, task]]);
      assert.deepEqual(
        pick(await list(`/history/detail?processInstanceId=${id}&variableUpdates=true`), 'variableName'),
        [['setuju']],
      );
    });
    it('name the task of a variable that belongs to one', async () => {
      const id = await start('manusia', { variables: { umum: { value: 'a' } } });
      const task = await taskOf(id);
      await rest('PUT', `/task/${task}/localVariables/catatan`, { value: 'x' });
      const [detail] = await list(`/history/detail?taskId=${task}`);
      const [shown] = await list(`/history/task?processInstanceId=${id}`);
      assert.deepEqual(
        [detail?.['variableName'], detail?.['taskId'], detail?.['executionId'], detail?.['activityInstanceId']],
        ['catatan', task, shown?.['executionId'], shown?.['activityInstanceId']],
      );
      assert.deepEqual(
        pick(await list(`/history/detail?processInstanceId=${id}&excludeTaskDetails=true`), 'variableName'),
        [['umum']],
      );
    });
    it('go with the variable when it is deleted from history', async () => {
      const id = await start('manusia', { variables: { rahasia: { value: 'a' }, lain: { value: 'b' } } });
      await rest('PUT', `/process-instance/${id}/variables/rahasia`, { value: 'c' });
      await rest('PUT', `/process-instance/${id}/variables/lain`, { value: 'd' });
      assert.equal((await rest('DELETE', `/history/variable-instance/${id}:rahasia`)).status, 204);
      assert.deepEqual(
        pick(await list(`/history/detail?processInstanceId=${id}&sortBy=occurrence&sortOrder=asc`), 'value'),
        [['b'], ['d']],
      );
      assert.equal((await rest('DELETE', `/history/process-instance/${id}/variable-instances`)).status, 204);
      assert.equal(await count(`/history/detail/count?processInstanceId=${id}`), 0);
    });
  });

  describe('the external task log', () => {
    it('tells creation, failures with what the worker said, and success', async () => {
      const id = await start('luar');
      const fetch = async () =>
        bodyOf<Entry[]>(
          await rest('POST', '/external-task/fetchAndLock', {
            workerId: 'pekerja',
            maxTasks: 1,
            topics: [{ topicName: 'cetak', lockDuration: 60_000 }],
          }),
        )[0]?.id ?? '';
      const task = await fetch();
      await rest('POST', `/external-task/${task}/failure`, {
        workerId: 'pekerja',
        errorMessage: 'kertas habis',
        errorDetails: 'baki 2',
        retries: 1,
        retryTimeout: 0,
      });
      await fetch();
      await rest('POST', `/external-task/${task}/complete`, { workerId: 'pekerja' });
      const log = await list(`/history/external-task-log?processInstanceId=${id}`);
      assert.deepEqual(
        pick(
          log,
          'creationLog',
          'failureLog',
          'successLog',
          'deletionLog',
          'topicName',
          'workerId',
          'retries',
          'errorMessage',
        ),
        [
          [true, false, false, false, 'cetak', null, null, null],
          [false, true, false, false, 'cetak', 'pekerja', 1, 'kertas habis'],
          [false, false, true, false, 'cetak', 'pekerja', 1, null],
        ],
      );
      assert.ok(log.every((entry) => entry['externalTaskId'] === task && entry['activityId'] === 'node'));
      assert.equal((await rest('GET', `/history/external-task-log/${log[1]?.id}/error-details`)).text, 'baki 2');
      assert.deepEqual(bodyOf(await rest('GET', `/history/external-task-log/${log[2]?.id}`)), log[2]);
      assert.equal(await count(`/history/external-task-log/count?processInstanceId=${id}&workerId=pekerja`), 2);
      const failures = { externalTaskId: task, failureLog: true, activityIdIn: ['node'] };
      assert.equal(bodyOf<Entry[]>(await rest('POST', '/history/external-task-log', failures)).length, 1);
      assert.equal(
        bodyOf<{ count: number }>(await rest('POST', '/history/external-task-log/count', failures)).count,
        1,
      );
    });
    it('tells that a task was deleted with its instance', async () => {
      const id = await start('luar');
      await rest('DELETE', `/process-instance/${id}`);
      assert.equal(await count(`/history/external-task-log/count?processInstanceId=${id}&deletionLog=true`), 1);
    });
  });

  describe('the job log', () => {
    it('tells every run with what it failed with, and the kind of job in the words of Camunda', async () => {
      const id = await start('nanti');
      const log = await eventually(async () => {
        const entries = await list(
          `/history/job-log?processInstanceId=${id}&sortBy=occurrence&sortOrder=asc&failureLog=true`,
        );
        return entries.length === 3 && entries;
      });
      assert.deepEqual(pick(log, 'jobRetries', 'failedActivityId', 'jobDefinitionType', 'jobDefinitionConfiguration'), [
        [3, 'node', 'async-continuation', 'async-before'],
        [2, 'node', 'async-continuation', 'async-before'],
        [1, 'node', 'async-continuation', 'async-before'],
      ]);
      assert.match(String(log[0]?.['jobExceptionMessage']), /hilang/);
      const stack = await rest('GET', `/history/job-log/${log[0]?.id}/stacktrace`);
      assert.equal(stack.status, 200);
      assert.match(stack.text, /hilang/);
      assert.deepEqual(bodyOf(await rest('GET', `/history/job-log/${log[2]?.id}`)), log[2]);
      const job = String(log[0]?.['jobId']);
      await rest('PUT', `/process-instance/${id}/variables/hilang`, { value: 'ada' });
      await rest('PUT', `/job/${job}/retries`, { retries: 1 });
      await eventually(async () => (await count(`/history/job-log/count?jobId=${job}&successLog=true`)) === 1);
      const [definition] = await list(`/job-definition?activityIdIn=node&processDefinitionKey=nanti`);
      const found = { jobDefinitionId: definition?.id, processInstanceId: id };
      assert.equal(bodyOf<{ count: number }>(await rest('POST', '/history/job-log/count', found)).count, 5);
      assert.equal(bodyOf<Entry[]>(await rest('POST', '/history/job-log?maxResults=2', found)).length, 2);
    });
    it('tells when a timer is due, and that it was deleted with its instance', async () => {
      const id = await start('waktu');
      const [created] = await list(`/history/job-log?processInstanceId=${id}`);
      assert.deepEqual(
        pick([created ?? { id: '' }], 'creationLog', 'jobDefinitionType', 'jobDefinitionConfiguration'),
        [[true, 'timer-intermediate-transition', 'DURATION: PT1H']],
      );
      const [job] = await list(`/job?processInstanceId=${id}`);
      assert.equal(created?.['jobDueDate'], job?.['dueDate']);
      await rest('DELETE', `/process-instance/${id}`);
      assert.equal(await count(`/history/job-log/count?processInstanceId=${id}&deletionLog=true`), 1);
    });
  });

  it('the identity link log tells who came to a task and who left it, and who said so', async () => {
    const id = await start('manusia');
    const task = await taskOf(id);
    await rest('POST', `/task/${task}/claim`, { userId: 'budi' });
    await rest('POST', `/task/${task}/assignee`, { userId: 'sari' });
    await rest('POST', `/task/${task}/identity-links/delete`, { groupId: 'dinas', type: 'candidate' });
    const log = await list(`/history/identity-link-log?taskId=${task}`);
    assert.deepEqual(pick(log, 'operationType', 'type', 'userId', 'groupId', 'assignerId'), [
      ['add', 'candidate', 'rina', null, 'root'],
      ['add', 'candidate', null, 'dinas', 'root'],
      ['add', 'assignee', 'budi', null, 'root'],
      ['delete', 'assignee', 'budi', null, 'root'],
      ['add', 'assignee', 'sari', null, 'root'],
      ['delete', 'candidate', null, 'dinas', 'root'],
    ]);
    assert.equal(await count(`/history/identity-link-log/count?taskId=${task}&operationType=add`), 4);
    assert.equal(await count(`/history/identity-link-log/count?taskId=${task}&groupId=dinas`), 2);
  });

  describe('the user operation log', () => {
    it('tells what a signed-in user did with a task, one entry for each property, grouped by operation', async () => {
      const id = await start('manusia');
      const task = await taskOf(id);
      await rest('POST', `/task/${task}/claim`, { userId: 'budi' });
      await rest('POST', `/task/${task}/assignee`, { userId: 'sari' });
      await rest('POST', `/task/${task}/delegate`, { userId: 'tono' });
      await rest('POST', `/task/${task}/resolve`, {});
      await rest('POST', `/task/${task}/identity-links`, { userId: 'wati', type: 'candidate' });
      await rest('PUT', `/task/${task}/localVariables/catatan`, { value: 'x' });
      await rest('POST', `/task/${task}/complete`, {});
      const log = await list(`/history/user-operation?processInstanceId=${id}`);
      assert.deepEqual(pick(log, 'operationType', 'entityType', 'category', 'property', 'orgValue', 'newValue'), [
        ['Create', 'ProcessInstance', 'Operator', null, null, null],
        ['Claim', 'Task', 'TaskWorker', 'assignee', null, 'budi'],
        ['Assign', 'Task', 'TaskWorker', 'assignee', 'budi', 'sari'],
        ['Delegate', 'Task', 'TaskWorker', 'delegation', null, 'PENDING'],
        ['Delegate', 'Task', 'TaskWorker', 'owner', null, 'sari'],
        ['Delegate', 'Task', 'TaskWorker', 'assignee', 'sari', 'tono'],
        ['Resolve', 'Task', 'TaskWorker', 'delegation', 'PENDING', 'RESOLVED'],
        ['Resolve', 'Task', 'TaskWorker', 'assignee', 'tono', 'sari'],
        ['AddUserLink', 'IdentityLink', 'TaskWorker', 'candidate', null, 'wati'],
        ['SetVariable', 'Variable', 'TaskWorker', null, null, null],
        ['Complete', 'Task', 'TaskWorker', 'delete', 'false', 'true'],
      ]);
      assert.ok(log.slice(1).every((entry) => entry['taskId'] === task && entry['userId'] === 'root'));
      const delegate = String(log[3]?.['operationId']);
      assert.deepEqual(
        pick(await list(`/history/user-operation?operationId=${delegate}`), 'id'),
        log.slice(3, 6).map((entry) => [entry.id]),
      );
      assert.equal(await count(`/history/user-operation/count?taskId=${task}&entityTypeIn=Task,IdentityLink`), 9);
    });
    it('tells what an operator did with instances, jobs and external tasks', async () => {
      const [timer, external] = [await start('waktu'), await start('luar')];
      await rest('PUT', `/process-instance/${timer}/suspended`, { suspended: true });
      await rest('PUT', `/process-instance/${timer}/suspended`, { suspended: false });
      await rest('POST', `/process-instance/${timer}/variables`, {
        modifications: { a: { value: 1 }, b: { value: 2 } },
      });
      const [job] = await list(`/job?processInstanceId=${timer}`);
      await rest('PUT', `/job/${job?.id}/retries`, { retries: 7 });
      await rest('PUT', `/job/${job?.id}/priority`, { priority: 9 });
      await rest('POST', `/process-instance/${timer}/modification`, {
        instructions: [{ type: 'startBeforeActivity', activityId: 'node' }],
      });
      await rest('DELETE', `/process-instance/${timer}`);
      const [task] = await list(`/external-task?processInstanceId=${external}`);
      await rest('PUT', `/external-task/${task?.id}/retries`, { retries: 4 });
      assert.deepEqual(
        pick(
          await list(`/history/user-operation?processInstanceId=${timer}`),
          'operationType',
          'entityType',
          'property',
          'orgValue',
          'newValue',
        ),
        [
          ['Create', 'ProcessInstance', null, null, null],
          ['Suspend', 'ProcessInstance', 'suspensionState', null, 'suspended'],
          ['Activate', 'ProcessInstance', 'suspensionState', null, 'active'],
          ['ModifyVariable', 'Variable', null, null, null],
          ['SetJobRetries', 'Job', 'retries', '3', '7'],
          ['SetPriority', 'Job', 'priority', '0', '9'],
          ['ModifyProcessInstance', 'ProcessInstance', null, null, null],
          ['Delete', 'ProcessInstance', null, null, null],
        ],
      );
      assert.deepEqual(
        pick(await list(`/history/user-operation?externalTaskId=${task?.id}`), 'operationType', 'orgValue', 'newValue'),
        [['SetExternalTaskRetries', null, '4']],
      );
    });
    it('keeps a remark on an operation until it is taken off, and tells that too', async () => {
      const id = await start('manusia');
      const [operation] = await list(`/history/user-operation?processInstanceId=${id}`);
      const operationId = String(operation?.['operationId']);
      const path = `/history/user-operation/${operationId}`;
      assert.equal((await rest('PUT', `${path}/set-annotation`, { annotation: 'atas permintaan' })).status, 204);
      const read = async () => (await list(`/history/user-operation?operationId=${operationId}`))[0]?.['annotation'];
      assert.equal(await read(), 'atas permintaan');
      assert.equal((await rest('PUT', `${path}/clear-annotation`)).status, 204);
      assert.equal(await read(), null);
      const told = await list('/history/user-operation?entityType=OperationLog&sortBy=timestamp&sortOrder=asc');
      assert.deepEqual(
        pick(
          told.filter((entry) => entry['newValue'] === operationId),
          'operationType',
        ),
        [['SetAnnotation'], ['ClearAnnotation']],
      );
      const unknown = await rest('PUT', `/history/user-operation/${id}:99/set-annotation`, { annotation: 'x' });
      assert.equal(unknown.status, 400);
      assert.match(unknown.text, /BadUserRequestException/);
    });
  });

  it('all logs go with the history of an instance', async () => {
    const id = await start('manusia', { variables: { a: { value: 1 } } });
    const [operation] = await list(`/history/user-operation?processInstanceId=${id}`);
    await rest('PUT', `/history/user-operation/${String(operation?.['operationId'])}/set-annotation`, {
      annotation: 'x',
    });
    await rest('POST', `/task/${await taskOf(id)}/complete`, { variables: { a: { value: 2 } } });
    assert.equal((await rest('DELETE', `/history/process-instance/${id}`)).status, 204);
    for (const log of ['detail', 'user-operation'])
      assert.equal(await count(`/history/${log}/count?processInstanceId=${id}`), 0, log);
    const left = await test.database.query('select 1 from history_step where process_instance_id = :id', { id });
    const remarks = await test.database.query('select 1 from operation_annotation where process_instance_id = :id', {
      id,
    });
    assert.deepEqual([left.length, remarks.length], [0, 0]);
  });
});
