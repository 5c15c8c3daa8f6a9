import type { Variables } from '../../engine/instance/value.ts';

/** One field that a user changed: null where there was or is nothing, or nothing to tell. */
export interface PropertyChange {
  readonly property: string | null;
  readonly orgValue: string | null;
  readonly newValue: string | null;
}

/** What a signed-in user did, in the words of Camunda's user operation log. */
export interface UserOperation {
  readonly operationType: string;
  readonly entityType: string;
  readonly category: 'TaskWorker' | 'Operator' | 'Admin';
  /** At least one. */
  readonly changes: readonly PropertyChange[];
  /** What was acted on, as far as it has an id of its own. */
  readonly executionId?: string;
  readonly taskId?: string;
  readonly jobId?: string;
  readonly jobDefinitionId?: string;
  readonly externalTaskId?: string;
}

/** A form by which somebody started an instance or completed a task, as its history tells it. */
export interface SubmittedForm {
  readonly taskId: string | null;
  readonly fields: Variables;
}

/** What history tells of the request behind a step. Steps that follow in other instances have none. */
export interface StepOrigin {
  /** The external task worker that reported. */
  readonly workerId: string | null;
  readonly operation: UserOperation | null;
  readonly form: SubmittedForm | null;
}
