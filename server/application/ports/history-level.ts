/**
 * How much history is written (Camunda 7, "History Level").
 *
 * - `none`: nothing
 * - `activity`: process instances, activity instances, user tasks
 * - `audit`: variables with their last values besides
 * - `full`: each update of a variable, decisions, incidents, logs of jobs, external tasks, identity links and of what
 *   users did besides
 */
export const historyLevels = ['none', 'activity', 'audit', 'full'] as const;
export type HistoryLevel = (typeof historyLevels)[number];

/** Whether `level` writes what `needed` is the first level to write. */
export function writesHistory(level: HistoryLevel, needed: HistoryLevel): boolean {
  return historyLevels.indexOf(level) >= historyLevels.indexOf(needed);
}
