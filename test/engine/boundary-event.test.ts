import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { Scenario } from '../kit/scenario.ts';

describe('an interrupting boundary event', () => {
  const late = diagram`
    (start) -> [work] -> [after]
    [work] @P3D (late) -> [escalate]
  `;

  it('by a timer ends its activity when it is due', () => {
    const scenario = Scenario.start(late)
      .passTime('P2DT23H')
      .isAt('work')
      .passTime('PT1H')
      .isAt('escalate')
      .complete('escalate')
      .hasEnded();
    const ended = scenario.world.events.find(
      (event) => event.type === 'activityEnded' && event.canceled && event.activityInstanceId !== scenario.id,
    );
    assert.ok(ended, 'the work is told as cancelled');
  });

  it('waits no longer once its activity is done', () => {
    const scenario = Scenario.start(late).complete('work').isAt('after');
    assert.equal(scenario.state.jobs.size, 0);
    scenario.passTime('P10D').isAt('after');
  });

  it('is armed when the job before its activity has run, not earlier', () => {
    const scenario = Scenario.start(withNode(late, 'work', { asyncBefore: { exclusive: true } }));
    assert.deepEqual(
      [...scenario.state.jobs.values()].map(({ kind }) => kind),
      ['asyncBefore'],
    );
    scenario.executeJobs();
    assert.deepEqual(
      [...scenario.state.jobs.values()].map(({ kind }) => kind),
      ['timer'],
    );
  });

  it('waits no longer while its activity is complete and a job has yet to lead away', () => {
    const scenario = Scenario.start(withNode(late, 'work', { asyncAfter: { exclusive: true } })).complete('work');
    assert.deepEqual(
      [...scenario.state.jobs.values()].map(({ kind }) => kind),
      ['asyncAfter'],
    );
    scenario.passTime('P10D').isAt('work').executeJobs().isAt('after');
  });

  it('with a cycle fires once', () => {
    const definition = diagram`
      (start) -> [work]
      [work] @R3/PT1H (late) -> [escalate]
    `;
    Scenario.start(definition).passTime('PT5H').isAt('escalate');
  });

  it('by a message ends its activity and takes the variables over', () => {
    const definition = diagram`
      (start) -> [work] -> [after]
      [work] @?withdrawn (stop) -> [file]
    `;
    Scenario.start(definition)
      .correlate('withdrawn', { reason: 'moved' })
      .isAt('file')
      .hasVariables({ reason: 'moved' });
  });

  it('on a sub-process ends everything inside', () => {
    const definition = diagram`
      (start) -> {inner}
      {inner
        (begin) -> <+ fork>
        <+ fork> -> [a] -> <+ join>
        <+ fork> -> [/b] -> <+ join>
        <+ fork> -> (pause @P1D) -> <+ join>
        <+ join> -> (done)
      }
      {inner} @?withdrawn (stop) -> [file]
    `;
    const scenario = Scenario.start(definition).complete('a').correlate('withdrawn').isAt('file');
    assert.equal(scenario.state.externalTasks.size + scenario.state.jobs.size, 0);
  });

  it('on a receive task loses against its message and wins against its silence', () => {
    const definition = diagram`
      (start) -> [?answer] -> [after]
      [?answer] @P1D (silence) -> [remind]
    `;
    Scenario.start(definition).correlate('answer').isAt('after');
    Scenario.start(definition).passTime('P1D').isAt('remind');
  });

  it('may lead back to its own activity', () => {
    const definition = diagram`
      (start) -> [work]
      [work] @?restart (again) -> [work]
    `;
    Scenario.start(definition)
      .correlate('restart')
      .isAt('work')
      .correlate('restart')
      .isAt('work')
      .complete('work')
      .hasEnded();
  });
});

describe('a non-interrupting boundary event', () => {
  it('by a timer fires once and lets its activity go on', () => {
    const definition = diagram`
      (start) -> [work] -> [after]
      [work] @~PT1H (late) -> [remind]
    `;
    Scenario.start(definition)
      .passTime('PT5H')
      .isAt('work', 'remind')
      .complete('work')
      .isAt('after', 'remind')
      .complete('after')
      .complete('remind')
      .hasEnded();
  });

  it('with a counted cycle fires that often, each time a period after the last was due', () => {
    const definition = diagram`
      (start) -> [work]
      [work] @~R3/PT1H (late) -> [remind]
    `;
    Scenario.start(definition)
      .passTime('PT1H')
      .isAt('work', 'remind')
      .passTime('PT2H')
      .isAt('work', 'remind', 'remind', 'remind')
      .passTime('PT9H')
      .isAt('work', 'remind', 'remind', 'remind');
  });

  it('with an endless cycle fires until its activity is done', () => {
    const definition = diagram`
      (start) -> [work] -> (end)
      [work] @~R/PT1H (late) -> [- remind]
    `;
    const scenario = Scenario.start(definition).passTime('PT4H').isAt('work');
    assert.equal(scenario.passed().filter((id) => id === 'remind').length, 4);
    scenario.complete('work').hasEnded();
  });

  it('by a message fires for each message', () => {
    const definition = diagram`
      (start) -> [work]
      [work] @~?news (heard) -> [read]
    `;
    Scenario.start(definition).correlate('news').correlate('news').isAt('work', 'read', 'read');
  });

  it('stands beside others on the same activity', () => {
    const definition = diagram`
      (start) -> [work]
      [work] @~PT1H (late) -> [remind]
      [work] @PT3H (too late) -> [escalate]
      [work] @?withdrawn (stop) -> [file]
    `;
    const scenario = Scenario.start(definition).passTime('PT2H').isAt('work', 'remind').passTime('PT1H');
    scenario.isAt('remind', 'escalate');
    assert.equal(scenario.state.subscriptions.size, 0);
  });
});
