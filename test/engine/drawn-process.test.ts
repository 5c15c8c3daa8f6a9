import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram } from '../kit/diagram.ts';
import { Scenario } from '../kit/scenario.ts';

const permit = diagram`
  (start) -> {review}
  {review
    (begin) -> <+ both>
    <+ both> -> [fire]
    <+ both> -> [health]
  }
  {review} @PT3S (late) -> [escalate]
  {review} -> [issue]
`;

describe('a drawn process', () => {
  it('interrupts everything inside when the boundary timer is due', () => {
    Scenario.start(permit)
      .isAt('fire', 'health')
      .passTime(2999)
      .isAt('fire', 'health')
      .passTime(1)
      .isAt('escalate')
      .complete('escalate')
      .hasEnded();
  });

  it('goes on when the sub-process is done', () => {
    Scenario.start(permit).complete('health').isAt('fire').complete('fire').isAt('issue').complete('issue').hasEnded();
  });

  it('shows its tree', () => {
    assert.equal(Scenario.start(permit).tree(), 'process\n  review\n    fire\n    health');
  });
});
