import type { BackgroundWork } from '../../server/contract/api/batch-monitor.ts';
import { monitorText } from './i18n/monitor-text.ts';

type Word = Parameters<typeof monitorText>[0];

const NAMES: ReadonlyMap<string, Word> = new Map([
  ['instance-deletion', 'batchInstanceDeletion'],
  ['instance-update-suspension-state', 'batchSuspension'],
  ['set-variables', 'batchVariables'],
  ['instance-modification', 'batchModification'],
  ['instance-migration', 'batchMigration'],
  ['instance-restart', 'batchRestart'],
  ['correlate-message', 'batchMessage'],
  ['set-job-retries', 'batchJobRetries'],
  ['set-external-task-retries', 'batchExternalRetries'],
  ['historic-instance-deletion', 'batchHistoryDeletion'],
  ['historic-decision-instance-deletion', 'batchDecisionDeletion'],
  ['process-set-removal-time', 'batchRemovalTime'],
  ['decision-set-removal-time', 'batchDecisionRemovalTime'],
  ['batch-set-removal-time', 'batchBatchRemovalTime'],
]);
const STATES = {
  running: 'batchRunning',
  suspended: 'batchSuspended',
  ended: 'batchEnded',
  stopped: 'batchStopped',
} as const satisfies Readonly<Record<BackgroundWork['state'], Word>>;

/** What a batch does, in words; an unknown type is told as it is. */
export function batchName(type: string): string {
  const word = NAMES.get(type);
  return word === undefined ? type : monitorText(word);
}

export function batchState(state: BackgroundWork['state']): string {
  return monitorText(STATES[state]);
}

/** How far it is, e.g. `412 dari 500 selesai · 3 gagal`. */
export function batchProgress({ done, total, failed, givenUp }: BackgroundWork): string {
  return [
    monitorText('batchProgress', { done, total }),
    ...(failed > 0 ? [monitorText('batchFailed', { failed })] : []),
    ...(givenUp > 0 ? [monitorText('batchGivenUp', { givenUp })] : []),
  ].join(' · ');
}
