import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ModificationInstruction } from '../../server/engine/record/command.ts';
import { diagram, withNode } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

interface Options {
  readonly skipListeners?: boolean;
  readonly skipMappings?: boolean;
}
const modify = (scenario: Scenario, instructions: readonly ModificationInstruction[], options: Options = {}) =>
  scenario.command({
    type: 'modifyProcessInstance',
    instructions,
    skipListeners: options.skipListeners ?? false,
    skipMappings: options.skipMappings ?? false,
    reason: null,
  });
const before = (activityId: string): ModificationInstruction => ({ type: 'startBefore', activityId });
const cancel = (activityId: string): ModificationInstruction => ({ type: 'cancelActivity', activityId });
const idOf = (scenario: Scenario, activityId: string, place = 0) =>
  [...scenario.state.activities.values()].filter((each) => each.activityId === activityId)[place]?.id ?? '';

const permit = diagram`
  (start) -> [check] -> {review}
  {review
    (begin) -> <+ fork>
    <+ fork> -> [fire] -> <+ join>
    <+ fork> -> [health] -> <+ join>
    <+ join> -> [sign]
  }
  {review} @PT1H (late) -> [escalate]
  {review} -> [issue]
`;

describe('modification: starting', () => {
  it('before an activity moves a token when the old one is cancelled', () => {
    modify(Scenario.start(permit), [cancel('check'), before('issue')])
      .isAt('issue')
      .complete('issue')
      .hasEnded();
  });

  it('adds a token when nothing is cancelled', () => {
    modify(Scenario.start(permit), [before('issue')]).isAt('check', 'issue');
  });

  it('inside a sub-process makes it, with what waits on it, but without its own start', () => {
    const scenario = modify(Scenario.start(permit), [cancel('check'), before('sign')]).isAt('sign');
    assert.equal(scenario.tree(), 'process\n  review\n    sign');
    assert.equal(scenario.job('late').kind, 'timer');
    scenario.complete('sign').isAt('issue');
  });

  it('inside a sub-process uses the one that is there', () => {
    const scenario = Scenario.start(permit).complete('check');
    assert.equal(modify(scenario, [before('sign')]).tree(), 'process\n  review\n    fire\n    health\n    sign');
  });

  it('asks which sub-process is meant when there are several', () => {
    const twice = diagram`
      (start) -> <+ fork>
      <+ fork> -> <x enter>
      <+ fork> -> <x enter>
      <x enter> -> {inner}
      {inner
        (begin) -> [a] -> [b]
      }
    `;
    const scenario = Scenario.start(twice);
    scenario.refuses(() => modify(scenario, [before('b')]), /ambiguous/);
    const second = idOf(scenario, 'inner', 1);
    modify(scenario, [{ type: 'startBefore', activityId: 'b', ancestorActivityInstanceId: second }]);
    const started = scenario.state.activities.get(idOf(scenario, 'b'));
    assert.equal(started?.parentId, second);
  });

  it('after an activity leaves by its flow; by one of several it must be named', () => {
    modify(Scenario.start(permit), [cancel('check'), { type: 'startAfter', activityId: 'check' }]).isAt(
      'fire',
      'health',
    );
    const scenario = Scenario.start(permit);
    scenario.refuses(
      () => modify(scenario, [{ type: 'startAfter', activityId: 'fork' }]),
      /more than one outgoing sequence flow/,
    );
    modify(scenario, [cancel('check'), { type: 'startTransition', flowId: 'fork-health' }]).isAt('health');
  });

  it('after the last activity of a scope completes the scope', () => {
    modify(Scenario.start(permit), [cancel('check'), { type: 'startAfter', activityId: 'sign' }]).isAt('issue');
    modify(Scenario.start(permit), [cancel('check'), { type: 'startAfter', activityId: 'issue' }]).hasEnded();
  });

  it('respects the job before an activity', () => {
    const definition = withNode(permit, 'issue', { asyncBefore: { exclusive: true } });
    const scenario = modify(Scenario.start(definition), [cancel('check'), before('issue')]);
    assert.equal(scenario.tree(), 'process\n  issue (beforeAsync)');
    scenario.executeJobs().complete('issue').hasEnded();
  });

  it('takes variables along, for the scope and for the activity', () => {
    const scenario = modify(Scenario.start(permit), [
      cancel('check'),
      { type: 'startBefore', activityId: 'issue', variables: typed({ v: 1 }), localVariables: typed({ own: 2 }) },
    ]);
    assert.deepEqual([scenario.variables(), scenario.variables('issue')], [{ v: 1 }, { own: 2 }]);
  });

  it('at a join waits there for the other tokens', () => {
    const scenario = modify(Scenario.start(permit).complete('check'), [
      cancel('fire'),
      { type: 'startTransition', flowId: 'fire-join' },
    ]);
    scenario.isAt('health').complete('health').isAt('sign');
  });

  it('at an inclusive join goes on when no other token can come', () => {
    const definition = diagram`
      (start) -> [work] -> <o split>
      <o split> -v > 0-> [a] -> <o join>
      <o split> -v > 1-> [b] -> <o join>
      <o join> -> [after]
    `;
    modify(Scenario.start(definition, { variables: { v: 2 } }), [before('join')])
      .isAt('work')
      .complete('work')
      .isAt('a', 'b');
    modify(
      Scenario.start(definition, { variables: { v: 2 } })
        .complete('work')
        .complete('a'),
      [cancel('b')],
    ).isAt('after');
  });

  it('at a boundary event fires it', () => {
    modify(Scenario.start(permit).complete('check'), [before('late')]).isAt('escalate');
  });

  it('at the start event of an interrupting event sub-process ends the rest, as if it had fired', () => {
    const definition = diagram`
      (start) -> {inner}
      {inner
        (begin) -> [work]
        {stop @?withdrawn
          (said) -> [farewell]
        }
        {note @~?news
          (heard) -> [read]
        }
      }
    `;
    const scenario = modify(Scenario.start(definition), [before('said')]).isAt('farewell');
    assert.equal(scenario.state.subscriptions.size, 0);
    modify(Scenario.start(definition), [before('heard')]).isAt('work', 'read');
  });

  it('of what is not in the model is refused', () => {
    const scenario = Scenario.start(permit);
    scenario
      .refuses(() => modify(scenario, [before('nowhere')]), /'nowhere' does not exist/)
      .refuses(() => modify(scenario, [{ type: 'startTransition', flowId: 'no' }]), /'no' does not exist/);
  });
});

describe('modification: cancelling', () => {
  it('takes scopes along that hold nothing else', () => {
    const scenario = Scenario.start(permit).complete('check').complete('fire').complete('health').isAt('sign');
    modify(scenario, [before('check'), cancel('sign')]).isAt('check');
    assert.equal(scenario.tree(), 'process\n  check');
    assert.equal(scenario.state.jobs.size, 0);
  });

  it('of one instance leaves the others of that activity', () => {
    const scenario = modify(Scenario.start(permit), [before('check')]).isAt('check', 'check');
    modify(scenario, [{ type: 'cancelInstance', activityInstanceId: idOf(scenario, 'check') }]).isAt('check');
  });

  it('of everything cancels the instance', () => {
    modify(Scenario.start(permit), [cancel('check')]).hasEnded('EXTERNALLY_TERMINATED');
    const scenario = Scenario.start(permit).complete('check');
    modify(scenario, [{ type: 'cancelInstance', activityInstanceId: scenario.id }]).hasEnded('EXTERNALLY_TERMINATED');
  });

  it('of what is not there is refused and nothing has happened', () => {
    const scenario = Scenario.start(permit);
    scenario.refuses(
      () => modify(scenario, [before('issue'), { type: 'cancelInstance', activityInstanceId: 'gone' }]),
      /'gone' does not exist/,
    );
  });

  it('ends what a call activity called', () => {
    const caller = diagram`(start) -> [+ survey] -> [after]`;
    const survey = diagram`
      process survey
      (start) -> [visit]
    `;
    const scenario = Scenario.start(caller, { called: [survey] });
    const called = scenario.called('survey');
    modify(scenario, [cancel('survey'), before('after')]).isAt('after');
    called.hasEnded('INTERNALLY_TERMINATED');
  });

  it('lets an inclusive join go on that waited for what is gone', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <o join>
      <+ fork> -> [b] -> <o join>
      <o join> -> [after]
    `;
    modify(Scenario.start(definition).complete('a'), [cancel('b')]).isAt('after');
  });
});

describe('modification', () => {
  it('works on a suspended instance', () => {
    const scenario = Scenario.start(permit).command({ type: 'setSuspended', suspended: true });
    modify(scenario, [cancel('check'), before('issue')]).isAt('issue');
    assert.equal(scenario.state.suspended, true);
  });

  it('may leave listeners and mappings out', () => {
    const expression = (source: string) => ({ language: 'juel' as const, source });
    const definition = withNode(permit, 'issue', {
      inputs: [{ name: 'own', value: { type: 'expression', expression: expression('${1}') } }],
      listeners: [
        {
          event: 'start',
          run: { type: 'expression', expression: expression("${execution.setVariable('heard', true)}") },
        },
      ],
    });
    const instructions = [cancel('check'), before('issue')];
    const all = modify(Scenario.start(definition), instructions);
    assert.deepEqual([all.variables(), all.variables('issue')], [{ heard: true }, { own: 1 }]);
    const none = modify(Scenario.start(definition), instructions, { skipListeners: true, skipMappings: true });
    assert.deepEqual([none.variables(), none.variables('issue')], [{}, {}]);
  });

  it('adds an instance to a multi-instance body and counts it', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:userTask id="work"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
      ${tasks('after')}${flows('start -> work -> after -> end')}`,
    );
    const body = 'work#multiInstanceBody';
    const scenario = modify(Scenario.start(definition), [before('work')]).isAt('work', 'work', 'work');
    assert.equal(scenario.variables(body)['nrOfInstances'], 3);
    scenario.complete('work').complete('work').isAt('work').complete('work').isAt('after');
    const another = modify(Scenario.start(definition), [before(body)]);
    assert.equal(another.state.tasks.size, 4);
  });

  it('makes a multi-instance body for one instance when none is there', async () => {
    const definition = await modelled(
      `${startAndEnd()}${tasks('first')}<bpmn:userTask id="work"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
      ${tasks('after')}${flows('start -> first -> work -> after -> end')}`,
    );
    const scenario = modify(Scenario.start(definition), [cancel('first'), before('work')]);
    assert.equal(scenario.tree(), 'process\n  work#multiInstanceBody\n    work');
    assert.equal(scenario.variables('work#multiInstanceBody')['nrOfInstances'], 1);
    scenario.complete('work').isAt('after');
  });
});
