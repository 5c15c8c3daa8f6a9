import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** Random bytes for so many ids are asked for at once: asking for each costs more than the id itself. */
const POOL = new Uint8Array(16 * 256);
let used = POOL.length;
let lastTime = 0;
let sequence = 0;

/**
 * A new id (UUID version 7, RFC 9562): ids of this process sort in the order in which they were made, also within a
 * millisecond, and those of other nodes by time.
 */
export function newId(): string {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  const random = POOL.subarray(used, (used += 16));
  const now = Date.now();
  if (now > lastTime) {
    lastTime = now;
    // 31 random bits: room to count up within the millisecond.
    sequence = ((random[6] ?? 0) << 23) | ((random[7] ?? 0) << 16) | ((random[8] ?? 0) << 8) | (random[9] ?? 0);
  } else sequence += 1;
  return v7({ random, msecs: lastTime, seq: sequence });
}
