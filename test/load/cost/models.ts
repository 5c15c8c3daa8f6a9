/** One way to wait. `share`: how many of a hundred waiting instances wait so. */
export interface WaitingKind {
  readonly key: string;
  readonly share: number;
  readonly xml: string;
}

function waiting(key: string, share: number, node: string, definitions = ''): WaitingKind {
  return {
    key,
    share,
    xml: `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d_${key}" targetNamespace="cost">${definitions}
<bpmn:process id="${key}" isExecutable="true" camunda:historyTimeToLive="P1D"><bpmn:startEvent id="start"/>${node}<bpmn:endEvent id="end"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="node"/><bpmn:sequenceFlow id="f2" sourceRef="node" targetRef="end"/></bpmn:process></bpmn:definitions>`,
  };
}

/**
 * What instances wait for: a worker, anybody of a large office, one of a small team, a person, a message, a time. Texts
 * that end in `-COPY` are different in every copy of an instance (see `fill.ts`).
 */
export const waitingKinds: readonly WaitingKind[] = [
  waiting('work', 30, '<bpmn:serviceTask id="node" camunda:type="external" camunda:topic="work"/>'),
  waiting('office', 20, '<bpmn:userTask id="node" name="Check" camunda:candidateGroups="office"/>'),
  waiting('team', 10, '<bpmn:userTask id="node" name="Check" camunda:candidateGroups="team-COPY"/>'),
  waiting('held', 10, '<bpmn:userTask id="node" name="Check" camunda:assignee="clerk-COPY"/>'),
  waiting('message', 15, '<bpmn:receiveTask id="node" messageRef="m"/>', '<bpmn:message id="m" name="paid"/>'),
  waiting(
    'timer',
    15,
    '<bpmn:intermediateCatchEvent id="node"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P30D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
  ),
];

/** Five variables, as the bench of REST starts instances with. */
export function startVariables(order: string): Readonly<Record<string, unknown>> {
  return {
    orderId: { value: order, type: 'String' },
    amount: { value: 1200, type: 'Integer' },
    urgent: { value: false, type: 'Boolean' },
    note: { value: 'x'.repeat(40), type: 'String' },
    at: { value: '2026-11-24T08:00:00.000+0000', type: 'Date' },
  };
}
