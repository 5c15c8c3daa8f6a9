import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario } from '../kit/scenario.ts';

const named =
  '<bpmn:message id="message" name="news"/><bpmn:signal id="signal" name="alarm"/><bpmn:error id="error" errorCode="LACKING"/><bpmn:escalation id="escalation" escalationCode="SLOW"/>';

/** What an event throws, where it may stand, and where the process is then: in the sub-process, or caught around it. */
interface Thrown {
  readonly name: string;
  readonly xml: string;
  /** Where the tokens are when it is thrown between activities; absent: it may only end. */
  readonly between?: readonly string[];
  readonly end: readonly string[];
  /** Names of messages and signals that nobody waits for. */
  readonly unreceived?: readonly string[];
  /** A boundary event of the sub-process that catches it. */
  readonly caughtBy?: string;
}
const thrown: readonly Thrown[] = [
  { name: 'nothing', xml: '', between: ['next', 'beside'], end: ['beside'] },
  {
    name: 'a message',
    xml: '<bpmn:messageEventDefinition messageRef="message"/>',
    between: ['next', 'beside'],
    end: ['beside'],
    unreceived: ['news'],
  },
  {
    name: 'a signal',
    xml: '<bpmn:signalEventDefinition signalRef="signal"/>',
    between: ['next', 'beside'],
    end: ['beside'],
    unreceived: ['alarm'],
  },
  {
    name: 'an escalation',
    xml: '<bpmn:escalationEventDefinition escalationRef="escalation"/>',
    between: ['next', 'beside', 'caught'],
    end: ['beside', 'caught'],
    caughtBy:
      '<bpmn:boundaryEvent id="side" attachedToRef="sub" cancelActivity="false"><bpmn:escalationEventDefinition escalationRef="escalation"/></bpmn:boundaryEvent>',
  },
  {
    name: 'compensation',
    xml: '<bpmn:compensateEventDefinition/>',
    between: ['handler', 'beside'],
    end: ['handler', 'beside'],
  },
  {
    name: 'an error',
    xml: '<bpmn:errorEventDefinition errorRef="error"/>',
    end: ['caught'],
    caughtBy:
      '<bpmn:boundaryEvent id="side" attachedToRef="sub"><bpmn:errorEventDefinition errorRef="error"/></bpmn:boundaryEvent>',
  },
  { name: 'a termination', xml: '<bpmn:terminateEventDefinition/>', end: ['after'] },
  {
    name: 'a cancellation',
    xml: '<bpmn:cancelEventDefinition/>',
    end: ['handler'],
    caughtBy: '<bpmn:boundaryEvent id="side" attachedToRef="sub"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent>',
  },
];

const undone =
  '<bpmn:boundaryEvent id="undo" attachedToRef="work"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent><bpmn:userTask id="handler" isForCompensation="true"/><bpmn:association id="way" sourceRef="undo" targetRef="handler"/>';

/** In a transaction `work` is done while something goes on `beside` it; then the event throws. */
async function throwing(
  { xml, caughtBy = '' }: Thrown,
  at: 'between' | 'end',
  byReference: boolean,
): Promise<Scenario> {
  const inEvent = byReference && xml !== '' ? '<bpmn:eventDefinitionRef>definition</bpmn:eventDefinitionRef>' : xml;
  const around = byReference ? xml.replace(/^<bpmn:\w+/, (tag) => `${tag} id="definition"`) : '';
  const event =
    at === 'end'
      ? `<bpmn:endEvent id="tell">${inEvent}</bpmn:endEvent>${flows('begin -> fork -> work -> tell')}`
      : `<bpmn:intermediateThrowEvent id="tell">${inEvent}</bpmn:intermediateThrowEvent>${tasks('next')}${flows('begin -> fork -> work -> tell -> next -> done')}`;
  const definition = await modelled(
    `${startAndEnd()}<bpmn:transaction id="sub">${startAndEnd('begin', 'done')}<bpmn:parallelGateway id="fork"/>${tasks('work', 'beside')}${undone}${event}${flows('fork -> beside -> done')}</bpmn:transaction>
    ${caughtBy}${tasks('after', 'caught')}${flows('start -> sub -> after -> end', ...(caughtBy === '' ? ['caught -> end'] : ['side -> caught -> end']))}`,
    { around: named + around },
  );
  return Scenario.start(definition).isAt('work', 'beside').complete('work');
}

describe('an event throws', () => {
  for (const each of thrown)
    for (const byReference of each.xml === '' ? [false] : [false, true]) {
      const how = byReference ? ', by reference' : '';
      if (each.between)
        it(`${each.name} between two activities${how}`, async () => {
          const scenario = await throwing(each, 'between', byReference);
          scenario.isAt(...(each.between ?? []));
          assert.deepEqual(scenario.world.unreceived, each.unreceived ?? []);
        });
      it(`${each.name} at the end${how}`, async () => {
        const scenario = await throwing(each, 'end', byReference);
        scenario.isAt(...each.end);
        assert.deepEqual(scenario.world.unreceived, each.unreceived ?? []);
      });
    }

  it('and leaves a transaction by its cancel event when the handlers are done', async () => {
    const cancellation = thrown.find(({ name }) => name === 'a cancellation');
    assert.ok(cancellation);
    (await throwing(cancellation, 'end', true)).complete('handler').isAt('caught').complete('caught').hasEnded();
  });
});
