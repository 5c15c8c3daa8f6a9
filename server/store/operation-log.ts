import type { Database } from '../application/ports/database.ts';
import { type HistoryLevel, writesHistory } from '../application/ports/history-level.ts';
import type { OperationLog } from '../application/ports/operation-log.ts';

/** Users' operations outside of process instances, and remarks on all operations. */
export function createOperationLog(
  database: Database,
  { newId, now, level }: { readonly newId: () => string; readonly now: () => number; readonly level: HistoryLevel },
): OperationLog {
  return {
    async write({ userId, changes, ...operation }) {
      if (userId === null || !writesHistory(level, 'full')) return;
      const operationId = newId();
      await database.transaction((transaction) =>
        transaction.insert(
          'user_operation',
          changes.map(({ property, orgValue, newValue }, n) => ({
            n,
            id: newId(),
            operation_id: operationId,
            at: now(),
            user_id: userId,
            type: operation.operationType,
            entity: operation.entityType,
            category: operation.category,
            property,
            org_value: orgValue,
            new_value: newValue,
            process_instance_id: operation.processInstanceId ?? null,
            definition_id: operation.processDefinitionId ?? null,
            definition_key: operation.processDefinitionKey ?? null,
            deployment_id: operation.deploymentId ?? null,
            job_definition_id: operation.jobDefinitionId ?? null,
            task_id: operation.taskId ?? null,
            job_id: operation.jobId ?? null,
            external_task_id: operation.externalTaskId ?? null,
            batch_id: operation.batchId ?? null,
          })),
        ),
      );
    },
    annotate: (operationId, annotation) =>
      database.transaction(async (transaction) => {
        const [, instance, revision] = /^(.+):(\d{1,9})$/.exec(operationId) ?? [];
        const [known] = await (instance === undefined
          ? transaction.query('select id from user_operation where operation_id = :operationId limit 1', {
              operationId,
            })
          : transaction.query(
              'select revision from history_step where process_instance_id = :instance and revision = :revision and operations is not null',
              { instance, revision: Number(revision) },
            ));
        if (!known) return false;
        await transaction.execute('delete from operation_annotation where operation_id = :operationId', {
          operationId,
        });
        if (annotation !== null)
          await transaction.insert('operation_annotation', [
            { operation_id: operationId, process_instance_id: instance ?? null, annotation },
          ]);
        return true;
      }),
  };
}
