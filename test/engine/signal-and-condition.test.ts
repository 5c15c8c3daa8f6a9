import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const SIGNAL = '<bpmn:signal id="news" name="news"/>';
const signal = '<bpmn:signalEventDefinition signalRef="news"/>';
const caught = (id: string, event: string) =>
  `<bpmn:intermediateCatchEvent id="${id}">${event}</bpmn:intermediateCatchEvent>`;
const boundary = (id: string, event: string, interrupting = true) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="work" cancelActivity="${interrupting}">${event}</bpmn:boundaryEvent>`;
const thrown = (id: string, event: string) =>
  `<bpmn:intermediateThrowEvent id="${id}">${event}</bpmn:intermediateThrowEvent>`;

describe('a signal', () => {
  it('reaches all who wait for it in its own instance, before its thrower goes on', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:parallelGateway id="fork"/>${caught('first', signal)}${caught('second', signal)}${thrown('tell', signal)}
      ${tasks('a', 'b', 'c', 'ask')}${flows('start -> fork -> first -> a -> end', 'fork -> second -> b -> end', 'fork -> ask -> tell -> c -> end')}`,
      { around: SIGNAL },
    );
    const scenario = Scenario.start(definition).isAt('first', 'second', 'ask').complete('ask').isAt('a', 'b', 'c');
    assert.deepEqual(scenario.passed().slice(-3), ['a', 'b', 'c']);
  });

  it('reaches other instances', async () => {
    const hearing = await modelled(
      `${startAndEnd()}${caught('wait', signal)}${tasks('heard')}${flows('start -> wait -> heard -> end')}`,
      { around: SIGNAL, key: 'hearing' },
    );
    const definition = await modelled(
      `${startAndEnd()}<bpmn:parallelGateway id="fork"/><bpmn:callActivity id="one" calledElement="hearing"/><bpmn:callActivity id="two" calledElement="hearing"/>
      ${tasks('ask')}<bpmn:endEvent id="tell">${signal}</bpmn:endEvent>${flows('start -> fork -> one -> end', 'fork -> two -> end', 'fork -> ask -> tell')}`,
      { around: SIGNAL },
    );
    const scenario = Scenario.start(definition, { called: [hearing] }).complete('ask');
    scenario.called('one').isAt('heard');
    scenario.called('two').isAt('heard');
  });

  it('carries the variables that its mappings name', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:parallelGateway id="fork"/>${caught('wait', signal)}${tasks('heard')}
      ${thrown('tell', '<bpmn:signalEventDefinition signalRef="news"><bpmn:extensionElements><camunda:in sourceExpression="${v + 1}" target="told"/></bpmn:extensionElements></bpmn:signalEventDefinition>')}
      ${flows('start -> fork -> wait -> heard -> end', 'fork -> tell -> end')}`,
      { around: SIGNAL },
    );
    Scenario.start(definition, { variables: { v: 1 } })
      .isAt('heard')
      .hasVariables({ told: 2 });
  });

  it('may interrupt its own thrower', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:subProcess id="work">${startAndEnd('begin', 'done')}${thrown('tell', signal)}${tasks('a')}${flows('begin -> tell -> a -> done')}</bpmn:subProcess>
      ${boundary('heard', signal)}${tasks('b')}${flows('start -> work -> end', 'heard -> b')}`,
      { around: SIGNAL },
    );
    Scenario.start(definition).isAt('b').complete('b').hasEnded();
  });
});

describe('a conditional event', () => {
  const when = (text: string, attributes = '') =>
    `<bpmn:conditionalEventDefinition ${attributes}><bpmn:condition xsi:type="bpmn:tFormalExpression">\${${text.replaceAll('>', '&gt;')}}</bpmn:condition></bpmn:conditionalEventDefinition>`;
  const set = (scenario: Scenario, variables: Record<string, unknown>, deletions: string[] = []) =>
    scenario.command({
      type: 'changeVariables',
      scopeId: scenario.id,
      local: false,
      modifications: typed(variables),
      deletions,
    });

  it('goes on when its condition holds, at arrival or later', async () => {
    const definition = await modelled(
      `${startAndEnd()}${caught('wait', when('v > 2'))}${tasks('after')}${flows('start -> wait -> after -> end')}`,
    );
    Scenario.start(definition, { variables: { v: 3 } }).isAt('after');
    const scenario = Scenario.start(definition, { variables: { v: 1 } }).isAt('wait');
    set(scenario, { v: 2 }).isAt('wait');
    set(scenario, { v: 3 }).isAt('after');
  });

  it('takes a variable that is not there for false', async () => {
    const definition = await modelled(
      `${startAndEnd()}${caught('wait', when('v > 2'))}${tasks('after')}${flows('start -> wait -> after -> end')}`,
    );
    const scenario = Scenario.start(definition).isAt('wait');
    set(scenario, { v: 3 }).isAt('after');
  });

  it('on the boundary fires for each matching change when it does not interrupt', async () => {
    const definition = await modelled(
      `${startAndEnd()}${boundary('high', when('v > 2'), false)}${tasks('work', 'note')}${flows('start -> work -> end', 'high -> note')}`,
    );
    const scenario = Scenario.start(definition, { variables: { v: 1 } });
    set(scenario, { v: 3 }).isAt('work', 'note');
    set(scenario, { other: 1 }).isAt('work', 'note', 'note');
    set(scenario, { v: 0 }).isAt('work', 'note', 'note');
  });

  it('looks only at the variable and the kinds of change that it names', async () => {
    const definition = await modelled(
      `${startAndEnd()}${boundary('high', when('v > 2', 'camunda:variableName="v" camunda:variableEvents="update"'), false)}${tasks('work', 'note')}${flows('start -> work -> end', 'high -> note')}`,
    );
    const scenario = Scenario.start(definition);
    set(scenario, { v: 3 }).isAt('work');
    set(scenario, { other: 1 }).isAt('work');
    set(scenario, { v: 4 }).isAt('work', 'note');
  });

  it('hears of deletions', async () => {
    const definition = await modelled(
      `${startAndEnd()}${boundary('gone', when('w > 0', 'camunda:variableName="v" camunda:variableEvents="delete"'))}${tasks('work', 'note')}${flows('start -> work -> end', 'gone -> note')}`,
    );
    const scenario = Scenario.start(definition, { variables: { v: 1, w: 0 } });
    set(scenario, { v: 2, w: 1 }).isAt('work');
    set(scenario, {}, ['v']).isAt('note');
  });

  it('interrupts its scope from an event sub-process', async () => {
    const definition = await modelled(
      `${startAndEnd()}${tasks('work')}${flows('start -> work -> end')}
      <bpmn:subProcess id="stop" triggeredByEvent="true"><bpmn:startEvent id="high">${when('v > 2')}</bpmn:startEvent>${tasks('stopped')}${flows('high -> stopped')}</bpmn:subProcess>`,
    );
    Scenario.start(definition, { variables: { v: 1 } })
      .isAt('work')
      .complete('work', { v: 1 })
      .hasEnded();
    const scenario = Scenario.start(definition, { variables: { v: 1 } });
    set(scenario, { v: 5 }).isAt('stopped').complete('stopped').hasEnded();
  });
});

describe('a link event', () => {
  it('jumps to the event with its name', async () => {
    const link = '<bpmn:linkEventDefinition name="onwards"/>';
    const definition =
      await modelled(`${startAndEnd()}${thrown('leap', link)}${caught('land', link)}${tasks('work', 'after')}
      ${flows('start -> work -> leap', 'land -> after -> end')}`);
    Scenario.start(definition).complete('work').isAt('after').complete('after').hasEnded();
  });
});

describe('an event with several definitions', () => {
  const message = (name: string) => `<bpmn:messageEventDefinition messageRef="${name}"/>`;
  const timer =
    '<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>';
  const around = '<bpmn:message id="a" name="a"/><bpmn:message id="b" name="b"/>' + SIGNAL;
  const waiting = (event: string) =>
    modelled(`${startAndEnd()}${event}${tasks('after')}${flows('start -> wait -> after -> end')}`, { around });

  it('is triggered by any one of them', async () => {
    const definition = await waiting(caught('wait', message('a') + timer + signal));
    for (const trigger of [
      (scenario: Scenario) => scenario.correlate('a'),
      (scenario: Scenario) => scenario.passTime('PT1H'),
      (scenario: Scenario) => scenario.correlate('news'),
    ]) {
      const scenario = trigger(Scenario.start(definition)).isAt('after');
      assert.equal(scenario.state.jobs.size + scenario.state.subscriptions.size, 0);
    }
  });

  it('needs all of them, in any order, when it is parallel', async () => {
    const definition = await waiting(
      caught('wait', message('a') + timer + message('b')).replace('id="wait"', 'id="wait" parallelMultiple="true"'),
    );
    Scenario.start(definition).correlate('b').isAt('wait').passTime('PT1H').isAt('wait').correlate('a').isAt('after');
  });

  it('on the boundary needs all of them anew for each round when it does not interrupt', async () => {
    const definition = await modelled(
      `${startAndEnd()}${tasks('work', 'note')}
      ${boundary('both', message('a') + message('b'), false).replace('id="both"', 'id="both" parallelMultiple="true"')}${flows('start -> work -> end', 'both -> note')}`,
      { around },
    );
    Scenario.start(definition)
      .correlate('a')
      .isAt('work')
      .correlate('b')
      .isAt('work', 'note')
      .correlate('b')
      .isAt('work', 'note')
      .correlate('a')
      .isAt('work', 'note', 'note');
  });

  it('throws all of them', async () => {
    const definition = await modelled(
      `${startAndEnd()}${thrown('tell', message('a') + message('b'))}${tasks('after')}${flows('start -> tell -> after -> end')}`,
      { around },
    );
    assert.deepEqual(Scenario.start(definition).isAt('after').world.unreceived, ['a', 'b']);
  });
});

describe('an intermediate timer', () => {
  it('waits for its time, given as a duration, a date or by a variable', () => {
    Scenario.start(diagram`(start) -> (wait @PT1H) -> [after]`)
      .passTime(3_599_999)
      .isAt('wait')
      .passTime(1)
      .isAt('after');
    Scenario.start(diagram`(start) -> (wait @2026-08-18T08:00:00+07:00) -> [after]`)
      .passTime('P1D')
      .isAt('after');
    Scenario.start(diagram`(start) -> (wait @${'${span}'}) -> [after]`, { variables: { span: 'PT2H' } })
      .passTime('PT2H')
      .isAt('after');
  });

  it('that is already past is due at once', () => {
    Scenario.start(diagram`(start) -> (wait @2026-01-01T00:00:00Z) -> [after]`)
      .isAt('wait')
      .passTime(0)
      .isAt('after');
  });

  it('says what is wrong with its text', () => {
    assert.throws(() => Scenario.start(diagram`(start) -> (wait @soon) -> [after]`), /wait.*soon/);
  });
});
