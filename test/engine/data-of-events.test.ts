import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const object = (id: string, name = id) =>
  `<bpmn:dataObject id="${id}Object" name="${name}"/><bpmn:dataObjectReference id="${id}" dataObjectRef="${id}Object"/>`;
const io = (kind: 'dataInput' | 'dataOutput', ...names: readonly string[]) =>
  names.map((name) => `<bpmn:${kind} id="${name}" name="${name}"/>`).join('');
const specified = (content: string) => `<bpmn:ioSpecification>${content}</bpmn:ioSpecification>`;
const association = (kind: 'Input' | 'Output', source: string, target: string, more = '') =>
  `<bpmn:data${kind}Association>${source === '' ? '' : `<bpmn:sourceRef>${source}</bpmn:sourceRef>`}<bpmn:targetRef>${target}</bpmn:targetRef>${more}</bpmn:data${kind}Association>`;
const reads = (source: string, target: string, more = '') => association('Input', source, target, more);
const writes = (source: string, target: string, more = '') => association('Output', source, target, more);
const userTask = (id: string, content: string) => `<bpmn:userTask id="${id}">${content}</bpmn:userTask>`;

describe('the data of an event', () => {
  it('is what its message brings: of a start event', async () => {
    const around = '<bpmn:message id="m" name="order"/>';
    const definition = await modelled(
      `<bpmn:startEvent id="start"><bpmn:dataOutput id="goods" name="goods"/>${writes('goods', 'order')}<bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent><bpmn:endEvent id="end"/>
      ${object('order')}${tasks('work')}${flows('start -> work -> end')}`,
      { around },
    );
    Scenario.start(definition, { startAt: 'start', variables: { goods: 'rice' } }).hasVariables({ order: 'rice' });
  });

  it('of intermediate, boundary and event sub-process events', async () => {
    const around =
      '<bpmn:message id="m" name="news"/><bpmn:message id="n" name="more"/><bpmn:message id="o" name="last"/>';
    const caught = (id: string, message: string) =>
      `<bpmn:dataOutput id="${id}" name="text"/>${writes(id, 'seen')}<bpmn:messageEventDefinition messageRef="${message}"/>`;
    const definition = await modelled(
      `${startAndEnd()}${object('seen')}<bpmn:intermediateCatchEvent id="wait">${caught('d1', 'm')}</bpmn:intermediateCatchEvent>${tasks('work', 'told')}
      <bpmn:boundaryEvent id="side" attachedToRef="work" cancelActivity="false">${caught('d2', 'n')}</bpmn:boundaryEvent>
      <bpmn:subProcess id="handler" triggeredByEvent="true"><bpmn:startEvent id="on" isInterrupting="false">${caught('d3', 'o')}</bpmn:startEvent>${tasks('handle')}${flows('on -> handle')}</bpmn:subProcess>
      ${flows('start -> wait -> work -> end', 'side -> told')}`,
      { around },
    );
    Scenario.start(definition)
      .correlate('news', { text: 'a' })
      .hasVariables({ seen: 'a' })
      .correlate('more', { text: 'b' })
      .hasVariables({ seen: 'b' })
      .correlate('last', { text: 'c' })
      .hasVariables({ seen: 'c' })
      .isAt('work', 'told', 'handle');
  });

  it('goes along with what it throws: errors and escalations', async () => {
    const around = '<bpmn:error id="e" errorCode="LACKING"/><bpmn:escalation id="x" escalationCode="SLOW"/>';
    const thrown = (id: string, definition: string) =>
      `<bpmn:dataInput id="${id}" name="reason"/>${reads('note', id)}<bpmn:${definition}/>`;
    const caught = (id: string, definition: string) =>
      `<bpmn:dataOutput id="${id}" name="reason"/>${writes(id, 'told')}<bpmn:${definition}/>`;
    const definition = await modelled(
      `${startAndEnd()}${object('told')}<bpmn:subProcess id="sub">${startAndEnd('begin', 'unused')}${object('note')}
        ${userTask('work', specified(io('dataOutput', 'text')) + writes('text', 'note'))}
        <bpmn:intermediateThrowEvent id="tell">${thrown('i1', 'escalationEventDefinition escalationRef="x"')}</bpmn:intermediateThrowEvent>${tasks('more')}
        <bpmn:endEvent id="fail">${thrown('i2', 'errorEventDefinition errorRef="e"')}</bpmn:endEvent>
        ${flows('begin -> work -> tell -> more -> fail')}</bpmn:subProcess>
      <bpmn:boundaryEvent id="heard" attachedToRef="sub" cancelActivity="false">${caught('o1', 'escalationEventDefinition escalationRef="x"')}</bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="failed" attachedToRef="sub">${caught('o2', 'errorEventDefinition errorRef="e"')}</bpmn:boundaryEvent>
      ${tasks('chief', 'mend')}${flows('start -> sub -> end', 'heard -> chief', 'failed -> mend')}`.replace(
        '<bpmn:endEvent id="unused"/>',
        '',
      ),
      { around },
    );
    Scenario.start(definition)
      .complete('work', { text: 'no paper' })
      .isAt('more', 'chief')
      .hasVariables({ told: 'no paper' })
      .complete('more')
      .isAt('mend', 'chief');
  });

  it('goes along with a signal', async () => {
    const definition = await modelled(
      `${startAndEnd()}${object('goods')}<bpmn:parallelGateway id="fork"/>
      <bpmn:intermediateCatchEvent id="wait"><bpmn:signalEventDefinition signalRef="sg"/></bpmn:intermediateCatchEvent>${tasks('after')}
      <bpmn:endEvent id="tell"><bpmn:dataInput id="i2" name="flag"/>${reads('goods', 'i2')}<bpmn:signalEventDefinition signalRef="sg"/></bpmn:endEvent>
      ${flows('start -> fork', 'fork -> wait -> after -> end', 'fork -> tell')}`,
      { around: '<bpmn:signal id="sg" name="ready"/>' },
    );
    const scenario = Scenario.start(definition, { variables: { goods: 'rice' } });
    assert.deepEqual(scenario.isAt('after').variables(), { goods: 'rice', flag: 'rice' });
  });
});
