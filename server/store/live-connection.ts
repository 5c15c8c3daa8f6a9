import { StorageUnavailable } from '../application/ports/storage-error.ts';

/** Connections of the pool, all of which may have died at once without anybody noticing. */
export const MOST_CONNECTIONS = 10;

/**
 * A pooled connection may have died while nobody used it, which its first use tells. What has had no effect yet is
 * tried again on the next connection.
 */
export async function withLiveConnection<T>(work: () => Promise<T>, isSafe: () => boolean = () => true): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const again = error instanceof StorageUnavailable && error.problem === 'unreachable' && isSafe();
      if (!again || tries >= MOST_CONNECTIONS || isRefused(error)) throw error;
    }
  }
}

/** Nobody listens, or nobody answers: another try now would meet the same. */
function isRefused(error: StorageUnavailable): boolean {
  return /ECONNREFUSED|SequelizeConnection(?:Refused|AcquireTimeout|TimedOut)Error|Query read timeout|timeout expired/.test(
    String(error.cause),
  );
}
