import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';
import { KIT_START } from '../kit/ports.ts';

const BEFORE = { asyncBefore: { exclusive: true } };
const AFTER = { asyncAfter: { exclusive: true } };
const work = diagram`(start) -> [= work = v + 1] -> [after]`;
const fail = (scenario: Scenario, activityId: string) =>
  scenario.command({
    type: 'failJob',
    jobId: scenario.job(activityId).id,
    errorMessage: 'no line',
    errorDetails: 'trace',
    failedActivityId: 'deeper',
  });

describe('an async continuation', () => {
  it('before an activity does nothing until its job has run', () => {
    const scenario = Scenario.start(withNode(work, 'work', BEFORE), { variables: { v: 1 } });
    assert.equal(scenario.tree(), 'process\n  work (beforeAsync)');
    assert.equal(scenario.job('work').kind, 'asyncBefore');
    scenario.executeJobs().isAt('after').hasVariables({ work: 2 });
  });

  it('after an activity keeps its results and leads on by its job', () => {
    const scenario = Scenario.start(withNode(work, 'work', AFTER), { variables: { v: 1 } });
    assert.equal(scenario.tree(), 'process\n  work (afterAsync)');
    scenario.hasVariables({ work: 2 }).executeJobs().isAt('after');
  });

  it('decides about conditions of the flows only when the job after it runs', () => {
    const definition = withNode(
      diagram`
        (start) -> [work]
        [work] -v == 1-> [a]
        [work] ->> [b]
      `,
      'work',
      AFTER,
    );
    const scenario = Scenario.start(definition, { variables: { v: 1 } }).complete('work');
    scenario.command({
      type: 'changeVariables',
      scopeId: scenario.id,
      local: false,
      modifications: new Map([['v', { type: 'Integer', value: 2 }]]),
      deletions: [],
    });
    scenario.executeJobs().isAt('b');
  });

  it('on a start event waits with the instance already there', () => {
    Scenario.start(withNode(work, 'start', BEFORE), { variables: { v: 1 } })
      .isAt('start')
      .executeJobs()
      .isAt('after');
  });

  it('on an end event ends the instance by its job', () => {
    const definition = withNode(diagram`(start) -> [work] -> (end)`, 'end', BEFORE);
    Scenario.start(definition).complete('work').isAt('end').executeJobs().hasEnded();
  });

  it('keeps exclusive and priority for whoever runs it', async () => {
    const definition = await modelled(
      `${startAndEnd()}<bpmn:userTask id="work" camunda:asyncBefore="true" camunda:exclusive="false" camunda:jobPriority="\${v * 10}"/>${flows('start -> work -> end')}`,
    );
    const { exclusive, priority, dueAt, retries } = Scenario.start(definition, { variables: { v: 4 } }).job('work');
    assert.deepEqual(
      { exclusive, priority, dueAt, retries },
      { exclusive: false, priority: 40, dueAt: null, retries: 3 },
    );
  });
});

describe('a job that fails', () => {
  const async = withNode(work, 'work', BEFORE);

  it('leaves nothing behind of what it did', () => {
    const scenario = Scenario.start(async);
    scenario.refuses(() => scenario.executeJobs(), /Unknown variable v/);
    assert.equal(scenario.tree(), 'process\n  work (beforeAsync)');
    assert.equal(scenario.job('work').retries, 3);
  });

  it('has one retry less, keeps the error and is due at once', () => {
    const { retries, errorMessage, errorDetails, failedActivityId, dueAt } = fail(Scenario.start(async), 'work').job(
      'work',
    );
    assert.deepEqual(
      { retries, errorMessage, errorDetails, failedActivityId, dueAt },
      { retries: 2, errorMessage: 'no line', errorDetails: 'trace', failedActivityId: 'deeper', dueAt: null },
    );
  });

  it('opens an incident when no retry is left, and no second one', () => {
    const scenario = Scenario.start(async);
    for (let count = 0; count < 4; count += 1) fail(scenario, 'work');
    assert.equal(scenario.job('work').retries, 0);
    const [incident, ...others] = scenario.state.incidents.values();
    assert.equal(others.length, 0);
    assert.equal(incident?.kind, 'failedJob');
    assert.deepEqual([incident.activityId, incident.failedActivityId], ['work', 'deeper']);
  });

  it('closes its incident when it gets retries, and keeps the last error', () => {
    const scenario = Scenario.start(async);
    for (let count = 0; count < 3; count += 1) fail(scenario, 'work');
    scenario.command({ type: 'changeJob', jobId: scenario.job('work').id, change: { retries: 1 } });
    assert.equal(scenario.state.incidents.size, 0);
    assert.equal(scenario.job('work').errorMessage, 'no line');
  });

  it('run by hand without retries closes its incident as resolved', () => {
    const scenario = Scenario.start(async);
    for (let count = 0; count < 3; count += 1) fail(scenario, 'work');
    scenario.command({
      type: 'changeVariables',
      scopeId: scenario.id,
      local: false,
      modifications: new Map([['v', { type: 'Integer', value: 1 }]]),
      deletions: [],
    });
    scenario.command({ type: 'executeJob', jobId: scenario.job('work').id }).isAt('after');
    const closed = scenario.world.events.find(({ type }) => type === 'incidentClosed');
    assert.ok(closed?.type === 'incidentClosed' && closed.resolved);
  });

  it('waits between tries as its cycle says', () => {
    const cycle = { retryTimeCycle: { language: 'juel', source: 'R2/PT10M' } };
    const scenario = Scenario.start(withNode(work, 'work', { ...BEFORE, ...cycle }));
    assert.equal(scenario.job('work').retries, 2);
    assert.equal(fail(scenario, 'work').job('work').dueAt, KIT_START + 600_000);
    fail(scenario, 'work');
    assert.equal(scenario.state.incidents.size, 1);
  });

  it('of a boundary timer leaves its activity and the timer where they are', () => {
    const definition = diagram`
      (start) -> [work]
      [work] @~R3/PT1H (late) -> [= broken = missing]
    `;
    const scenario = Scenario.start(definition);
    scenario.refuses(() => scenario.passTime('PT1H'), /Unknown variable missing/);
    fail(scenario, 'late').isAt('work');
    assert.equal(scenario.job('late').retries, 2);
  });
});

describe('a repeating timer whose run fails', () => {
  const definition = diagram`
    (start) -> [work]
    [work] @~R3/PT1H (late) -> [= check = v] -> [remind]
  `;
  const failFirst = (scenario: Scenario) => {
    scenario.refuses(() => scenario.passTime('PT1H'), /Unknown variable v/);
    return fail(scenario, 'late');
  };

  it('goes on with its series, while the failed run keeps its own retries', () => {
    const scenario = failFirst(Scenario.start(definition));
    const [failed, next, ...others] = scenario.state.jobs.values();
    assert.equal(others.length, 0);
    assert.deepEqual([failed?.retries, failed?.repeat], [2, null]);
    assert.deepEqual([next?.retries, next?.dueAt, next?.repeat?.remaining], [3, KIT_START + 7_200_000, 1]);
  });

  it('does not double its series when it fails again or works at last', () => {
    const scenario = failFirst(Scenario.start(definition));
    fail(scenario, 'late');
    assert.equal(scenario.state.jobs.size, 2);
    scenario.complete('work', { v: 1 }).hasEnded();
    const again = failFirst(Scenario.start(definition));
    again.command({
      type: 'changeVariables',
      scopeId: again.id,
      local: false,
      modifications: new Map([['v', { type: 'Integer', value: 1 }]]),
      deletions: [],
    });
    again.passTime('PT9H').isAt('work', 'remind', 'remind', 'remind');
  });
});

describe('a suspended instance', () => {
  it('refuses jobs, tasks and messages, but not variables', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [task]
      <+ fork> -> (wait ?news) -> (end)
      <+ fork> -> (pause @PT1H) -> (over)
    `;
    const scenario = Scenario.start(definition).command({ type: 'setSuspended', suspended: true });
    scenario
      .refuses(() => scenario.complete('task'), 'suspended')
      .refuses(() => scenario.correlate('news'), 'suspended')
      .refuses(() => scenario.command({ type: 'executeJob', jobId: scenario.job('pause').id }), 'suspended');
    scenario.passTime('PT2H').isAt('task', 'wait', 'pause');
    scenario.command({ type: 'setSuspended', suspended: false }).passTime(0).isAt('task', 'wait');
  });

  it('can be deleted', () => {
    Scenario.start(withNode(work, 'work', BEFORE))
      .command({ type: 'setSuspended', suspended: true })
      .cancel()
      .hasEnded('EXTERNALLY_TERMINATED');
  });
});

describe('a deleted instance', () => {
  it('ends with its reason and everything in it', async () => {
    const definition = await modelled(`${startAndEnd()}<bpmn:parallelGateway id="fork"/>${tasks('a')}
      <bpmn:serviceTask id="b" camunda:type="external" camunda:topic="b"/><bpmn:userTask id="c" camunda:asyncBefore="true"/>
      <bpmn:subProcess id="inner">${startAndEnd('begin', 'done')}${tasks('d')}${flows('begin -> d -> done')}</bpmn:subProcess>
      ${flows('start -> fork -> a -> end', 'fork -> b -> end', 'fork -> c -> end', 'fork -> inner -> end')}`);
    const scenario = Scenario.start(definition).cancel('filed twice').hasEnded('EXTERNALLY_TERMINATED');
    const ended = scenario.world.events.at(-1);
    assert.deepEqual(ended, { type: 'processInstanceEnded', state: 'EXTERNALLY_TERMINATED', reason: 'filed twice' });
  });

  it('refuses every further command', () => {
    const scenario = Scenario.start(work, { variables: { v: 1 } }).cancel();
    scenario.refuses(() => scenario.cancel(), 'wrongState');
  });

  it('runs end listeners, and passes over those that fail', () => {
    const run = (source: string) => ({
      type: 'expression' as const,
      expression: { language: 'juel' as const, source },
    });
    const definition = withNode(diagram`(start) -> [a]`, 'a', {
      listeners: [
        { event: 'delete', run: run("${execution.setVariable('seen', true)}") },
        { event: 'end', run: run('${missing}') },
      ],
    });
    const scenario = Scenario.start(definition).cancel().hasEnded('EXTERNALLY_TERMINATED');
    assert.ok(scenario.world.events.some((event) => event.type === 'variableSet' && event.name === 'seen'));
  });
});
