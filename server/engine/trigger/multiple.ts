import { definitionsOf } from '../definition/event-definition.ts';
import type { EventDefinition } from '../definition/event-definition.ts';
import { triggersOfOne } from './single.ts';
import type { DefinitionOf, Trigger } from './trigger.ts';

/** Several definitions in one event (BPMN 2.0.2, 10.5.5): caught, each is armed; thrown, all are, in their order. */
export const multiple: Trigger<DefinitionOf<'multiple'>> = {
  arm(activity, node, context) {
    for (const event of definitionsOf(node.event)) triggerOf(event).arm?.(activity, { ...node, event }, context);
  },
  throw(activity, node, context) {
    const outcomes = definitionsOf(node.event).map(
      (event) => triggerOf(event).throw?.(activity, { ...node, event }, context) ?? 'done',
    );
    return outcomes.includes('waits') ? 'waits' : 'done';
  },
  settle(activity, node, context) {
    for (const event of definitionsOf(node.event)) triggerOf(event).settle?.(activity, { ...node, event }, context);
  },
};

function triggerOf(event: EventDefinition): Trigger {
  if (event.type === 'multiple') throw new Error('An event definition cannot hold several others.');
  return triggersOfOne[event.type];
}
