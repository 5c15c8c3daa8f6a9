import type { InstanceState } from '../instance/state.ts';
import type { Event } from '../record/event.ts';
import {
  applyActivityCreated,
  applyActivityEnded,
  applyActivityPositionChanged,
  applyActivityStarted,
  applyActivityStateChanged,
  applyProcessInstanceCalled,
} from './activity.ts';
import { applyCompensationRecorded, applyCompensationRemoved } from './compensation.ts';
import { applyActivityMigrated, applyProcessInstanceMigrated, applyWorkMigrated } from './migration.ts';
import { type Applying, deleteEntry, type MutableState, setEntry } from './mutable-state.ts';
import { applyProcessInstanceEnded, applySuspensionChanged, startState } from './process-instance.ts';
import { applyVariableRemoved, applyVariableSet } from './variable.ts';
import {
  applyExternalTaskChanged,
  applyExternalTaskEnded,
  applyJobChanged,
  applyJobEnded,
  applyTaskChanged,
  applyTaskEnded,
} from './work.ts';

/**
 * Changes the state by one event and notes the inverse. The only writer of state.
 * @throws Error when the event does not fit the state: a defect of whoever made it.
 */
export function apply(event: Event, applying: Applying): void {
  const { state, undo } = applying;
  switch (event.type) {
    case 'processInstanceStarted':
      throw new Error('processInstanceStarted is the first event; it makes the state.');
    case 'processInstanceEnded':
      return applyProcessInstanceEnded(event, applying);
    case 'processInstanceSuspensionChanged':
      return applySuspensionChanged(event, applying);
    case 'activityCreated':
      return applyActivityCreated(event, applying);
    case 'activityStarted':
      return applyActivityStarted(event, applying);
    case 'activityStateChanged':
      return applyActivityStateChanged(event, applying);
    case 'activityEnded':
      return applyActivityEnded(event, applying);
    case 'activityPositionChanged':
      return applyActivityPositionChanged(event, applying);
    case 'processInstanceCalled':
      return applyProcessInstanceCalled(event, applying);
    case 'variableSet':
      return applyVariableSet(event, applying);
    case 'variableRemoved':
      return applyVariableRemoved(event, applying);
    case 'taskCreated':
      return setEntry(state.tasks, event.task.id, event.task, undo);
    case 'taskChanged':
      return applyTaskChanged(event, applying);
    case 'taskEnded':
      return applyTaskEnded(event, applying);
    case 'externalTaskCreated':
      return setEntry(state.externalTasks, event.externalTask.id, event.externalTask, undo);
    case 'externalTaskChanged':
      return applyExternalTaskChanged(event, applying);
    case 'externalTaskEnded':
      return applyExternalTaskEnded(event, applying);
    case 'jobCreated':
      return setEntry(state.jobs, event.job.id, event.job, undo);
    case 'jobChanged':
      return applyJobChanged(event, applying);
    case 'jobEnded':
      return applyJobEnded(event, applying);
    case 'subscriptionOpened':
      return setEntry(state.subscriptions, event.subscription.id, event.subscription, undo);
    case 'subscriptionClosed':
      return void deleteEntry(state.subscriptions, event.subscriptionId, undo);
    case 'incidentOpened':
      return setEntry(state.incidents, event.incident.id, event.incident, undo);
    case 'incidentClosed':
      return void deleteEntry(state.incidents, event.incidentId, undo);
    case 'processInstanceMigrated':
      return applyProcessInstanceMigrated(event, applying);
    case 'activityMigrated':
      return applyActivityMigrated(event, applying);
    case 'workMigrated':
      return applyWorkMigrated(event, applying);
    case 'compensationRecorded':
      return applyCompensationRecorded(event, applying);
    case 'compensationRemoved':
      return applyCompensationRemoved(event, applying);
  }
}

/**
 * The state after the events of one step at time `at`. `state` is changed in place; null when the first event starts
 * the
 * instance.
 */
export function fold(
  state: InstanceState | null,
  events: readonly Event[],
  step: { readonly processKey: string; readonly at: number },
): InstanceState {
  // The one place besides `step` where a state is opened for writing.
  let target = state as MutableState | null;
  for (const event of events) {
    if (event.type === 'processInstanceStarted') target = startState(event, step.processKey, step.at);
    else if (target) apply(event, { state: target, at: step.at, undo: [] });
    else throw new Error(`The first event of an instance is processInstanceStarted, not ${event.type}.`);
  }
  if (!target) throw new Error('No events and no state: nothing to fold.');
  return target;
}
