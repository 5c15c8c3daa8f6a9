import type { Scope } from './scope.ts';

/** What a worker asks for, one entry per topic (Camunda 7 REST, `fetchAndLock`). */
export interface TopicRequest {
  readonly topicName: string;
  /** Milliseconds. */
  readonly lockDuration: number;
  readonly businessKey?: string;
  readonly processDefinitionIds?: readonly string[];
  readonly processDefinitionKeys?: readonly string[];
  readonly processDefinitionVersionTag?: string;
  readonly withoutTenantId?: boolean;
  readonly tenantIds?: readonly string[];
  /** Variables of the process instance; one that is equal is enough (as Camunda's statement has it). */
  readonly processVariables?: readonly { readonly name: string; readonly value: string | null }[];
}
export interface FetchRequest {
  readonly workerId: string;
  readonly maxTasks: number;
  /** Highest priority first. */
  readonly usePriority: boolean;
  /** Order by creation; absent: oldest first. */
  readonly newestFirst?: boolean;
  readonly topics: readonly TopicRequest[];
  /** What the worker may reach; absent: everything. */
  readonly scope?: Scope;
  readonly now: number;
}
export interface ExternalTaskLock {
  readonly externalTaskId: string;
  readonly topicName: string;
  readonly processInstanceId: string;
  readonly activityInstanceId: string;
  readonly workerId: string | null;
  /** Epoch milliseconds; 0 when it was never locked. */
  readonly lockExpiresAt: number;
  readonly suspended: boolean;
}

/** Who holds which external task. Locks are rows, not engine state: no step reads or writes them. */
export interface ExternalTaskLocks {
  /** Locks free tasks for a worker; the ids, in order. Two fetches never get the same task. */
  fetchAndLock(
    request: FetchRequest,
  ): Promise<readonly { readonly id: string; readonly topicName: string; readonly lockExpiresAt: number }[]>;
  /** Those of the tasks that there are, by id. */
  findLocks(externalTaskIds: readonly string[]): Promise<ReadonlyMap<string, ExternalTaskLock>>;
  /** Sets the lock if nobody else holds it at `now`; tells whether it did. */
  lock(request: {
    readonly externalTaskId: string;
    readonly workerId: string;
    readonly now: number;
    readonly until: number;
  }): Promise<boolean>;
  /** Sets a new expiry if this worker's lock has not expired; tells whether it did. */
  extendLock(request: {
    readonly externalTaskId: string;
    readonly workerId: string;
    readonly now: number;
    readonly until: number;
  }): Promise<boolean>;
  unlock(externalTaskId: string): Promise<void>;
  /** Frees those of the tasks that this worker holds. */
  release(externalTaskIds: readonly string[], workerId: string): Promise<void>;
  /** Earliest expiry of a lock of one of these topics after `now`: when a waiting worker should look again. */
  nextExpiry(topicNames: readonly string[], now: number): Promise<number | null>;
}
