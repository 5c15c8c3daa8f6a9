import { definitionsOf } from '../definition/event-definition.ts';
import type { EventDefinition } from '../definition/event-definition.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { conditionHolds, evaluationContext } from './evaluation.ts';

export type ConditionalDefinition = Extract<EventDefinition, { type: 'conditional' }>;

/** What tells the subscriptions of several conditions of one event apart. */
export function conditionText({ condition }: ConditionalDefinition): string {
  return condition.type === 'expression' ? condition.expression.source : condition.script.source;
}

/** The conditional definition of an event whose text a subscription holds. */
export function findConditional(node: FlowNode, text: string): ConditionalDefinition | undefined {
  if (!('event' in node)) return undefined;
  return definitionsOf(node.event).find(
    (each): each is ConditionalDefinition => each.type === 'conditional' && conditionText(each) === text,
  );
}

/** Whether the condition of an event holds. A variable that is not there yet makes it false (Camunda). */
export function conditionalEventHolds(
  context: Context,
  activity: ActivityInstance,
  node: FlowNode & { readonly event: ConditionalDefinition },
): boolean {
  const evaluation = evaluationContext(context, activity, { activityId: node.id });
  try {
    return conditionHolds(context, node.event.condition, { evaluation, what: node.id });
  } catch (error) {
    if (isUnknownVariable(error)) return false;
    throw error;
  }
}

function isUnknownVariable(error: unknown): boolean {
  if (!(error instanceof ProcessingFailure)) return false;
  const { cause } = error;
  return cause instanceof Error && 'unknown' in cause && cause.unknown === 'property';
}
