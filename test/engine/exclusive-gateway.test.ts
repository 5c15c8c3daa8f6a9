import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProcessingFailure } from '../../server/engine/errors.ts';
import { diagram } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const grading = diagram`
  (start) -> <x size>
  <x size> -v > 10-> [large]
  <x size> -v > 5-> [medium]
  <x size> ->> [small]
`;

describe('an exclusive gateway', () => {
  it('takes the first flow that holds, in the order of the model', () => {
    Scenario.start(grading, { variables: { v: 11 } }).isAt('large');
    Scenario.start(grading, { variables: { v: 6 } }).isAt('medium');
  });

  it('takes the default flow when no condition holds', () => {
    Scenario.start(grading, { variables: { v: 1 } })
      .isAt('small')
      .complete('small')
      .hasEnded();
  });

  it('does not look at conditions behind the first that holds', () => {
    const definition = diagram`
      (start) -> <x way>
      <x way> -v == 1-> [first]
      <x way> -unknown == 1-> [second]
    `;
    Scenario.start(definition, { variables: { v: 1 } }).isAt('first');
  });

  it('takes a flow without a condition where it stands', () => {
    const definition = diagram`
      (start) -> <x way>
      <x way> -v == 1-> [first]
      <x way> -> [second]
      <x way> ->> [third]
    `;
    Scenario.start(definition, { variables: { v: 2 } }).isAt('second');
  });

  it('does not test a condition on its default flow', async () => {
    const definition = diagram`
      (start) -> <x way>
      <x way> ->> [otherwise]
      <x way> -v == 1-> [first]
    `;
    Scenario.start(definition, { variables: { v: 1 } }).isAt('first');
    Scenario.start(definition, { variables: { v: 2 } }).isAt('otherwise');
  });

  it('says which gateway has no way on and how to mend it', () => {
    const definition = diagram`
      (start) -> [check]
      [check] -> <x way>
      <x way> -v == 1-> [first]
      <x way> -v == 2-> [second]
    `;
    Scenario.start(definition, { variables: { v: 3 } }).refuses(
      (scenario) => scenario.complete('check'),
      /No outgoing sequence flow of way could be selected.*default flow/,
    );
  });

  it('names itself as the place of the failure', () => {
    const definition = diagram`(start) -> <x way> -v == 1-> [first]`;
    assert.throws(
      () => Scenario.start(definition, { variables: { v: 3 } }),
      (error: unknown) => error instanceof ProcessingFailure && error.activityId === 'way',
    );
  });

  it('refuses a condition that gives neither true nor false', () => {
    const definition = diagram`(start) -> <x way> -v-> [first]`;
    assert.throws(() => Scenario.start(definition, { variables: { v: 'true' } }), /not true or false/);
  });

  it('lets every token through on its own', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <x merge>
      <+ fork> -> [b] -> <x merge>
      <x merge> -> [after]
    `;
    Scenario.start(definition)
      .complete('a')
      .isAt('after', 'b')
      .complete('b')
      .isAt('after', 'after')
      .complete('after')
      .complete('after')
      .hasEnded();
  });
});

describe('flows that leave an activity', () => {
  const definition = modelled(`${startAndEnd()}
    <bpmn:userTask id="check" default="check-otherwise"/>${tasks('a', 'b', 'otherwise')}
    ${flows('start -> check', 'check -v > 1-> a -> end', 'check -v > 2-> b -> end', 'check -> otherwise -> end')}`);

  it('are all taken that hold', async () => {
    Scenario.start(await definition, { variables: { v: 2 } })
      .complete('check')
      .isAt('a');
    Scenario.start(await definition, { variables: { v: 3 } })
      .complete('check')
      .isAt('a', 'b');
  });

  it('are the default flow when none holds', async () => {
    Scenario.start(await definition, { variables: { v: 1 } })
      .complete('check')
      .isAt('otherwise');
  });

  it('are the default flow beside those without a condition, when no condition holds', async () => {
    const always = await modelled(`${startAndEnd()}
      <bpmn:userTask id="check" default="check-otherwise"/>${tasks('a', 'b', 'otherwise')}
      ${flows('start -> check', 'check -v > 1-> a -> end', 'check -> b -> end', 'check -> otherwise -> end')}`);
    Scenario.start(always, { variables: { v: 1 } })
      .complete('check')
      .isAt('b', 'otherwise');
    Scenario.start(always, { variables: { v: 2 } })
      .complete('check')
      .isAt('a', 'b');
  });

  it('see the variables that are local to the activity', async () => {
    const local = await modelled(`${startAndEnd()}
      <bpmn:userTask id="check"><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="limit">\${5}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:userTask>
      ${tasks('a', 'b')}
      ${flows('start -> check', 'check -limit == 5-> a -> end', 'check -limit != 5-> b -> end')}`);
    Scenario.start(local).complete('check').isAt('a');
  });
});
