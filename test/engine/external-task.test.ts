import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ExternalTaskInstance } from '../../server/engine/instance/state.ts';
import { diagram } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

const checking = diagram`
  (start) -> [/check] -> [after]
  [/check] @! (failed) -> [repair]
`;
const taskOf = (scenario: Scenario): ExternalTaskInstance => {
  const [task] = scenario.state.externalTasks.values();
  assert.ok(task);
  return task;
};
const fail = (scenario: Scenario, retries: number, retryTimeout = 0) =>
  scenario.command({
    type: 'failExternalTask',
    externalTaskId: taskOf(scenario).id,
    errorMessage: 'no line',
    errorDetails: 'the details',
    retries,
    retryTimeout,
  });

describe('an external task', () => {
  it('waits for a worker under its topic', () => {
    const scenario = Scenario.start(checking);
    const { topic, priority, retries } = taskOf(scenario);
    assert.deepEqual({ topic, priority, retries }, { topic: 'check', priority: 0, retries: null });
  });

  it('evaluates topic and priority when it begins', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:serviceTask id="check" camunda:type="external" camunda:topic="check-\${kind}" camunda:taskPriority="\${v + 1}"/>${flows('start -> check -> end')}`,
    );
    const { topic, priority } = taskOf(Scenario.start(definition, { variables: { kind: 'fire', v: 4 } }));
    assert.deepEqual({ topic, priority }, { topic: 'check-fire', priority: 5 });
  });

  it('completed brings variables, outward and local', () => {
    const scenario = Scenario.start(checking, { variables: { v: 1 } });
    scenario.command({
      type: 'completeExternalTask',
      externalTaskId: taskOf(scenario).id,
      variables: typed({ v: 2 }),
      localVariables: typed({ own: 3 }),
    });
    scenario.isAt('after');
    assert.deepEqual(scenario.variables(), { v: 2 });
    assert.equal(scenario.state.variables.size, 1, 'what was local is gone');
  });

  it('cannot be completed twice', () => {
    const scenario = Scenario.start(checking);
    const { id } = taskOf(scenario);
    scenario
      .complete('check')
      .refuses(() => scenario.command({ type: 'completeExternalTask', externalTaskId: id }), 'notFound');
  });

  it('that failed keeps the error and waits for the next try', () => {
    const scenario = Scenario.start(checking);
    fail(scenario, 2, 60_000).isAt('check');
    const { retries, errorMessage, errorDetails } = taskOf(scenario);
    assert.deepEqual([retries, errorMessage, errorDetails], [2, 'no line', 'the details']);
    assert.equal(scenario.state.incidents.size, 0);
    const changed = scenario.world.events.find(({ type }) => type === 'externalTaskChanged');
    assert.ok(changed?.type === 'externalTaskChanged');
    assert.equal(changed.change.availableAt, scenario.world.ports.now + 60_000);
  });

  it('without retries opens one incident, which further failures do not double', () => {
    const scenario = Scenario.start(checking);
    fail(fail(scenario, 0), 0);
    const incidents = [...scenario.state.incidents.values()];
    assert.equal(incidents.length, 1);
    assert.equal(incidents[0]?.kind, 'failedExternalTask');
    assert.equal(incidents[0]?.message, 'no line');
    assert.equal(incidents[0]?.configuration, taskOf(scenario).id);
  });

  it('closes its incident when somebody gives it retries', () => {
    const scenario = fail(Scenario.start(checking), 0);
    scenario.command({ type: 'changeExternalTask', externalTaskId: taskOf(scenario).id, change: { retries: 2 } });
    assert.equal(scenario.state.incidents.size, 0);
    const closed = scenario.world.events.find(({ type }) => type === 'incidentClosed');
    assert.ok(closed?.type === 'incidentClosed' && closed.resolved);
  });

  it('closes its incident as resolved when it is completed, as deleted when it is cancelled', () => {
    for (const [finish, resolved] of [
      [(scenario: Scenario) => scenario.complete('check'), true],
      [(scenario: Scenario) => scenario.cancel(), false],
    ] as const) {
      const scenario = fail(Scenario.start(checking), 0);
      finish(scenario);
      const closed = scenario.world.events.find(({ type }) => type === 'incidentClosed');
      assert.ok(closed?.type === 'incidentClosed');
      assert.equal(closed.resolved, resolved);
    }
  });

  it('with retries set to 0 opens an incident', () => {
    const scenario = Scenario.start(checking);
    scenario.command({ type: 'changeExternalTask', externalTaskId: taskOf(scenario).id, change: { retries: 0 } });
    assert.equal(scenario.state.incidents.size, 1);
  });

  it('is refused to a worker while its instance is suspended; its retries are not', () => {
    const scenario = Scenario.start(checking).command({ type: 'setSuspended', suspended: true });
    scenario
      .refuses(() => scenario.complete('check'), 'suspended')
      .refuses(() => fail(scenario, 1), 'suspended')
      .refuses(() => scenario.throwError('check', 'ANY'), 'suspended');
    scenario.command({ type: 'changeExternalTask', externalTaskId: taskOf(scenario).id, change: { retries: 0 } });
    assert.equal(scenario.state.incidents.size, 1);
    scenario.command({ type: 'setSuspended', suspended: false }).complete('check').isAt('after');
  });
});

describe('an error modelled on an external task', () => {
  const modelledErrors = (condition: string) =>
    modelled(
      `${startAndEnd()}<bpmn:serviceTask id="check" camunda:type="external" camunda:topic="check"><bpmn:extensionElements>
        <camunda:errorEventDefinition errorRef="unpaid" expression="\${${condition}}"/></bpmn:extensionElements></bpmn:serviceTask>
      <bpmn:boundaryEvent id="caught" attachedToRef="check"><bpmn:errorEventDefinition errorRef="unpaid" camunda:errorMessageVariable="why"/></bpmn:boundaryEvent>
      ${tasks('bill', 'after')}${flows('start -> check -> after -> end', 'caught -> bill')}`,
      { around: '<bpmn:error id="unpaid" errorCode="UNPAID"/>' },
    );

  it('is thrown instead of a completion when its condition holds', async () => {
    Scenario.start(await modelledErrors("state == 'unpaid'"))
      .complete('check', { state: 'unpaid' })
      .isAt('bill')
      .hasVariables({ state: 'unpaid' });
  });

  it('does not come when its condition does not hold', async () => {
    Scenario.start(await modelledErrors("state == 'unpaid'"))
      .complete('check', { state: 'paid' })
      .isAt('after');
  });

  it('is thrown instead of a failure, without an incident', async () => {
    const scenario = Scenario.start(await modelledErrors("state == 'unpaid'"), { variables: { state: 'unpaid' } });
    fail(scenario, 0).isAt('bill');
    assert.equal(scenario.state.incidents.size, 0);
  });

  it('whose condition cannot be evaluated refuses a completion, but never keeps a failure from being recorded', async () => {
    const scenario = Scenario.start(await modelledErrors('missing == 1'));
    scenario.refuses(() => scenario.complete('check'), /Unknown variable missing/);
    fail(scenario, 0).isAt('check');
    assert.equal(scenario.state.incidents.size, 1);
  });
});
