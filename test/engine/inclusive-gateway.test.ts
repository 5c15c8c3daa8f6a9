import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { Scenario } from '../kit/scenario.ts';

const opinions = diagram`
  (start) -> <o fork>
  <o fork> -v > 1-> [a] -> <o join>
  <o fork> -v > 2-> [b] -> <o join>
  <o fork> ->> [otherwise] -> <o join>
  <o join> -> [after]
`;

describe('an inclusive gateway', () => {
  it('takes every flow that holds', () => {
    Scenario.start(opinions, { variables: { v: 3 } }).isAt('a', 'b');
    Scenario.start(opinions, { variables: { v: 2 } }).isAt('a');
  });

  it('takes the default flow only when no other holds', () => {
    Scenario.start(opinions, { variables: { v: 1 } }).isAt('otherwise');
  });

  it('is refused when nothing holds and there is no default flow', () => {
    const definition = diagram`(start) -> <o fork> -v > 1-> [a]`;
    assert.throws(() => Scenario.start(definition, { variables: { v: 0 } }), /No outgoing sequence flow of fork/);
  });

  it('joins only the branches that were taken', () => {
    Scenario.start(opinions, { variables: { v: 2 } })
      .complete('a')
      .isAt('after');
    Scenario.start(opinions, { variables: { v: 3 } })
      .complete('b')
      .isAt('a')
      .complete('a')
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('no longer waits when a branch ends elsewhere', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <o join>
      <+ fork> -> [b] -> <x way>
      <x way> -v == 1-> <o join>
      <x way> ->> (given up)
      <o join> -> [after]
    `;
    Scenario.start(definition, { variables: { v: 2 } })
      .complete('a')
      .isAt('b')
      .complete('b')
      .isAt('after');
  });

  it('waits for a token that can still come by a boundary event', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <o join>
      <+ fork> -> [b] -> (done)
      [b] @PT1H (late) -> <o join>
      <o join> -> [after]
    `;
    Scenario.start(definition).complete('a').isAt('b').complete('b').isAt('after');
    Scenario.start(definition).complete('a').passTime('PT1H').isAt('after');
  });

  it('does not wait for a boundary event of an activity whose completion waits for its job', () => {
    const drawing = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <o join>
      <+ fork> -> [b] -> (done)
      [b] @PT1H (late) -> <o join>
      <o join> -> [after]
    `;
    const definition = withNode(drawing, 'b', { asyncAfter: { exclusive: true } });
    Scenario.start(definition).complete('a').complete('b').isAt('after', 'b').executeJobs().isAt('after');
  });

  it('waits for a token far behind', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <o join>
      <+ fork> -> [b] -> [c] -> {inner}
      {inner
        (begin) -> [d]
      }
      {inner} -> <o join>
      <o join> -> [after]
    `;
    Scenario.start(definition).complete('a').complete('b').complete('c').isAt('d').complete('d').isAt('after');
  });

  it('in a loop goes on although its token could come round again', () => {
    const definition = diagram`
      (start) -> <o enter>
      <o enter> -> [work] -> <x more>
      <x more> -v > 1-> <o enter>
      <x more> ->> [after]
    `;
    Scenario.start(definition, { variables: { v: 2 } })
      .isAt('work')
      .complete('work')
      .isAt('work')
      .complete('work', { v: 1 })
      .isAt('after');
  });

  it('does not wait for a token that could as well come by a flow on which one waits', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <x merge>
      <+ fork> -> [b] -> <x way>
      <x way> -v == 1-> <x merge>
      <x way> ->> <o join>
      <x merge> -> <o join>
      <o join> -> [after]
    `;
    Scenario.start(definition, { variables: { v: 1 } })
      .complete('a')
      .isAt('after', 'b');
  });

  it('joins a fork in each round of a loop', () => {
    const definition = diagram`
      (start) -> <x again>
      <x again> -> <o fork>
      <o fork> -v > 0-> [a] -> <o join>
      <o fork> -v > 1-> [b] -> <o join>
      <o join> -> <x more>
      <x more> -v > 1-> <x again>
      <x more> ->> (end)
    `;
    Scenario.start(definition, { variables: { v: 2 } })
      .isAt('a', 'b')
      .complete('a')
      .isAt('b')
      .complete('b')
      .isAt('a', 'b')
      .complete('b')
      .complete('a', { v: 1 })
      .hasEnded();
  });

  it('waits for an inclusive join before it, not after it', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <o inner>
      <+ fork> -> [b] -> <o inner>
      <+ fork> -> [c] -> <o outer>
      <o inner> -> <o outer>
      <o outer> -> [after]
    `;
    Scenario.start(definition).complete('c').complete('a').isAt('b').complete('b').isAt('after');
    Scenario.start(definition).complete('a').complete('b').isAt('c').complete('c').isAt('after');
  });

  it('takes one token from each flow and keeps the second of a flow for the next time', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <x merge>
      <+ fork> -> [b] -> <x merge>
      <+ fork> -> [c] -> <o join>
      <x merge> -> <o join>
      <o join> -> [after]
    `;
    Scenario.start(definition).complete('a').complete('b').isAt('c').complete('c').isAt('after', 'after');
  });

  it('waits for a token that a job has yet to bring to it', () => {
    const definition = withNode(opinions, 'join', { asyncBefore: { exclusive: true } });
    const scenario = Scenario.start(definition, { variables: { v: 3 } })
      .complete('a')
      .complete('b');
    const [first, second] = [...scenario.state.jobs.values()];
    assert.ok(first && second);
    scenario.command({ type: 'executeJob', jobId: first.id }).isAt();
    assert.equal(scenario.tree(), 'process\n  join\n  join (beforeAsync)');
    scenario.command({ type: 'executeJob', jobId: second.id }).isAt('after');
  });

  it('leaves by a job of its own after joining', () => {
    const definition = withNode(opinions, 'join', { asyncAfter: { exclusive: true } });
    Scenario.start(definition, { variables: { v: 3 } })
      .complete('a')
      .complete('b')
      .isAt()
      .executeJobs()
      .isAt('after');
  });

  it('goes on when the branch that it waits for is interrupted', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <o join>
      <+ fork> -> [b] -> <o join>
      [b] @PT1H (late) -> [escalate] -> (elsewhere)
      <o join> -> [after]
    `;
    Scenario.start(definition).complete('a').passTime('PT1H').isAt('after', 'escalate');
  });

  it('joins inside a sub-process without looking outside it', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> {inner}
      <+ fork> -> [beside]
      {inner
        (begin) -> <o split>
        <o split> -v > 0-> [a] -> <o join>
        <o split> -v > 0-> [b] -> <o join>
        <o join> -> [after]
      }
    `;
    Scenario.start(definition, { variables: { v: 1 } })
      .complete('a')
      .complete('b')
      .isAt('after', 'beside');
  });
});
