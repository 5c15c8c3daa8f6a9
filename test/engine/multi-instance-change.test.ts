import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const expression = (element: string, text: string) =>
  `<bpmn:${element} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${element}>`;
const loop = (content: string, attributes = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}>${content}</bpmn:multiInstanceLoopCharacteristics>`;
const three = loop(expression('loopCardinality', '3'));

describe('an instance of a multi-instance activity that is taken away', () => {
  it('by a modification is not counted as active any more, and the rest goes on', async () => {
    const definition =
      await modelled(`${startAndEnd()}<bpmn:userTask id="review">${three}</bpmn:userTask>${tasks('after')}
      ${flows('start -> review -> after -> end')}`);
    const scenario = Scenario.start(definition);
    const [task] = scenario.state.tasks.values();
    scenario.command({
      type: 'modifyProcessInstance',
      instructions: [{ type: 'cancelInstance', activityInstanceId: task?.activityInstanceId ?? '' }],
      skipListeners: false,
      skipMappings: false,
      reason: null,
    });
    assert.deepEqual(scenario.variables('review#multiInstanceBody'), {
      nrOfInstances: 3,
      nrOfCompletedInstances: 0,
      nrOfActiveInstances: 2,
    });
    scenario.complete('review').complete('review').isAt('after');
  });

  it('because what it called was deleted leaves the others calling', async () => {
    const survey = await modelled(`${startAndEnd()}${tasks('visit')}${flows('start -> visit -> end')}`, {
      key: 'survey',
    });
    const definition = await modelled(`${startAndEnd()}
      <bpmn:callActivity id="call" calledElement="survey">${three}</bpmn:callActivity>${tasks('after')}
      ${flows('start -> call -> after -> end')}`);
    const scenario = Scenario.start(definition, { called: [survey] });
    scenario.called('call').cancel();
    scenario.isAt('call', 'call');
    assert.equal(scenario.variables('call#multiInstanceBody')['nrOfActiveInstances'], 2);
    scenario.called('call').complete('visit');
    scenario.called('call').complete('visit');
    scenario.isAt('after');
  });
});

describe('an instance of a multi-instance activity whose error nobody catches', () => {
  const review = (attributes: string) =>
    modelled(`${startAndEnd()}<bpmn:userTask id="review">${loop(expression('loopCardinality', '3'), attributes)}</bpmn:userTask>
      ${tasks('after')}${flows('start -> review -> after -> end')}`);

  it('counts as done, so that a sequence goes on with the next', async () => {
    Scenario.start(await review('isSequential="true"'))
      .throwError('review', 'ANY')
      .isAt('review')
      .complete('review')
      .isAt('review')
      .throwError('review', 'ANY')
      .isAt('after');
  });

  it('counts as done beside the others', async () => {
    const scenario = Scenario.start(await review(''))
      .throwError('review', 'ANY')
      .isAt('review', 'review');
    assert.deepEqual(scenario.variables('review#multiInstanceBody'), {
      nrOfInstances: 3,
      nrOfCompletedInstances: 1,
      nrOfActiveInstances: 2,
    });
  });
});

describe('compensation of a multi-instance sub-process', () => {
  it('shows each handler the element that its instance had', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:subProcess id="area">${loop('', 'camunda:collection="areas" camunda:elementVariable="area"')}
        ${startAndEnd('begin', 'done')}${tasks('book')}${flows('begin -> book -> done')}
        <bpmn:boundaryEvent id="undone" attachedToRef="book"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
        <bpmn:userTask id="free" name="Free \${area}" isForCompensation="true"/>
        <bpmn:association id="by" associationDirection="One" sourceRef="undone" targetRef="free"/></bpmn:subProcess>
      <bpmn:intermediateThrowEvent id="undo"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>${tasks('after')}
      ${flows('start -> area -> undo -> after -> end')}`);
    const scenario = Scenario.start(definition, { variables: { areas: ['north', 'south'] } })
      .complete('book')
      .complete('book')
      .isAt('free', 'free');
    const names = [...scenario.state.tasks.values()].map(({ name }) => name ?? '').sort();
    assert.deepEqual(names, ['Free north', 'Free south']);
    scenario.complete('free').complete('free').isAt('after').complete('after').hasEnded();
  });
});
