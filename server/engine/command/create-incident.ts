import { openIncident } from '../context/job.ts';
import { Rejection } from '../errors.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';

/** Works on suspended instances too: it only tells (Camunda). */
export const createIncident: CommandHandler<CommandOf<'createIncident'>> = {
  run({ activityInstanceId, kind, configuration, message }, context) {
    const activity = context.state.activities.get(activityInstanceId);
    if (!activity)
      throw new Rejection('notFound', `Cannot find activity instance ${activityInstanceId}. It may have ended.`);
    const { activityId } = activity;
    openIncident(context, {
      kind,
      activityInstanceId,
      activityId,
      failedActivityId: activityId,
      configuration: configuration ?? '',
      message,
    });
  },
};
