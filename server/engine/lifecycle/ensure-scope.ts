import { armEventSubProcesses } from '../behaviour/scope-start.ts';
import { createActivity } from '../context/create-activity.ts';
import { runListeners } from '../context/listeners.ts';
import { setLocalVariable } from '../context/variables.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { Rejection } from '../errors.ts';
import { toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Variables } from '../instance/value.ts';
import { childrenOf, getActivity, pathToRoot } from '../instance/tree.ts';
import { triggers } from '../trigger/registry.ts';
import { passDataIn } from './data-flow.ts';
import { mapInputs } from './mapping.ts';
import type { StepContext } from './step-context.ts';

/**
 * The scope in which a token of `node` can start: the one that is there, or new ones down from the nearest that is,
 * with their input mappings, start listeners and events, but without their own start events.
 * @throws Rejection when several instances of a scope would do and no ancestor says which
 */
export function ensureScope(context: StepContext, node: FlowNode, ancestorId?: string): ActivityInstance {
  const way: FlowNode[] = [];
  for (
    let scope = context.definition.nodes.get(node.scopeId);
    scope;
    scope = context.definition.nodes.get(scope.scopeId)
  )
    way.unshift(scope);
  let at = getActivity(context.state, context.state.id);
  if (ancestorId !== undefined) at = findAncestor(context, { node, way, ancestorId });
  const rest = at.parentId === null ? way : way.slice(way.findIndex(({ id }) => id === at.activityId) + 1);
  let isNew = false;
  for (const scope of rest) {
    const candidates = isNew
      ? []
      : childrenOf(context.state, at.id).filter((each) => each.activityId === scope.id && each.state === 'active');
    if (candidates.length > 1)
      throw new Rejection('invalid', `Ancestor activity execution is ambiguous for activity '${scope.id}'`);
    const [only] = candidates;
    if (!only) isNew = true;
    at = only ?? openScope(context, scope, at);
  }
  return at;
}

function findAncestor(
  context: StepContext,
  {
    node,
    way,
    ancestorId,
  }: { readonly node: FlowNode; readonly way: readonly FlowNode[]; readonly ancestorId: string },
): ActivityInstance {
  const ancestor = context.state.activities.get(ancestorId);
  if (!ancestor) throw new Rejection('invalid', `Ancestor activity instance '${ancestorId}' does not exist.`);
  // A deeper instance is fine as long as it lies in the right scope.
  for (const each of pathToRoot(context.state, ancestor.id))
    if (each.parentId === null || way.some(({ id }) => id === each.activityId)) return each;
  throw new Rejection(
    'invalid',
    `Scope execution for '${ancestorId}' cannot be found in parent hierarchy of flow element '${node.id}'`,
  );
}

/** A scope with its input mappings, start listeners and events, but without its own start event. */
export function openScope(context: StepContext, node: FlowNode, parent: ActivityInstance): ActivityInstance {
  const variables = joinBody(context, parent);
  const activity = createActivity(context, { activityId: node.id, parentId: parent.id, state: 'active' });
  for (const [name, value] of variables) setLocalVariable(context, activity.id, { name, value });
  mapInputs(context, activity, node);
  passDataIn(context, activity, node);
  for (const boundary of context.index.boundaryEvents.get(node.id) ?? [])
    triggers[boundary.event.type].arm?.(activity, boundary, context);
  runListeners(context, node.listeners, { activity, event: 'start' });
  if (node.kind === 'multiInstanceBody') {
    for (const name of ['nrOfInstances', 'nrOfActiveInstances', 'nrOfCompletedInstances'])
      setLocalVariable(context, activity.id, { name, value: toVariableValue(0) });
  } else armEventSubProcesses(context, activity);
  return getActivity(context.state, activity.id);
}

/** What an instance begins with that is added to a multi-instance body: its place in it. Nothing in other scopes. */
export function joinBody(context: StepContext, scope: ActivityInstance): Variables {
  if (context.definition.nodes.get(scope.activityId)?.kind !== 'multiInstanceBody') return new Map();
  const place = getCount(context, scope, 'nrOfInstances');
  for (const name of ['nrOfInstances', 'nrOfActiveInstances'])
    setLocalVariable(context, scope.id, { name, value: toVariableValue(getCount(context, scope, name) + 1) });
  return new Map([['loopCounter', toVariableValue(place)]]);
}

/** An instance that is taken out of a multi-instance body is active no longer (Camunda). Nothing in other scopes. */
export function leaveBody(context: StepContext, instance: ActivityInstance): void {
  const scope = instance.parentId === null ? undefined : context.state.activities.get(instance.parentId);
  if (!scope || context.definition.nodes.get(scope.activityId)?.kind !== 'multiInstanceBody') return;
  const active = getCount(context, scope, 'nrOfActiveInstances') - 1;
  setLocalVariable(context, scope.id, { name: 'nrOfActiveInstances', value: toVariableValue(active) });
}

function getCount(context: StepContext, scope: ActivityInstance, name: string): number {
  return Number(context.state.variables.get(scope.id)?.get(name)?.value ?? 0);
}
