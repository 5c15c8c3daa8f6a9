import { type DefinitionIndex, getFlow, getNode } from './definition-index.ts';
import type { ProcessDefinition } from './process-definition.ts';

/**
 * Ids of the nodes from which a token can still come to take the sequence flow `flowId`, without passing the node that
 * the
 * flow leads to. The boundary events of an activity are ways out of it.
 */
export function nodesReaching(
  definition: ProcessDefinition,
  index: DefinitionIndex,
  flowId: string,
): ReadonlySet<string> {
  const known = index.reaching.get(flowId);
  if (known) return known;
  const { sourceId, targetId } = getFlow(definition, flowId);
  const reaching = new Set<string>();
  const open = [sourceId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === targetId || reaching.has(id)) continue;
    reaching.add(id);
    const node = getNode(definition, id);
    for (const incoming of node.incoming) open.push(getFlow(definition, incoming).sourceId);
    if (node.kind === 'boundaryEvent') open.push(node.attachedTo);
  }
  index.reaching.set(flowId, reaching);
  return reaching;
}
