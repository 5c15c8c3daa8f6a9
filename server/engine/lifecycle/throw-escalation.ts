import type { Transition } from '../context/context.ts';
import { localVariables, setVariable } from '../context/variables.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { pathToRoot } from '../instance/tree.ts';
import { catchingDefinition, findHandler, type Handler } from './find-handler.ts';
import { fireEvent } from './fire-event.ts';
import type { StepContext } from './step-context.ts';

type Thrown = Extract<Transition, { type: 'throwEscalation' }>;

/**
 * An escalation goes outward to the nearest handler (BPMN 2.0.2, 10.5.1), also into the calling instance. Caught by
 * nobody it passes. Its thrower goes on unless the handler interrupts it.
 */
export function throwEscalation(context: StepContext, thrown: Thrown): void {
  const thrower = context.state.activities.get(thrown.activityInstanceId);
  if (!thrower) return;
  if (!escalate(context, thrower, thrown)) escalateToCaller(context, { ...thrown, askedOf: null });
  // A throw or end event is done; a task that escalates goes on with its work.
  const kind = context.definition.nodes.get(thrower.activityId)?.kind;
  if (kind === 'endEvent' || kind === 'intermediateThrowEvent')
    context.schedule({ type: 'complete', activityInstanceId: thrower.id });
}

/** @returns whether somebody in this instance catches it */
export function escalate(
  context: StepContext,
  thrower: ActivityInstance,
  thrown: Pick<Thrown, 'code' | 'variables'>,
): boolean {
  let inside: ActivityInstance | undefined;
  for (const activity of pathToRoot(context.state, thrower.id)) {
    const handler = findHandler(context, activity, { type: 'escalation', code: thrown.code, inside });
    if (handler) {
      catchEscalation(context, activity, { handler, thrown });
      return true;
    }
    inside = activity;
  }
  return false;
}

function catchEscalation(
  context: StepContext,
  activity: ActivityInstance,
  { handler, thrown }: { readonly handler: Handler; readonly thrown: Pick<Thrown, 'code' | 'variables'> },
): void {
  const { code } = thrown;
  const variable = catchingDefinition(handler, 'escalation', code)?.codeVariable;
  if (variable !== undefined)
    setVariable(context, activity.id, { name: variable, value: { type: 'String', value: code } });
  const scopeId = handler.kind === 'boundaryEvent' ? (activity.parentId ?? activity.id) : activity.id;
  fireEvent(context, activity.id, handler);
  for (const [name, value] of thrown.variables ?? []) setVariable(context, scopeId, { name, value });
}

/**
 * Asks the calling instance to catch it. `askedOf` is the task that was told to escalate, if one was.
 * @returns whether there is a caller
 */
export function escalateToCaller(
  context: StepContext,
  { code, variables, askedOf }: Pick<Thrown, 'code' | 'variables'> & { readonly askedOf: string | null },
): boolean {
  const { state } = context;
  if (state.superProcessInstanceId === null || state.superActivityInstanceId === null) return false;
  context.request({
    type: 'command',
    processInstanceId: state.superProcessInstanceId,
    command: {
      type: 'escalateCall',
      activityInstanceId: state.superActivityInstanceId,
      calledInstanceId: state.id,
      code,
      variables: localVariables(context, state.id),
      ...(variables ? { payload: variables } : {}),
      askedOf,
    },
  });
  return true;
}
