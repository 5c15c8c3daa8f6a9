import type { EventDefinition } from '../definition/event-definition.ts';
import { definitionsOf } from '../definition/event-definition.ts';
import type { BoundaryEvent, StartEvent } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { StepContext } from './step-context.ts';

/** What catches an error or escalation: a boundary event, or the start event of an event sub-process. */
export type Handler = BoundaryEvent | StartEvent;
type Coded = Extract<EventDefinition, { type: 'error' | 'escalation' }>;

/**
 * Who catches an error or escalation at an activity: a handler with its code before one without, and an event sub-process inside
 * it before a boundary event on it. `inside` is the child it comes from; an event sub-process does not catch what is
 * thrown inside itself.
 */
export function findHandler(
  context: StepContext,
  activity: ActivityInstance,
  thrown: { readonly type: Coded['type']; readonly code: string; readonly inside: ActivityInstance | undefined },
): Handler | undefined {
  // A completed scope that was opened again for compensation waits for no events of its own.
  if (activity.state === 'compensating') return undefined;
  const handlers: Handler[] = [];
  for (const { subProcess, start } of context.index.eventSubProcesses.get(activity.activityId) ?? []) {
    if (subProcess.id !== thrown.inside?.activityId) handlers.push(start);
  }
  handlers.push(...(context.index.boundaryEvents.get(activity.activityId) ?? []));
  return (
    handlers.find((handler) => definitionWithCode(handler, thrown.type, thrown.code)) ??
    handlers.find((handler) => definitionWithCode(handler, thrown.type, undefined))
  );
}

/** The definition of a handler that catches the code. */
export function catchingDefinition<T extends Coded['type']>(
  handler: Handler,
  type: T,
  code: string,
): Extract<EventDefinition, { type: T }> | undefined {
  return definitionWithCode(handler, type, code) ?? definitionWithCode(handler, type, undefined);
}

function definitionWithCode<T extends Coded['type']>(
  handler: Handler,
  type: T,
  code: string | undefined,
): Extract<EventDefinition, { type: T }> | undefined {
  return definitionsOf(handler.event).find(
    (each): each is Extract<EventDefinition, { type: T }> => each.type === type && (each as Coded).code === code,
  );
}
