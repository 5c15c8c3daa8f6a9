import type { FlowNode } from '../definition/flow-node.ts';
import type { SequenceFlow } from '../definition/process-definition.ts';
import { ProcessingFailure } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { conditionHolds, evaluationContext } from './evaluation.ts';

const NO_FLOWS: readonly SequenceFlow[] = [];

/** The outgoing flows of a node in document order. */
export function outgoingOf(context: Context, node: FlowNode): readonly SequenceFlow[] {
  return context.index.outgoing.get(node.id) ?? NO_FLOWS;
}

/** Whether the condition of a flow holds; without one it does. */
export function flowHolds(context: Context, activity: ActivityInstance, flow: SequenceFlow): boolean {
  if (!flow.condition) return true;
  const evaluation = evaluationContext(context, activity);
  return conditionHolds(context, flow.condition, { evaluation, what: `sequence flow ${flow.id}` });
}

/**
 * Every flow that holds; a flow without a condition always does. The default flow of an activity or event is taken when
 * none of its conditions holds, beside the flows without one (BPMN 2.0.2, 10.3.1); that of an inclusive gateway only
 * when no flow at all is taken (13.4.3).
 * @throws ProcessingFailure when there are flows and none can be taken.
 */
export function flowsThatHold(context: Context, activity: ActivityInstance, node: FlowNode): readonly SequenceFlow[] {
  const flows = outgoingOf(context, node);
  if (flows.length === 0 || (flows.length === 1 && !flows[0]?.condition)) return flows;
  const held = flows.filter((flow) => flow.id !== node.defaultFlow && flowHolds(context, activity, flow));
  const byCondition = node.kind === 'inclusiveGateway' ? held : held.filter((flow) => flow.condition);
  if (byCondition.length > 0 || (held.length > 0 && node.defaultFlow === undefined)) return held;
  const taken = new Set([...held, getDefaultFlow(node, flows)]);
  return flows.filter((flow) => taken.has(flow));
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
