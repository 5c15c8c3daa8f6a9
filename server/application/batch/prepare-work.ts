import type { BatchConfiguration } from './batch-operation.ts';
import type { BatchContext, BatchWorks } from './batch-work.ts';
import { commandEach, correlate, migrate, modify, restart } from './instance-work.ts';
import { eraseDecisions, eraseInstances, writeEach, setExternalTaskRetries, setJobRetries } from './other-work.ts';

/**
 * What a batch does with these of its items, prepared with one read per table.
 * @throws what keeps all of them from being done
 */
export async function prepareWork(
  items: readonly string[],
  { operation, ...by }: BatchConfiguration,
  context: BatchContext,
): Promise<BatchWorks> {
  const all = { items, by };
  switch (operation.type) {
    case 'instance-deletion': {
      const { reason, skips } = operation;
      return commandEach(all, () => ({ type: 'cancelProcessInstance', reason, internally: false, ...skips }), 'done');
    }
    case 'instance-update-suspension-state': {
      const { suspended } = operation;
      return commandEach(all, () => ({ type: 'setSuspended', suspended }), 'done');
    }
    case 'set-variables': {
      const { variables: modifications } = operation;
      return commandEach(
        all,
        (scopeId) => ({ type: 'changeVariables', scopeId, local: false, modifications, deletions: [] }),
        'failed',
      );
    }
    case 'instance-modification':
      return await modify(all, operation, context);
    case 'instance-migration':
      return await migrate(all, operation, context);
    case 'instance-restart':
      return await restart(all, operation, context);
    case 'correlate-message':
      return await correlate(all, operation, context);
    case 'set-job-retries':
      return await setJobRetries(all, operation, context);
    case 'set-external-task-retries':
      return await setExternalTaskRetries(all, operation, context);
    case 'historic-instance-deletion':
      return eraseInstances(items, operation, context);
    case 'historic-decision-instance-deletion':
      return eraseDecisions(items, context);
    case 'process-set-removal-time':
      return writeEach(items, (transaction, id) => context.removalTimes.setOfInstance(transaction, id, operation));
    case 'decision-set-removal-time':
      return writeEach(items, (transaction, id) => context.removalTimes.setOfDecision(transaction, id, operation));
    case 'batch-set-removal-time':
      return writeEach(items, (transaction, id) => context.removalTimes.setOfBatch(transaction, id, operation));
  }
}
