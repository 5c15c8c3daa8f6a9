import type { Cell } from '../../application/ports/database.ts';

/** Camunda's date form in UTC: `2026-03-05T14:07:09.123+0000`. Null stays null. */
export function toDate(time: Cell | undefined): string | null {
  return time === null || time === undefined ? null : new Date(Number(time)).toISOString().replace('Z', '+0000');
}
