import { mapIn } from '../context/call-mapping.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/** An escalation goes outward like an error; its thrower goes on unless what catches it interrupts. */
export const escalation: Trigger<DefinitionOf<'escalation'>> = {
  throw(activity, node, context) {
    context.schedule({
      type: 'throwEscalation',
      activityInstanceId: activity.id,
      code: node.event.code ?? '',
      ...(node.event.in ? { variables: mapIn(context, activity, node.event.in) } : {}),
    });
    return 'waits';
  },
};
