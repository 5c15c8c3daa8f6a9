import { mapIn } from '../context/call-mapping.ts';
import { evaluateText, evaluationContext } from '../context/evaluation.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/** An error end event. Who catches it is found by the lifecycle, outward from the end event. */
export const error: Trigger<DefinitionOf<'error'>> = {
  throw(activity, node, context) {
    const text = node.event.message
      ? evaluateText(context, node.event.message, evaluationContext(context, activity))
      : null;
    context.schedule({
      type: 'throwError',
      activityInstanceId: activity.id,
      code: node.event.code ?? '',
      message: text,
      ...(node.event.in ? { variables: mapIn(context, activity, node.event.in) } : {}),
    });
    return 'waits';
  },
};
