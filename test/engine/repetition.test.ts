import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const expression = (element: string, text: string) =>
  `<bpmn:${element} xsi:type="bpmn:tFormalExpression">${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</bpmn:${element}>`;
const looping = (attributes: string, content = '') =>
  modelled(`${startAndEnd()}
    <bpmn:userTask id="work"><bpmn:standardLoopCharacteristics ${attributes}>${content}</bpmn:standardLoopCharacteristics></bpmn:userTask>
    ${tasks('after')}${flows('start -> work -> after -> end')}`);

describe('a standard loop', () => {
  const condition = expression('loopCondition', '${again}');

  it('runs once before it looks at its condition', async () => {
    Scenario.start(await looping('', condition), { variables: { again: false } })
      .isAt('work')
      .complete('work')
      .isAt('after');
  });

  it('tests before the first run when told so', async () => {
    Scenario.start(await looping('testBefore="true"', condition), { variables: { again: false } }).isAt('after');
  });

  it('runs again while its condition holds', async () => {
    Scenario.start(await looping('testBefore="true"', condition), { variables: { again: true } })
      .complete('work')
      .isAt('work')
      .complete('work', { again: false })
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('runs at most as often as its maximum says', async () => {
    Scenario.start(await looping('loopMaximum="2"', condition), { variables: { again: true } })
      .complete('work')
      .complete('work')
      .isAt('after');
  });

  it('counts its runs from 0', async () => {
    const definition = await looping('', expression('loopCondition', '${loopCounter < 2}'));
    const scenario = Scenario.start(definition);
    assert.deepEqual(scenario.variables('work#standardLoop'), { loopCounter: 0 });
    scenario.complete('work').isAt('work');
    assert.deepEqual(scenario.variables('work#standardLoop'), { loopCounter: 1 });
    scenario.complete('work').isAt('after');
  });

  it('is left by a boundary event of its activity, whichever run it is', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:userTask id="work"><bpmn:standardLoopCharacteristics>${condition}</bpmn:standardLoopCharacteristics></bpmn:userTask>
      <bpmn:boundaryEvent id="late" attachedToRef="work"><bpmn:timerEventDefinition>${expression('timeDuration', 'PT1H')}</bpmn:timerEventDefinition></bpmn:boundaryEvent>
      ${tasks('after', 'escalate')}${flows('start -> work -> after -> end', 'late -> escalate')}`);
    Scenario.start(definition, { variables: { again: true } })
      .complete('work')
      .passTime('PT1H')
      .isAt('escalate');
  });

  it('around a sub-process runs it anew each time', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:subProcess id="round"><bpmn:standardLoopCharacteristics>${condition}</bpmn:standardLoopCharacteristics>
        ${startAndEnd('begin', 'done')}${tasks('a', 'b')}${flows('begin -> a -> b -> done')}</bpmn:subProcess>
      ${tasks('after')}${flows('start -> round -> after -> end')}`);
    Scenario.start(definition, { variables: { again: true } })
      .complete('a')
      .complete('b')
      .isAt('a')
      .complete('a', { again: false })
      .complete('b')
      .isAt('after');
  });

  it('compensates every run', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:userTask id="work"><bpmn:standardLoopCharacteristics loopMaximum="2"/></bpmn:userTask>
      <bpmn:boundaryEvent id="undone" attachedToRef="work"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
      <bpmn:userTask id="undo_work" isForCompensation="true"/><bpmn:association id="by" associationDirection="One" sourceRef="undone" targetRef="undo_work"/>
      <bpmn:intermediateThrowEvent id="undo"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>${tasks('after')}
      ${flows('start -> work -> undo -> after -> end')}`);
    Scenario.start(definition).complete('work').complete('work').isAt('undo_work', 'undo_work');
  });
});

describe('events of a multi-instance activity', () => {
  const SIGNALS = '<bpmn:signal id="done" name="done"/><bpmn:signalEventDefinition id="sayDone" signalRef="done"/>';
  const instances = (attributes: string, content = '') =>
    modelled(
      `${startAndEnd()}
      <bpmn:userTask id="work"><bpmn:multiInstanceLoopCharacteristics ${attributes}>${expression('loopCardinality', '3')}${content}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
      <bpmn:boundaryEvent id="heard" attachedToRef="work" cancelActivity="false"><bpmn:signalEventDefinition signalRef="done"/></bpmn:boundaryEvent>
      ${tasks('note', 'after')}${flows('start -> work -> after -> end', 'heard -> note')}`,
      { around: SIGNALS },
    );

  it('come with each instance when the behavior is None', async () => {
    Scenario.start(await instances('behavior="None" noneBehaviorEventRef="sayDone"'))
      .complete('work')
      .isAt('work', 'work', 'note')
      .complete('work')
      .isAt('work', 'note', 'note');
  });

  it('come with the first instance when the behavior is One', async () => {
    Scenario.start(await instances('behavior="One" oneBehaviorEventRef="sayDone"'))
      .complete('work')
      .isAt('work', 'work', 'note')
      .complete('work')
      .isAt('work', 'note');
  });

  it('come when their condition holds when the behavior is Complex', async () => {
    const complex = `<bpmn:complexBehaviorDefinition>${expression('condition', '${nrOfCompletedInstances == 2}')}<bpmn:event id="said"><bpmn:signalEventDefinition signalRef="done"/></bpmn:event></bpmn:complexBehaviorDefinition>`;
    Scenario.start(await instances('behavior="Complex"', complex))
      .complete('work')
      .isAt('work', 'work')
      .complete('work')
      .isAt('work', 'note');
  });

  it('do not come when the behavior is All', async () => {
    Scenario.start(await instances(''))
      .complete('work')
      .complete('work')
      .complete('work')
      .isAt('after');
  });
});

describe('quantities of tokens', () => {
  it('begin an activity only when so many have come', async () => {
    const definition = await modelled(`${startAndEnd()}<bpmn:parallelGateway id="fork"/>${tasks('a', 'b')}
      <bpmn:userTask id="both" startQuantity="2"/>${flows('start -> fork -> a -> both -> end', 'fork -> b -> both')}`);
    const scenario = Scenario.start(definition).complete('a').isAt('b', 'both');
    assert.equal(scenario.tree(), 'process\n  b\n  both (beforeAsync)');
    scenario.complete('b').isAt('both');
    assert.equal(scenario.tree(), 'process\n  both');
    scenario.complete('both').hasEnded();
  });

  it('begin it again for the next tokens', async () => {
    const definition = await modelled(`${startAndEnd()}<bpmn:userTask id="make" completionQuantity="4"/>
      <bpmn:userTask id="pack" startQuantity="2" completionQuantity="1"/>${flows('start -> make -> pack -> end')}`);
    Scenario.start(definition).complete('make').isAt('pack', 'pack').complete('pack').complete('pack').hasEnded();
  });

  it('leave by each flow as often as told', async () => {
    const definition =
      await modelled(`${startAndEnd()}<bpmn:userTask id="make" completionQuantity="2"/>${tasks('a', 'b')}
      ${flows('start -> make -> a -> end', 'make -> b -> end')}`);
    Scenario.start(definition).complete('make').isAt('a', 'a', 'b', 'b');
  });

  it('count before the job of an async activity', async () => {
    const definition = await modelled(`${startAndEnd()}<bpmn:parallelGateway id="fork"/>${tasks('a', 'b')}
      <bpmn:userTask id="both" startQuantity="2" camunda:asyncBefore="true"/>${flows('start -> fork -> a -> both -> end', 'fork -> b -> both')}`);
    const scenario = Scenario.start(definition).complete('a');
    assert.equal(scenario.state.jobs.size, 0);
    scenario.complete('b').executeJobs().complete('both').hasEnded();
  });

  it('do not count tokens that wait for such a job already', async () => {
    const definition = await modelled(`${startAndEnd()}<bpmn:userTask id="make" completionQuantity="4"/>
      <bpmn:userTask id="pack" startQuantity="2" camunda:asyncBefore="true"/>${flows('start -> make -> pack -> end')}`);
    const scenario = Scenario.start(definition).complete('make');
    assert.equal(scenario.state.jobs.size, 2);
    scenario.executeJobs().isAt('pack', 'pack');
  });
});
