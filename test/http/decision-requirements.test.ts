import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, eventually, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
let deployed: Named;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const decision = (id: string, attributes = '', requires = '') =>
  `<decision id="${id}" name="${id}" ${attributes}>${requires}<variable id="v_${id}" name="${id}"/><literalExpression id="x_${id}"><text>1</text></literalExpression></decision>`;
const requires = (id: string) =>
  `<informationRequirement id="r_${id}"><requiredDecision href="#${id}"/></informationRequirement>`;
const dmn = (id: string, content: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="${id}" name="Berkas ${id}" namespace="http://alur.test/dmn">${content}</definitions>`;
const graph = dmn(
  'izin',
  decision('biaya', 'camunda:historyTimeToLive="P30D" camunda:versionTag="v1"') +
    decision('lama', '', requires('biaya')),
);

before(async () => {
  server = await startTestServer();
  const deploy = async (name: string, tenant?: string) => {
    const form = deploymentForm(name, {
      'izin.dmn': graph,
      'izin.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'satu.dmn': dmn('tunggal', decision('satu')),
    });
    if (tenant) form.append('tenant-id', tenant);
    return bodyOf<Named>(await rest('POST', '/deployment/create', form));
  };
  await deploy('lama');
  deployed = await deploy('baru');
  await deploy('kota', 'kota');
});
after(() => server.close());

describe('a requirements graph', () => {
  it('is made of a file with several decisions, which name it; a single decision has none', async () => {
    const [latest, ...others] = bodyOf<Named[]>(
      await rest('GET', '/decision-requirements-definition?key=izin&latestVersion=true&withoutTenantId=true'),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(
      { ...latest, id: '' },
      {
        id: '',
        key: 'izin',
        category: 'http://alur.test/dmn',
        name: 'Berkas izin',
        version: 2,
        resource: 'izin.dmn',
        deploymentId: deployed.id,
        tenantId: null,
      },
    );
    assert.deepEqual(Object.values(deployed['deployedDecisionRequirementsDefinitions'] as object), [latest]);
    const decisions = bodyOf<Named[]>(
      await rest('GET', `/decision-definition?decisionRequirementsDefinitionId=${latest?.id}&sortBy=key&sortOrder=asc`),
    );
    assert.deepEqual(
      decisions.map((each) => [each['key'], each['decisionRequirementsDefinitionKey'], each['category']]),
      [
        ['biaya', 'izin', 'http://alur.test/dmn'],
        ['lama', 'izin', 'http://alur.test/dmn'],
      ],
    );
    const alone = bodyOf<Named[]>(await rest('GET', '/decision-definition?withoutDecisionRequirementsDefinition=true'));
    assert.deepEqual([...new Set(alone.map((each) => each['key']))], ['satu']);
  });
  it('is counted, and found within a tenant or without', async () => {
    const path = '/decision-requirements-definition';
    assert.deepEqual(bodyOf(await rest('GET', `${path}/count`)), { count: 3 });
    assert.deepEqual(bodyOf(await rest('GET', `${path}/count?tenantIdIn=kota`)), { count: 1 });
    const both = 'tenantIdIn=kota&includeDecisionRequirementsDefinitionsWithoutTenantId=true';
    assert.deepEqual(bodyOf(await rest('GET', `${path}/count?${both}`)), { count: 3 });
    assert.deepEqual(bodyOf(await rest('GET', `${path}/count?nameLike=${encodeURIComponent('%izin')}`)), { count: 3 });
    const ofTenant = bodyOf<Named>(await rest('GET', `${path}/key/izin/tenant-id/kota`));
    assert.deepEqual([ofTenant['tenantId'], ofTenant['version']], ['kota', 1]);
    assert.deepEqual(bodyOf(await rest('GET', `${path}/${ofTenant.id}`)), ofTenant);
    assert.deepEqual(bodyOf(await rest('GET', `${path}/${ofTenant.id}/xml`)), { id: ofTenant.id, dmnXml: graph });
    assert.equal(bodyOf<Named>(await rest('GET', `${path}/key/izin/xml`))['dmnXml'], graph);
    const unknown = bodyOf<Named>(await rest('GET', `${path}/key/tiada`), 404);
    assert.deepEqual(
      [unknown['type'], unknown['message']],
      ['RestException', 'No matching decision requirements definition with key: tiada and no tenant-id'],
    );
    assert.equal(bodyOf<Named>(await rest('GET', `${path}/tiada/xml`), 404)['type'], 'InvalidRequestException');
  });
  it('shows the image that was deployed beside its file, or nothing', async () => {
    const image = await rest('GET', '/decision-requirements-definition/key/izin/diagram');
    assert.deepEqual([image.status, image.headers.get('Content-Type')], [200, 'image/svg+xml']);
    assert.match(image.text, /^<svg/);
    assert.equal((await rest('GET', '/decision-definition/key/satu/diagram')).status, 204);
  });
});

describe('the time that evaluations of a decision are kept', () => {
  it('is read from the model and set by id and by key', async () => {
    const read = async () => bodyOf<Named>(await rest('GET', '/decision-definition/key/biaya'));
    const found = await read();
    assert.deepEqual([found['historyTimeToLive'], found['versionTag']], [30, 'v1']);
    for (const [path, days] of [
      [`/decision-definition/${found.id}`, 5],
      ['/decision-definition/key/biaya', null],
    ] as const) {
      assert.equal((await rest('PUT', `${path}/history-time-to-live`, { historyTimeToLive: days })).status, 204);
      assert.equal((await read())['historyTimeToLive'], days);
    }
    assert.equal((await rest('PUT', `/decision-definition/${found.id}/history-time-to-live`, {})).status, 400);
    const unknown = await rest('PUT', '/decision-definition/tiada/history-time-to-live', { historyTimeToLive: 1 });
    assert.equal(unknown.status, 404);
  });
  it('must be a number of days', async () => {
    const broken = dmn('berkas', decision('rusak', 'camunda:historyTimeToLive="sebulan"'));
    const answer = await rest('POST', '/deployment/create', deploymentForm('rusak', { 'rusak.dmn': broken }));
    assert.equal(answer.status, 400);
    assert.match(answer.text, /DMN-015/);
  });
});

describe('a decision that imports another file of its deployment', () => {
  const file = (name: string, content: string) =>
    dmn(name, content).replace('http://alur.test/dmn', `http://alur.test/${name}`);
  const fees = file(
    'tarif',
    `<businessKnowledgeModel id="kali" name="kali dua"><variable name="kali dua"/><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
     <decision id="dasar" name="dasar"><variable name="dasar"/><literalExpression><text>hari + 1</text></literalExpression></decision>`,
  );
  const total = file(
    'total',
    `<import name="tarif" namespace="http://alur.test/tarif" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>
     <decision id="jumlah" name="jumlah"><variable name="jumlah"/>
       <informationRequirement><requiredDecision href="http://alur.test/tarif#dasar"/></informationRequirement>
       <knowledgeRequirement><requiredKnowledge href="http://alur.test/tarif#kali"/></knowledgeRequirement>
       <invocation><literalExpression><text>tarif.kali dua</text></literalExpression><binding><parameter name="n"/><literalExpression><text>tarif.dasar</text></literalExpression></binding></invocation></decision>`,
  );
  const process = bpmn(
    'hitung',
    `<bpmn:startEvent id="start"/><bpmn:businessRuleTask id="decide" camunda:decisionRef="jumlah" camunda:mapDecisionResult="singleEntry" camunda:resultVariable="hasil"/><bpmn:userTask id="wait"/>
     <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="decide"/><bpmn:sequenceFlow id="b" sourceRef="decide" targetRef="wait"/>`,
  );
  const hari = { hari: { type: 'Integer', value: 4 } };

  it('is evaluated in a business rule task and by itself; history keeps what was evaluated in both files', async () => {
    const files = { 'total.dmn': total, 'tarif.dmn': fees, 'hitung.bpmn': process };
    bodyOf(await rest('POST', '/deployment/create', deploymentForm('impor', files)));
    const { id } = bodyOf<Named>(await rest('POST', '/process-definition/key/hitung/start', { variables: hari }));
    const variable = await eventually(
      async () =>
        bodyOf<Named[]>(await rest('GET', `/variable-instance?processInstanceIdIn=${id}&variableName=hasil`))[0],
    );
    assert.equal(variable['value'], 10);
    const kept = bodyOf<Named[]>(
      await rest('GET', `/history/decision-instance?processInstanceId=${id}&includeOutputs=true`),
    );
    assert.deepEqual(kept.map((each) => String(each['decisionDefinitionKey'])).sort(), ['dasar', 'jumlah']);
    const [row] = bodyOf<{ jumlah: { value: number } }[]>(
      await rest('POST', '/decision-definition/key/jumlah/evaluate', { variables: hari }),
    );
    assert.equal(row?.jumlah.value, 10);
  });

  it('is refused without that file', async () => {
    const refused = await rest('POST', '/deployment/create', deploymentForm('impor', { 'total.dmn': total }));
    assert.equal(refused.status, 400);
    assert.match(refused.text, /DMN-032.*http:\/\/alur.test\/tarif/);
  });
});
