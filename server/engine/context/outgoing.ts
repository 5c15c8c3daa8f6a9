import type { FlowNode } from '../definition/flow-node.ts';
import type { SequenceFlow } from '../definition/process-definition.ts';
import { ProcessingFailure } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { evaluationContext, holds } from './evaluation.ts';

const NO_FLOWS: readonly SequenceFlow[] = [];

/** The outgoing flows of a node in document order. */
export function outgoingOf(context: Context, node: FlowNode): readonly SequenceFlow[] {
  return context.index.outgoing.get(node.id) ?? NO_FLOWS;
}

/** Whether the condition of a flow holds; without one it does. */
export function flowHolds(context: Context, activity: ActivityInstance, flow: SequenceFlow): boolean {
  if (!flow.condition) return true;
  const evaluation = evaluationContext(context, activity);
  const at = { activityId: activity.activityId, what: `sequence flow ${flow.id}` };
  if (flow.condition.type === 'expression') return holds(context.evaluate(flow.condition.expression, evaluation), at);
  const result = context.runScript(flow.condition.script, evaluation);
  if ('value' in result) return holds(result.value, at);
  throw new ProcessingFailure(
    activity.activityId,
    `The condition of sequence flow ${flow.id} threw BPMN error ${result.bpmnError.code}. A condition can only be true or false.`,
  );
}

/**
 * Every flow that holds, else the default flow (activities, events and the inclusive gateway).
 * @throws ProcessingFailure when there are flows and none can be taken.
 */
export function flowsThatHold(context: Context, activity: ActivityInstance, node: FlowNode): readonly SequenceFlow[] {
  const flows = outgoingOf(context, node);
  if (flows.length === 0 || (flows.length === 1 && !flows[0]?.condition)) return flows;
  const held = flows.filter((flow) => flow.id !== node.defaultFlow && flowHolds(context, activity, flow));
  if (held.length > 0) return held;
  return [getDefaultFlow(node, flows)];
}

/**
 * The first flow that holds, else the default flow (exclusive gateway). @throws ProcessingFailure when there is none.
 */
export function firstFlowThatHolds(
  context: Context,
  activity: ActivityInstance,
  node: FlowNode,
): readonly SequenceFlow[] {
  const flows = outgoingOf(context, node);
  if (flows.length === 0) return flows;
  const held = flows.find((flow) => flow.id !== node.defaultFlow && flowHolds(context, activity, flow));
  return [held ?? getDefaultFlow(node, flows)];
}

function getDefaultFlow(node: FlowNode, flows: readonly SequenceFlow[]): SequenceFlow {
  const flow = flows.find(({ id }) => id === node.defaultFlow);
  if (flow) return flow;
  throw new ProcessingFailure(
    node.id,
    `No outgoing sequence flow of ${node.id} could be selected: no condition holds and it has no default flow. Correct a condition or add a default flow.`,
  );
}
