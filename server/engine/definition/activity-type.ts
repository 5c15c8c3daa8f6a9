import type { EventDefinition } from './event-definition.ts';
import type { FlowNode } from './flow-node.ts';

const STARTS: Partial<Record<EventDefinition['type'], string>> = {
  message: 'messageStartEvent',
  timer: 'startTimerEvent',
  error: 'errorStartEvent',
  compensation: 'compensationStartEvent',
};
const CATCHES: Partial<Record<EventDefinition['type'], string>> = {
  message: 'intermediateMessageCatch',
  timer: 'intermediateTimer',
};
const THROWS: Partial<Record<EventDefinition['type'], string>> = {
  message: 'intermediateMessageThrowEvent',
  compensation: 'intermediateCompensationThrowEvent',
};
const BOUNDARIES: Partial<Record<EventDefinition['type'], string>> = {
  message: 'boundaryMessage',
  timer: 'boundaryTimer',
  error: 'boundaryError',
  compensation: 'compensationBoundaryCatch',
};
const ENDS: Partial<Record<EventDefinition['type'], string>> = {
  message: 'messageEndEvent',
  error: 'errorEndEvent',
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
      return 'eventSubProcess';
    default:
      return node.kind;
  }
}
