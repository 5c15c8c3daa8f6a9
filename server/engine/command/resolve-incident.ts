import { closeIncident, isOfWork } from '../context/job.ts';
import { Rejection } from '../errors.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

/** Incidents of jobs and external tasks close with new retries only (Camunda). */
export const resolveIncident: CommandHandler<CommandOf<'resolveIncident'>> = {
  run({ incidentId }, context) {
    const incident = context.state.incidents.get(incidentId);
    if (!incident) throw new Rejection('notFound', `Cannot find incident ${incidentId}. It may have been resolved.`);
    if (isOfWork(incident))
      throw new Rejection(
        'invalid',
        `Cannot resolve an incident of type ${incident.kind}: it closes with new retries.`,
      );
    closeIncident(context, incident, true);
  },
};
