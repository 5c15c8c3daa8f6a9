import type { Database } from '../application/ports/database.ts';
import type { SuspendedJobDefinitions } from '../application/ports/suspended-job-definitions.ts';

/** `wake` is called when jobs may have become free. */
export function createSuspendedJobDefinitions(database: Database, wake: () => void): SuspendedJobDefinitions {
  return {
    async list(processDefinitionIds) {
      if (processDefinitionIds.length === 0) return new Set();
      const rows = await database.query<{ id: string }>(
        'select id from suspended_job_definition where definition_id in (:processDefinitionIds)',
        { processDefinitionIds },
      );
      return new Set(rows.map(({ id }) => id));
    },
    async suspend(jobDefinitions, since) {
      const rows = jobDefinitions.map(({ id, processDefinitionId }) => ({
        id,
        definition_id: processDefinitionId,
        suspended_from: since,
      }));
      await database.transaction((transaction) =>
        transaction.insert('suspended_job_definition', rows, { replace: ['id'] }),
      );
    },
    async activate(ids) {
      await database.transaction((transaction) => transaction.delete('suspended_job_definition', 'id', ids));
      wake();
    },
  };
}
