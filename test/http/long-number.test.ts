import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bodyOf, bpmn, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

const NIK = '3571012345678901234';
const NEXT = '3571012345678901235';
const flow = (from: string, to: string, condition = '') =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${condition}</bpmn:sequenceFlow>`;
const when = (condition: string) =>
  `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">\${${condition}}</bpmn:conditionExpression>`;
/** Two people whose numbers are one double: only the second is asked for. */
const process = bpmn(
  'people',
  `<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/><bpmn:endEvent id="wrong"/><bpmn:exclusiveGateway id="same"/>
   <bpmn:userTask id="each"><bpmn:extensionElements><camunda:inputOutput>
     <camunda:inputParameter name="found">\${number - 1 == 3571012345678901234}</camunda:inputParameter>
     <camunda:inputParameter name="pair"><camunda:map><camunda:entry key="of">\${number}</camunda:entry></camunda:map></camunda:inputParameter>
   </camunda:inputOutput></bpmn:extensionElements>
   <bpmn:multiInstanceLoopCharacteristics isSequential="true" camunda:collection="people" camunda:elementVariable="number"/></bpmn:userTask>
   ${flow('start', 'same')}${flow('same', 'each', when('people.contains(wanted) and people[0] != wanted'))}${flow('same', 'wrong', when('people[0] == wanted'))}${flow('each', 'end')}`,
);

describe('whole numbers beyond 2^53 in a process', () => {
  let server: TestServer;
  const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
  before(async () => (server = await startTestServer()));
  after(() => server.close());

  it('stay apart in JSON, conditions, collections and mappings', async () => {
    bodyOf(await rest('POST', '/deployment/create', deploymentForm('people', { 'a.bpmn': process })));
    const variables = { people: { type: 'Json', value: `[${NIK},${NEXT}]` } };
    const wanted = { type: 'Json', value: NEXT };
    const { id } = bodyOf<{ id: string }>(
      await rest('POST', '/process-definition/key/people/start', { variables: { ...variables, wanted } }),
    );
    const found: unknown[] = [];
    for (let round = 0; round < 2; round += 1) {
      const [task] = bodyOf<{ id: string }[]>(await rest('GET', `/task?processInstanceId=${id}`));
      assert.ok(task);
      const values = bodyOf<Record<string, { type: string; value: unknown }>>(
        await rest('GET', `/task/${task.id}/variables?deserializeValues=false`),
      );
      found.push([values['number']?.type, values['found']?.value, values['pair']?.value]);
      await rest('POST', `/task/${task.id}/complete`, {});
    }
    assert.deepEqual(found, [
      ['Long', false, `{"of":${NIK}}`],
      ['Long', true, `{"of":${NEXT}}`],
    ]);
  });
});
