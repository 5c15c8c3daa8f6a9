import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessModel, SequenceFlow } from '../../engine/definition/process-definition.ts';

/**
 * Joins each throwing link with its target by a sequence flow, so that a jump is a way like any other: for the engine,
 * and for what asks who can still reach a join. The id of the flow is `throw->catch`.
 */
export function joinLinks(model: ProcessModel): ProcessModel {
  const nodes = new Map<string, FlowNode>(model.nodes);
  const flows = new Map<string, SequenceFlow>(model.flows);
  for (const source of model.nodes.values()) {
    if (source.kind !== 'intermediateThrowEvent' || source.event.type !== 'link') continue;
    const target = findTarget(model, source.scopeId, source.event.name);
    if (!target) continue;
    const id = `${source.id}->${target.id}`;
    flows.set(id, { id, sourceId: source.id, targetId: target.id, listeners: [] });
    nodes.set(source.id, { ...(nodes.get(source.id) ?? source), outgoing: [id] });
    const joined = nodes.get(target.id) ?? target;
    nodes.set(target.id, { ...joined, incoming: [...joined.incoming, id] });
  }
  return flows.size === model.flows.size ? model : { ...model, nodes, flows };
}

function findTarget(model: ProcessModel, scopeId: string, name: string): FlowNode | undefined {
  for (const node of model.nodes.values())
    if (
      node.scopeId === scopeId &&
      node.kind === 'intermediateCatchEvent' &&
      node.event.type === 'link' &&
      node.event.name === name
    )
      return node;
  return undefined;
}
