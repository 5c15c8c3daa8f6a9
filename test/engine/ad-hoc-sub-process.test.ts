import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const adHoc = (attributes = '', condition = '') =>
  modelled(`${startAndEnd()}
    <bpmn:adHocSubProcess id="desk" ${attributes}>
      ${tasks('a', 'b', 'c')}${flows('b -> c')}
      ${condition === '' ? '' : `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">\${${condition}}</bpmn:completionCondition>`}
    </bpmn:adHocSubProcess>
    ${tasks('after')}${flows('start -> desk -> after -> end')}`);

describe('an ad-hoc sub-process', () => {
  it('begins everything that no flow leads to', async () => {
    Scenario.start(await adHoc()).isAt('a', 'b');
  });

  it('follows the flows inside it', async () => {
    Scenario.start(await adHoc())
      .complete('b')
      .isAt('a', 'c');
  });

  it('is done when nothing is active in it', async () => {
    Scenario.start(await adHoc())
      .complete('a')
      .complete('b')
      .isAt('c')
      .complete('c')
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('does one after the other when it is sequential', async () => {
    Scenario.start(await adHoc('ordering="Sequential"'))
      .isAt('a')
      .complete('a')
      .isAt('b')
      .complete('b')
      .isAt('c')
      .complete('c')
      .isAt('after');
  });

  it('keeps its place where no list of variables shows it', async () => {
    const scenario = Scenario.start(await adHoc('ordering="Sequential"')).complete('a');
    assert.equal(scenario.state.variables.size, 0);
    assert.ok([...scenario.state.activities.values()].some(({ position }) => position === 2));
  });

  it('ends what is still active when its condition holds', async () => {
    Scenario.start(await adHoc('', 'v == 2'), { variables: { v: 1 } })
      .complete('b')
      .isAt('a', 'c')
      .complete('c', { v: 2 })
      .isAt('after');
  });

  it('lets what is still active finish when it is told so', async () => {
    Scenario.start(await adHoc('cancelRemainingInstances="false"', 'v == 2'), { variables: { v: 1 } })
      .complete('b', { v: 2 })
      .isAt('a', 'c')
      .complete('a')
      .isAt('c')
      .complete('c')
      .isAt('after');
  });

  it('whose condition does not hold stays open for what is begun by hand', async () => {
    const scenario = Scenario.start(await adHoc('', 'v == 2'), { variables: { v: 1 } })
      .complete('a')
      .complete('b')
      .complete('c')
      .isAt('desk');
    scenario
      .command({
        type: 'modifyProcessInstance',
        instructions: [{ type: 'startBefore', activityId: 'a' }],
        skipListeners: false,
        skipMappings: false,
        reason: null,
      })
      .isAt('a')
      .complete('a', { v: 2 })
      .isAt('after');
  });
});
