import { getFlow, getNode } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { nodesReaching } from '../definition/reachability.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf } from '../instance/tree.ts';
import type { Context } from './context.ts';
import { joinTokens, waitingTokens } from './join.ts';

/**
 * Fires the inclusive joins of a scope that need not wait any longer, and ends the rounds of complex gateways that no
 * token can join any more. No token of the scope may be on its way.
 * @returns whether one fired
 */
export function fireJoins(context: Context, scope: ActivityInstance): boolean {
  if (!context.index.joinScopes.has(scope.activityId)) return false;
  const children = childrenOf(context.state, scope.id);
  endRounds(context, scope, children);
  const joins = new Map<string, FlowNode>();
  for (const child of children) {
    const node = getNode(context.definition, child.activityId);
    if (node.kind === 'inclusiveGateway' && node.incoming.length > 1 && child.state === 'active')
      joins.set(node.id, node);
  }
  for (const node of joins.values()) {
    const waiting = waitingTokens(context, scope.id, node);
    if (children.some((child) => isElsewhere(child, node) && isAwaited(context, child, { node, waiting }))) continue;
    joinTokens(context, [...waiting.values()]);
    // What it sends on may reach the others: they are looked at again when it has come to rest.
    return true;
  }
  return false;
}

function endRounds(context: Context, scope: ActivityInstance, children: readonly ActivityInstance[]): void {
  const gateways = new Set(children.filter(({ state }) => state === 'spent').map(({ activityId }) => activityId));
  for (const id of gateways) {
    const node = getNode(context.definition, id);
    const tokens = children.filter(({ activityId, state }) => activityId === id && state === 'spent');
    const waiting = new Map(tokens.map((token) => [token.arrivedBy ?? '', token]));
    if (children.some((child) => isElsewhere(child, node) && isAwaited(context, child, { node, waiting }))) continue;
    for (const token of tokens)
      context.emit({ type: 'activityEnded', activityInstanceId: token.id, canceled: false, completeScope: false });
  }
}

/** A token that can still move: not one that waits at the join itself or is only remembered. */
function isElsewhere(token: ActivityInstance, join: FlowNode): boolean {
  return token.state !== 'spent' && (token.activityId !== join.id || token.state !== 'active');
}

/**
 * Whether a join waits for a token elsewhere (BPMN 2.0.2, 13.4.3): it can still come by an incoming flow on which no
 * token
 * waits, and by none on which one does. The second half lets a join inside a loop go on although every token could come
 * round again.
 */
function isAwaited(
  context: Context,
  token: ActivityInstance,
  join: { readonly node: FlowNode; readonly waiting: ReadonlyMap<string, unknown> },
): boolean {
  // A job has yet to bring it in, by the flow it stands behind.
  if (token.activityId === join.node.id && token.state === 'beforeAsync')
    return !join.waiting.has(token.arrivedBy ?? '');
  let byEmpty = false;
  for (const flowId of join.node.incoming) {
    if (!canTake(context, token, flowId)) continue;
    if (join.waiting.has(flowId)) return false;
    byEmpty = true;
  }
  return byEmpty;
}

function canTake(context: Context, token: ActivityInstance, flowId: string): boolean {
  const reaching = nodesReaching(context.definition, context.index, flowId);
  // Once complete it has lost its boundary events: only its own flows lead on.
  if (token.state !== 'afterAsync') return reaching.has(token.activityId);
  return getNode(context.definition, token.activityId).outgoing.some(
    (id) => id === flowId || reaching.has(getFlow(context.definition, id).targetId),
  );
}
