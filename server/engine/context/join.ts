import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf } from '../instance/tree.ts';
import type { Context } from './context.ts';

/** Tokens that wait at a gateway of a scope: for each incoming flow that has some, the one that came first. */
export function waitingTokens(context: Context, scopeId: string, node: FlowNode): Map<string, ActivityInstance> {
  const tokens = new Map<string, ActivityInstance>();
  for (const child of childrenOf(context.state, scopeId)) {
    if (child.activityId !== node.id || child.state !== 'active') continue;
    const flow = child.arrivedBy ?? '';
    if (!tokens.has(flow)) tokens.set(flow, child);
  }
  return tokens;
}

/** Joins tokens: all but the latest end here, the latest goes on. */
export function joinTokens(context: Context, tokens: readonly ActivityInstance[]): void {
  const last = tokens.reduce((latest, token) => (token.order > latest.order ? token : latest));
  for (const token of tokens) {
    if (token !== last)
      context.emit({ type: 'activityEnded', activityInstanceId: token.id, canceled: false, completeScope: false });
  }
  context.schedule({ type: 'complete', activityInstanceId: last.id });
}
