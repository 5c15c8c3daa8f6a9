import { type DefinitionIndex, getFlow, getNode } from './definition-index.ts';
import type { ProcessDefinition } from './process-definition.ts';

/**
 * Ids of the nodes from which a token can still arrive at `gatewayId` along sequence flows, without passing the gateway
 * itself. The boundary events of an activity are ways out of it (BPMN 2.0.2, 13.4.3 "Inclusive Gateway").
 */
export function nodesReaching(definition: ProcessDefinition, index: DefinitionIndex, gatewayId: string): ReadonlySet<string> {
  const known = index.reaching.get(gatewayId);
  if (known) return known;
  const reaching = new Set<string>();
  const open = [gatewayId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = getNode(definition, id);
    const sources = node.incoming.map((flowId) => getFlow(definition, flowId).sourceId);
    if (node.kind === 'boundaryEvent') sources.push(node.attachedTo);
    for (const source of sources) {
      if (source === gatewayId || reaching.has(source)) continue;
      reaching.add(source);
      open.push(source);
    }
  }
  index.reaching.set(gatewayId, reaching);
  return reaching;
}
