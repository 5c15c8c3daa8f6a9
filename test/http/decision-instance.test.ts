import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, oneNode, startTestServer, type TestServer } from '../kit/server.ts';

interface Clause {
  readonly clauseId: string | null;
  readonly clauseName: string | null;
  readonly ruleId?: string | null;
  readonly ruleOrder?: number | null;
  readonly variableName?: string;
  readonly value: unknown;
  readonly type: string;
}
interface DecisionInstance {
  readonly id: string;
  readonly decisionDefinitionKey: string;
  readonly rootDecisionInstanceId: string | null;
  readonly processInstanceId: string | null;
  readonly activityId: string | null;
  readonly userId: string | null;
  readonly collectResultValue: number | null;
  readonly inputs: readonly Clause[];
  readonly outputs: readonly Clause[];
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const list = async (query: string) =>
  bodyOf<DecisionInstance[]>(await rest('GET', `/history/decision-instance?${query}`));
const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="tarif" namespace="test">
  <decision id="golongan" name="Golongan"><decisionTable id="t1" hitPolicy="FIRST">
    <input id="i1" label="Luas"><inputExpression id="e1" typeRef="number"><text>luas</text></inputExpression></input>
    <output id="o1" label="Golongan" name="golongan" typeRef="string"/>
    <rule id="r1"><inputEntry id="x1"><text>&lt; 100</text></inputEntry><outputEntry id="y1"><text>"kecil"</text></outputEntry></rule>
    <rule id="r2"><inputEntry id="x2"><text></text></inputEntry><outputEntry id="y2"><text>"besar"</text></outputEntry></rule>
  </decisionTable></decision>
  <decision id="tarif" name="Tarif"><informationRequirement id="ir"><requiredDecision href="#golongan"/></informationRequirement>
    <decisionTable id="t2" hitPolicy="COLLECT" aggregation="SUM">
    <input id="i2"><inputExpression id="e2" typeRef="string"><text>golongan</text></inputExpression></input>
    <output id="o2" name="rupiah" typeRef="number"/>
    <rule id="r3"><inputEntry id="x3"><text>"kecil"</text></inputEntry><outputEntry id="y3"><text>1000</text></outputEntry></rule>
    <rule id="r4"><inputEntry id="x4"><text></text></inputEntry><outputEntry id="y4"><text>500</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>`;
const files = {
  'tarif.dmn': dmn,
  'hitung.bpmn': oneNode(
    'hitung',
    '<bpmn:businessRuleTask id="node" camunda:decisionRef="tarif" camunda:decisionRefBinding="deployment" camunda:resultVariable="hasil" camunda:mapDecisionResult="singleEntry"/>',
  ),
  'urut.bpmn': bpmn(
    'urut',
    '<bpmn:startEvent id="a"/><bpmn:businessRuleTask id="b" camunda:decisionRef="golongan" camunda:resultVariable="hasil"/><bpmn:scriptTask id="c" scriptFormat="javascript"><bpmn:script>1 + 1</bpmn:script></bpmn:scriptTask><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="b"/><bpmn:sequenceFlow id="g" sourceRef="b" targetRef="c"/>',
  ),
  'gagal.bpmn': oneNode(
    'gagal',
    '<bpmn:businessRuleTask id="node" camunda:decisionRef="golongan" camunda:resultVariable="hasil"><bpmn:extensionElements><camunda:inputOutput><camunda:outputParameter name="x">${tidakAda.y}</camunda:outputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:businessRuleTask>',
  ),
};

before(async () => {
  server = await startTestServer();
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('tarif', files)));
});
after(() => server.close());

describe('the history of decisions', () => {
  it('tells how a business rule task came to its result, with the decisions it requires', async () => {
    const { id } = bodyOf<{ id: string }>(
      await rest('POST', '/process-definition/key/hitung/start', { variables: { luas: { value: 40 } } }),
    );
    const all = await list(`processInstanceId=${id}&includeInputs=true&includeOutputs=true`);
    const [required, asked] = ['golongan', 'tarif'].map((key) =>
      all.find((each) => each.decisionDefinitionKey === key),
    );
    assert.equal(all.length, 2);
    assert.equal(required?.rootDecisionInstanceId, asked?.id);
    assert.equal(asked?.rootDecisionInstanceId, null);
    assert.deepEqual([asked?.activityId, asked?.processInstanceId], ['node', id]);
    assert.equal(asked?.collectResultValue, 1500);
    const [input] = required?.inputs ?? [];
    assert.deepEqual([input?.clauseId, input?.clauseName, input?.value], ['i1', 'Luas', 40]);
    assert.deepEqual(
      required?.outputs.map((each) => [each.ruleId, each.ruleOrder, each.clauseId, each.variableName, each.value]),
      [['r1', 1, 'o1', 'golongan', 'kecil']],
    );
    assert.deepEqual(
      asked?.outputs.map((each) => [each.ruleId, each.value]),
      [
        ['r3', 1000],
        ['r4', 500],
      ],
    );
    const [bare] = await list(`processInstanceId=${id}&rootDecisionInstancesOnly=true`);
    assert.deepEqual([bare?.id, bare?.inputs, bare?.outputs], [asked?.id, [], []]);
    const count = await rest('GET', `/history/decision-instance/count?rootDecisionInstanceId=${asked?.id}`);
    assert.deepEqual(bodyOf(count), { count: 2 });
    const one = await rest('GET', `/history/decision-instance/${required?.id}?includeOutputs=true`);
    assert.equal(bodyOf<DecisionInstance>(one).outputs.length, 1);
    assert.equal((await rest('GET', '/history/decision-instance/tidak-ada')).status, 404);
  });
  it('keeps decisions that were evaluated by themselves, with who asked', async () => {
    bodyOf(await rest('POST', '/decision-definition/key/golongan/evaluate', { variables: { luas: { value: 400 } } }));
    const [instance, ...others] = await list('userId=root&decisionDefinitionKey=golongan&includeOutputs=true');
    assert.deepEqual(others, []);
    assert.equal(instance?.processInstanceId, null);
    assert.deepEqual(
      instance?.outputs.map((each) => each.value),
      ['besar'],
    );
  });
  it('tells a decision once, though its step waited for a script and ran again', async () => {
    const { id } = bodyOf<{ id: string }>(
      await rest('POST', '/process-definition/key/urut/start', { variables: { luas: { value: 40 } } }),
    );
    assert.equal((await list(`processInstanceId=${id}`)).length, 1);
  });
  it('knows nothing of a step that was taken back, and goes with its instance', async () => {
    const before = await list('decisionDefinitionKey=golongan');
    const failed = await rest('POST', '/process-definition/key/gagal/start', { variables: { luas: { value: 1 } } });
    assert.equal(failed.status, 500, failed.text);
    assert.equal((await list('decisionDefinitionKey=golongan')).length, before.length);
    const ended = before.find((each) => each.processInstanceId !== null);
    assert.equal((await rest('DELETE', `/history/process-instance/${ended?.processInstanceId}`)).status, 204);
    assert.deepEqual(await list(`processInstanceId=${ended?.processInstanceId}`), []);
  });
});
