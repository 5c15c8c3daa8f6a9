import type { Behaviour, Context } from '../context/context.ts';
import { createActivity } from '../context/create-activity.ts';
import { conditionHolds, evaluationContext } from '../context/evaluation.ts';
import { joinTokens, waitingTokens } from '../context/join.ts';
import { setLocalVariable } from '../context/variables.ts';
import type { ComplexGateway } from '../definition/flow-node.ts';
import { toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf } from '../instance/tree.ts';

/**
 * Fires when its activation condition over `activationCount`, the number of tokens that have come, holds. Tokens that
 * come later in the same round are swallowed; the round is over when no token can come any more by a flow that has had
 * none (BPMN 2.0.2, 13.4.5; the lifecycle sees to that).
 */
export const complexGateway: Behaviour<ComplexGateway> = {
  activated(token, node, context) {
    if (token.parentId === null || node.incoming.length < 2)
      return context.schedule({ type: 'complete', activityInstanceId: token.id });
    const there = childrenOf(context.state, token.parentId).filter(({ activityId }) => activityId === node.id);
    if (there.some(({ state }) => state === 'spent')) return spend(context, token);
    // Not those that a job has yet to bring in, or to lead away.
    const tokens = there.filter(({ state }) => state === 'active');
    if (!isActivated(context, token, { node, count: tokens.length })) return;
    // Its round goes on while tokens are missing: what has come is remembered, and a token of its own goes on.
    if (waitingTokens(context, token.parentId, node).size === node.incoming.length) return joinTokens(context, tokens);
    for (const each of tokens) spend(context, each);
    const next = createActivity(context, { activityId: node.id, parentId: token.parentId, state: 'active' });
    context.schedule({ type: 'complete', activityInstanceId: next.id });
  },
};

function isActivated(
  context: Context,
  token: ActivityInstance,
  { node, count }: { readonly node: ComplexGateway; readonly count: number },
): boolean {
  if (!node.activationCondition)
    return waitingTokens(context, token.parentId ?? '', node).size === node.incoming.length;
  setLocalVariable(context, token.id, { name: 'activationCount', value: toVariableValue(count) });
  return conditionHolds(
    context,
    { type: 'expression', expression: node.activationCondition },
    { evaluation: evaluationContext(context, token), what: `the activation of ${node.id}` },
  );
}

function spend(context: Context, token: ActivityInstance): void {
  context.emit({ type: 'activityStateChanged', activityInstanceId: token.id, state: 'spent' });
}
