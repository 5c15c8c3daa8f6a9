import type { EventDefinition } from './event-definition.ts';
import type { FlowNode } from './flow-node.ts';

type Names = Partial<Record<EventDefinition['type'], string>>;

const STARTS: Names = {
  message: 'messageStartEvent',
  timer: 'startTimerEvent',
  signal: 'signalStartEvent',
  conditional: 'conditionalStartEvent',
  error: 'errorStartEvent',
  escalation: 'escalationStartEvent',
  compensation: 'compensationStartEvent',
};
const CATCHES: Names = {
  message: 'intermediateMessageCatch',
  timer: 'intermediateTimer',
  signal: 'intermediateSignalCatch',
  conditional: 'intermediateConditional',
  link: 'intermediateLinkCatch',
};
const THROWS: Names = {
  message: 'intermediateMessageThrowEvent',
  signal: 'intermediateSignalThrow',
  escalation: 'intermediateEscalationThrowEvent',
  compensation: 'intermediateCompensationThrowEvent',
};
const BOUNDARIES: Names = {
  message: 'boundaryMessage',
  timer: 'boundaryTimer',
  signal: 'boundarySignal',
  conditional: 'boundaryConditional',
  error: 'boundaryError',
  escalation: 'boundaryEscalation',
  cancel: 'cancelBoundaryCatch',
  compensation: 'compensationBoundaryCatch',
};
const ENDS: Names = {
  message: 'messageEndEvent',
  signal: 'signalEndEvent',
  error: 'errorEndEvent',
  escalation: 'escalationEndEvent',
  cancel: 'cancelEndEvent',
  terminate: 'terminateEndEvent',
  compensation: 'compensationEndEvent',
};

/** Camunda 7's name of an activity's type, as in history and in the activity instance tree. */
export function activityType(node: FlowNode): string {
  switch (node.kind) {
    case 'startEvent':
      return STARTS[node.event.type] ?? 'startEvent';
    case 'endEvent':
      return ENDS[node.event.type] ?? 'noneEndEvent';
    case 'intermediateCatchEvent':
      return CATCHES[node.event.type] ?? 'intermediateCatchEvent';
    case 'intermediateThrowEvent':
      return THROWS[node.event.type] ?? 'intermediateNoneThrowEvent';
    case 'boundaryEvent':
      return BOUNDARIES[node.event.type] ?? 'boundaryEvent';
    case 'eventSubProcess':
      return 'subProcess';
    default:
      return node.kind;
  }
}
