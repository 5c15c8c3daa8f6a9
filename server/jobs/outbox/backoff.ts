const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Pauses between the tries of one message (Standard Webhooks, "Deliverability and reliability"): nine tries in three days. */
export const PAUSES: readonly number[] = [
  5_000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** A receiver that asks for more patience than this does not get it. */
const LONGEST_ASKED_MS = HOUR;

/**
 * When a message that has failed `tries` times is tried again; null: not any more. Up to a tenth is added by chance, so
 * that many that failed together do not come together.
 */
export function nextTry(
  tries: number,
  {
    now,
    asked,
    random,
    pauses = PAUSES,
  }: {
    readonly now: number;
    readonly asked: number | null;
    readonly random: number;
    readonly pauses?: readonly number[];
  },
): number | null {
  const pause = pauses[tries - 1];
  if (pause === undefined) return null;
  return Math.round(now + Math.max(pause * (1 + random / 10), Math.min(asked ?? 0, LONGEST_ASKED_MS)));
}
