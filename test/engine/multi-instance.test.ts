import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const expression = (element: string, text: string) =>
  `<bpmn:${element} xsi:type="bpmn:tFormalExpression">${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</bpmn:${element}>`;
const loop = (attributes: string, content = '') =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}>${content}</bpmn:multiInstanceLoopCharacteristics>`;
const three = expression('loopCardinality', '3');
const officers = 'camunda:collection="officers" camunda:elementVariable="officer"';
const review = (characteristics: string, rest = '') =>
  modelled(
    `${startAndEnd()}<bpmn:userTask id="review">${characteristics}</bpmn:userTask>${tasks('after')}
    ${flows('start -> review -> after -> end')}${rest}`,
  );
const BODY = 'review#multiInstanceBody';

describe('a parallel multi-instance activity', () => {
  it('begins as many instances as it is told, inside one body', async () => {
    const scenario = Scenario.start(await review(loop('', three)));
    assert.equal(scenario.tree(), `process\n  ${BODY}\n    review\n    review\n    review`);
  });

  it('goes on when all of them are done', async () => {
    Scenario.start(await review(loop('', three)))
      .complete('review')
      .complete('review')
      .isAt('review')
      .complete('review')
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('counts its instances', async () => {
    const scenario = Scenario.start(await review(loop('', three)));
    assert.deepEqual(scenario.variables(BODY), { nrOfInstances: 3, nrOfCompletedInstances: 0, nrOfActiveInstances: 3 });
    scenario.complete('review');
    assert.deepEqual(scenario.variables(BODY), { nrOfInstances: 3, nrOfCompletedInstances: 1, nrOfActiveInstances: 2 });
  });

  it('gives each instance its number and its element', async () => {
    const scenario = Scenario.start(await review(loop(officers)), { variables: { officers: ['ana', 'budi'] } });
    const locals = [...scenario.state.activities.values()]
      .filter(({ activityId }) => activityId === 'review')
      .map(({ id }) =>
        Object.fromEntries(
          [...(scenario.state.variables.get(id) ?? [])].map(([name, value]) => [name, 'value' in value && value.value]),
        ),
      );
    assert.deepEqual(locals, [
      { loopCounter: 0, officer: 'ana' },
      { loopCounter: 1, officer: 'budi' },
    ]);
  });

  it('is passed when the list is empty or the number 0', async () => {
    Scenario.start(await review(loop(officers)), { variables: { officers: [] } }).isAt('after');
    Scenario.start(await review(loop('', expression('loopCardinality', '${v}'))), { variables: { v: 0 } }).isAt(
      'after',
    );
  });

  it('refuses a negative number and what is no list', async () => {
    const counted = await review(loop('', expression('loopCardinality', '${v}')));
    assert.throws(() => Scenario.start(counted, { variables: { v: -1 } }), /Invalid number of instances.*-1/);
    const listed = await review(loop(officers));
    assert.throws(() => Scenario.start(listed, { variables: { officers: 'ana' } }), /is no list/);
  });

  it('cancels the rest when its completion condition holds', async () => {
    const condition = expression('completionCondition', '${nrOfCompletedInstances >= 2}');
    const scenario = Scenario.start(await review(loop('', three + condition)))
      .complete('review')
      .isAt('review', 'review')
      .complete('review')
      .isAt('after');
    assert.equal(scenario.state.tasks.size, 1);
  });

  it('may decide by what one instance says', async () => {
    const condition = expression('completionCondition', '${vote}');
    Scenario.start(await review(loop('', three + condition)), { variables: { vote: false } })
      .complete('review', { vote: false })
      .isAt('review', 'review')
      .complete('review', { vote: true })
      .isAt('after');
  });

  it('lets inputs of each instance see its element', async () => {
    const inputs =
      '<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="greeting">Hello ${officer} ${loopCounter}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>';
    const scenario = Scenario.start(await review(inputs + loop(officers)), {
      variables: { officers: ['ana', 'budi'] },
    });
    assert.equal(scenario.variables('review')['greeting'], 'Hello ana 0');
    scenario.complete('review');
    assert.equal(scenario.variables('review')['greeting'], 'Hello budi 1');
  });

  it('reads its list once, however long it is', async () => {
    let read = 0;
    const list = Array.from({ length: 50 }, (_, place) => `officer ${place}`);
    const scenario = Scenario.start(await review(loop(officers)), {
      ports: {
        evaluate: () => {
          read += 1;
          return list;
        },
      },
    });
    assert.equal(read, 1);
    assert.equal(scenario.state.tasks.size, 50);
  });

  it('assigns each instance to its element', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:userTask id="review" camunda:assignee="\${officer}">${loop(officers)}</bpmn:userTask>${flows('start -> review -> end')}`,
    );
    const scenario = Scenario.start(definition, { variables: { officers: ['ana', 'budi'] } });
    assert.deepEqual(
      [...scenario.state.tasks.values()].map(({ assignee }) => assignee),
      ['ana', 'budi'],
    );
  });

  it('collects one result of each instance, in the order of the list', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:dataObject id="all" name="votes"/><bpmn:dataObjectReference id="shown" dataObjectRef="all"/>
      <bpmn:subProcess id="review">${loop(officers, '<bpmn:loopDataOutputRef>shown</bpmn:loopDataOutputRef><bpmn:outputDataItem id="vote" name="officer"/>')}
        ${startAndEnd('begin', 'done')}${tasks('think')}${flows('begin -> think -> done')}</bpmn:subProcess>
      ${tasks('after')}${flows('start -> review -> after -> end')}`,
    );
    const scenario = Scenario.start(definition, { variables: { officers: ['ana', 'budi'] } });
    const [, second] = [...scenario.state.tasks.keys()];
    scenario
      .command({ type: 'completeTask', taskId: second ?? '' })
      .complete('think')
      .isAt('after');
    assert.deepEqual(scenario.variables()['votes'], ['ana', 'budi']);
  });
});

describe('a sequential multi-instance activity', () => {
  it('does one after the other', async () => {
    const scenario = Scenario.start(await review(loop('isSequential="true"', three))).isAt('review');
    assert.deepEqual(scenario.variables(BODY), { nrOfInstances: 3, nrOfCompletedInstances: 0, nrOfActiveInstances: 1 });
    scenario.complete('review').isAt('review');
    assert.deepEqual(scenario.variables('review'), { loopCounter: 1 });
    scenario.complete('review').complete('review').isAt('after');
  });

  it('leaves the rest out when its completion condition holds', async () => {
    const condition = expression('completionCondition', '${nrOfCompletedInstances == 2}');
    Scenario.start(await review(loop('isSequential="true"', three + condition)))
      .complete('review')
      .complete('review')
      .isAt('after');
  });

  it('reads the list again before each instance', async () => {
    const scenario = Scenario.start(await review(loop(`isSequential="true" ${officers}`)), {
      variables: { officers: ['ana', 'budi'] },
    }).complete('review', { officers: ['ana', 'citra'] });
    assert.equal(scenario.variables('review')['officer'], 'citra');
  });
});

describe('what is attached to a multi-instance activity', () => {
  const boundary = (event: string, attributes = '') =>
    `<bpmn:boundaryEvent id="caught" attachedToRef="review" ${attributes}>${event}</bpmn:boundaryEvent>${tasks('handle')}${flows('caught -> handle')}`;
  const timer = `<bpmn:timerEventDefinition>${expression('timeDuration', 'PT1H')}</bpmn:timerEventDefinition>`;

  it('is there once: one timer ends all instances', async () => {
    const scenario = Scenario.start(await review(loop('', three), boundary(timer)));
    assert.equal(scenario.state.jobs.size, 1);
    scenario.complete('review').passTime('PT1H').isAt('handle');
    assert.equal(scenario.state.tasks.size, 1);
  });

  it('catches the error of one instance and ends the others', async () => {
    Scenario.start(await review(loop('', three), boundary('<bpmn:errorEventDefinition/>')))
      .complete('review')
      .throwError('review', 'ANY')
      .isAt('handle');
  });

  it('compensates each instance that has completed', async () => {
    const undo = `<bpmn:boundaryEvent id="undone" attachedToRef="review"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
      <bpmn:userTask id="undo_review" isForCompensation="true"/><bpmn:association id="by" associationDirection="One" sourceRef="undone" targetRef="undo_review"/>`;
    const throwing =
      await modelled(`${startAndEnd()}<bpmn:userTask id="review">${loop('', three)}</bpmn:userTask>${undo}
      <bpmn:intermediateThrowEvent id="throw"><bpmn:compensateEventDefinition activityRef="review"/></bpmn:intermediateThrowEvent>${tasks('after')}
      ${flows('start -> review -> throw -> after -> end')}`);
    const scenario = Scenario.start(throwing).complete('review').complete('review').complete('review');
    scenario.isAt('undo_review', 'undo_review', 'undo_review');
    scenario.complete('undo_review').complete('undo_review').complete('undo_review').isAt('after');
  });
});

describe('a multi-instance scope', () => {
  const areas = (content: string, rest = '') =>
    modelled(`${startAndEnd()}<bpmn:subProcess id="area">${loop('', expression('loopCardinality', '2'))}${content}</bpmn:subProcess>
      ${tasks('after')}${flows('start -> area -> after -> end')}${rest}`);

  it('has its own variables in each instance', async () => {
    const definition = await areas(
      `${startAndEnd('begin', 'done')}${tasks('a', 'b')}${flows('begin -> a -> b -> done')}`,
    );
    const scenario = Scenario.start(definition).isAt('a', 'a').complete('a').isAt('a', 'b');
    scenario.complete('b').isAt('a').complete('a').complete('b').isAt('after');
  });

  it('is ended by a terminate end event in one instance only', async () => {
    const definition = await areas(
      `<bpmn:startEvent id="begin"/><bpmn:parallelGateway id="fork"/>${tasks('a', 'b')}<bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent>
      ${flows('begin -> fork -> a -> stop', 'fork -> b')}`,
    );
    Scenario.start(definition).isAt('a', 'a', 'b', 'b').complete('a').isAt('a', 'b').complete('a').isAt('after');
  });

  it('of a call activity calls once for each and cancels what is left', async () => {
    const called: ProcessDefinition = await modelled(
      `${startAndEnd()}${tasks('visit')}${flows('start -> visit -> end')}`,
      { key: 'survey' },
    );
    const definition = await modelled(`${startAndEnd()}
      <bpmn:callActivity id="call" calledElement="survey">${loop('', three + expression('completionCondition', '${nrOfCompletedInstances == 1}'))}</bpmn:callActivity>
      ${tasks('after')}${flows('start -> call -> after -> end')}`);
    const scenario = Scenario.start(definition, { called: [called] });
    assert.equal(scenario.world.instances.size, 4);
    const first = scenario.called('call');
    first.complete('visit').hasEnded('COMPLETED');
    scenario.isAt('after');
    const ends = [...scenario.world.instances.values()].map(({ state }) => state.ended);
    assert.equal(ends.filter((ended) => ended === 'INTERNALLY_TERMINATED').length, 2);
  });

  it('waits for jobs around the whole and around each instance', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:userTask id="review" camunda:asyncBefore="true">${loop('camunda:asyncBefore="true" camunda:asyncAfter="true"', three)}</bpmn:userTask>${tasks('after')}
      ${flows('start -> review -> after -> end')}`,
    );
    const scenario = Scenario.start(definition).isAt(BODY);
    const [whole] = scenario.state.jobs.values();
    scenario.command({ type: 'executeJob', jobId: whole?.id ?? '' });
    assert.equal(scenario.state.jobs.size, 3);
    scenario.executeJobs();
    assert.equal(scenario.state.tasks.size, 3);
    scenario.complete('review').complete('review').complete('review');
    assert.equal(scenario.variables(BODY)['nrOfCompletedInstances'], 0);
    scenario.executeJobs().isAt('after');
  });
});
