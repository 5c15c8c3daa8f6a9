import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram, withNode } from '../kit/diagram.ts';
import { Scenario } from '../kit/scenario.ts';

const both = diagram`
  (start) -> <+ fork>
  <+ fork> -> [a] -> <+ join>
  <+ fork> -> [b] -> <+ join>
  <+ join> -> [after]
`;

describe('a parallel gateway', () => {
  it('sends a token by every flow and waits for one from every flow', () => {
    Scenario.start(both)
      .isAt('a', 'b')
      .complete('b')
      .isAt('a')
      .complete('a')
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('begins its branches in the order of the model', () => {
    const scenario = Scenario.start(both);
    assert.deepEqual(scenario.passed(), ['start', 'fork', 'a', 'b']);
  });

  it('keeps the tokens that wait at it in the tree', () => {
    assert.equal(Scenario.start(both).complete('a').tree(), 'process\n  b\n  join');
  });

  it('joins and forks at once', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <+ middle>
      <+ fork> -> [b] -> <+ middle>
      <+ middle> -> [c] -> <+ join>
      <+ middle> -> [d] -> <+ join>
      <+ join> -> (end)
    `;
    Scenario.start(definition).complete('a').complete('b').isAt('c', 'd').complete('d').complete('c').hasEnded();
  });

  it('needs one token per incoming flow: two by the same flow do not do', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <x merge>
      <+ fork> -> [b] -> <x merge>
      <+ fork> -> [c] -> <+ join>
      <x merge> -> <+ join>
      <+ join> -> [after]
    `;
    Scenario.start(definition).complete('a').complete('b').isAt('c').complete('c').isAt('after');
  });

  it('keeps a token that is left over for the next round', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> <x merge>
      <+ fork> -> [b] -> <x merge>
      <+ fork> -> [c] -> <x other>
      <+ fork> -> [d] -> <x other>
      <x merge> -> <+ join>
      <x other> -> <+ join>
      <+ join> -> [after]
    `;
    Scenario.start(definition)
      .complete('a')
      .complete('b')
      .complete('c')
      .isAt('after', 'd')
      .complete('d')
      .isAt('after', 'after');
  });

  it('joins each round of a loop anew', () => {
    const definition = diagram`
      (start) -> <x again>
      <x again> -> <+ fork>
      <+ fork> -> [a] -> <+ join>
      <+ fork> -> [b] -> <+ join>
      <+ join> -> <x more>
      <x more> -v > 1-> <x again>
      <x more> ->> (end)
    `;
    Scenario.start(definition, { variables: { v: 2 } })
      .complete('a')
      .complete('b')
      .isAt('a', 'b')
      .complete('b', { v: 1 })
      .complete('a')
      .hasEnded();
  });

  it('joins tokens of one scope only', () => {
    const definition = diagram`
      (start) -> <+ twice>
      <+ twice> -> <x enter>
      <+ twice> -> <x enter>
      <x enter> -> {inner}
      {inner
        (begin) -> <+ fork>
        <+ fork> -> [a] -> <+ join>
        <+ fork> -> [b] -> <+ join>
        <+ join> -> [after]
      }
    `;
    Scenario.start(definition)
      .isAt('a', 'a', 'b', 'b')
      .complete('a')
      .complete('a')
      .isAt('b', 'b')
      .complete('b')
      .isAt('after', 'b');
  });

  it('waits for a token whose job has yet to bring it in', () => {
    const definition = withNode(both, 'join', { asyncBefore: { exclusive: true } });
    Scenario.start(definition).complete('a').executeJobs().complete('b').isAt().executeJobs().isAt('after');
  });

  it('leaves by a job of its own after joining', () => {
    const definition = withNode(both, 'join', { asyncAfter: { exclusive: true } });
    const scenario = Scenario.start(definition).complete('a').complete('b').isAt();
    assert.equal(scenario.tree(), 'process\n  join (afterAsync)');
    scenario.executeJobs().isAt('after');
  });

  it('ends the instance only when all branches have ended', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> (enda)
      <+ fork> -> [b] -> (endb)
    `;
    Scenario.start(definition).complete('a').isAt('b').complete('b').hasEnded();
  });
});
