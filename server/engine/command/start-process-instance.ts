import { armEventSubProcesses, getNoneStart } from '../behaviour/scope-start.ts';
import { runListeners } from '../context/listeners.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { Rejection } from '../errors.ts';
import { getActivity } from '../instance/tree.ts';
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
    const start = findStart(command, context);
    context.emit({
      type: 'processInstanceStarted',
      instance: {
        id: command.instanceId,
        definitionId: definition.id,
        businessKey: command.businessKey,
        tenantId: definition.tenantId,
        startActivityId: start.id,
        startUserId: command.startUserId,
        superProcessInstanceId: command.caller?.processInstanceId ?? null,
        superActivityInstanceId: command.caller?.activityInstanceId ?? null,
        rootProcessInstanceId: command.caller?.rootProcessInstanceId ?? command.instanceId,
      },
    });
    for (const [name, value] of command.variables)
      context.emit({ type: 'variableSet', scopeId: command.instanceId, name, value });
    const root = getActivity(context.state, command.instanceId);
    armEventSubProcesses(context, root);
    if (
      definition.listeners.length > 0 &&
      !runListeners(context, definition.listeners, { activity: root, event: 'start' })
    )
      return;
    context.schedule({ type: 'activate', node: start, parentId: root.id, arrivedBy: null });
  },
};

function findStart(command: CommandOf<'startProcessInstance'>, context: StepContext): FlowNode {
  const { definition } = context;
  if (command.startActivityId === undefined) return getNoneStart(context, definition.key);
  const node = definition.nodes.get(command.startActivityId);
  if (node?.kind === 'startEvent' && node.scopeId === definition.key) return node;
  throw new Rejection('invalid', `${command.startActivityId} is no start event of process ${definition.key}.`);
}
