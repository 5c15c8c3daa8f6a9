import { behaviours } from '../behaviour/registry.ts';
import { armEventSubProcesses, getNoneStart } from '../behaviour/scope-start.ts';
import { createActivity } from '../context/create-activity.ts';
import { runListeners } from '../context/listeners.ts';
import { getFlow, getNode } from '../definition/definition-index.ts';
import type { EventBasedGateway, FlowNode } from '../definition/flow-node.ts';
import { Rejection } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import { holdData } from '../lifecycle/data-flow.ts';
import { modify } from '../lifecycle/modify.ts';
import { moveTokens } from '../lifecycle/run-agenda.ts';
import type { StepContext } from '../lifecycle/step-context.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

/**
 * Begins an instance at its start event: variables, event sub-processes, listeners of the process, then the first
 * token.
 */
export const startProcessInstance: CommandHandler<CommandOf<'startProcessInstance'>> = {
  run(command, context) {
    const { definition } = context;
    const { instructions } = command;
    const start = instructions ? undefined : findStart(command, context);
    context.emit({
      type: 'processInstanceStarted',
      instance: {
        id: command.instanceId,
        definitionId: definition.id,
        businessKey: command.businessKey,
        tenantId: definition.tenantId,
        startActivityId: start?.id ?? null,
        startUserId: command.startUserId,
        superProcessInstanceId: command.caller?.processInstanceId ?? null,
        superActivityInstanceId: command.caller?.activityInstanceId ?? null,
        rootProcessInstanceId: command.caller?.rootProcessInstanceId ?? command.instanceId,
        ...(command.restartedProcessInstanceId === undefined
          ? {}
          : { restartedProcessInstanceId: command.restartedProcessInstanceId }),
      },
    });
    for (const [name, value] of command.variables)
      context.emit({ type: 'variableSet', scopeId: command.instanceId, name, value });
    const root = getActivity(context.state, command.instanceId);
    holdData(context, root.id, definition.holds ?? []);
    armEventSubProcesses(context, root);
    if (
      definition.listeners.length > 0 &&
      !runListeners(context, definition.listeners, { activity: root, event: 'start' })
    )
      return;
    if (start) return startAt(context, root, start);
    context.skips = { listeners: command.skipListeners ?? false, mappings: command.skipMappings ?? false };
    for (const instruction of instructions ?? []) {
      modify(context, instruction);
      moveTokens(context);
    }
  },
};

/** The start event, or what a message or signal starts instead of one: a receive task, or an event behind a gateway. */
function findStart(command: CommandOf<'startProcessInstance'>, context: StepContext): FlowNode {
  const { definition } = context;
  if (command.startActivityId === undefined) {
    // A process whose only start event has a trigger may also be started without it (Camunda).
    const starts = context.index.starts.get(definition.key) ?? [];
    return starts.length === 1 && starts[0] ? starts[0] : getNoneStart(context, definition.key);
  }
  const node = definition.nodes.get(command.startActivityId);
  if (node?.scopeId === definition.key) {
    if (node.kind === 'startEvent' || (node.kind === 'receiveTask' && node.instantiate)) return node;
    if (findInstantiatingGateway(context, node)) return node;
  }
  throw new Rejection('invalid', `${command.startActivityId} does not start process ${definition.key}.`);
}

function startAt(context: StepContext, root: ActivityInstance, node: FlowNode): void {
  const gateway = findInstantiatingGateway(context, node);
  if (!gateway) {
    const triggered = node.kind !== 'startEvent';
    return context.schedule({ type: 'activate', node, parentId: root.id, arrivedBy: null, triggered });
  }
  const activity = createActivity(context, { activityId: gateway.id, parentId: root.id, state: 'active' });
  // An exclusive gateway needs nothing but the event that came; a parallel one waits for the others.
  if (gateway.parallel) behaviours.eventBasedGateway.activated(activity, gateway, context);
  context.schedule({ type: 'fireEvent', activityInstanceId: activity.id, node });
}

function findInstantiatingGateway(context: StepContext, node: FlowNode): EventBasedGateway | undefined {
  for (const flowId of node.incoming) {
    const source = getNode(context.definition, getFlow(context.definition, flowId).sourceId);
    if (source.kind === 'eventBasedGateway' && source.instantiate) return source;
  }
  return undefined;
}
