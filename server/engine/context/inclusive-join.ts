import { getFlow, getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { nodesReaching } from '../definition/reachability.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf } from '../instance/tree.ts';
import type { Context } from './context.ts';
import { joinTokens, waitingTokens } from './join.ts';

/**
 * Fires the inclusive joins of a scope that no other token of the scope can reach any more (BPMN 2.0.2, 13.4.3).
 * No token of the scope may be on its way.
 * @returns whether one fired
 */
export function fireInclusiveJoins(context: Context, scope: ActivityInstance): boolean {
  if (!context.index.inclusiveJoinScopes.has(scope.activityId)) return false;
  const children = childrenOf(context.state, scope.id);
  const joins = new Map<string, FlowNode>();
  for (const child of children) {
    const node = getNode(context.definition, child.activityId);
    if (node.kind === 'inclusiveGateway' && node.incoming.length > 1 && child.state === 'active') joins.set(node.id, node);
  }
  let fired = false;
  for (const node of joins.values()) {
    if (children.some((child) => child.activityId !== node.id && canReach(context, child, node.id))) continue;
    joinTokens(context, [...waitingTokens(context, scope.id, node).values()]);
    fired = true;
  }
  return fired;
}

function canReach(context: Context, token: ActivityInstance, gatewayId: string): boolean {
  const reaching = nodesReaching(context.definition, context.index, gatewayId);
  // Once complete it has lost its boundary events: only its own flows lead on.
  if (token.state !== 'afterAsync') return reaching.has(token.activityId);
  return getNode(context.definition, token.activityId).outgoing.some((id) => {
    const { targetId } = getFlow(context.definition, id);
    return targetId === gatewayId || reaching.has(targetId);
  });
}
