import type { EventDefinition } from '../definition/event-definition.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { Context } from '../context/context.ts';

/** A flow node with an event definition of the given type. */
export type EventNode<D extends EventDefinition = EventDefinition> = FlowNode & { readonly event: D };

/** What is particular to one event definition, wherever the event stands. */
export interface Trigger<D extends EventDefinition = EventDefinition> {
  /**
   * Called when the event may happen from now on: `activity` is the catch event itself, or the host or scope of its
   * event.
   * Opens the job or subscription that will fire it. Left out by what comes from inside (errors, compensation).
   */
  arm?(activity: ActivityInstance, node: EventNode<D>, context: Context): void;
  /**
   * Called when a throw or end event is active.
   * @returns whether the thrower is `done` or `waits` for what the trigger has started or scheduled
   */
  throw?(activity: ActivityInstance, node: EventNode<D>, context: Context): 'done' | 'waits';
  /** Called when a thrower that waits has no children any more. */
  settle?(activity: ActivityInstance, node: EventNode<D>, context: Context): void;
}
export type DefinitionOf<T extends EventDefinition['type']> = Extract<EventDefinition, { type: T }>;
