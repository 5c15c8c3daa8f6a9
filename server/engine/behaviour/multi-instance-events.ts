import type { Context } from '../context/context.ts';
import { conditionHolds, evaluationContext } from '../context/evaluation.ts';
import type { EventDefinition } from '../definition/event-definition.ts';
import type { RepeatingScope, Repetition } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { triggers } from '../trigger/registry.ts';

/**
 * What a multi-instance activity throws when an instance completes (BPMN 2.0.2, table 10.30): with behavior `None` an
 * event each time, with `One` the first time, with `Complex` those whose condition holds, with `All` none. Its own
 * boundary events can catch it.
 */
export function throwBehaviourEvents(
  context: Context,
  body: ActivityInstance,
  what: {
    readonly node: RepeatingScope;
    readonly throws: Extract<Repetition, { type: 'multiInstance' }>['throws'];
    readonly completed: number;
  },
): void {
  const { node, throws, completed } = what;
  const throwEvent = (event: EventDefinition) => triggers[event.type].throw?.(body, { ...node, event }, context);
  switch (throws.when) {
    case 'never':
      return;
    case 'first':
      if (completed === 1) throwEvent(throws.event);
      return;
    case 'each':
      throwEvent(throws.event);
      return;
    case 'conditions':
      for (const { condition, event } of throws.events) {
        const evaluation = evaluationContext(context, body);
        if (conditionHolds(context, condition, { evaluation, what: `an event of ${node.id}` })) throwEvent(event);
      }
  }
}
