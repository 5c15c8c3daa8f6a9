import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const handler = (activity: string, by: string) =>
  `<bpmn:boundaryEvent id="${activity}_undone" attachedToRef="${activity}"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>
   <bpmn:userTask id="${by}" isForCompensation="true"/>
   <bpmn:association id="${activity}_to_${by}" associationDirection="One" sourceRef="${activity}_undone" targetRef="${by}"/>`;
const booking = modelled(
  `${startAndEnd()}
  <bpmn:transaction id="booking">
    ${startAndEnd('begin', 'done')}<bpmn:parallelGateway id="fork"/><bpmn:exclusiveGateway id="ok" default="ok-cancelled"/>
    ${tasks('hotel', 'flight', 'pay', 'wait')}${handler('hotel', 'free_hotel')}${handler('flight', 'free_flight')}
    <bpmn:endEvent id="cancelled"><bpmn:cancelEventDefinition/></bpmn:endEvent>
    ${flows('begin -> fork -> hotel -> flight -> pay -> ok -v == 1-> done', 'ok -> cancelled', 'fork -> wait')}
  </bpmn:transaction>
  <bpmn:boundaryEvent id="given_up" attachedToRef="booking"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent>
  <bpmn:boundaryEvent id="failed" attachedToRef="booking"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>
  ${tasks('excuse', 'after', 'investigate')}
  ${flows('start -> booking -> after -> end', 'given_up -> excuse', 'failed -> investigate')}`,
);
const atDecision = async (v: number) =>
  Scenario.start(await booking, { variables: { v } })
    .complete('hotel')
    .complete('flight')
    .isAt('pay', 'wait')
    .complete('pay');

describe('a transaction', () => {
  it('that is not cancelled is left as a sub-process is', async () => {
    (await atDecision(1)).isAt('wait').complete('wait').isAt('after').complete('after').hasEnded();
  });

  it('that is cancelled ends what runs and undoes what has completed, before it is left', async () => {
    const scenario = (await atDecision(2)).isAt('free_flight', 'free_hotel');
    scenario.complete('free_flight').isAt('free_hotel').complete('free_hotel').isAt('excuse');
  });

  it('begins to undo with what completed last', async () => {
    const begun = (await atDecision(2)).passed();
    assert.ok(begun.indexOf('free_flight') < begun.indexOf('free_hotel'));
  });

  it('that has completed nothing is left at once', async () => {
    const definition = await modelled(`${startAndEnd()}
      <bpmn:transaction id="booking">
        <bpmn:startEvent id="begin"/><bpmn:endEvent id="cancelled"><bpmn:cancelEventDefinition/></bpmn:endEvent>${flows('begin -> cancelled')}
      </bpmn:transaction>
      <bpmn:boundaryEvent id="given_up" attachedToRef="booking"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent>
      ${tasks('excuse', 'after')}${flows('start -> booking -> after -> end', 'given_up -> excuse')}`);
    Scenario.start(definition).isAt('excuse').complete('excuse').hasEnded();
  });

  it('undoes nothing when an error leaves it', async () => {
    Scenario.start(await booking)
      .complete('hotel')
      .throwError('flight', 'FULL')
      .isAt('investigate');
  });

  it('forgets what could be undone once it is left', async () => {
    const scenario = (await atDecision(2)).complete('free_flight').complete('free_hotel');
    assert.equal(scenario.state.compensations.size, 0);
  });

  it('whose undoing is cancelled from above leaves nothing behind', async () => {
    (await atDecision(2)).cancel().hasEnded('EXTERNALLY_TERMINATED');
  });
});
