import type { Listener } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { type EvaluationOptions, evaluationContext } from './evaluation.ts';

/**
 * Runs the listeners of an event in their order.
 * @returns false when one threw a BPMN error: it is on its way, and the activity must not go on.
 */
export function runListeners(
  context: Context,
  listeners: readonly Listener[],
  at: { readonly activity: ActivityInstance; readonly event: string } & EvaluationOptions,
): boolean {
  if (context.skips.listeners) return true;
  for (const listener of listeners)
    if (listener.event === at.event && !runListener(context, listener, at)) return false;
  return true;
}

/** Runs one listener. @returns false when it threw a BPMN error, as above */
export function runListener(
  context: Context,
  { run }: Pick<Listener, 'run'>,
  at: { readonly activity: ActivityInstance; readonly event: string } & EvaluationOptions,
): boolean {
  const evaluation = evaluationContext(context, at.activity, { ...at, eventName: at.event });
  if (run.type === 'expression') {
    context.evaluate(run.expression, evaluation);
    return true;
  }
  const result = context.runScript(run.script, evaluation);
  if (!('bpmnError' in result)) return true;
  context.schedule({
    type: 'throwError',
    activityInstanceId: at.activity.id,
    code: result.bpmnError.code,
    message: result.bpmnError.message,
  });
  return false;
}
