import type { RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';
import type { Database } from '../application/ports/database.ts';
import { createAttachmentStore } from './attachment-store.ts';
import type { HistoryLevel } from '../application/ports/history-level.ts';
import { createDefinitionSettings } from './definition-settings.ts';
import { createHistoryEraser } from './history-eraser.ts';
import { createIncidentNotes } from './incident-notes.ts';
import { createJobDefinitionSettings } from './job-definition-settings.ts';
import { createJobSuspension } from './job-suspension.ts';
import { createOperationLog } from './operation-log.ts';
import { createTaskFilterStore } from './task-filter-store.ts';
import { createReportReader } from './query/report-reader.ts';
import { createTaskCommentStore } from './task-comment-store.ts';
import { createTimerStartJobs } from './timer-start-jobs.ts';

/** Stores that only the Camunda 7 REST API needs. */
export function createRestStores(
  database: Database,
  options: {
    readonly newId: () => string;
    readonly now: () => number;
    readonly strategy: RemovalTimeStrategy;
    /** Called when jobs may have become free. */
    readonly wake: () => void;
    /** Called when new jobs get other priorities. */
    readonly prioritiesChanged: () => void;
    readonly level: HistoryLevel;
  },
) {
  const { wake, now } = options;
  return {
    comments: createTaskCommentStore(database, options.strategy),
    attachments: createAttachmentStore(database, options.strategy),
    filters: createTaskFilterStore(database),
    eraser: createHistoryEraser(database, options.strategy),
    operationLog: createOperationLog(database, options),
    reports: createReportReader(database),
    jobDefinitionSettings: createJobDefinitionSettings(database, options),
    jobSuspension: createJobSuspension(database, wake, now),
    timerStartJobs: createTimerStartJobs(database, options),
    annotateIncident: createIncidentNotes(database),
    ...createDefinitionSettings(database, wake, options.strategy),
  };
}
