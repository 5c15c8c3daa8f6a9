// Over 300 lines because one server is asked all of it, on both databases.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { openDatabase } from '../../server/store/open-database.ts';
import { forEachDatabase } from '../kit/database.ts';
import { bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** A task in a sub-process, with a candidate group and candidate users, whose process a user and a group may start. */
const checking = bpmn(
  'periksa',
  `<bpmn:startEvent id="begin"/><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="tahap"/>
  <bpmn:subProcess id="tahap"><bpmn:startEvent id="in"/><bpmn:sequenceFlow id="f2" sourceRef="in" targetRef="cek"/>
    <bpmn:userTask id="cek" camunda:candidateGroups="dpmptsp.fo" camunda:candidateUsers="rina,budi"/></bpmn:subProcess>
  <bpmn:sequenceFlow id="f3" sourceRef="tahap" targetRef="end"/><bpmn:endEvent id="end"/>`,
).replace(
  'isExecutable="true"',
  'isExecutable="true" camunda:candidateStarterUsers="sari" camunda:candidateStarterGroups="dpmptsp.fo"',
);
const alone = oneNode('sendiri', '<bpmn:userTask id="node" camunda:assignee="wati"/>');
const failing = oneNode('anak', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="gagal"/>');
const calling = oneNode('induk', '<bpmn:callActivity id="node" calledElement="anak"/>');
const answering = bpmn(
  'tanggap',
  `<bpmn:startEvent id="begin"/><bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="tunggu"/><bpmn:userTask id="tunggu"/>
  <bpmn:sequenceFlow id="f2" sourceRef="tunggu" targetRef="end"/><bpmn:endEvent id="end"/>
  <bpmn:subProcess id="sela" triggeredByEvent="true"><bpmn:startEvent id="kabar" isInterrupting="false"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>
    <bpmn:sequenceFlow id="f3" sourceRef="kabar" targetRef="baca"/><bpmn:userTask id="baca"/></bpmn:subProcess>`,
  '<bpmn:message id="m" name="kabar"/>',
);

forEachDatabase('queries', (test) => {
  let server: TestServer;
  const rest = (method: string, path: string, body?: unknown, user?: string) =>
    server.call(method, `/engine-rest${path}`, body, user);
  const list = async (path: string, body?: unknown, user?: string) =>
    bodyOf<Row[]>(await rest(body === undefined ? 'GET' : 'POST', path, body, user));
  const done = async (method: string, path: string, body?: unknown) => {
    const { status, text } = await rest(method, path, body);
    assert.equal(status, 204, text);
  };
  const start = async (key: string, variables: object = {}) =>
    bodyOf<Row>(await rest('POST', `/process-definition/key/${key}/start`, { variables })).id;
  const taskOf = async (instance: string, key: string) => {
    const [task] = await list(`/task?processInstanceId=${instance}&taskDefinitionKey=${key}`);
    assert.ok(task);
    return task;
  };

  before(async () => {
    server = await startTestServer({ demo: true, database: await openDatabase(test.location) });
    const files = { checking, alone, failing, calling, answering };
    bodyOf(
      await rest(
        'POST',
        '/deployment/create',
        deploymentForm(
          'uji',
          Object.fromEntries(Object.entries(files).map(([name, content]) => [`${name}.bpmn`, content])),
        ),
      ),
    );
  });
  after(() => server.close());

  it('tell of a task whether it has comments and attachments, and the variables that it sees or has itself', async () => {
    const task = await taskOf(
      await start('periksa', { nama: { value: 'Ani', type: 'String' }, umur: { value: 30, type: 'Integer' } }),
      'cek',
    );
    await done('POST', `/task/${task.id}/localVariables`, {
      modifications: { nama: { value: 'Budi', type: 'String' }, catatan: { value: true, type: 'Boolean' } },
    });
    const told = async (flags: Readonly<Record<string, boolean>>) => {
      const query = new URLSearchParams({ taskId: task.id, ...(flags as object) });
      const [[got], [posted]] = [
        await list(`/task?${query.toString()}`),
        await list('/task', { taskId: task.id, ...flags }),
      ];
      assert.deepEqual(posted, got);
      return got;
    };
    const plain = await told({ withCommentAttachmentInfo: false });
    for (const name of ['comment', 'attachment', 'variables']) assert.equal(plain && name in plain, false, name);
    const notes = async () => {
      const { comment, attachment } = (await told({ withCommentAttachmentInfo: true })) ?? {
        comment: null,
        attachment: null,
      };
      return [comment, attachment];
    };
    assert.deepEqual(await notes(), [false, false]);
    bodyOf(await rest('POST', `/task/${task.id}/comment/create`, { message: 'lengkap' }));
    assert.deepEqual(await notes(), [true, false]);
    const link = new FormData();
    for (const [part, value] of [
      ['attachment-name', 'peta'],
      ['attachment-type', 'link'],
      ['url', 'http://localhost/peta'],
    ] as const)
      link.append(part, value);
    bodyOf(await rest('POST', `/task/${task.id}/attachment/create`, link));
    assert.deepEqual(await notes(), [true, true]);

    const valuesOf = (row: Row | undefined) =>
      Object.fromEntries(
        Object.entries(row?.['variables'] as Record<string, { value: unknown }>).map(([name, { value }]) => [
          name,
          value,
        ]),
      );
    assert.deepEqual(valuesOf(await told({ withTaskLocalVariablesInReturn: true })), { catatan: true, nama: 'Budi' });
    assert.deepEqual(valuesOf(await told({ withTaskVariablesInReturn: true })), {
      catatan: true,
      nama: 'Budi',
      umur: 30,
    });
    const filter = bodyOf<Row>(
      await rest('POST', '/filter/create', {
        resourceType: 'Task',
        name: 'satu',
        query: { taskId: task.id, withTaskVariablesInReturn: true },
      }),
    );
    const [found] = await list(`/filter/${filter.id}/list`);
    assert.deepEqual(valuesOf(found), { catatan: true, nama: 'Budi', umur: 30 });
  });

  it('find past tasks by who ever had to do with them', async () => {
    const [first, second] = [await start('periksa'), await start('sendiri')];
    const task = await taskOf(first, 'cek');
    await done('POST', `/task/${task.id}/identity-links/delete`, { userId: 'budi', type: 'candidate' });
    await done('POST', `/task/${task.id}/claim`, { userId: 'hadi' });
    await done('POST', `/task/${task.id}/complete`, {});
    const found = async (filters: object) =>
      (await list('/history/task', { ...filters, orQueries: [] }))
        .filter((row) => row['processInstanceId'] === first || row['processInstanceId'] === second)
        .map((row) => row['taskDefinitionKey']);
    assert.deepEqual(await found({ taskInvolvedUser: 'hadi' }), ['cek'], 'who held it');
    assert.deepEqual(await found({ taskInvolvedUser: 'budi' }), ['cek'], 'who is no candidate any more');
    assert.deepEqual(await found({ taskInvolvedUser: 'wati' }), ['node']);
    assert.deepEqual(await found({ taskHadCandidateUser: 'rina' }), ['cek']);
    assert.deepEqual(await found({ taskHadCandidateUser: 'hadi' }), [], 'he held it and was no candidate');
    assert.deepEqual(await found({ taskInvolvedGroup: 'dpmptsp.fo' }), ['cek']);
    assert.deepEqual(await found({ taskHadCandidateGroup: 'dpmptsp.fo' }), ['cek']);
    assert.deepEqual(await found({ taskHadCandidateGroup: 'dpmptsp' }), []);
    assert.deepEqual(await found({ withCandidateGroups: true }), ['cek']);
    assert.deepEqual(await found({ withoutCandidateGroups: true }), ['node']);
    const either = await list('/history/task', {
      processInstanceId: first,
      orQueries: [{ taskInvolvedUser: 'hadi', taskHadCandidateGroup: 'tidak-ada' }],
    });
    assert.equal(either.length, 1);
  });

  it('find past variables by their value, with names and values in any case when that is asked', async () => {
    await start('sendiri', { Kota: { value: 'Cianjur', type: 'String' }, luas: { value: 12, type: 'Integer' } });
    const found = async (filters: object) =>
      (await list('/history/variable-instance', filters)).map((row) => row['name']);
    assert.deepEqual(await found({ variableName: 'Kota', variableValue: 'Cianjur' }), ['Kota']);
    assert.deepEqual(await found({ variableName: 'Kota', variableValue: 'Garut' }), []);
    assert.deepEqual(await found({ variableName: 'kota', variableValue: 'Cianjur' }), []);
    assert.deepEqual(await found({ variableName: 'kota', variableValue: 'Cianjur', variableNamesIgnoreCase: true }), [
      'Kota',
    ]);
    assert.deepEqual(await found({ variableName: 'Kota', variableValue: 'CIANJUR' }), []);
    assert.deepEqual(await found({ variableName: 'Kota', variableValue: 'CIANJUR', variableValuesIgnoreCase: true }), [
      'Kota',
    ]);
    assert.deepEqual(await found({ variableName: 'luas', variableValue: 12 }), ['luas'], 'numbers as numbers');
    assert.deepEqual(await found({ variableName: 'KOTA', variableNamesIgnoreCase: true }), ['Kota']);
    assert.deepEqual(await found({ variableNameLike: 'kot%', variableNamesIgnoreCase: true }), ['Kota']);
    assert.deepEqual(await found({ variableNameLike: 'kot%' }), []);
    assert.equal((await list('/history/variable-instance?variableName=Kota&variableValue=Cianjur')).length, 1);
    const refused = await rest('GET', '/history/variable-instance?variableValue=Cianjur');
    assert.equal(refused.status, 400);
    assert.match(refused.text, /variable name and value are required/);
    assert.equal((await list('/variable-instance?variableName=KOTA&variableNamesIgnoreCase=true')).length, 1);
  });

  it('tell an object of history as it was written when that is asked', async () => {
    await start('sendiri', {
      alamat: {
        value: '{"rt":3}',
        type: 'Object',
        valueInfo: { objectTypeName: 'Alamat', serializationDataFormat: 'application/json' },
      },
    });
    const [one] = await list('/history/variable-instance?variableName=alamat');
    const read = async (query: string) =>
      bodyOf<Row>(await rest('GET', `/history/variable-instance/${encodeURIComponent(one?.id ?? '')}${query}`))[
        'value'
      ];
    assert.deepEqual(await read(''), { rt: 3 });
    assert.equal(await read('?deserializeValues=false'), '{"rt":3}');
    assert.equal(await read('?deserializeValue=false'), '{"rt":3}');
  });

  it('find people by first name, last name and e-mail, in their order', async () => {
    for (const [id, firstName, lastName] of [
      ['siti', 'Siti Nur', 'Aisyah'],
      ['agus', 'Agus', 'Salim'],
    ] as const)
      await done('POST', '/user/create', {
        profile: { id, firstName, lastName, email: `${id}@cianjurkab.go.id` },
        credentials: { password: 'sandi-yang-panjang' },
      });
    assert.deepEqual(bodyOf(await rest('GET', '/user/siti/profile')), {
      id: 'siti',
      firstName: 'Siti Nur',
      lastName: 'Aisyah',
      email: 'siti@cianjurkab.go.id',
    });
    const found = async (query: string) => (await list(`/user?${query}`)).map(({ id }) => id);
    assert.deepEqual(await found('firstName=Siti+Nur'), ['siti']);
    assert.deepEqual(await found('firstName=Siti'), []);
    assert.deepEqual(await found('firstNameLike=%25ti%25'), ['siti', 'wati'], 'those who were here before too');
    assert.deepEqual(await found('lastName=Salim'), ['agus']);
    assert.deepEqual(await found('lastNameLike=Ais%25'), ['siti']);
    assert.deepEqual(await found('email=agus%40cianjurkab.go.id'), ['agus']);
    assert.deepEqual(await found('emailLike=%25go.id&sortBy=firstName&sortOrder=desc'), ['siti', 'agus']);
    assert.deepEqual(await found('emailLike=%25go.id&sortBy=lastName&sortOrder=desc'), ['agus', 'siti']);
    assert.deepEqual(await found('emailLike=%25go.id&sortBy=email&sortOrder=asc'), ['agus', 'siti']);
    await done('PUT', '/user/agus/profile', { firstName: 'Agus', lastName: 'Halim' });
    assert.deepEqual(await found('lastName=Halim'), ['agus']);
    assert.deepEqual(await found('emailLike=agus%25'), [], 'what is left out becomes empty');
  });

  it('find who may start a process, and what somebody may start', async () => {
    const keys = async (query: string, user?: string) =>
      (await list(`/process-definition?${query}`, undefined, user))
        .map((row) => String(row['key']))
        .sort((left, right) => (left < right ? -1 : 1));
    assert.deepEqual(await keys('startableBy=sari'), ['periksa'], 'named herself');
    assert.deepEqual(await keys('startableBy=rina'), ['periksa'], 'by her group');
    assert.deepEqual(await keys('startableBy=budi'), []);
    const [definition] = await list('/process-definition?key=periksa');
    assert.deepEqual(
      (await list(`/user?potentialStarter=${encodeURIComponent(definition?.id ?? '')}`)).map(({ id }) => id),
      ['rina', 'sari'],
    );
    assert.deepEqual(await list('/user?potentialStarter=lain'), []);

    assert.ok((await keys('startablePermissionCheck=true', 'tono')).includes('sendiri'), 'an operator starts all');
    assert.ok((await keys('', 'budi')).includes('sendiri'), 'an officer sees it');
    assert.deepEqual(await keys('startablePermissionCheck=true', 'budi'), [], 'and starts nothing');
    bodyOf(
      await rest('POST', '/authorization/create', {
        type: 1,
        permissions: ['CREATE_INSTANCE'],
        userId: 'budi',
        resourceType: 6,
        resourceId: 'sendiri',
      }),
    );
    assert.deepEqual(await keys('startablePermissionCheck=true', 'budi'), ['sendiri'], 'but what was granted to him');
    assert.deepEqual(
      bodyOf(await rest('GET', '/process-definition/count?startablePermissionCheck=true', undefined, 'budi')),
      { count: 1 },
    );
  });

  it('count incidents where they came about, not where they are told on', async () => {
    await start('induk');
    const [task] = await list('/external-task/fetchAndLock', {
      workerId: 'w',
      maxTasks: 1,
      topics: [{ topicName: 'gagal', lockDuration: 10_000 }],
    });
    await done('POST', `/external-task/${task?.id}/failure`, { workerId: 'w', retries: 0, errorMessage: 'rusak' });
    const counted = async (query: string) =>
      Object.fromEntries(
        (await list(`/process-definition/statistics?${query}`)).map((row) => [
          (row['definition'] as { key: string }).key,
          (row['incidents'] as { incidentCount: number }[])[0]?.incidentCount ?? 0,
        ]),
      );
    const everywhere = await counted('incidents=true');
    assert.deepEqual([everywhere['induk'], everywhere['anak']], [1, 1]);
    const roots = await counted('rootIncidents=true');
    assert.deepEqual([roots['induk'], roots['anak']], [0, 1]);
    assert.equal((await rest('GET', '/process-definition/statistics?incidents=true&rootIncidents=true')).status, 400);

    const [incident] = await list(`/history/incident?processDefinitionKey=anak`);
    assert.ok(incident);
    assert.equal(incident['executionId'], task?.['executionId']);
    const at = async (execution: unknown) =>
      (await list(`/history/incident?executionId=${String(execution)}`)).map(({ id }) => id);
    assert.deepEqual(await at(incident['executionId']), [incident.id]);
    assert.deepEqual(await at('lain'), []);
  });

  it('find the variables of a message where it began something, and nowhere else', async () => {
    const instance = await start('tanggap');
    await done('POST', '/message', {
      messageName: 'kabar',
      processInstanceId: instance,
      processVariablesToTriggeredScope: { isi: { value: 'baru', type: 'String' } },
    });
    const seen = async (key: string) =>
      bodyOf<Record<string, unknown>>(await rest('GET', `/task/${(await taskOf(instance, key)).id}/variables`));
    assert.deepEqual(Object.keys(await seen('baca')), ['isi']);
    assert.deepEqual(await seen('tunggu'), {});
    assert.deepEqual(bodyOf(await rest('GET', `/process-instance/${instance}/variables`)), {});
  });
});
