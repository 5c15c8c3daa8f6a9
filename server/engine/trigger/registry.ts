import type { TriggerKind } from '../definition/event-definition.ts';
import { compensation } from './compensation.ts';
import { error } from './error.ts';
import { message } from './message.ts';
import { none } from './none.ts';
import { terminate } from './terminate.ts';
import { timer } from './timer.ts';
import type { Trigger } from './trigger.ts';

/** One entry per event definition; the compiler names the missing one. */
export const triggers: Record<TriggerKind, Trigger> = { none, timer, message, error, terminate, compensation };
