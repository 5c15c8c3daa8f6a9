import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Row {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
/** Ids of the definitions of the tenant: two versions of the process, the decision. */
let first = '';
let latest = '';
let decision = '';
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const get = async <T = Row>(path: string) => bodyOf<T>(await rest('GET', path));
const post = async <T = Row>(path: string, body: unknown = {}) => bodyOf<T>(await rest('POST', path, body));
const done = async (method: string, path: string, body?: unknown) => {
  const { status, text } = await rest(method, path, body);
  assert.equal(status, 204, `${method} ${path}: ${text}`);
};

const process = (name: string) =>
  oneNode(
    'alamat',
    `<bpmn:userTask id="node" name="${name}"/>`,
    '',
    'camunda:formRef="isian" camunda:formRefBinding="deployment"',
  );
const DECISION = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="graf" name="graf" namespace="t">
  <decision id="putusan" name="putusan"><variable id="v" name="putusan"/><literalExpression id="l"><text>jumlah + 1</text></literalExpression></decision>
</definitions>`;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const FORM = JSON.stringify({
  id: 'isian',
  type: 'default',
  components: [{ type: 'textfield', id: 'a', key: 'nama', label: 'Nama', defaultValue: 'Siti' }],
});
const TENANT = 'tenant-id/dinkes';

async function deploy(name: string): Promise<void> {
  const form = deploymentForm(name, {
    'alamat.bpmn': process(name),
    'alamat.svg': SVG,
    'isian.form': FORM,
    'putusan.dmn': DECISION,
  });
  form.append('tenant-id', 'dinkes');
  bodyOf(await rest('POST', '/deployment/create', form));
}

before(async () => {
  server = await startTestServer({ demo: true });
  await deploy('Satu');
  first = (await get(`/process-definition/key/alamat/${TENANT}`)).id;
  await deploy('Dua');
  latest = (await get(`/process-definition/key/alamat/${TENANT}`)).id;
  decision = (await get(`/decision-definition/key/putusan/${TENANT}`)).id;
});
after(() => server.close());

describe('a process definition by its id and by key and tenant', () => {
  const addresses = () => [`/process-definition/${latest}`, `/process-definition/key/alamat/${TENANT}`];
  it('gives model, diagram, start form and its variables', async () => {
    for (const address of addresses()) {
      assert.equal((await get<{ bpmn20Xml: string }>(`${address}/xml`)).bpmn20Xml, process('Dua'));
      assert.equal((await rest('GET', `${address}/diagram`)).text, SVG);
      assert.deepEqual(await get(`${address}/deployed-start-form`), JSON.parse(FORM));
      assert.deepEqual((await get(`${address}/startForm`))['camundaFormRef'], {
        key: 'isian',
        binding: 'deployment',
        version: null,
      });
      assert.equal((await rest('GET', `${address}/rendered-form`)).status, 404, 'it has no generated form');
      const variables = await get(`${address}/form-variables?variableNames=nama&deserializeValues=false`);
      assert.deepEqual(variables['nama'], { type: 'String', value: 'Siti', valueInfo: {} });
    }
  });
  it('starts, with and without a form, and tells what runs', async () => {
    for (const [index, address] of addresses().entries()) {
      const started = await post(`${address}/start`, { businessKey: `kunci-${index}` });
      assert.equal(started['definitionId'], latest);
      const filled = await post(`${address}/submit-form`, { variables: { nama: { value: 'Siti', type: 'String' } } });
      assert.equal(filled['definitionId'], latest);
      const filters = 'failedJobs=true&incidents=true';
      const [activity] = await get<Row[]>(`${address}/statistics?${filters}`);
      assert.deepEqual([activity?.id, activity?.['instances']], ['node', 2 * (index + 1)]);
      const some = await get<Row[]>(`${address}/statistics?incidentsForType=failedJob`);
      assert.deepEqual(some[0]?.['incidents'], []);
    }
  });
  it('is suspended and kept for a time', async () => {
    for (const address of addresses()) {
      await done('PUT', `${address}/suspended`, { suspended: true, includeProcessInstances: false });
      assert.equal((await get(address))['suspended'], true);
      await done('PUT', `${address}/suspended`, { suspended: false, includeProcessInstances: false });
      await done('PUT', `${address}/history-time-to-live`, { historyTimeToLive: 7 });
      assert.equal((await get(address))['historyTimeToLive'], 7);
    }
  });
});

describe('a decision by its id and by key and tenant', () => {
  const addresses = () => [`/decision-definition/${decision}`, `/decision-definition/key/putusan/${TENANT}`];
  it('gives its model and evaluates', async () => {
    for (const address of addresses()) {
      assert.equal((await get<{ dmnXml: string }>(`${address}/xml`)).dmnXml, DECISION);
      const [row] = await post<Record<string, { value: unknown }>[]>(`${address}/evaluate`, {
        variables: { jumlah: { value: 1, type: 'Integer' } },
      });
      assert.equal(row?.['putusan']?.value, 2);
      await done('PUT', `${address}/history-time-to-live`, { historyTimeToLive: 7 });
      assert.equal((await get(address))['historyTimeToLive'], 7);
    }
  });
});

describe('running instances', () => {
  const start = async (definition: string) =>
    (await post(`/process-definition/${definition}/start`, { businessKey: 'jalan' })).id;
  it('are migrated by a plan that was generated and checked', async () => {
    const plan = await post<Record<string, unknown>>('/migration/generate', {
      sourceProcessDefinitionId: first,
      targetProcessDefinitionId: latest,
      updateEventTriggers: true,
      variables: { pindah: { value: true, type: 'Boolean' } },
    });
    assert.deepEqual(plan['instructions'], [
      { sourceActivityIds: ['node'], targetActivityIds: ['node'], updateEventTrigger: false },
    ]);
    const report = await post<Record<string, unknown>>('/migration/validate', plan);
    assert.deepEqual(report['instructionReports'], []);
    const id = await start(first);
    await done('POST', '/migration/execute', {
      migrationPlan: plan,
      processInstanceIds: [id],
      processInstanceQuery: { processInstanceIds: [id] },
      skipCustomListeners: true,
      skipIoMappings: true,
    });
    assert.equal((await get(`/process-instance/${id}`))['definitionId'], latest);
    assert.equal((await get(`/process-instance/${id}/variables/pindah?deserializeValue=false`))['value'], true);
  });
  it('are modified together, ended and restarted', async () => {
    const [one, two] = [await start(latest), await start(latest)];
    await done('POST', '/modification/execute', {
      processDefinitionId: latest,
      processInstanceIds: [one],
      processInstanceQuery: { processInstanceIds: [two] },
      instructions: [{ type: 'cancel', activityId: 'node' }],
      skipCustomListeners: true,
      skipIoMappings: true,
      annotation: 'salah alamat',
    });
    for (const id of [one, two]) assert.equal((await rest('GET', `/process-instance/${id}`)).status, 404);
    await done('POST', `/process-definition/${latest}/restart`, {
      processInstanceIds: [one],
      historicProcessInstanceQuery: { processInstanceIds: [two] },
      instructions: [{ type: 'startBeforeActivity', activityId: 'node' }],
      initialVariables: true,
      withoutBusinessKey: true,
      skipCustomListeners: true,
      skipIoMappings: true,
    });
    const restarted = await get<Row[]>(
      `/history/process-instance?processDefinitionId=${latest}&sortBy=startTime&sortOrder=desc&maxResults=2`,
    );
    assert.deepEqual(
      new Map(restarted.map((each) => [each['restartedProcessInstanceId'], each['businessKey']])),
      new Map([
        [one, null],
        [two, null],
      ]),
    );
  });
  it('are deleted with and without what they called, and one that is gone is no failure if so asked', async () => {
    const id = await start(latest);
    await done('DELETE', `/process-instance/${id}?skipSubprocesses=true&failIfNotExists=true`);
    await done('DELETE', `/process-instance/${id}?failIfNotExists=false`);
    assert.equal((await rest('DELETE', `/process-instance/${id}`)).status, 404);
  });
  it('go with their definition, without its listeners and mappings if so asked', async () => {
    const id = await start(first);
    await done('DELETE', `/process-definition/${first}?cascade=true&skipCustomListeners=true&skipIoMappings=true`);
    assert.equal((await rest('GET', `/process-instance/${id}`)).status, 404);
  });
});
