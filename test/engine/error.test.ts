import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { modelled, flows, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

describe('a BPMN error', () => {
  const task = diagram`
    (start) -> [/check] -> [after]
    [/check] @!UNPAID (unpaid) -> [bill]
    [/check] @! (failed) -> [repair]
  `;

  it('goes to the boundary event with its code', () => {
    Scenario.start(task).throwError('check', 'UNPAID').isAt('bill');
  });

  it('goes to the boundary event without a code when none has its own', () => {
    Scenario.start(task).throwError('check', 'OTHER').isAt('repair');
  });

  it('prefers its code whatever the order of the model', () => {
    const definition = diagram`
      (start) -> [/check]
      [/check] @! (failed) -> [repair]
      [/check] @!UNPAID (unpaid) -> [bill]
    `;
    Scenario.start(definition).throwError('check', 'UNPAID').isAt('bill');
  });

  it('takes the external task away', () => {
    assert.equal(Scenario.start(task).throwError('check', 'UNPAID').state.externalTasks.size, 0);
  });

  it('sets the variables that come with it before the handler runs', () => {
    Scenario.start(task)
      .throwError('check', 'UNPAID', { variables: { due: 7 } })
      .isAt('bill')
      .hasVariables({ due: 7 });
  });

  const layers = diagram`
    (start) -> {outer}
    {outer
      (begin) -> {inner}
      {inner
        (open) -> [/check] -> (shut)
      }
      {inner} @!NEAR (near) -> [mend near]
      {inner} -> (done)
    }
    {outer} @!FAR (far) -> [mend far]
    {outer} @!NEAR (also near) -> [never]
    {outer} -> [after]
  `;

  it('goes outward, the innermost scope first', () => {
    Scenario.start(layers).throwError('check', 'NEAR').isAt('mend_near');
    Scenario.start(layers).throwError('check', 'FAR').isAt('mend_far');
  });

  it('that nobody catches ends its token and lets the others go on', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [/check] -> [never]
      <+ fork> -> [b]
    `;
    Scenario.start(definition).throwError('check', 'ANY').isAt('b').complete('b').hasEnded();
  });

  it('that nobody catches ends the scope when it was its last token', () => {
    Scenario.start(layers).throwError('check', 'NOBODY').isAt('after');
  });

  it('of an end event ends everything else in the scope that catches it', () => {
    const definition = diagram`
      (start) -> {inner}
      {inner
        (begin) -> <+ fork>
        <+ fork> -> [a] -> (bad !UNPAID)
        <+ fork> -> [b]
      }
      {inner} @!UNPAID (unpaid) -> [bill]
    `;
    Scenario.start(definition).complete('a').isAt('bill').complete('bill').hasEnded();
  });

  it('of an end event that nobody catches ends just its token', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> (bad !UNPAID)
      <+ fork> -> [b]
    `;
    Scenario.start(definition).complete('a').isAt('b').complete('b').hasEnded('COMPLETED');
  });

  it('of a script goes to the boundary event of its task', () => {
    const definition = diagram`
      (start) -> [% work = throw UNPAID] -> [after]
      [work] @!UNPAID (unpaid) -> [bill]
    `;
    Scenario.start(definition).isAt('bill');
  });

  it('of a user task leaves the task behind as deleted', () => {
    const definition = diagram`
      (start) -> [work] -> [after]
      [work] @!UNPAID (unpaid) -> [bill]
    `;
    const scenario = Scenario.start(definition).throwError('work', 'UNPAID').isAt('bill');
    const ended = scenario.world.events.find((event) => event.type === 'taskEnded');
    assert.ok(ended?.type === 'taskEnded' && ended.reason === 'deleted');
  });

  it('of a listener is caught as one of its activity', () => {
    for (const event of ['start', 'end', 'create', 'complete']) {
      const drawing = diagram`
        (start) -> [work] -> [after]
        [work] @!REFUSED (refused) -> [mend]
      `;
      const run = { type: 'script' as const, script: { language: 'javascript', source: 'throw REFUSED' } };
      const definition = withNode(drawing, 'work', { listeners: [{ event, run }] });
      const scenario = Scenario.start(definition);
      if (event === 'end' || event === 'complete') scenario.isAt('work').complete('work');
      scenario.isAt('mend');
    }
  });

  it('is refused from an activity that waits for a job', () => {
    const definition = withNode(task, 'check', { asyncBefore: { exclusive: true } });
    Scenario.start(definition).refuses((scenario) => scenario.throwError('check', 'UNPAID'), 'wrongState');
  });

  it('tells its code and message where the handler asks for them', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:serviceTask id="check" camunda:type="external" camunda:topic="check"/>
      <bpmn:boundaryEvent id="unpaid" attachedToRef="check"><bpmn:errorEventDefinition errorRef="unpaidError" camunda:errorCodeVariable="code" camunda:errorMessageVariable="why"/></bpmn:boundaryEvent>
      ${tasks('bill')}${flows('start -> check -> end', 'unpaid -> bill -> end')}`,
      { around: '<bpmn:error id="unpaidError" errorCode="UNPAID"/>' },
    );
    Scenario.start(definition)
      .throwError('check', 'UNPAID', { message: 'no money came' })
      .isAt('bill')
      .hasVariables({ code: 'UNPAID', why: 'no money came' });
    Scenario.start(definition).throwError('check', 'UNPAID').hasVariables({ code: 'UNPAID', why: null });
  });
});
