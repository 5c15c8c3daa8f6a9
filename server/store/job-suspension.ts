import type { Database, Parameters } from '../application/ports/database.ts';
import type { JobSelection, JobSuspension } from '../application/ports/job-suspension.ts';

import { TIMER_START, timerStartAddress } from './timer-start-jobs.ts';

/** `wake` is called when jobs may have become free. */
export function createJobSuspension(database: Database, wake: () => void, now: () => number): JobSuspension {
  return {
    async setSuspended(selection, suspended) {
      const { jobs, starts, parameters } = conditionsOf(selection);
      const all = { ...parameters, suspended: suspended ? 1 : 0, now: now() };
      // One that is activated runs also when its job definition has been suspended before.
      const activated = suspended ? '' : ', activated_at = :now';
      await database.transaction(async (transaction) => {
        if (selection.by === 'job' || selection.by === 'batch')
          await transaction.execute(
            `update batch_job set suspended = :suspended where ${selection.by === 'job' ? 'id' : 'batch_id'} = :id`,
            all,
          );
        await transaction.execute(`update job set suspended = :suspended${activated} where ${jobs}`, all);
        if (selection.by === 'job')
          await transaction.execute('update history_cleanup_job set suspended = :suspended where id = :id', all);
        if (starts !== undefined)
          await transaction.execute(
            `update start_subscription set suspended = :suspended where kind = 'timer' and ${starts}`,
            all,
          );
      });
      if (!suspended) wake();
    },
  };
}

/** Conditions on jobs of instances and on timer start events; those belong to no instance. */
function conditionsOf(selection: JobSelection): {
  readonly jobs: string;
  readonly starts?: string;
  readonly parameters: Parameters;
} {
  const ofInstances = (condition: string) =>
    `process_instance_id in (select id from process_instance where ${condition})`;
  switch (selection.by) {
    case 'job': {
      const { id } = selection;
      return { jobs: 'id = :id', starts: TIMER_START, parameters: { id, ...timerStartAddress(id) } };
    }
    case 'jobDefinition':
      return {
        jobs: `${ofInstances('definition_id = :definitionId')} and definition_id || ':' || activity_id || ':' || kind = :id`,
        starts:
          "definition_id = :definitionId and name not like 'signal-%' and definition_id || ':' || activity_id || ':timer' = :id",
        parameters: { id: selection.id, definitionId: selection.processDefinitionId },
      };
    case 'batch':
      return { jobs: '1 = 0', parameters: { id: selection.id } };
    case 'processInstance':
      return { jobs: 'process_instance_id = :id', parameters: { id: selection.id } };
    case 'processDefinitions':
      return selection.ids.length === 0
        ? { jobs: '1 = 0', parameters: {} }
        : {
            jobs: ofInstances('definition_id in (:ids)'),
            starts: 'definition_id in (:ids)',
            parameters: { ids: selection.ids },
          };
  }
}
