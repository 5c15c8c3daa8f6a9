import { endJob } from '../context/job.ts';
import type { CommandOf } from '../record/command.ts';
import type { CommandHandler } from './command-handler.ts';
import { getJob } from './guard.ts';

/** An operator gives a job up. Its activity instance stays where it is. */
export const deleteJob: CommandHandler<CommandOf<'deleteJob'>> = {
  run(command, context) {
    endJob(context, getJob(context, command.jobId), 'deleted');
  },
};
