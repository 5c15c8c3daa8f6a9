import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

describe('a message', () => {
  const waiting = diagram`(start) -> (wait ?news) -> [after]`;

  it('leads on who waits for it, with its variables', () => {
    Scenario.start(waiting, { variables: { v: 1 } })
      .isAt('wait')
      .correlate('news', { v: 2, w: 3 })
      .isAt('after')
      .hasVariables({ v: 2, w: 3 });
  });

  it('has a name that is evaluated when the waiting begins', () => {
    const definition = diagram`(start) -> [work] -> (wait ?news-${'${v}'}) -> [after]`;
    Scenario.start(definition, { variables: { v: 1 } })
      .complete('work', { v: 7 })
      .correlate('news-7')
      .isAt('after');
  });

  it('with an empty name says where', () => {
    const definition = diagram`(start) -> (wait ?${'${v}'}) -> [after]`;
    assert.throws(() => Scenario.start(definition, { variables: { v: '' } }), /The message name is empty/);
  });

  it('comes once: a second delivery is refused', () => {
    const scenario = Scenario.start(waiting);
    const [subscriptionId] = scenario.state.subscriptions.keys();
    scenario
      .correlate('news')
      .refuses(() => scenario.command({ type: 'deliverEvent', subscriptionId: subscriptionId ?? '' }), 'notFound');
  });

  it('may bring variables that only who waited sees', () => {
    const definition = withNode(waiting, 'wait', {
      outputs: [{ name: 'kept', value: { type: 'expression', expression: { language: 'juel', source: '${own}' } } }],
    });
    const scenario = Scenario.start(definition);
    const [subscriptionId] = scenario.state.subscriptions.keys();
    scenario.command({ type: 'deliverEvent', subscriptionId: subscriptionId ?? '', localVariables: typed({ own: 5 }) });
    assert.deepEqual(scenario.variables(), { kept: 5 });
  });

  it('starts an instance at its start event', async () => {
    const definition = await modelled(
      `<bpmn:startEvent id="asked"><bpmn:messageEventDefinition messageRef="ask"/></bpmn:startEvent><bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>
      ${tasks('a', 'b')}${flows('asked -> a -> end', 'start -> b -> end')}`,
      { around: '<bpmn:message id="ask" name="ask"/>' },
    );
    Scenario.start(definition, { startAt: 'asked' }).isAt('a');
    Scenario.start(definition).isAt('b');
    assert.throws(() => Scenario.start(definition, { startAt: 'a' }), /a does not start process/);
  });

  it('starts an instance at a receive task that instantiates', async () => {
    const definition = await modelled(
      `<bpmn:receiveTask id="asked" messageRef="ask" instantiate="true"/><bpmn:endEvent id="end"/>${tasks('a')}${flows('asked -> a -> end')}`,
      { around: '<bpmn:message id="ask" name="ask"/>' },
    );
    const scenario = Scenario.start(definition, { startAt: 'asked' }).isAt('a');
    assert.equal(scenario.state.subscriptions.size, 0);
  });
});

describe('a receive task', () => {
  it('is completed by its message', () => {
    Scenario.start(diagram`(start) -> [? answer] -> [after]`)
      .isAt('answer')
      .correlate('answer', { v: 1 })
      .isAt('after')
      .hasVariables({ v: 1 });
  });

  it('without a message is completed by a signal to its activity instance', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:receiveTask id="it"/>${tasks('after')}${flows('start -> it -> after -> end')}`,
    );
    const scenario = Scenario.start(definition).isAt('it').complete('it').isAt('after');
    const [task] = scenario.state.tasks.values();
    scenario.refuses(
      () => scenario.command({ type: 'signalActivity', activityInstanceId: task?.activityInstanceId ?? '' }),
      'wrongState',
    );
  });
});

describe('a thrown message', () => {
  const sending = diagram`(start) -> (tell ^news) -> [after]`;
  const hearing = diagram`
    process hearing
    (start) -> (wait ?news) -> [heard]
  `;

  it('reaches another instance that waits for it', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [+ hearing] -> (end)
      <+ fork> -> [work] -> (tell ^news) -> [after]
    `;
    const scenario = Scenario.start(definition, { called: [hearing] });
    const heard = scenario.called('hearing').isAt('wait');
    scenario.complete('work').isAt('hearing', 'after');
    heard.isAt('heard');
  });

  it('passes when nobody waits', () => {
    const scenario = Scenario.start(sending).isAt('after');
    assert.deepEqual(scenario.world.unreceived, ['news']);
  });

  it('of an end event and of a send task goes the same way', () => {
    assert.deepEqual(Scenario.start(diagram`(start) -> (tell ^news)`).hasEnded().world.unreceived, ['news']);
    assert.deepEqual(Scenario.start(diagram`(start) -> [! news] -> [after]`).isAt('after').world.unreceived, ['news']);
  });

  it('carries what its input mappings made', () => {
    const definition = withNode(
      diagram`
        (start) -> <+ fork>
        <+ fork> -> [+ hearing] -> (end)
        <+ fork> -> [work] -> (tell ^news) -> [after]
      `,
      'tell',
      {
        inputs: [{ name: 'told', value: { type: 'expression', expression: { language: 'juel', source: '${v + 1}' } } }],
      },
    );
    const scenario = Scenario.start(definition, { called: [hearing], variables: { v: 1 } });
    const heard = scenario.called('hearing');
    scenario.complete('work');
    heard.hasVariables({ told: 2 });
    assert.equal(scenario.variables()['told'], undefined);
  });

  it('with a topic is work for an external worker', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:intermediateThrowEvent id="tell"><bpmn:messageEventDefinition messageRef="ask" camunda:type="external" camunda:topic="mail"/></bpmn:intermediateThrowEvent>
      ${tasks('after')}${flows('start -> tell -> after -> end')}`,
      { around: '<bpmn:message id="ask" name="ask"/>' },
    );
    Scenario.start(definition).isAt('tell').complete('tell').isAt('after');
  });
});
