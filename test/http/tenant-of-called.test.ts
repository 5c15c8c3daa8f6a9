import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);

/** A decision that tells whose it is. */
const decision = (owner: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">
  <decision id="siapa" name="siapa"><variable id="v" name="siapa"/><literalExpression id="l"><text>"${owner}"</text></literalExpression></decision>
</definitions>`;
const called = (owner: string) =>
  bpmn(
    'anak',
    `<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t"/>
     <bpmn:scriptTask id="t" scriptFormat="javascript" camunda:resultVariable="x"><bpmn:script>execution.setVariable('siapa', '${owner}')</bpmn:script></bpmn:scriptTask>`,
  );
const asks = (key: string, whose: string) =>
  bpmn(
    key,
    `<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t"/>
     <bpmn:businessRuleTask id="t" camunda:decisionRef="siapa" camunda:resultVariable="siapa" camunda:mapDecisionResult="singleEntry" ${whose}/>
     <bpmn:sequenceFlow id="b" sourceRef="t" targetRef="u"/><bpmn:userTask id="u"/>`,
  );
const calls = (key: string, whose: string) =>
  bpmn(
    key,
    `<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="a" sourceRef="s" targetRef="t"/>
     <bpmn:callActivity id="t" calledElement="anak" ${whose}><bpmn:extensionElements><camunda:out variables="all"/></bpmn:extensionElements></bpmn:callActivity>
     <bpmn:sequenceFlow id="b" sourceRef="t" targetRef="u"/><bpmn:userTask id="u"/>`,
  );

async function deploy(owner: string | null): Promise<void> {
  const name = owner ?? 'bersama';
  const form = deploymentForm(name, {
    'siapa.dmn': decision(name),
    'anak.bpmn': called(name),
    'tanya.bpmn': asks('tanya', ''),
    'tanya-bersama.bpmn': asks('tanya-bersama', 'camunda:decisionRefTenantId="${null}"'),
    'tanya-lain.bpmn': asks('tanya-lain', 'camunda:decisionRefTenantId="${lain}"'),
    'panggil.bpmn': calls('panggil', ''),
    'panggil-bersama.bpmn': calls('panggil-bersama', 'camunda:calledElementTenantId="${null}"'),
    'panggil-lain.bpmn': calls('panggil-lain', 'camunda:calledElementTenantId="kesbang"'),
  });
  if (owner !== null) form.append('tenant-id', owner);
  bodyOf(await rest('POST', '/deployment/create', form));
}

async function answerOf(key: string, tenant: string | null): Promise<unknown> {
  const path =
    tenant === null ? `/process-definition/key/${key}` : `/process-definition/key/${key}/tenant-id/${tenant}`;
  const { id } = bodyOf<{ id: string }>(
    await rest('POST', `${path}/start`, { variables: { lain: { value: 'kesbang', type: 'String' } } }),
  );
  return bodyOf<{ value: unknown }>(await rest('GET', `/process-instance/${id}/variables/siapa`)).value;
}

before(async () => {
  server = await startTestServer({ demo: true });
  for (const owner of [null, 'dinkes', 'kesbang']) await deploy(owner);
});
after(() => server.close());

for (const [what, key] of [
  ['a business rule task evaluates the decision', 'tanya'],
  ['a call activity calls the process', 'panggil'],
] as const) {
  it(`${what} of its own tenant`, async () => {
    assert.equal(await answerOf(key, 'dinkes'), 'dinkes');
    assert.equal(await answerOf(key, null), 'bersama');
  });
  it(`${what} of the tenant that the model names, or of none`, async () => {
    assert.equal(await answerOf(`${key}-bersama`, 'dinkes'), 'bersama');
    assert.equal(await answerOf(`${key}-lain`, 'dinkes'), 'kesbang');
  });
}
