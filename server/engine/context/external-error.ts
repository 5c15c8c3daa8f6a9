import type { ErrorCondition } from '../definition/event-definition.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { getNode } from '../definition/definition-index.ts';
import { Pending } from '../errors.ts';
import type { ExternalTaskInstance } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import type { Context } from './context.ts';
import { conditionHolds, evaluateText, evaluationContext } from './evaluation.ts';
import { endExternalTask } from './wait.ts';

/**
 * Whether what a worker reports is a BPMN error by the model's conditions (`camunda:errorEventDefinition`): the first
 * that holds is thrown, and the task is over. A condition that cannot be evaluated refuses a completion; a failure is
 * recorded in any case (Camunda).
 */
export function throwModelledError(
  context: Context,
  task: ExternalTaskInstance,
  report: 'completion' | 'failure',
): boolean {
  const node = getNode(context.definition, task.activityId);
  const activity = getActivity(context.state, task.activityInstanceId);
  const evaluation = {
    ...evaluationContext(context, activity),
    externalTask: {
      id: task.id,
      errorMessage: task.errorMessage,
      errorDetails: task.errorDetails,
      topicName: task.topic,
    },
  };
  for (const error of errorsOf(node)) {
    const condition = { type: 'expression' as const, expression: error.condition };
    const holds = () => conditionHolds(context, condition, { evaluation, what: `an error of ${node.id}` });
    if (!(report === 'failure' ? orFalse(holds) : holds())) continue;
    const message = error.message ? evaluateText(context, error.message, evaluation) : null;
    endExternalTask(context, task, 'deleted');
    context.schedule({ type: 'throwError', activityInstanceId: activity.id, code: error.code, message });
    return true;
  }
  return false;
}

function orFalse(holds: () => boolean): boolean {
  try {
    return holds();
  } catch (error) {
    if (error instanceof Pending) throw error;
    return false;
  }
}

function errorsOf(node: FlowNode): readonly ErrorCondition[] {
  const implementation =
    'implementation' in node
      ? node.implementation
      : 'event' in node && node.event.type === 'message'
        ? node.event.implementation
        : undefined;
  return implementation?.type === 'external' ? (implementation.errors ?? []) : [];
}
