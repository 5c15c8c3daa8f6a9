import { describe, it } from 'node:test';
import { flows, modelled, startAndEnd, tasks } from '../kit/modelled-process.ts';
import { Scenario, typed } from '../kit/scenario.ts';

/** An event definition, with what makes it happen in an instance where `work` is being done. */
interface Caught {
  readonly xml: string;
  readonly happens: (scenario: Scenario) => unknown;
  /** It always interrupts. */
  readonly onlyInterrupting?: true;
  /** It comes from work inside, not from outside. */
  readonly fromInside?: true;
}

const deliver = (scenario: Scenario, what: 'message' | 'signal') => {
  const [subscription] = [...scenario.state.subscriptions.values()].filter(({ kind }) => kind === what);
  scenario.command({ type: 'deliverEvent', subscriptionId: subscription?.id ?? 'nobody waits' });
};
/** The innermost user task, wherever it is done. */
const atWork = (scenario: Scenario) => {
  for (const [instanceId, { state }] of scenario.world.instances)
    for (const task of state.tasks.values())
      if (task.activityId === 'work') return { instanceId, activityInstanceId: task.activityInstanceId };
  throw new Error('Nobody works.');
};
const caught: Readonly<Record<string, Caught>> = {
  timer: {
    xml: '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>',
    happens: (scenario) => scenario.passTime('PT1H'),
  },
  message: {
    xml: '<bpmn:messageEventDefinition messageRef="message"/>',
    happens: (scenario) => deliver(scenario, 'message'),
  },
  signal: {
    xml: '<bpmn:signalEventDefinition signalRef="signal"/>',
    happens: (scenario) => deliver(scenario, 'signal'),
  },
  conditional: {
    xml: '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">${enough}</bpmn:condition></bpmn:conditionalEventDefinition>',
    happens: (scenario) =>
      scenario.command({
        type: 'changeVariables',
        scopeId: scenario.id,
        local: false,
        modifications: typed({ enough: true }),
        deletions: [],
      }),
  },
  error: {
    xml: '<bpmn:errorEventDefinition errorRef="error"/>',
    onlyInterrupting: true,
    fromInside: true,
    happens: (scenario) => {
      const { instanceId, activityInstanceId } = atWork(scenario);
      scenario.world.send(instanceId, { type: 'throwBpmnError', activityInstanceId, code: 'LACKING', message: null });
    },
  },
  escalation: {
    xml: '<bpmn:escalationEventDefinition escalationRef="escalation"/>',
    fromInside: true,
    happens: (scenario) => {
      const { instanceId, activityInstanceId } = atWork(scenario);
      scenario.world.send(instanceId, { type: 'throwEscalation', activityInstanceId, code: 'SLOW' });
    },
  },
};
const named =
  '<bpmn:message id="message" name="news"/><bpmn:signal id="signal" name="news"/><bpmn:error id="error" errorCode="LACKING"/><bpmn:escalation id="escalation" escalationCode="SLOW"/>';

const inside = `${startAndEnd('begin', 'done')}${tasks('work')}${flows('begin -> work -> done')}`;
const repeated =
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>';
/** Activities that events are attached to, with where their work shows. */
const hosts: Readonly<Record<string, { readonly xml: string; readonly id?: string; readonly at: readonly string[] }>> =
  {
    'a user task': { xml: '<bpmn:userTask id="work"/>', id: 'work', at: ['work'] },
    'a repeating user task': {
      xml: `<bpmn:userTask id="work">${repeated}</bpmn:userTask>`,
      id: 'work',
      at: ['work', 'work'],
    },
    'a looping user task': {
      xml: '<bpmn:userTask id="work"><bpmn:standardLoopCharacteristics loopMaximum="3"/></bpmn:userTask>',
      id: 'work',
      at: ['work'],
    },
    'a sub-process': { xml: `<bpmn:subProcess id="host">${inside}</bpmn:subProcess>`, at: ['work'] },
    'a repeating sub-process': {
      xml: `<bpmn:subProcess id="host">${repeated}${inside}</bpmn:subProcess>`,
      at: ['work', 'work'],
    },
    'a transaction': { xml: `<bpmn:transaction id="host">${inside}</bpmn:transaction>`, at: ['work'] },
    'an ad-hoc sub-process': {
      xml: `<bpmn:adHocSubProcess id="host">${tasks('work')}</bpmn:adHocSubProcess>`,
      at: ['work'],
    },
    'a call activity': { xml: '<bpmn:callActivity id="host" calledElement="called"/>', at: ['host'] },
  };

/** A definition as it stands in its event, or beside the process with a reference to it. */
function written(xml: string, byReference: boolean): { readonly inEvent: string; readonly around: string } {
  if (!byReference) return { inEvent: xml, around: '' };
  return {
    inEvent: '<bpmn:eventDefinitionRef>definition</bpmn:eventDefinitionRef>',
    around: xml.replace(/^<bpmn:\w+/, (tag) => `${tag} id="definition"`),
  };
}

async function started(elements: string, around: string): Promise<Scenario> {
  const definition = await modelled(elements, { around: named + around });
  const called = elements.includes('calledElement') ? [await modelled(inside, { key: 'called' })] : [];
  return Scenario.start(definition, { variables: { enough: false }, called });
}

const ways = [
  { how: 'written in it', byReference: false },
  { how: 'referred to', byReference: true },
];
const kinds = Object.entries(caught);

describe('an event', () => {
  for (const { how, byReference } of ways)
    for (const [name, definition] of kinds) {
      const { inEvent, around } = written(definition.xml, byReference);
      for (const [host, { xml, id = 'host', at }] of Object.entries(hosts))
        for (const interrupting of definition.onlyInterrupting ? [true] : [true, false])
          it(`(${name}, ${how}) on ${host} ${interrupting ? 'interrupts it' : 'leaves it as it is'}`, async () => {
            const scenario = await started(
              `${startAndEnd()}${xml}<bpmn:boundaryEvent id="side" attachedToRef="${id}" cancelActivity="${interrupting}">${inEvent}</bpmn:boundaryEvent>
              ${tasks('after')}${flows(`start -> ${id} -> end`, 'side -> after')}`,
              around,
            );
            scenario.isAt(...at);
            definition.happens(scenario);
            scenario.isAt(...(interrupting ? [] : at), 'after');
          });
      for (const place of ['process', 'sub-process'] as const)
        for (const interrupting of definition.onlyInterrupting ? [true] : [true, false])
          it(`(${name}, ${how}) that starts an event sub-process of a ${place} ${interrupting ? 'interrupts it' : 'runs beside its work'}`, async () => {
            const handler = `<bpmn:subProcess id="handler" triggeredByEvent="true"><bpmn:startEvent id="on" isInterrupting="${interrupting}">${inEvent}</bpmn:startEvent>${tasks('after')}${flows('on -> after')}</bpmn:subProcess>`;
            const elements =
              place === 'process'
                ? `${inside}${handler}`
                : `${startAndEnd()}<bpmn:subProcess id="sub">${inside}${handler}</bpmn:subProcess>${flows('start -> sub -> end')}`;
            const scenario = await started(elements, around);
            scenario.isAt('work');
            definition.happens(scenario);
            scenario.isAt(...(interrupting ? [] : ['work']), 'after');
          });
      if (definition.fromInside) continue;
      it(`(${name}, ${how}) between two activities is waited for`, async () => {
        const scenario = await started(
          `${startAndEnd()}<bpmn:intermediateCatchEvent id="wait">${inEvent}</bpmn:intermediateCatchEvent>${tasks('after')}${flows('start -> wait -> after -> end')}`,
          around,
        );
        scenario.isAt('wait');
        definition.happens(scenario);
        scenario.isAt('after');
      });
      it(`(${name}, ${how}) behind an event-based gateway wins`, async () => {
        const scenario = await started(
          `${startAndEnd()}<bpmn:eventBasedGateway id="race"/><bpmn:intermediateCatchEvent id="wait">${inEvent}</bpmn:intermediateCatchEvent>
          <bpmn:intermediateCatchEvent id="late"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
          ${tasks('after', 'tooLate')}${flows('start -> race -> wait -> after -> end', 'race -> late -> tooLate')}`,
          around,
        );
        scenario.isAt('race');
        definition.happens(scenario);
        scenario.isAt('after').passTime('P2D').isAt('after');
      });
    }

  for (const [first, one] of kinds)
    for (const [second, other] of kinds) {
      if (first === second || one.fromInside || other.fromInside) continue;
      for (const parallel of [false, true])
        it(`of ${first} and ${second} needs ${parallel ? 'both' : 'one of them'}, between activities and on the side`, async () => {
          const elements = `${startAndEnd()}<bpmn:parallelGateway id="fork"/><bpmn:intermediateCatchEvent id="wait" parallelMultiple="${parallel}">${one.xml}${other.xml}</bpmn:intermediateCatchEvent>${tasks('after')}
            ${flows('start -> fork -> wait -> after -> end')}`;
          const scenario = await started(elements, '');
          one.happens(scenario);
          scenario.isAt(parallel ? 'wait' : 'after');
          if (!parallel) return;
          other.happens(scenario);
          scenario.isAt('after');
        });
    }
});
