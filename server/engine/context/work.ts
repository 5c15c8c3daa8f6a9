import type { ServiceImplementation } from '../definition/event-definition.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from './context.ts';
import { evaluateInteger, evaluateName, evaluationContext } from './evaluation.ts';
import { setResult } from './variables.ts';

/** Hands the work to whoever does it: waits for an external worker, or evaluates and completes at once. */
export function doWork(context: Context, activity: ActivityInstance, implementation: ServiceImplementation): void {
  const evaluation = evaluationContext(context, activity);
  if (implementation.type === 'expression') {
    const value = context.evaluate(implementation.expression, evaluation);
    setResult(context, activity.id, { name: implementation.resultVariable, value });
    context.schedule({ type: 'complete', activityInstanceId: activity.id });
    return;
  }
  const { topic, priority } = implementation;
  context.emit({
    type: 'externalTaskCreated',
    externalTask: {
      id: context.newId(),
      activityInstanceId: activity.id,
      activityId: activity.activityId,
      topic: evaluateName(context, topic, { evaluation, what: 'The topic' }),
      priority: priority
        ? evaluateInteger(context, priority, { evaluation, what: 'The priority of the external task' })
        : 0,
      createdAt: context.now,
      retries: null,
      errorMessage: null,
      errorDetails: null,
    },
  });
}
