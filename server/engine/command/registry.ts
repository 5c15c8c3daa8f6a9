import type { CommandOf, CommandType } from '../record/command.ts';
import { cancelCall } from './cancel-call.ts';
import { cancelProcessInstance } from './cancel-process-instance.ts';
import { closeCausedIncident, openCausedIncident } from './caused-incident.ts';
import { changeExternalTask } from './change-external-task.ts';
import { changeJob } from './change-job.ts';
import { changeTask } from './change-task.ts';
import { changeVariables } from './change-variables.ts';
import type { CommandHandler } from './command-handler.ts';
import { completeCall } from './complete-call.ts';
import { completeExternalTask } from './complete-external-task.ts';
import { completeTask } from './complete-task.ts';
import { createIncident } from './create-incident.ts';
import { deleteJob } from './delete-job.ts';
import { deliverEvent } from './deliver-event.ts';
import { endUncaughtError } from './end-uncaught-error.ts';
import { escalateCall } from './escalate-call.ts';
import { executeJob } from './execute-job.ts';
import { failCall } from './fail-call.ts';
import { failExternalTask } from './fail-external-task.ts';
import { failJob } from './fail-job.ts';
import { migrateProcessInstance } from './migrate-process-instance.ts';
import { modifyProcessInstance } from './modify-process-instance.ts';
import { recalculateTimer } from './recalculate-timer.ts';
import { resolveIncident } from './resolve-incident.ts';
import { setSuspended } from './set-suspended.ts';
import { signalActivity } from './signal-activity.ts';
import { startProcessInstance } from './start-process-instance.ts';
import { throwBpmnError } from './throw-bpmn-error.ts';
import { throwEscalation } from './throw-escalation.ts';

/** One entry per command; the compiler names the missing one. */
export const commandHandlers: { readonly [T in CommandType]: CommandHandler<CommandOf<T>> } = {
  startProcessInstance,
  completeTask,
  changeTask,
  completeExternalTask,
  failExternalTask,
  changeExternalTask,
  throwBpmnError,
  executeJob,
  failJob,
  changeJob,
  recalculateTimer,
  deleteJob,
  deliverEvent,
  signalActivity,
  changeVariables,
  setSuspended,
  cancelProcessInstance,
  modifyProcessInstance,
  migrateProcessInstance,
  completeCall,
  failCall,
  endUncaughtError,
  createIncident,
  resolveIncident,
  openCausedIncident,
  closeCausedIncident,
  escalateCall,
  throwEscalation,
  cancelCall,
};
