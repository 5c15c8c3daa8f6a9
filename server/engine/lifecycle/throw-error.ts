import type { Transition } from '../context/context.ts';
import { localVariables, setVariable } from '../context/variables.ts';
import { disarm } from '../context/wait.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { pathToRoot } from '../instance/tree.ts';
import { tellScope } from './complete.ts';
import { catchingDefinition, findHandler, type Handler } from './find-handler.ts';
import { endThrower } from './end-thrower.ts';
import { completeProcessInstance } from './end-process-instance.ts';
import { fireEvent } from './fire-event.ts';
import type { StepContext } from './step-context.ts';
import { endWork, terminateChildren } from './terminate.ts';

type Thrown = Extract<Transition, { type: 'throwError' }>;
interface Catcher {
  readonly activity: ActivityInstance;
  readonly handler: Handler;
}

/**
 * A BPMN error goes outward, scope by scope, to the nearest handler: in each scope one with its code before one
 * without. Uncaught, it goes on in the calling instance, while what threw it waits; the token that threw an error which
 * nobody catches just ends, and the rest goes on (Camunda's default).
 */
export function throwError(context: StepContext, thrown: Thrown): void {
  const thrower = context.state.activities.get(thrown.activityInstanceId);
  if (!thrower) return;
  const catcher = findCatcher(context, thrower, thrown.code);
  if (catcher) {
    // An error end event has done its work, whoever catches it.
    if (isEndEvent(context, thrower) && !endThrower(context, thrower)) return;
    return catchError(context, catcher, thrown);
  }
  const { superProcessInstanceId, superActivityInstanceId } = context.state;
  if (superProcessInstanceId !== null && superActivityInstanceId !== null)
    return failCaller(context, thrown, { superProcessInstanceId, superActivityInstanceId });
  if (!thrown.origin) return endUncaught(context, thrower);
  const { processInstanceId, activityInstanceId } = thrown.origin;
  context.request({ type: 'command', processInstanceId, command: { type: 'endUncaughtError', activityInstanceId } });
}

function isEndEvent(context: StepContext, { activityId }: ActivityInstance): boolean {
  return context.definition.nodes.get(activityId)?.kind === 'endEvent';
}

function findCatcher(context: StepContext, thrower: ActivityInstance, code: string): Catcher | undefined {
  let inside: ActivityInstance | undefined;
  for (const activity of pathToRoot(context.state, thrower.id)) {
    const handler = findHandler(context, activity, { type: 'error', code, inside });
    if (handler) return { activity, handler };
    inside = activity;
  }
  return undefined;
}

/**
 * Code and message are set outward from the scope that catches, which for a boundary event is its host: a local
 * variable of that name there takes them, and goes with an interrupted host (Camunda).
 */
function catchError(context: StepContext, { activity, handler }: Catcher, thrown: Thrown): void {
  const { codeVariable, messageVariable } = catchingDefinition(handler, 'error', thrown.code) ?? {};
  if (codeVariable !== undefined)
    setVariable(context, activity.id, { name: codeVariable, value: { type: 'String', value: thrown.code } });
  if (messageVariable !== undefined) {
    setVariable(context, activity.id, {
      name: messageVariable,
      value: thrown.message === null ? { type: 'Null', value: null } : { type: 'String', value: thrown.message },
    });
  }
  const scopeId = handler.kind === 'boundaryEvent' ? (activity.parentId ?? activity.id) : activity.id;
  fireEvent(context, activity.id, handler);
  for (const [name, value] of thrown.variables ?? []) setVariable(context, scopeId, { name, value });
}

function failCaller(
  context: StepContext,
  thrown: Thrown,
  caller: { readonly superProcessInstanceId: string; readonly superActivityInstanceId: string },
): void {
  const { id } = context.state;
  context.request({
    type: 'command',
    processInstanceId: caller.superProcessInstanceId,
    command: {
      type: 'failCall',
      activityInstanceId: caller.superActivityInstanceId,
      calledInstanceId: id,
      code: thrown.code,
      message: thrown.message,
      variables: localVariables(context, id),
      ...(thrown.variables ? { payload: thrown.variables } : {}),
      thrownBy: thrown.origin ?? { processInstanceId: id, activityInstanceId: thrown.activityInstanceId },
    },
  });
}

/** Ends the token of an error that nobody catches. */
export function endUncaught(context: StepContext, activity: ActivityInstance): void {
  if (isEndEvent(context, activity)) return void endThrower(context, activity);
  terminateChildren(context, activity.id, 'interruption');
  if (activity.parentId === null) return completeProcessInstance(context);
  endWork(context, activity, 'interruption');
  disarm(context, activity);
  // An instance of a multi-instance activity counts as done: a sequence goes on with the next (Camunda).
  tellScope(context, activity);
  context.emit({ type: 'activityEnded', activityInstanceId: activity.id, canceled: false, completeScope: true });
}
