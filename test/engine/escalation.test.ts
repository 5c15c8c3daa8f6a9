import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const ESCALATIONS =
  '<bpmn:escalation id="slow" escalationCode="SLOW"/><bpmn:escalation id="other" escalationCode="OTHER"/>';
const thrown = (id: string, ref = 'slow') =>
  `<bpmn:intermediateThrowEvent id="${id}"><bpmn:escalationEventDefinition escalationRef="${ref}"/></bpmn:intermediateThrowEvent>`;
const boundary = (
  id: string,
  host: string,
  options: { ref?: string; interrupting?: boolean; attributes?: string } = {},
) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}" cancelActivity="${options.interrupting ?? false}"><bpmn:escalationEventDefinition ${options.ref ? `escalationRef="${options.ref}"` : ''} ${options.attributes ?? ''}/></bpmn:boundaryEvent>`;
const inner = (content: string) =>
  `<bpmn:subProcess id="inner">${startAndEnd('begin', 'done')}${content}</bpmn:subProcess>`;
const model = (elements: string) => modelled(startAndEnd() + elements, { around: ESCALATIONS });

/** The oldest user task is told to escalate. */
function escalateTask(scenario: Scenario): Scenario {
  const [task] = scenario.state.tasks.values();
  assert.ok(task);
  return scenario.command({ type: 'throwEscalation', activityInstanceId: task.activityInstanceId, code: 'SLOW' });
}

describe('an escalation', () => {
  it('caught without interrupting lets its thrower go on', async () => {
    const definition = await model(
      `${inner(`${thrown('tell')}${tasks('work')}${flows('begin -> tell -> work -> done')}`)}
      ${boundary('heard', 'inner', { ref: 'slow' })}${tasks('chief', 'after')}${flows('start -> inner -> after -> end', 'heard -> chief')}`,
    );
    Scenario.start(definition)
      .isAt('work', 'chief')
      .complete('work')
      .isAt('after', 'chief')
      .complete('chief')
      .complete('after')
      .hasEnded();
  });

  it('caught by an interrupting event ends its thrower with the rest', async () => {
    const definition = await model(
      `${inner(`${thrown('tell')}${tasks('work')}${flows('begin -> tell -> work -> done')}`)}
      ${boundary('heard', 'inner', { ref: 'slow', interrupting: true })}${tasks('chief', 'after')}${flows('start -> inner -> after -> end', 'heard -> chief')}`,
    );
    Scenario.start(definition).isAt('chief');
  });

  it('that nobody catches passes', async () => {
    const definition = await model(`${thrown('tell')}${tasks('work')}${flows('start -> tell -> work -> end')}`);
    Scenario.start(definition).isAt('work');
  });

  it('goes to a handler with its code before one without, and not to one with another code', async () => {
    const definition = await model(
      `${inner(`${thrown('tell')}${tasks('work')}${flows('begin -> tell -> work -> done')}`)}
      ${boundary('wrong', 'inner', { ref: 'other' })}${boundary('right', 'inner', { ref: 'slow' })}
      ${tasks('no', 'chief')}${flows('start -> inner -> end', 'wrong -> no', 'right -> chief')}`,
    );
    Scenario.start(definition).isAt('work', 'chief');
  });

  it('tells its code where the handler asks for it', async () => {
    const definition = await model(
      `${inner(`${thrown('tell', 'other')}${flows('begin -> tell -> done')}`)}
      ${boundary('heard', 'inner', { interrupting: true, attributes: 'camunda:escalationCodeVariable="code"' })}
      ${tasks('chief')}${flows('start -> inner -> end', 'heard -> chief')}`,
    );
    Scenario.start(definition).isAt('chief').hasVariables({ code: 'OTHER' });
  });

  it('of an end event is told and its scope is done', async () => {
    const definition = await model(
      `<bpmn:subProcess id="inner"><bpmn:startEvent id="begin"/>
        <bpmn:endEvent id="tell"><bpmn:escalationEventDefinition escalationRef="slow"/></bpmn:endEvent>${flows('begin -> tell')}</bpmn:subProcess>
      ${boundary('heard', 'inner')}${tasks('chief', 'after')}${flows('start -> inner -> after -> end', 'heard -> chief')}`,
    );
    Scenario.start(definition).isAt('chief', 'after');
  });

  it('goes to an event sub-process of its scope first', async () => {
    const definition = await model(
      `${inner(`${thrown('tell')}${tasks('work')}${flows('begin -> tell -> work -> done')}
        <bpmn:subProcess id="help" triggeredByEvent="true"><bpmn:startEvent id="asked" isInterrupting="false"><bpmn:escalationEventDefinition escalationRef="slow"/></bpmn:startEvent>${tasks('assist')}${flows('asked -> assist')}</bpmn:subProcess>`)}
      ${boundary('heard', 'inner')}${tasks('chief')}${flows('start -> inner -> end', 'heard -> chief')}`,
    );
    Scenario.start(definition).isAt('work', 'assist');
  });

  it('thrown inside an event sub-process goes past that to the boundary', async () => {
    const definition = await model(
      `${inner(`${thrown('tell')}${tasks('work')}${flows('begin -> tell -> work -> done')}
        <bpmn:subProcess id="help" triggeredByEvent="true"><bpmn:startEvent id="asked" isInterrupting="false"><bpmn:escalationEventDefinition escalationRef="slow"/></bpmn:startEvent>
          ${thrown('tell_more')}${tasks('assist')}${flows('asked -> tell_more -> assist')}</bpmn:subProcess>`)}
      ${boundary('heard', 'inner')}${tasks('chief')}${flows('start -> inner -> end', 'heard -> chief')}`,
    );
    Scenario.start(definition).isAt('work', 'assist', 'chief');
  });
});

describe('an escalation of a user task', () => {
  const desk = model(
    `${tasks('work', 'chief')}${boundary('heard', 'work')}${flows('start -> work -> end', 'heard -> chief')}`,
  );
  it('reaches the boundary event and leaves the task', async () => {
    escalateTask(Scenario.start(await desk)).isAt('work', 'chief');
  });

  it('is refused when nobody catches it', async () => {
    const lonely = await model(`${tasks('work')}${flows('start -> work -> end')}`);
    Scenario.start(lonely).refuses(escalateTask, /no escalation handler was defined/);
  });
});

describe('an escalation in a called process', () => {
  const called = (last: string) => modelled(`${startAndEnd()}${last}`, { around: ESCALATIONS, key: 'survey' });
  const calling = (interrupting: boolean) =>
    model(`<bpmn:callActivity id="call" calledElement="survey"/>${boundary('heard', 'call', { ref: 'slow', interrupting })}
      ${tasks('chief', 'after')}${flows('start -> call -> after -> end', 'heard -> chief')}`);
  const telling = () => called(`${thrown('tell')}${tasks('work')}${flows('start -> tell -> work -> end')}`);

  it('reaches the boundary event of the call activity, and both go on when that does not interrupt', async () => {
    const scenario = Scenario.start(await calling(false), { called: [await telling()] }).isAt('call', 'chief');
    scenario.called('call').isAt('work').complete('work');
    scenario.isAt('after', 'chief');
  });

  it('ends the called process when the boundary event interrupts', async () => {
    const scenario = Scenario.start(await calling(true), { called: [await telling()] }).isAt('chief');
    const states = [...scenario.world.instances.values()].map(({ state }) => state.ended);
    assert.deepEqual(states, [null, 'INTERNALLY_TERMINATED']);
  });

  it('passes when no caller catches it', async () => {
    const lonely = await model(`<bpmn:callActivity id="call" calledElement="survey"/>${flows('start -> call -> end')}`);
    const scenario = Scenario.start(lonely, { called: [await telling()] }).isAt('call');
    scenario.called('call').complete('work');
    scenario.hasEnded();
  });

  it('that a task was told to throw reaches the boundary event of the call activity', async () => {
    const scenario = Scenario.start(await calling(false), {
      called: [await called(`${tasks('work')}${flows('start -> work -> end')}`)],
    });
    escalateTask(scenario.called('call').isAt('work')).isAt('work');
    scenario.isAt('call', 'chief');
  });

  it('that a task was told to throw is refused when no caller catches it', async () => {
    const lonely = await model(`<bpmn:callActivity id="call" calledElement="survey"/>${flows('start -> call -> end')}`);
    const scenario = Scenario.start(lonely, {
      called: [await called(`${tasks('work')}${flows('start -> work -> end')}`)],
    });
    scenario.called('call').refuses(escalateTask, /no escalation handler was defined/);
  });
});
