import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../server/store/open-database.ts';
import { bodyOf, deploymentForm, startTestServer, type TestServer } from '../kit/server.ts';

const flow = (from: string, to: string) =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
const object = (id: string) =>
  `<bpmn:dataObject id="${id}Object" name="${id}"/><bpmn:dataObjectReference id="${id}" dataObjectRef="${id}Object"><bpmn:dataState name="draft"/></bpmn:dataObjectReference>`;
const input = (source: string, target: string, more = '') =>
  `<bpmn:dataInputAssociation><bpmn:sourceRef>${source}</bpmn:sourceRef><bpmn:targetRef>${target}</bpmn:targetRef>${more}</bpmn:dataInputAssociation>`;
const output = (source: string, target: string, more = '') =>
  `<bpmn:dataOutputAssociation><bpmn:sourceRef>${source}</bpmn:sourceRef><bpmn:targetRef>${target}</bpmn:targetRef>${more}</bpmn:dataOutputAssociation>`;

/** A letter is written, priced by FEEL and script, sent to another process by message, which answers. */
const files = {
  'letter.bpmn': `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
<bpmn:message id="letterMessage" name="letter"/><bpmn:message id="answerMessage" name="answer"/>
<bpmn:process id="writer" isExecutable="true" camunda:historyTimeToLive="P1D">${object('draft')}${object('price')}${object('reply')}
  <bpmn:startEvent id="start"/>
  <bpmn:userTask id="write"><bpmn:ioSpecification><bpmn:dataOutput id="text" name="text"/><bpmn:inputSet/><bpmn:outputSet><bpmn:dataOutputRefs>text</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>${output('text', 'draft')}</bpmn:userTask>
  <bpmn:scriptTask id="count" scriptFormat="javascript"><bpmn:ioSpecification><bpmn:dataInput id="pages" name="pages"/><bpmn:dataOutput id="cost" name="cost"/><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>
    ${input('draft', 'pages', '<bpmn:transformation>string length(draft.body)</bpmn:transformation>')}
    ${output('cost', 'price', '<bpmn:assignment><bpmn:from xsi:type="bpmn:tFormalExpression">cost * 2</bpmn:from><bpmn:to xsi:type="bpmn:tFormalExpression">price.total</bpmn:to></bpmn:assignment>')}<bpmn:script>pages + 1</bpmn:script></bpmn:scriptTask>
  <bpmn:sendTask id="send" messageRef="letterMessage"><bpmn:ioSpecification><bpmn:dataInput id="content" name="content"/><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>${input('draft', 'content')}</bpmn:sendTask>
  <bpmn:receiveTask id="wait" messageRef="answerMessage"><bpmn:ioSpecification><bpmn:dataOutput id="got" name="got"/><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>${output('got', 'reply')}</bpmn:receiveTask>
  <bpmn:userTask id="read"/><bpmn:endEvent id="end"/>
  ${flow('start', 'write')}${flow('write', 'count')}${flow('count', 'send')}${flow('send', 'wait')}${flow('wait', 'read')}${flow('read', 'end')}</bpmn:process>
<bpmn:process id="reader" isExecutable="true" camunda:historyTimeToLive="P1D">${object('letter')}
  <bpmn:startEvent id="arrives"><bpmn:dataOutput id="arrived" name="content"/>${output('arrived', 'letter')}<bpmn:messageEventDefinition messageRef="letterMessage"/></bpmn:startEvent>
  <bpmn:userTask id="think"><bpmn:ioSpecification><bpmn:dataInput id="seen" name="seen"/><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>${input('letter', 'seen')}</bpmn:userTask>${flow('arrives', 'think')}</bpmn:process>
</bpmn:definitions>`,
};

describe('data objects on a server that is restarted at each wait', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alur-data-'));
  let server: TestServer;
  const rest = (method: string, path: string, body?: unknown) => server.call(method, `/engine-rest${path}`, body);
  const open = async () => {
    server = await startTestServer({ database: await openDatabase({ dataDirectory: directory }) });
  };
  const restart = async () => {
    await server.close();
    await open();
  };
  const variables = async (query: string) =>
    Object.fromEntries(
      bodyOf<{ name: string; value: unknown }[]>(await rest('GET', `/variable-instance?${query}`)).map(
        ({ name, value }) => [
          name,
          typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as unknown) : value,
        ],
      ),
    );
  const task = async (key: string) => {
    const [found] = bodyOf<{ id: string; executionId: string }[]>(await rest('GET', `/task?taskDefinitionKey=${key}`));
    assert.ok(found, `${key} is not there`);
    return found;
  };
  before(open);
  after(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('are read, written, worked out and sent to another process', async () => {
    bodyOf(await rest('POST', '/deployment/create', deploymentForm('letter', files)));
    const { id } = bodyOf<{ id: string }>(await rest('POST', '/process-definition/key/writer/start', {}));
    await restart();
    assert.deepEqual(await variables(`processInstanceIdIn=${id}`), {
      draft: null,
      price: null,
      reply: null,
      text: null,
    });
    const text = { type: 'Json', value: '{"body":"abc"}' };
    assert.equal(
      (await rest('POST', `/task/${(await task('write')).id}/complete`, { variables: { text } })).status,
      204,
    );
    await restart();
    assert.deepEqual(await variables(`processInstanceIdIn=${id}`), {
      draft: { body: 'abc' },
      price: { total: 8 },
      reply: null,
      got: null,
    });
    const think = await task('think');
    assert.deepEqual((await variables(`executionIdIn=${think.executionId}`))['seen'], { body: 'abc' });
    const sent = await rest('POST', '/message', {
      messageName: 'answer',
      processVariables: { got: { type: 'String', value: 'thanks' } },
    });
    assert.equal(sent.status, 204);
    await restart();
    await task('read');
    assert.deepEqual(await variables(`processInstanceIdIn=${id}`), {
      draft: { body: 'abc' },
      price: { total: 8 },
      reply: 'thanks',
    });
    const kept = bodyOf<{ name: string }[]>(await rest('GET', `/history/variable-instance?processInstanceId=${id}`));
    assert.deepEqual(kept.map(({ name }) => name).toSorted(), [
      'content',
      'cost',
      'draft',
      'got',
      'pages',
      'price',
      'reply',
      'text',
    ]);
  });
});
