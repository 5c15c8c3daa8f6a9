import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { recordedCalls } from '../kit/call-record.ts';
import { bodyOf, bpmn, deploymentForm, eventually, oneNode, startTestServer, type TestServer } from '../kit/server.ts';
import { errorRows } from './kit/error-rows.ts';

interface Row {
  readonly id: string;
}
let server: TestServer;
before(async () => {
  server = await startTestServer({ demo: true });
});
after(() => server.close());

const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const value = { value: 'x', type: 'String' };
const wrong = { value: 'bukan angka', type: 'Integer' };

/** Bodies of the operations that are asked with what is not there. */
const BODIES: Readonly<Record<string, unknown>> = {
  suspended: { suspended: true },
  bpmnError: { workerId: 'w', errorCode: 'e' },
  bpmnEscalation: { escalationCode: 'e' },
  complete: { workerId: 'w' },
  failure: { workerId: 'w' },
  extendLock: { workerId: 'w', newDuration: 1_000 },
  lock: { workerId: 'w', lockDuration: 1_000 },
  claim: { userId: 'budi' },
  assignee: { userId: 'budi' },
  delegate: { userId: 'budi' },
  variables: { modifications: { x: value } },
  localVariables: { modifications: { x: value } },
  '{varName}': value,
};

/** What needs something that is there. */
async function askWithFixtures(): Promise<void> {
  const field =
    '<bpmn:extensionElements><camunda:formData><camunda:formField id="umur" type="long"><camunda:validation><camunda:constraint name="required"/></camunda:validation></camunda:formField></camunda:formData></bpmn:extensionElements>';
  const files = {
    orang: oneNode('orang', `<bpmn:userTask id="node">${field}</bpmn:userTask>`),
    formulir: oneNode('formulir', '<bpmn:userTask id="node"/>').replace(
      '<bpmn:startEvent id="begin" />',
      `<bpmn:startEvent id="begin">${field}</bpmn:startEvent>`,
    ),
    pekerja: oneNode('pekerja', '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="kerja"/>'),
    lanjut: bpmn(
      'lanjut',
      '<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="a"/><bpmn:serviceTask id="a" camunda:type="external" camunda:topic="lanjut"/><bpmn:sequenceFlow id="g" sourceRef="a" targetRef="b"/><bpmn:serviceTask id="b" camunda:expression="${tidak.ada}"/>',
    ),
    gagal: oneNode('gagal', '<bpmn:serviceTask id="node" camunda:expression="${tidak.ada}"/>'),
    tugas: oneNode(
      'tugas',
      '<bpmn:serviceTask id="node" camunda:asyncBefore="true" camunda:expression="${tidak.ada}"><bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R1/PT1S</camunda:failedJobRetryTimeCycle></bpmn:extensionElements></bpmn:serviceTask>',
    ),
  };
  bodyOf(
    await rest(
      'POST',
      '/deployment/create',
      deploymentForm('uji', Object.fromEntries(Object.entries(files).map(([name, xml]) => [`${name}.bpmn`, xml]))),
    ),
  );
  const list = async (path: string) => bodyOf<Row[]>(await rest('GET', path));
  const definition = async (key: string) =>
    encodeURIComponent((await list(`/process-definition?key=${key}`))[0]?.id ?? '');
  const start = async (key: string) => bodyOf<Row>(await rest('POST', `/process-definition/key/${key}/start`, {})).id;

  for (const address of ['key/gagal', await definition('gagal')])
    await rest('POST', `/process-definition/${address}/start`, {});
  for (const address of ['key/orang', await definition('orang')])
    await rest('POST', `/process-definition/${address}/start`, { variables: { x: wrong } });
  await rest('POST', '/process-definition/key/formulir/submit-form', { variables: {} });

  const instance = await start('orang');
  const [task] = await list(`/task?processInstanceId=${instance}`);
  const one = `/task/${task?.id}`;
  await rest('POST', `${one}/submit-form`, { variables: {} });
  await rest('POST', `${one}/bpmnError`, {});
  await rest('POST', `${one}/bpmnEscalation`, {});
  await rest('POST', `${one}/bpmnEscalation`, { escalationCode: 'tak-tertangkap' });
  await rest('DELETE', one);
  for (const scope of [
    `/process-instance/${instance}/variables`,
    `/execution/${instance}/localVariables`,
    `${one}/variables`,
    `${one}/localVariables`,
  ]) {
    await rest('GET', `${scope}/tidak-ada`);
    await rest('PUT', `${scope}/x`, wrong);
    await rest('POST', scope, { modifications: { x: wrong } });
  }
  await rest('POST', `${one}/claim`, { userId: 'budi' });
  await rest('POST', `${one}/claim`, { userId: 'rina' });

  const work = async (key: string, topicName: string) => {
    await start(key);
    const topics = [{ topicName, lockDuration: 600_000 }];
    const [external] = bodyOf<Row[]>(
      await rest('POST', '/external-task/fetchAndLock', { workerId: 'w', maxTasks: 1, topics }),
    );
    return `/external-task/${external?.id}`;
  };
  const locked = await work('pekerja', 'kerja');
  for (const call of ['complete', 'failure', 'bpmnError', 'extendLock', 'lock'])
    await rest('POST', `${locked}/${call}`, { ...(BODIES[call] as object), workerId: 'lain' });
  await rest('POST', `${await work('lanjut', 'lanjut')}/complete`, { workerId: 'w' });

  await rest('POST', '/message', { messageName: 'tidak-ditunggu' });
  await rest('POST', '/signal', {});
  await rest('POST', '/signal', { name: 'tidak-ditunggu', executionId: instance });
  const failed = await start('tugas');
  const incident = await eventually(async () => (await list(`/incident?processInstanceId=${failed}`))[0]);
  await rest('DELETE', `/incident/${incident.id}`);
  const [job] = await list(`/job?processInstanceId=${failed}`);
  await rest('POST', `/job/${job?.id}/execute`);
  await rest('POST', '/deployment/create', deploymentForm('rusak', { 'rusak.bpmn': '<bpmn/>' }));
  await rest('POST', '/deployment/create', deploymentForm('kosong', {}));
  const [source, target] = [await definition('orang'), await definition('pekerja')].map(decodeURIComponent);
  await rest('POST', '/migration/execute', {
    processInstanceIds: [instance],
    migrationPlan: {
      sourceProcessDefinitionId: source,
      targetProcessDefinitionId: target,
      instructions: [{ sourceActivityIds: ['node'], targetActivityIds: ['node'] }],
    },
  });
}

it('every operation answers each error of the contract with its status and its type', async () => {
  await askWithFixtures();
  for (const operation of new Set(errorRows.flatMap(([, , operations]) => operations))) {
    const [method = '', path = ''] = operation.split(' ');
    if (!path.includes('{')) continue;
    const last = path.split('/').at(-1) ?? '';
    const body = method === 'GET' || method === 'DELETE' ? undefined : (BODIES[last] ?? {});
    await rest(method, path.replaceAll(/\{[^}]*\}/g, 'tidak-ada'), body);
  }
  const records = recordedCalls();
  const missing = errorRows.flatMap(([what, answer, operations]) =>
    operations
      .filter((operation) => !records.get(operation)?.answers.has(answer))
      .map((operation) => {
        const answers = [...(records.get(operation)?.answers ?? [])].filter((each) => / /.test(each)).join(', ');
        return `${operation} does not answer ${answer} when ${what}; it answered ${answers}`;
      }),
  );
  assert.equal(missing.join('\n'), '');
});
