import type { Cell, Database, Transaction } from '../application/ports/database.ts';
import type { JobDefinitionAddress, JobDefinitionSettings } from '../application/ports/job-definition-settings.ts';

/** Jobs of job definitions, found by the instances of their process definitions. */
const JOBS =
  "process_instance_id in (select id from process_instance where definition_id in (:definitionIds)) and definition_id || ':' || activity_id || ':' || kind in (:ids)";
/** Timer start events are jobs of their own kind. */
const STARTS =
  "kind = 'timer' and definition_id in (:definitionIds) and definition_id || ':' || activity_id || ':timer' in (:ids)";
/** Those of batches: only one of the job definitions of a batch has any. */
const OF_BATCHES = "batch_id in (:definitionIds) and batch_id || ':execution' in (:ids)";
/** Jobs that a suspended job definition holds back. */
const HELD =
  "exists (select 1 from suspended_job_definition s where s.id = job.definition_id || ':' || job.activity_id || ':' || job.kind and s.suspended_from <= job.created_at and s.suspended_from > job.activated_at)";

/** `wake` is called when jobs may have become free, `prioritiesChanged` when new jobs get other priorities. */
export function createJobDefinitionSettings(
  database: Database,
  { wake, prioritiesChanged }: { readonly wake: () => void; readonly prioritiesChanged: () => void },
): JobDefinitionSettings {
  return {
    async listSuspended(ownerIds) {
      if (ownerIds.length === 0) return new Set();
      const rows = await database.query<{ id: string }>(
        'select id from suspended_job_definition where definition_id in (:ownerIds)',
        { ownerIds },
      );
      return new Set(rows.map(({ id }) => id));
    },
    async suspend(definitions, { includeJobs, now }) {
      const rows = definitions.map(({ id, ownerId }) => ({ id, definition_id: ownerId, suspended_from: now }));
      await database.transaction(async (transaction) => {
        // Suspended again, it still holds back what it has held back so far.
        await transaction.insert('suspended_job_definition', rows, 'ignore');
        if (includeJobs) await updateJobs(transaction, definitions, 'suspended', 1);
      });
    },
    async activate(definitions, { includeJobs }) {
      await database.transaction(async (transaction) => {
        if (includeJobs) await updateJobs(transaction, definitions, 'suspended', 0);
        else if (definitions.length > 0)
          await transaction.execute(`update job set suspended = 1 where ${JOBS} and ${HELD}`, addressesOf(definitions));
        await transaction.delete(
          'suspended_job_definition',
          'id',
          definitions.map(({ id }) => id),
        );
      });
      wake();
    },
    async listPriorities() {
      const rows = await database.query<{ id: string; priority: number }>('select id, priority from job_priority');
      return new Map(rows.map(({ id, priority }) => [id, Number(priority)]));
    },
    async setPriority(definition, priority, { includeJobs }) {
      await database.transaction(async (transaction) => {
        if (priority === null) await transaction.delete('job_priority', 'id', [definition.id]);
        else
          await transaction.insert(
            'job_priority',
            [{ id: definition.id, definition_id: definition.ownerId, priority }],
            { replace: ['id'] },
          );
        if (includeJobs && priority !== null) await updateJobs(transaction, [definition], 'priority', priority);
      });
      prioritiesChanged();
    },
  };
}

async function updateJobs(
  transaction: Transaction,
  definitions: readonly JobDefinitionAddress[],
  column: 'suspended' | 'priority',
  value: Cell,
): Promise<void> {
  if (definitions.length === 0) return;
  const parameters = { ...addressesOf(definitions), value };
  await transaction.execute(`update job set ${column} = :value where ${JOBS}`, parameters);
  await transaction.execute(`update start_subscription set ${column} = :value where ${STARTS}`, parameters);
  await transaction.execute(`update batch_job set ${column} = :value where ${OF_BATCHES}`, parameters);
}

function addressesOf(definitions: readonly JobDefinitionAddress[]) {
  return {
    ids: definitions.map(({ id }) => id),
    definitionIds: [...new Set(definitions.map(({ ownerId }) => ownerId))],
  };
}
