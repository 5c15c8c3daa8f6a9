import type { Transition } from '../context/context.ts';
import { localVariables, setVariable } from '../context/variables.ts';
import { disarm } from '../context/wait.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { pathToRoot } from '../instance/tree.ts';
import { catchingDefinition, findHandler, type Handler } from './find-handler.ts';
import { endThrower } from './end-thrower.ts';
import { endProcessInstance } from './end-process-instance.ts';
import { fireEvent } from './fire-event.ts';
import type { StepContext } from './step-context.ts';
import { endWork, terminateChildren } from './terminate.ts';

type Thrown = Extract<Transition, { type: 'throwError' }>;
/**
 * A BPMN error goes outward, scope by scope, to the nearest handler: in each scope one with its code before one
 * without.
 * Uncaught, it goes on in the calling instance; without one the token that threw it just ends (Camunda's default).
 */
export function throwError(context: StepContext, thrown: Thrown): void {
  const thrower = context.state.activities.get(thrown.activityInstanceId);
  if (!thrower) return;
  const path = pathToRoot(context.state, thrower.id);
  if (context.definition.nodes.get(thrower.activityId)?.kind === 'endEvent') {
    // An error end event has done its work, whoever catches it.
    if (!endThrower(context, thrower)) return;
    path.shift();
  }
  let inside: ActivityInstance | undefined;
  for (const activity of path) {
    const handler = findHandler(context, activity, { type: 'error', code: thrown.code, inside });
    if (handler) return catchError(context, activity, { handler, thrown });
    inside = activity;
  }
  if (context.state.superProcessInstanceId !== null) return failCaller(context, thrown);
  const left = context.state.activities.get(thrower.id);
  if (left) endUncaught(context, left);
}

function catchError(
  context: StepContext,
  activity: ActivityInstance,
  { handler, thrown }: { handler: Handler; thrown: Thrown },
): void {
  const scopeId = handler.kind === 'boundaryEvent' ? (activity.parentId ?? activity.id) : activity.id;
  fireEvent(context, activity.id, handler);
  const { codeVariable, messageVariable } = catchingDefinition(handler, 'error', thrown.code) ?? {};
  if (codeVariable !== undefined)
    setVariable(context, scopeId, { name: codeVariable, value: { type: 'String', value: thrown.code } });
  if (messageVariable !== undefined) {
    setVariable(context, scopeId, {
      name: messageVariable,
      value: thrown.message === null ? { type: 'Null', value: null } : { type: 'String', value: thrown.message },
    });
  }
}

function failCaller(context: StepContext, thrown: Thrown): void {
  const { state } = context;
  if (state.superProcessInstanceId === null || state.superActivityInstanceId === null) return;
  context.request({
    type: 'command',
    processInstanceId: state.superProcessInstanceId,
    command: {
      type: 'failCall',
      activityInstanceId: state.superActivityInstanceId,
      calledInstanceId: state.id,
      code: thrown.code,
      message: thrown.message,
      variables: localVariables(context, state.id),
    },
  });
  terminateChildren(context, state.id, 'interruption');
  endProcessInstance(context, {
    state: 'INTERNALLY_TERMINATED',
    reason: `BPMN error ${thrown.code} went to the calling process.`,
  });
}

function endUncaught(context: StepContext, activity: ActivityInstance): void {
  if (activity.parentId === null) {
    terminateChildren(context, activity.id, 'interruption');
    return endProcessInstance(context, { state: 'COMPLETED', reason: null });
  }
  terminateChildren(context, activity.id, 'interruption');
  endWork(context, activity, 'interruption');
  disarm(context, activity);
  context.emit({ type: 'activityEnded', activityInstanceId: activity.id, canceled: false, completeScope: true });
}
