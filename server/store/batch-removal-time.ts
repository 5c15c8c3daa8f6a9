import type { RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';

const DAY_MS = 86_400_000;

/** How long the history of batches is kept. */
export interface BatchRetention {
  readonly strategy: RemovalTimeStrategy;
  /** Days; null: for ever. */
  readonly days: number | null;
}

export const KEEP_BATCHES: BatchRetention = { strategy: 'end', days: null };

/** When a batch that has started and perhaps ended then is removed from history; null: never, or it is not known yet. */
export function removalTimeOfBatch(
  { strategy, days }: BatchRetention,
  { startedAt, endedAt }: { readonly startedAt: number; readonly endedAt: number | null },
): number | null {
  const from = strategy === 'none' ? null : strategy === 'start' ? startedAt : endedAt;
  return from === null || days === null ? null : from + days * DAY_MS;
}
