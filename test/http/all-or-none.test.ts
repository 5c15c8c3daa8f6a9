import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

interface Named {
  readonly id: string;
  readonly [name: string]: unknown;
}
let server: TestServer;
const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
const start = async (variables: object) =>
  bodyOf<Named>(await rest('POST', '/process-definition/key/bulk/start', { variables })).id;
const at = async (activityId: string) =>
  bodyOf<Named[]>(await rest('GET', `/process-instance?activityIdIn=${activityId}`)).length;
/** Behind the message and the gateway `further` comes what only instances with a `tarif` can evaluate. */
const BULK = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
<bpmn:message id="m" name="tagihan"/><bpmn:signal id="s" name="tutup"/>
<bpmn:process id="bulk" isExecutable="true"><bpmn:startEvent id="start"/><bpmn:sequenceFlow id="a" sourceRef="start" targetRef="gate"/>
<bpmn:eventBasedGateway id="gate"/><bpmn:sequenceFlow id="b" sourceRef="gate" targetRef="wait"/><bpmn:sequenceFlow id="b2" sourceRef="gate" targetRef="hear"/>
<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
<bpmn:intermediateCatchEvent id="hear"><bpmn:signalEventDefinition signalRef="s"/></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="c" sourceRef="wait" targetRef="price"/><bpmn:sequenceFlow id="c2" sourceRef="hear" targetRef="price"/>
<bpmn:userTask id="price"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="harga">\${tarif * 2}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>
</bpmn:process></bpmn:definitions>`;

before(async () => {
  server = await startTestServer();
  bodyOf(await rest('POST', '/deployment/create', deploymentForm('bulk', { 'bulk.bpmn': BULK })));
});
after(() => server.close());

describe('an operation on many things at once', () => {
  it('is done for all of them or for none', async () => {
    const tarif = { tarif: { value: 2, type: 'Integer' } };
    const ids = [await start(tarif), await start({}), await start(tarif)];
    const definition = bodyOf<Named>(await rest('GET', '/process-definition/key/bulk')).id;
    const instructions = [{ type: 'startBeforeActivity', activityId: 'price' }];
    const attempts: readonly [string, object][] = [
      ['/message', { messageName: 'tagihan', all: true }],
      ['/signal', { name: 'tutup' }],
      ['/modification/execute', { processDefinitionId: definition, processInstanceIds: ids, instructions }],
    ];
    for (const [path, body] of attempts) {
      const answer = await rest('POST', path, body);
      assert.equal(answer.status, 500, `${path}: ${answer.text}`);
      assert.match(answer.text, /tarif/, path);
      assert.deepEqual([await at('price'), await at('gate')], [0, 3], `${path} has changed nothing`);
    }
    const unknown = { processDefinitionId: definition, processInstanceIds: [...ids, 'tidak-ada'], instructions };
    const refused = await rest('POST', '/modification/execute', unknown);
    assert.equal(refused.status, 400);
    assert.match(refused.text, /tidak-ada/);
    assert.equal(await at('price'), 0);

    assert.equal((await rest('POST', `/process-instance/${ids[1]}/variables`, { modifications: tarif })).status, 204);
    const results = bodyOf<Named[]>(
      await rest('POST', '/message', { messageName: 'tagihan', all: true, resultEnabled: true }),
    );
    assert.deepEqual(
      new Set(results.map((each) => (each['execution'] as Named)['processInstanceId'])),
      new Set(ids),
      'each receiver is told of',
    );
    assert.deepEqual([await at('price'), await at('gate')], [3, 0]);
    const log = bodyOf<Named[]>(await rest('GET', '/history/user-operation?operationType=ModifyProcessInstance'));
    assert.equal(log.length, 0, 'what was not done is not told');
  });
});
