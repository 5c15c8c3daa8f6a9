import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagram } from '../kit/diagram.ts';
import { flows, modelled, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const withBoth = diagram`
  (start) -> {inner}
  {inner
    (begin) -> [work]
    {note @~?news
      (heard) -> [read]
    }
    {stop @?withdrawn
      (said) -> [farewell]
    }
  }
  {inner} -> [after]
`;

describe('a non-interrupting event sub-process', () => {
  it('runs beside its scope, as often as its event comes', () => {
    Scenario.start(withBoth)
      .correlate('news')
      .isAt('work', 'read')
      .correlate('news')
      .isAt('work', 'read', 'read')
      .complete('work')
      .isAt('read', 'read')
      .complete('read')
      .complete('read')
      .isAt('after');
  });

  it('shows in the tree inside its scope', () => {
    assert.equal(Scenario.start(withBoth).correlate('news').tree(), 'process\n  inner\n    work\n    note\n      read');
  });

  it('by a timer cycle runs as often as the cycle says', () => {
    const definition = diagram`
      (start) -> [work]
      {remind @~R2/PT1H
        (due) -> [call]
      }
    `;
    Scenario.start(definition)
      .passTime('PT1H')
      .isAt('work', 'call')
      .passTime('PT1H')
      .isAt('work', 'call', 'call')
      .passTime('PT5H')
      .isAt('work', 'call', 'call');
  });

  it('is not triggered any more once its scope is done', () => {
    const scenario = Scenario.start(withBoth).complete('work').isAt('after');
    assert.equal(scenario.state.subscriptions.size, 0);
  });
});

describe('an interrupting event sub-process', () => {
  it('ends what runs in its scope, runs, and the scope is left as usual', () => {
    Scenario.start(withBoth)
      .correlate('news')
      .correlate('withdrawn')
      .isAt('farewell')
      .complete('farewell')
      .isAt('after');
  });

  it('is triggered once: its scope waits for no event any more', () => {
    const scenario = Scenario.start(withBoth).correlate('withdrawn');
    assert.equal(scenario.state.subscriptions.size, 0);
  });

  it('leaves the boundary events of its scope standing', () => {
    const definition = diagram`
      (start) -> {inner}
      {inner
        (begin) -> [work]
        {stop @?withdrawn
          (said) -> [farewell]
        }
      }
      {inner} @PT1H (late) -> [escalate]
    `;
    Scenario.start(definition).correlate('withdrawn').passTime('PT1H').isAt('escalate');
  });

  it('of the process ends everything else and then the instance', () => {
    const definition = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a]
      <+ fork> -> {inner}
      {inner
        (begin) -> [b]
      }
      {stop @?withdrawn
        (said) -> [farewell]
      }
    `;
    Scenario.start(definition).correlate('withdrawn').isAt('farewell').complete('farewell').hasEnded();
  });

  it('catches a timer of its scope', () => {
    const definition = diagram`
      (start) -> [a] -> [b]
      {late @P2D
        (due) -> [escalate]
      }
    `;
    Scenario.start(definition).passTime('P1D').complete('a').passTime('P1D').isAt('escalate');
  });

  it('sees the variables of the scope that it interrupts', () => {
    const definition = diagram`
      (start) -> [work]
      {stop @?withdrawn
        (said) -> [= doubled = v * 2] -> [farewell]
      }
    `;
    Scenario.start(definition, { variables: { v: 4 } })
      .correlate('withdrawn', { v: 5 })
      .hasVariables({ doubled: 10 });
  });
});

describe('an error event sub-process', () => {
  const definition = diagram`
    (start) -> {inner}
    {inner
      (begin) -> [/check] -> (end)
      {exact @!UNPAID
        (unpaid) -> [bill]
      }
      {any @!
        (failed) -> [/repair] -> (mended)
      }
    }
    {inner} @!UNPAID (outside) -> [collect]
    {inner} -> [after]
  `;

  it('catches its code before one that catches every code', () => {
    Scenario.start(definition).throwError('check', 'UNPAID').isAt('bill').complete('bill').isAt('after');
    Scenario.start(definition).throwError('check', 'OTHER').isAt('repair').complete('repair').isAt('after');
  });

  it('does not catch what is thrown inside itself, but another one does', () => {
    Scenario.start(definition).throwError('check', 'OTHER').throwError('repair', 'UNPAID').isAt('bill');
  });

  it('does not catch the same code again inside itself: the boundary event does', () => {
    const once = diagram`
      (start) -> {inner}
      {inner
        (begin) -> [/check] -> (end)
        {exact @!UNPAID
          (unpaid) -> [/bill] -> (billed)
        }
      }
      {inner} @!UNPAID (outside) -> [collect]
    `;
    Scenario.start(once).throwError('check', 'UNPAID').throwError('bill', 'UNPAID').isAt('collect');
  });

  it('catches an error end event of its scope', () => {
    const ending = diagram`
      (start) -> <+ fork>
      <+ fork> -> [a] -> (bad !UNPAID)
      <+ fork> -> [b]
      {exact @!UNPAID
        (unpaid) -> [bill]
      }
    `;
    Scenario.start(ending).complete('a').isAt('bill').complete('bill').hasEnded();
  });
});

describe('event sub-processes inside event sub-processes', () => {
  const message = (name: string) => `<bpmn:messageEventDefinition messageRef="${name}"/>`;
  const nested = modelled(
    `<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>${tasks('work')}${flows('start -> work -> end')}
    <bpmn:subProcess id="outer" triggeredByEvent="true">
      <bpmn:startEvent id="heard">${message('news')}</bpmn:startEvent>${tasks('read')}${flows('heard -> read')}
      <bpmn:subProcess id="inner" triggeredByEvent="true">
        <bpmn:startEvent id="corrected">${message('correction')}</bpmn:startEvent>${tasks('reread')}${flows('corrected -> reread')}
      </bpmn:subProcess>
    </bpmn:subProcess>`,
    { around: '<bpmn:message id="news" name="news"/><bpmn:message id="correction" name="correction"/>' },
  );

  it('wait only while the one around them runs', async () => {
    const scenario = Scenario.start(await nested);
    assert.deepEqual(
      [...scenario.state.subscriptions.values()].map(({ name }) => name),
      ['news'],
    );
    scenario.correlate('news').isAt('read').correlate('correction').isAt('reread').complete('reread').hasEnded();
  });
});
