import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

interface Row {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let instance = '';
let task = '';
const rest = (method: string, path: string, body?: unknown, user?: string) =>
  server.call(method, `/engine-rest${path}`, body, user);
const get = async <T = Row>(path: string) => bodyOf<T>(await rest('GET', path));
const done = async (method: string, path: string, body?: unknown, user?: string) => {
  const { status, text } = await rest(method, path, body, user);
  assert.equal(status, 204, `${method} ${path}: ${text}`);
};
const STRUCTURE = {
  value: '{"a":1}',
  type: 'Object',
  valueInfo: { objectTypeName: 'x.Y', serializationDataFormat: 'application/json' },
};
const decision = (id: string, requires = '') =>
  `<decision id="${id}" name="${id}">${requires}<variable id="v-${id}" name="${id}"/><literalExpression id="l-${id}"><text>1</text></literalExpression></decision>`;

before(async () => {
  server = await startTestServer({ demo: true });
  const files = {
    'jarang.bpmn': bpmn(
      'jarang',
      `<bpmn:startEvent id="s" camunda:formRef="isian" camunda:formRefBinding="deployment"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t"/>
       <bpmn:userTask id="t"/><bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition errorRef="e"/></bpmn:boundaryEvent>
       <bpmn:sequenceFlow id="c" sourceRef="b" targetRef="u"/><bpmn:userTask id="u"/>`,
      '<bpmn:error id="e" errorCode="salah"/>',
    ),
    'isian.form': JSON.stringify({
      id: 'isian',
      type: 'default',
      components: [{ type: 'textfield', id: 'x', key: 'nama', label: 'Nama', defaultValue: 'Siti' }],
    }),
    'graf.dmn': `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="graf-jarang" name="g" namespace="t">${decision('dasar')}${decision('atas', '<informationRequirement id="i"><requiredDecision href="#dasar"/></informationRequirement>')}</definitions>`,
  };
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('jarang', files)));
  instance = bodyOf<Row>(
    await rest('POST', '/process-definition/key/jarang/start', { variables: { bentuk: STRUCTURE } }),
  ).id;
  task = (await get<Row[]>(`/task?processInstanceId=${instance}`))[0]?.id ?? '';
});
after(() => server.close());

it('a requirements graph is found by its key', async () => {
  assert.equal((await get('/decision-requirements-definition/key/graf-jarang'))['key'], 'graf-jarang');
});

it('a count may be asked for with an order, which changes nothing', async () => {
  for (const [path, sortBy] of [
    ['/execution', 'instanceId'],
    ['/external-task', 'id'],
    ['/group', 'id'],
    ['/history/activity-instance', 'startTime'],
    ['/history/process-instance', 'startTime'],
    ['/job', 'jobId'],
    ['/process-instance', 'instanceId'],
    ['/task', 'created'],
    ['/variable-instance', 'variableName'],
  ] as const) {
    const sorting = [{ sortBy, sortOrder: 'asc' }];
    const { count } = bodyOf<{ count: number }>(await rest('POST', `${path}/count`, { sorting }));
    assert.deepEqual(bodyOf(await rest('POST', `${path}/count`, {})), { count }, path);
  }
});

it('structures come as they are stored when they are not to be read', async () => {
  await done('PUT', `/task/${task}/localVariables/bentuk`, STRUCTURE);
  const { id: execution } = (await get<Row[]>(`/execution?processInstanceId=${instance}&activityId=t`))[0] ?? {
    id: '',
  };
  await done('PUT', `/execution/${execution}/localVariables/bentuk`, STRUCTURE);
  for (const place of [
    `/task/${task}/localVariables`,
    `/task/${task}/variables`,
    `/execution/${execution}/localVariables`,
  ]) {
    assert.equal((await get(`${place}/bentuk?deserializeValue=false`))['value'], STRUCTURE.value, place);
    assert.deepEqual((await get(`${place}/bentuk?deserializeValue=true`))['value'], { a: 1 }, place);
    const all = await get<Record<string, { value: unknown }>>(`${place}?deserializeValues=false`);
    assert.equal(all['bentuk']?.value, STRUCTURE.value, place);
  }
  const form = await get<Record<string, { value: unknown }>>(`/task/${task}/form-variables?deserializeValues=false`);
  assert.equal(form['bentuk']?.value, STRUCTURE.value);
  const start = await get<Record<string, { value: unknown }>>(
    '/process-definition/key/jarang/form-variables?deserializeValues=false',
  );
  assert.equal(start['nama']?.value, 'Siti');
});

it('no expression of a query is ever evaluated', async () => {
  const names = [
    ...['processInstanceBusinessKey', 'processInstanceBusinessKeyLike', 'assignee', 'assigneeLike', 'owner'],
    ...['candidateGroup', 'candidateGroups', 'candidateUser', 'involvedUser', 'dueDate', 'dueAfter', 'dueBefore'],
    ...['followUpDate', 'followUpAfter', 'followUpBefore', 'followUpBeforeOrNotExistent'],
    ...['createdOn', 'createdAfter', 'createdBefore'],
  ].map((name) => `${name}Expression`);
  for (const name of names)
    for (const path of ['/task', '/task/count'])
      assert.equal((await rest('POST', path, { [name]: '${1}' })).status, 400, `${path} ${name}`);
});

it('the file of an attachment is downloaded, a variable of a task removed', async () => {
  const form = new FormData();
  form.append('attachment-name', 'Denah');
  form.append('attachment-type', 'text/plain');
  form.append('content', new File(['isi denah'], 'denah.txt'));
  const { id } = bodyOf<Row>(await rest('POST', `/task/${task}/attachment/create`, form));
  assert.equal((await rest('GET', `/task/${task}/attachment/${id}/data`)).text, 'isi denah');
  await done('PUT', `/task/${task}/variables/sementara`, { value: 'x', type: 'String' });
  await done('DELETE', `/task/${task}/variables/sementara`);
  assert.equal((await rest('GET', `/task/${task}/variables/sementara`)).status, 404);
});

it('an error that is reported for a task goes to the event that catches it', async () => {
  await done('POST', `/task/${task}/bpmnError`, {
    errorCode: 'salah',
    errorMessage: 'berkas keliru',
    variables: { alasan: { value: 'x', type: 'String' } },
  });
  const [next] = await get<Row[]>(`/task?processInstanceId=${instance}`);
  assert.equal(next?.['taskDefinitionKey'], 'u');
});

it('a password is changed by who knows his own', async () => {
  const body = (authenticatedUserPassword: string) => ({ password: 'kata-sandi-baru-9', authenticatedUserPassword });
  assert.equal((await rest('PUT', '/user/hadi/credentials', body('salah'))).status, 400);
  await done('PUT', '/user/hadi/credentials', body('kata-sandi-panjang-123'));
});
