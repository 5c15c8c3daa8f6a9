import { disarm } from '../context/wait.ts';
import { applyChanges } from '../context/variables.ts';
import { getFlow, getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { SequenceFlow } from '../definition/process-definition.ts';
import { Rejection } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf, getActivity } from '../instance/tree.ts';
import type { ModificationInstruction } from '../record/command.ts';
import { ensureScope, joinBody, leaveBody } from './ensure-scope.ts';
import type { StepContext } from './step-context.ts';
import { terminate, terminateChildren } from './terminate.ts';

/**
 * Carries out one instruction of a modification (Camunda 7: process instance modification). The tokens it starts are
 * scheduled; scopes that become empty stay until all instructions are done.
 * @throws Rejection when the instruction does not fit the model or the state
 */
export function modify(context: StepContext, instruction: ModificationInstruction): void {
  switch (instruction.type) {
    case 'cancelInstance':
      return cancelInstance(context, instruction.activityInstanceId);
    case 'cancelActivity':
      return cancelActivity(context, instruction.activityId);
    case 'startBefore':
      return startBefore(context, findNode(context, instruction.activityId), instruction);
    case 'startAfter':
      return startAfter(context, findNode(context, instruction.activityId), instruction);
    case 'startTransition': {
      const flow = context.definition.flows.get(instruction.flowId);
      if (!flow) throw invalid(`Element '${instruction.flowId}' does not exist in process '${context.definition.id}'`);
      return startFlow(context, flow, instruction);
    }
  }
}

type Start = Extract<ModificationInstruction, { ancestorActivityInstanceId?: string }>;

function findNode(context: StepContext, activityId: string): FlowNode {
  const node = context.definition.nodes.get(activityId);
  if (!node) throw invalid(`Element '${activityId}' does not exist in process '${context.definition.id}'`);
  return node;
}

function cancelInstance(context: StepContext, id: string): void {
  const activity = context.state.activities.get(id);
  if (!activity) throw invalid(`Activity instance '${id}' does not exist in process instance ${context.state.id}.`);
  cancel(context, activity);
}

function cancelActivity(context: StepContext, activityId: string): void {
  findNode(context, activityId);
  for (const activity of [...context.state.activities.values()])
    if (activity.activityId === activityId && context.state.activities.has(activity.id)) cancel(context, activity);
}

/** With it go the scopes around it that hold nothing else; the process instance itself stays for now. */
function cancel(context: StepContext, activity: ActivityInstance): void {
  if (activity.parentId === null) {
    terminateChildren(context, activity.id, 'interruption');
    return disarm(context, activity);
  }
  let highest = activity;
  while (highest.parentId !== null) {
    const parent = getActivity(context.state, highest.parentId);
    if (parent.parentId === null || childrenOf(context.state, parent.id).length > 1) break;
    highest = parent;
  }
  leaveBody(context, highest);
  terminate(context, highest.id, 'interruption');
}

function startBefore(context: StepContext, node: FlowNode, start: Start): void {
  const subProcess = context.definition.nodes.get(node.scopeId);
  if (node.kind === 'startEvent' && node.interrupting && subProcess?.kind === 'eventSubProcess') {
    // As if it had been triggered: what runs in the scope around it is ended.
    const around = ensureScope(context, subProcess, start.ancestorActivityInstanceId);
    applyChanges(context, around.id, { ...(start.variables ? { variables: start.variables } : {}) });
    return context.schedule({ type: 'fireEvent', activityInstanceId: around.id, node });
  }
  const scope = ensureScope(context, node, start.ancestorActivityInstanceId);
  applyChanges(context, scope.id, { ...(start.variables ? { variables: start.variables } : {}) });
  if (node.kind === 'boundaryEvent') {
    const host = childrenOf(context.state, scope.id).find(({ activityId }) => activityId === node.attachedTo);
    if (host) return context.schedule({ type: 'fireEvent', activityInstanceId: host.id, node });
  }
  context.schedule({
    type: 'activate',
    node,
    parentId: scope.id,
    arrivedBy: null,
    variables: new Map([...joinBody(context, scope), ...(start.localVariables ?? [])]),
  });
}

function startAfter(context: StepContext, node: FlowNode, start: Start): void {
  if (node.outgoing.length > 1)
    throw invalid(`Cannot start after activity ${node.id}; activity has more than one outgoing sequence flow.`);
  const [flowId] = node.outgoing;
  if (flowId !== undefined) return startFlow(context, getFlow(context.definition, flowId), start);
  context.checkScope(ensureScope(context, node, start.ancestorActivityInstanceId).id);
}

function startFlow(context: StepContext, flow: SequenceFlow, start: Start): void {
  const node = getNode(context.definition, flow.targetId);
  const scope = ensureScope(context, node, start.ancestorActivityInstanceId);
  applyChanges(context, scope.id, { ...(start.variables ? { variables: start.variables } : {}) });
  context.schedule({
    type: 'activate',
    node,
    parentId: scope.id,
    arrivedBy: flow,
    ...(start.localVariables ? { variables: start.localVariables } : {}),
  });
}

function invalid(message: string): Rejection {
  return new Rejection('invalid', message);
}
