import type { ActivityState } from '../instance/state.ts';

/** The life of an activity instance: what may follow what. Every state may also end. */
export const transitions: Readonly<Record<ActivityState, readonly ActivityState[]>> = {
  beforeAsync: ['active'],
  active: ['compensating', 'afterAsync', 'spent'],
  compensating: ['afterAsync'],
  spent: [],
  afterAsync: [],
};

/** @throws Error when `to` may not follow `from`: a defect of the engine. */
export function assertTransition(from: ActivityState, to: ActivityState, activityId: string): void {
  if (!transitions[from].includes(to)) throw new Error(`${activityId} cannot go from ${from} to ${to}.`);
}
