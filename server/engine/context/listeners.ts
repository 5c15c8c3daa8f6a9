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
  for (const listener of listeners) {
    if (listener.event !== at.event) continue;
    const evaluation = evaluationContext(context, at.activity, { ...at, eventName: at.event });
    if (listener.run.type === 'expression') {
      context.evaluate(listener.run.expression, evaluation);
      continue;
    }
    const result = context.runScript(listener.run.script, evaluation);
    if ('bpmnError' in result) {
      context.schedule({
        type: 'throwError',
        activityInstanceId: at.activity.id,
        code: result.bpmnError.code,
        message: result.bpmnError.message,
      });
      return false;
    }
  }
  return true;
}
