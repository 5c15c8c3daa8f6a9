import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const AROUND =
  '<bpmn:error id="e" errorCode="LACKING" camunda:errorMessage="${note} is lacking"/><bpmn:escalation id="x" escalationCode="SLOW"/>';
const NOTE =
  '<bpmn:dataObject id="noteObject" name="note"/><bpmn:dataObjectReference id="note" dataObjectRef="noteObject"/>';
/** An event that throws and brings `note` as `reason`. */
const thrown = (tag: string, id: string, definition: string) =>
  `<bpmn:${tag} id="${id}"><bpmn:dataInput id="${id}In" name="reason"/><bpmn:dataInputAssociation><bpmn:sourceRef>note</bpmn:sourceRef><bpmn:targetRef>${id}In</bpmn:targetRef></bpmn:dataInputAssociation><bpmn:${definition}/></bpmn:${tag}>`;
const ERROR = 'errorEventDefinition errorRef="e"';
const ESCALATION = 'escalationEventDefinition escalationRef="x"';
const boundary = (id: string, definition: string, attributes = '', on = 'call') =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${on}" ${attributes}><bpmn:${definition}/></bpmn:boundaryEvent>`;
const call = (key: string, content = '') =>
  `<bpmn:callActivity id="call" calledElement="${key}"><bpmn:extensionElements>${content}</bpmn:extensionElements></bpmn:callActivity>`;
const ALL_OUT = '<camunda:out variables="all"/>';
const CODE_AND_WHY = `${ERROR} camunda:errorCodeVariable="code" camunda:errorMessageVariable="why"`;

const model = (elements: string, key = 'process') => modelled(elements, { around: AROUND, key });
/** Passes on to `survey` and catches nothing. */
const between = (content = '') =>
  model(`${startAndEnd()}${call('survey', content)}${flows('start -> call -> end')}`, 'between');
const failing = () =>
  model(
    `<bpmn:startEvent id="start"/>${NOTE}${tasks('work')}${thrown('endEvent', 'fail', ERROR)}${flows('start -> work -> fail')}`,
    'survey',
  );
const telling = () =>
  model(
    `${startAndEnd()}${NOTE}${tasks('work')}${thrown('intermediateThrowEvent', 'tell', ESCALATION)}${tasks('more')}${flows('start -> work -> tell -> more -> end')}`,
    'survey',
  );
const caller = (called: string, handler: string, content = '') =>
  model(
    `${startAndEnd()}${call(called, content)}${handler}${tasks('chief')}${flows('start -> call -> end', 'heard -> chief')}`,
  );

const worker = () =>
  model(
    `${startAndEnd()}<bpmn:serviceTask id="check" camunda:type="external" camunda:topic="check"/>${flows('start -> check -> end')}`,
    'survey',
  );

describe('what an error brings', () => {
  it('of an end event in a called process reaches who catches it two calls further out, and nothing else does', async () => {
    const definition = await caller('between', boundary('heard', CODE_AND_WHY));
    const scenario = Scenario.start(definition, { called: [await between(), await failing()] });
    scenario.called('call').called('call').complete('work', { note: 'paper', secret: 1 });
    assert.deepEqual(scenario.isAt('chief').variables(), { code: 'LACKING', why: 'paper is lacking', reason: 'paper' });
  });

  it('reaches an event sub-process of the calling process', async () => {
    const handler = `<bpmn:subProcess id="help" triggeredByEvent="true"><bpmn:startEvent id="on"><bpmn:${CODE_AND_WHY}/></bpmn:startEvent>${tasks('mend')}${flows('on -> mend')}</bpmn:subProcess>`;
    const definition = await model(`${startAndEnd()}${call('survey')}${handler}${flows('start -> call -> end')}`);
    const scenario = Scenario.start(definition, { called: [await failing()] });
    scenario.called('call').complete('work', { note: 'paper' });
    scenario.isAt('mend').hasVariables({ code: 'LACKING', why: 'paper is lacking', reason: 'paper' });
  });

  it('with the error of a worker goes through the out mappings of every call on its way', async () => {
    for (const [middle, outer, expected] of [
      [ALL_OUT, ALL_OUT, { found: 7 }],
      ['<camunda:out source="found" target="seen"/>', ALL_OUT, { seen: 7 }],
      [ALL_OUT, '<camunda:out sourceExpression="${found + 1}" target="next"/>', { next: 8 }],
      ['', ALL_OUT, {}],
      [ALL_OUT, '', {}],
    ] as const) {
      const definition = await caller('between', boundary('heard', CODE_AND_WHY), outer);
      const scenario = Scenario.start(definition, { called: [await between(middle), await worker()] });
      const error = { message: 'no paper', variables: { found: 7 } };
      scenario.called('call').called('call').throwError('check', 'LACKING', error);
      assert.deepEqual(scenario.isAt('chief').variables(), { ...expected, code: 'LACKING', why: 'no paper' });
    }
  });

  it('names its code in a local variable of the host that is there, which goes with it (Camunda)', async () => {
    const inputs =
      '<camunda:inputOutput><camunda:inputParameter name="code">none</camunda:inputParameter></camunda:inputOutput>';
    const definition = await caller('survey', boundary('heard', CODE_AND_WHY), inputs);
    const scenario = Scenario.start(definition, { called: [await failing()] });
    scenario.called('call').complete('work', { note: 'paper' });
    assert.deepEqual(scenario.isAt('chief').variables(), { why: 'paper is lacking', reason: 'paper' });
  });
});

describe('what an escalation brings', () => {
  const heard = (interrupting: boolean) =>
    boundary('heard', `${ESCALATION} camunda:escalationCodeVariable="code"`, `cancelActivity="${interrupting}"`);

  it('reaches who catches it two calls further out, while the called processes go on', async () => {
    const definition = await caller('between', heard(false));
    const scenario = Scenario.start(definition, { called: [await between(), await telling()] });
    const inner = scenario.called('call').called('call');
    inner.complete('work', { note: 'paper', secret: 1 }).isAt('more');
    assert.deepEqual(scenario.isAt('call', 'chief').variables(), { code: 'SLOW', reason: 'paper' });
    inner.complete('more');
    scenario.isAt('chief');
  });

  it('reaches one that interrupts, and goes through the out mappings', async () => {
    const definition = await caller('between', heard(true), ALL_OUT);
    const scenario = Scenario.start(definition, { called: [await between(ALL_OUT), await telling()] });
    scenario.called('call').called('call').complete('work', { note: 'paper' });
    assert.deepEqual(scenario.isAt('chief').variables(), { note: 'paper', code: 'SLOW', reason: 'paper' });
  });

  it('of a task that is told to escalate goes through the out mappings too', async () => {
    const definition = await caller('between', heard(false), ALL_OUT);
    const scenario = Scenario.start(definition, { called: [await between(ALL_OUT), await telling()] });
    const inner = scenario.called('call').called('call');
    const [task] = inner.state.tasks.values();
    inner.command({
      type: 'throwEscalation',
      activityInstanceId: task?.activityInstanceId ?? '',
      code: 'SLOW',
      variables: typed({ found: 7 }),
    });
    assert.deepEqual(scenario.isAt('call', 'chief').variables(), { note: null, found: 7, code: 'SLOW' });
    inner.isAt('work');
  });
});
