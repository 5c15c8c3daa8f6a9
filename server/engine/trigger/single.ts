import type { TriggerKind } from '../definition/event-definition.ts';
import { cancel } from './cancel.ts';
import { compensation } from './compensation.ts';
import { conditional } from './conditional.ts';
import { error } from './error.ts';
import { escalation } from './escalation.ts';
import { link } from './link.ts';
import { message } from './message.ts';
import { none } from './none.ts';
import { signal } from './signal.ts';
import { terminate } from './terminate.ts';
import { timer } from './timer.ts';
import type { Trigger } from './trigger.ts';

/** One entry per event definition; the compiler names the missing one. */
export const triggersOfOne: Record<Exclude<TriggerKind, 'multiple'>, Trigger> = {
  none,
  timer,
  message,
  signal,
  error,
  escalation,
  conditional,
  link,
  cancel,
  terminate,
  compensation,
};
