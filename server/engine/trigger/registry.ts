import type { TriggerKind } from '../definition/event-definition.ts';
import { multiple } from './multiple.ts';
import { triggersOfOne } from './single.ts';
import type { Trigger } from './trigger.ts';

/** Every trigger: those of one definition, and the one that holds several of them. */
export const triggers: Record<TriggerKind, Trigger> = { ...triggersOfOne, multiple };
