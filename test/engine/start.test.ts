import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import type { InstanceState } from '../../server/engine/instance/state.ts';
import type { ModificationInstruction } from '../../server/engine/record/command.ts';
import { diagram, withFlow, withNode } from '../kit/diagram.ts';
import { checkedStep } from '../kit/harness.ts';
import { KitPorts } from '../kit/ports.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const juel = (source: string) => ({ language: 'juel' as const, source });
const setting = (event: string, name: string) => ({
  event,
  run: { type: 'expression' as const, expression: juel(`\${execution.setVariable('${name}', true)}`) },
});
const permit = diagram`
  (start) -> [check] -> {review}
  {review
    (begin) -> [sign]
  }
  {review} -> [issue]
`;

function startWith(
  definition: ProcessDefinition,
  instructions: readonly ModificationInstruction[],
  options: { readonly skipListeners?: boolean } = {},
): InstanceState {
  const ports = new KitPorts();
  return checkedStep(
    definition,
    null,
    {
      type: 'startProcessInstance',
      instanceId: 'instance',
      businessKey: null,
      variables: typed({ v: 1 }),
      startUserId: null,
      instructions,
      ...options,
    },
    ports,
  ).state;
}
const activityIds = (state: InstanceState) => [...state.activities.values()].map(({ activityId }) => activityId);

describe('the start of a process instance', () => {
  it('knows its business key, its starter and its variables', () => {
    const { state } = Scenario.start(permit, { businessKey: 'R-7', variables: { v: 1 } }).hasVariables({ v: 1 });
    const { businessKey, startUserId, startActivityId, rootProcessInstanceId, superProcessInstanceId } = state;
    assert.deepEqual(
      { businessKey, startUserId, startActivityId, rootProcessInstanceId, superProcessInstanceId },
      {
        businessKey: 'R-7',
        startUserId: 'demo',
        startActivityId: 'start',
        rootProcessInstanceId: state.id,
        superProcessInstanceId: null,
      },
    );
  });

  it('without a start event that begins by itself is refused', () => {
    const definition = diagram`
      (a ?one) -> [x]
      (b ?two) -> [y]
    `;
    assert.throws(() => Scenario.start(definition), /process has no start event without a trigger/);
    Scenario.start(definition, { startAt: 'b' }).isAt('y');
  });

  it('by hand takes the only start event, whatever triggers it', () => {
    Scenario.start(diagram`(a ?one) -> [x]`).isAt('x');
  });

  it('that fails leaves nothing: there is no instance', () => {
    const definition = diagram`(start) -> [= sum = missing] -> (end)`;
    assert.throws(() => Scenario.start(definition), /Cannot evaluate \$\{missing\} at sum/);
  });

  it('waits for the event sub-processes of the process before its first activity', () => {
    const definition = diagram`
      (start) -> [work]
      {stop @?withdrawn
        (said) -> [farewell]
      }
    `;
    assert.equal(Scenario.start(definition).state.subscriptions.size, 1);
  });

  it('runs the listeners of the process around everything else', () => {
    const definition = {
      ...withNode(permit, 'start', { listeners: [setting('start', 'seenEvent')] }),
      listeners: [setting('start', 'seenStart'), setting('end', 'seenEnd')],
    };
    const scenario = Scenario.start(definition);
    assert.deepEqual(Object.keys(scenario.variables()), ['seenStart', 'seenEvent']);
    scenario.complete('check').complete('sign').complete('issue').hasEnded();
    const names = scenario.world.events.flatMap((event) => (event.type === 'variableSet' ? [event.name] : []));
    assert.deepEqual(names, ['seenStart', 'seenEvent', 'seenEnd']);
  });

  it('runs the listener of a flow when it is taken', () => {
    const definition = withFlow(permit, 'start-check', { listeners: [setting('take', 'taken')] });
    Scenario.start(definition).hasVariables({ taken: true });
  });
});

describe('a start with instructions', () => {
  it('begins where they say, without the start event', () => {
    const state = startWith(permit, [{ type: 'startBefore', activityId: 'sign' }]);
    assert.deepEqual(activityIds(state), ['process', 'review', 'sign']);
    assert.equal(state.startActivityId, null);
  });

  it('may begin at several places', () => {
    const state = startWith(permit, [
      { type: 'startBefore', activityId: 'check' },
      { type: 'startAfter', activityId: 'check' },
      { type: 'startTransition', flowId: 'review-issue' },
    ]);
    assert.deepEqual(activityIds(state), ['process', 'check', 'review', 'sign', 'issue']);
  });

  it('has ended when its tokens have', () => {
    assert.equal(startWith(permit, [{ type: 'startAfter', activityId: 'issue' }]).ended, 'COMPLETED');
  });

  it('may leave listeners out', () => {
    const definition = withNode(permit, 'issue', { listeners: [setting('start', 'heard')] });
    const at: ModificationInstruction[] = [{ type: 'startBefore', activityId: 'issue' }];
    assert.deepEqual([...(startWith(definition, at).variables.get('instance')?.keys() ?? [])], ['v', 'heard']);
    const silent = startWith(definition, at, { skipListeners: true });
    assert.deepEqual([...(silent.variables.get('instance')?.keys() ?? [])], ['v']);
  });
});
