import type { PropertyChange } from './step-origin.ts';

/** What a signed-in user did outside of process instances, in the words of Camunda's user operation log. */
export interface OutsideOperation {
  readonly userId: string | null;
  readonly operationType: string;
  readonly entityType: string;
  readonly category: 'Admin' | 'Operator' | 'TaskWorker';
  /** At least one. */
  readonly changes: readonly PropertyChange[];
  readonly processInstanceId?: string;
  readonly processDefinitionId?: string;
  readonly processDefinitionKey?: string;
  readonly deploymentId?: string;
  readonly jobDefinitionId?: string;
  readonly taskId?: string;
  readonly jobId?: string;
  readonly externalTaskId?: string;
  readonly batchId?: string;
}

/** The log of user operations besides those that steps of process instances write. */
export interface OperationLog {
  /** Keeps an operation that was done; nothing when nobody signed in did it, or history is not full. */
  write(operation: OutsideOperation): Promise<void>;
  /** Puts a remark on an operation, null takes it off. Tells whether there is such an operation. */
  annotate(operationId: string, annotation: string | null): Promise<boolean>;
}
