import type { Event, EventType } from '../../engine/record/event.ts';
import type { HistoryLevel } from '../../application/ports/history-level.ts';
import type { StepRecord } from '../../application/ports/runtime-store.ts';
import { startSubscriptionRow } from '../start-subscription-row.ts';
import { projectActivity } from './activity.ts';
import { historyStepRow } from './history-step.ts';
import { projectMigration } from './migration.ts';
import { projectProcessInstance } from './process-instance.ts';
import { ProjectionContext } from './projection-context.ts';
import type { RowChange } from './row-change.ts';
import { projectUserTask } from './task.ts';
import { projectVariable } from './variable.ts';
import { projectWork } from './work.ts';

/** Which projection an event belongs to. The compiler names the missing one. */
const projections: Record<EventType, (event: Event, context: ProjectionContext) => void> = {
  processInstanceStarted: projectProcessInstance,
  processInstanceEnded: projectProcessInstance,
  processInstanceSuspensionChanged: projectProcessInstance,
  activityCreated: projectActivity,
  activityStarted: projectActivity,
  activityPositionChanged: projectActivity,
  activityStateChanged: projectActivity,
  activityEnded: projectActivity,
  processInstanceCalled: projectActivity,
  processInstanceMigrated: projectMigration,
  activityMigrated: projectMigration,
  workMigrated: projectMigration,
  compensationRecorded: projectActivity,
  compensationRemoved: projectActivity,
  variableSet: projectVariable,
  variableRemoved: projectVariable,
  taskCreated: projectUserTask,
  taskChanged: projectUserTask,
  taskEnded: projectUserTask,
  externalTaskCreated: projectWork,
  externalTaskChanged: projectWork,
  externalTaskEnded: projectWork,
  jobCreated: projectWork,
  jobChanged: projectWork,
  jobEnded: projectWork,
  subscriptionOpened: projectWork,
  subscriptionClosed: projectWork,
  incidentOpened: projectWork,
  incidentClosed: projectWork,
};

/** The changes of rows that the events of one step mean: runtime tables, and history as far as `level` goes. Pure. */
export function projectStep(step: StepRecord, level: HistoryLevel): readonly RowChange[] {
  const context = new ProjectionContext(step, level);
  for (const event of step.events) projections[event.type](event, context);
  for (const start of step.startJobs ?? []) context.insert('start_subscription', startSubscriptionRow(start));
  context.finish();
  if (level === 'full') {
    const row = historyStepRow(step);
    if (row) context.insert('history_step', row);
  }
  return context.changes;
}
