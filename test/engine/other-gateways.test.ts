import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const MESSAGES = '<bpmn:message id="paid" name="paid"/><bpmn:message id="refused" name="refused"/>';
const SIGNAL = '<bpmn:signal id="holiday" name="holiday"/>';

function catching(id: string, definition: string): string {
  return `<bpmn:intermediateCatchEvent id="${id}">${definition}</bpmn:intermediateCatchEvent>`;
}
const message = (id: string, name: string) => catching(id, `<bpmn:messageEventDefinition messageRef="${name}"/>`);
const timer = (id: string, duration: string) =>
  catching(
    id,
    `<bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition>`,
  );

describe('an event-based gateway', () => {
  const waiting = modelled(
    `${startAndEnd()}<bpmn:eventBasedGateway id="wait"/>
    ${message('got_money', 'paid')}${timer('too_late', 'P3D')}
    ${catching('closed', '<bpmn:signalEventDefinition signalRef="holiday"/>')}
    <bpmn:receiveTask id="got_refusal" messageRef="refused"/>
    ${tasks('issue', 'remind', 'pause', 'file')}
    ${flows('start -> wait -> got_money -> issue -> end', 'wait -> too_late -> remind -> end', 'wait -> closed -> pause -> end', 'wait -> got_refusal -> file -> end')}`,
    { around: MESSAGES + SIGNAL },
  );

  it('waits for all that follows it, with one token', async () => {
    const scenario = Scenario.start(await waiting).isAt('wait');
    assert.equal(scenario.tree(), 'process\n  wait');
    assert.deepEqual([...scenario.state.subscriptions.values()].map(({ name }) => name).sort(), [
      'holiday',
      'paid',
      'refused',
    ]);
    assert.equal(scenario.state.jobs.size, 1);
  });

  it('goes the way of the message that comes first and waits for nothing else', async () => {
    const scenario = Scenario.start(await waiting)
      .correlate('paid', { amount: 5 })
      .isAt('issue')
      .hasVariables({ amount: 5 });
    assert.equal(scenario.state.jobs.size + scenario.state.subscriptions.size, 0);
    assert.deepEqual(scenario.passed(), ['start', 'wait', 'got_money', 'issue']);
  });

  it('goes the way of the timer, the signal or the receive task when that is first', async () => {
    Scenario.start(await waiting)
      .passTime('P3D')
      .isAt('remind');
    Scenario.start(await waiting)
      .correlate('holiday')
      .isAt('pause');
    Scenario.start(await waiting)
      .correlate('refused')
      .isAt('file')
      .complete('file')
      .hasEnded();
  });

  it('waits for nothing any more when its scope is interrupted', async () => {
    const scenario = Scenario.start(await waiting)
      .cancel()
      .hasEnded('EXTERNALLY_TERMINATED');
    assert.equal(scenario.state.jobs.size + scenario.state.subscriptions.size, 0);
  });

  it('starts a process instance when it instantiates: the others are not waited for', async () => {
    const starting = await modelled(
      `<bpmn:eventBasedGateway id="first" instantiate="true"/>${message('by_letter', 'paid')}${message('by_phone', 'refused')}
      ${tasks('letter', 'phone')}<bpmn:endEvent id="end"/>
      ${flows('first -> by_letter -> letter -> end', 'first -> by_phone -> phone -> end')}`,
      { around: MESSAGES },
    );
    const scenario = Scenario.start(starting, { startAt: 'by_phone' }).isAt('phone');
    assert.equal(scenario.state.subscriptions.size, 0);
  });

  it('needs all its events when it is parallel', async () => {
    const starting = await modelled(
      `<bpmn:eventBasedGateway id="first" instantiate="true" eventGatewayType="Parallel"/>${message('by_letter', 'paid')}${message('by_phone', 'refused')}
      <bpmn:parallelGateway id="join"/>${tasks('go')}<bpmn:endEvent id="end"/>
      ${flows('first -> by_letter -> join -> go -> end', 'first -> by_phone -> join')}`,
      { around: MESSAGES },
    );
    Scenario.start(starting, { startAt: 'by_phone' })
      .isAt('first')
      .correlate('paid')
      .isAt('go')
      .complete('go')
      .hasEnded();
  });
});

describe('a complex gateway', () => {
  const twoOfThree = (attributes = '') =>
    modelled(`${startAndEnd()}<bpmn:parallelGateway id="fork"/>
    <bpmn:complexGateway id="join" ${attributes}><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">\${activationCount &gt;= 2}</bpmn:activationCondition></bpmn:complexGateway>
    ${tasks('a', 'b', 'c', 'after')}
    ${flows('start -> fork -> a -> join -> after -> end', 'fork -> b -> join', 'fork -> c -> join')}`);

  it('goes on once, when its activation condition holds', async () => {
    Scenario.start(await twoOfThree())
      .complete('a')
      .isAt('b', 'c')
      .complete('c')
      .isAt('after', 'b')
      .complete('after')
      .isAt('b');
  });

  it('swallows what comes later in the same round', async () => {
    Scenario.start(await twoOfThree())
      .complete('a')
      .complete('b')
      .complete('c')
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('without a condition needs a token by each flow', async () => {
    const all = await modelled(`${startAndEnd()}<bpmn:parallelGateway id="fork"/><bpmn:complexGateway id="join"/>
    ${tasks('a', 'b', 'after')}${flows('start -> fork -> a -> join -> after -> end', 'fork -> b -> join')}`);
    Scenario.start(all).complete('a').isAt('b').complete('b').isAt('after').complete('after').hasEnded();
  });

  it('begins a new round when the loop comes back to it', async () => {
    const loop = await modelled(`${startAndEnd()}<bpmn:exclusiveGateway id="again"/><bpmn:parallelGateway id="fork"/>
    <bpmn:complexGateway id="join"><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">\${activationCount &gt;= 2}</bpmn:activationCondition></bpmn:complexGateway>
    <bpmn:exclusiveGateway id="more" default="more-end"/>${tasks('a', 'b', 'c', 'after')}
    ${flows('start -> again -> fork -> a -> join -> after -> more -v == 2-> again', 'fork -> b -> join', 'fork -> c -> join', 'more -> end')}`);
    Scenario.start(loop, { variables: { v: 2 } })
      .complete('a')
      .complete('b')
      .complete('c')
      .complete('after')
      .isAt('a', 'b', 'c')
      .complete('b', { v: 1 })
      .complete('c')
      .isAt('a', 'after')
      .complete('a')
      .complete('after')
      .hasEnded();
  });

  it('counts a token only when the job before it has run', async () => {
    const scenario = Scenario.start(await twoOfThree('camunda:asyncBefore="true"'))
      .complete('a')
      .complete('b')
      .complete('c');
    const jobs = [...scenario.state.jobs.keys()];
    scenario.command({ type: 'executeJob', jobId: jobs[0] ?? '' }).isAt();
    scenario.command({ type: 'executeJob', jobId: jobs[1] ?? '' }).isAt('after');
    scenario
      .command({ type: 'executeJob', jobId: jobs[2] ?? '' })
      .isAt('after')
      .complete('after')
      .hasEnded();
  });

  it('may leave by a job of its own', async () => {
    Scenario.start(await twoOfThree('camunda:asyncAfter="true"'))
      .complete('a')
      .complete('b')
      .complete('c')
      .isAt()
      .executeJobs()
      .isAt('after')
      .complete('after')
      .hasEnded();
  });
});
