import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { Scenario, typed } from '../kit/scenario.ts';

describe('a sub-process', () => {
  const nested = diagram`
    (start) -> {outer}
    {outer
      (begin) -> {inner}
      {inner
        (open) -> [work]
      }
      {inner} -> [check]
    }
    {outer} -> [after]
  `;

  it('is done when nothing is left in it', () => {
    const scenario = Scenario.start(nested);
    assert.equal(scenario.tree(), 'process\n  outer\n    inner\n      work');
    scenario.complete('work').isAt('check').complete('check').isAt('after').complete('after').hasEnded();
  });

  it('waits for all its tokens, whatever end they come to', () => {
    const definition = diagram`
      (start) -> {inner}
      {inner
        (begin) -> <+ fork>
        <+ fork> -> [a] -> (end a)
        <+ fork> -> [b] -> (end b)
      }
      {inner} -> [after]
    `;
    Scenario.start(definition).complete('b').isAt('a').complete('a').isAt('after');
  });

  it('keeps its local variables to itself and takes them with it', () => {
    const scenario = Scenario.start(nested, { variables: { v: 1 } });
    const outer = [...scenario.state.activities.values()].find(({ activityId }) => activityId === 'outer');
    assert.ok(outer);
    scenario.command({
      type: 'changeVariables',
      scopeId: outer.id,
      local: true,
      modifications: typed({ v: 2, own: true }),
      deletions: [],
    });
    scenario.complete('work', { v: 3, other: 4 });
    assert.deepEqual(scenario.variables('outer'), { v: 3, own: true });
    assert.deepEqual(scenario.variables(), { v: 1, other: 4 });
    scenario.complete('check').isAt('after');
    assert.deepEqual(scenario.variables(), { v: 1, other: 4 });
    assert.equal(scenario.state.variables.size, 1);
  });

  it('maps inputs before its content begins and outputs when it is done', () => {
    const text = (source: string) => ({
      type: 'expression' as const,
      expression: { language: 'juel' as const, source },
    });
    const definition = withNode(
      diagram`
        (start) -> {inner}
        {inner
          (begin) -> [= doubled = amount * 2] -> [work]
        }
        {inner} -> [after]
      `,
      'inner',
      {
        inputs: [{ name: 'amount', value: text('${v + 1}') }],
        outputs: [{ name: 'result', value: text('${doubled + amount}') }],
      },
    );
    const scenario = Scenario.start(definition, { variables: { v: 4 } });
    assert.deepEqual(scenario.variables('inner'), { amount: 5 });
    scenario.complete('work').hasVariables({ result: 15, doubled: 10 });
    assert.equal(scenario.variables()['amount'], undefined);
  });

  it('without a start event that begins by itself says what is missing', () => {
    const definition = diagram`
      (start) -> {inner}
      {inner
        [work] -> (end)
      }
    `;
    assert.throws(() => Scenario.start(definition), /inner has no start event without a trigger/);
  });

  it('starts and leaves by jobs when it is async', () => {
    const async = { asyncBefore: { exclusive: true }, asyncAfter: { exclusive: true } };
    const scenario = Scenario.start(withNode(nested, 'inner', async)).isAt('inner');
    assert.equal(scenario.tree(), 'process\n  outer\n    inner (beforeAsync)');
    scenario.executeJobs().isAt('work').complete('work');
    assert.equal(scenario.tree(), 'process\n  outer\n    inner (afterAsync)');
    scenario.executeJobs().isAt('check');
  });

  it('can be entered several times at once', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> <x enter>
      <+ fork> -> <x enter>
      <x enter> -> {inner}
      {inner
        (begin) -> [work]
      }
      {inner} -> [after]
    `;
    Scenario.start(definition)
      .isAt('work', 'work')
      .complete('work')
      .isAt('work', 'after')
      .complete('work')
      .complete('after')
      .complete('after')
      .hasEnded();
  });
});

describe('a terminate end event', () => {
  const definition = diagram`
    (start) -> <+ outside>
    <+ outside> -> [beside]
    <+ outside> -> {inner}
    {inner
      (begin) -> <+ fork>
      <+ fork> -> [a] -> (stop *)
      <+ fork> -> [b]
      <+ fork> -> (pause @PT1H) -> [c]
    }
    {inner} -> [after]
  `;

  it('ends everything in its sub-process, which is then left as usual', () => {
    const scenario = Scenario.start(definition).isAt('a', 'b', 'pause', 'beside').complete('a').isAt('beside', 'after');
    assert.equal(scenario.state.jobs.size, 0);
    assert.deepEqual([...scenario.state.tasks.values()].map(({ activityId }) => activityId).sort(), [
      'after',
      'beside',
    ]);
  });

  it('of the process ends the instance with all that runs, as completed', () => {
    const process = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> (stop *)
      <+ fork> -> {inner}
      {inner
        (begin) -> [b]
      }
      {inner} @PT1H (late) -> [c]
    `;
    Scenario.start(process).complete('a').hasEnded('COMPLETED');
  });

  it('also ends tokens that have not moved yet in the same step', () => {
    const process = diagram`
      (start) -> <+ fork>
      <+ fork> -> (stop *)
      <+ fork> -> [never]
    `;
    const scenario = Scenario.start(process).hasEnded();
    assert.ok(!scenario.passed().includes('never'));
  });

  it('in an event sub-process ends only that', () => {
    const process = diagram`
      (start) -> [work]
      {extra @~?news
        (heard) -> <+ fork>
        <+ fork> -> [note] -> (enough *)
        <+ fork> -> [other]
      }
    `;
    Scenario.start(process)
      .correlate('news')
      .isAt('work', 'note', 'other')
      .complete('note')
      .isAt('work')
      .complete('work')
      .hasEnded();
  });
});
