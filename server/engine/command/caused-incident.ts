import { closeIncidents, openIncident } from '../context/job.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { findWaitingCall } from './waiting-call.ts';

/** News of an incident further down the calls; too late when the call is over. */
export const openCausedIncident: CommandHandler<CommandOf<'openCausedIncident'>> = {
  run(command, context) {
    const call = findWaitingCall(context, command);
    if (!call) return;
    openIncident(
      context,
      {
        kind: command.kind,
        activityInstanceId: call.activity.id,
        activityId: call.node.id,
        failedActivityId: call.node.id,
        configuration: command.causeIncidentId,
        message: command.message,
      },
      command,
    );
  },
};

export const closeCausedIncident: CommandHandler<CommandOf<'closeCausedIncident'>> = {
  run(command, context) {
    closeIncidents(context, command.causeIncidentId, command.resolved);
  },
};
