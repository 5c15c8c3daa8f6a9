import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import type { InstanceState } from '../../engine/instance/state.ts';
import type { Event } from '../../engine/record/event.ts';
import type { Transaction } from './database.ts';
import type { Notice } from './notices.ts';
import type { StepOrigin } from './step-origin.ts';

export interface LoadedInstance {
  readonly state: InstanceState;
  /** Grows by one with every committed step of the instance. */
  readonly revision: number;
}

/** One step that is to be committed: the events of one instance and what the projections need to know besides. */
export interface StepRecord {
  readonly instanceId: string;
  readonly definition: ProcessDefinition;
  /** Time of the step, epoch milliseconds. */
  readonly at: number;
  readonly userId: string | null;
  readonly businessKey: string | null;
  readonly tenantId: string | null;
  /** Revision the step started from; 0 for an instance that it started. */
  readonly revision: number;
  readonly events: readonly Event[];
  /** What the events mean for others; only while somebody listens. */
  readonly notices?: readonly Notice[];
  /** Absent in steps that follow from another one. */
  readonly origin?: StepOrigin;
}

/** Another write that must commit with the steps or not at all. */
export type Alongside = (transaction: Transaction) => Promise<void>;

/** The steps lost a race: these instances were changed by somebody else since they were loaded. Nothing was written. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  readonly instanceIds: readonly string[];
  constructor(instanceIds: readonly string[]) {
    super(`${instanceIds.length} process instance(s) were changed by another node: ${instanceIds.join(', ')}`);
    this.instanceIds = instanceIds;
  }
}

export interface MessageQuery {
  readonly name: string;
  readonly businessKey?: string;
  readonly processInstanceId?: string;
  readonly tenantId?: string | null;
}
export interface MessageSubscriber {
  readonly subscriptionId: string;
  readonly processInstanceId: string;
  /** The waiting execution (activity instance), for answers. */
  readonly activityInstanceId: string;
  readonly tenantId: string | null;
}
/** A job that this node has locked. */
export interface AcquiredJob {
  readonly id: string;
  readonly processInstanceId: string;
  readonly exclusive: boolean;
}

export interface RuntimeStore {
  /** States of running instances, in one set-based read per table; ids that do not run are left out. */
  loadInstances(ids: readonly string[]): Promise<ReadonlyMap<string, LoadedInstance>>;
  /** Stored revisions of running instances; ids that do not run are left out. */
  findRevisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Writes the steps, in order, and everything alongside in one durable transaction. Several steps of one instance
   * follow each other with revisions r, r+1, …; what is checked is the first, what is stored is the last plus one.
   * @throws RevisionConflict when a revision does not match: nothing is written.
   */
  commit(steps: readonly StepRecord[], alongside: readonly Alongside[]): Promise<void>;
  /**
   * Who waits for a message, not suspended, oldest first, at most `limit`. Correlation keys are compared by the caller
   * on loaded states.
   */
  findMessageSubscribers(query: MessageQuery, limit: number): Promise<readonly MessageSubscriber[]>;
  /** Who waits for a signal that is thrown for a tenant: those of the tenant and those without one, not suspended. */
  findSignalSubscribers(name: string, tenantId: string | null, limit: number): Promise<readonly MessageSubscriber[]>;
  /** Locks due jobs (retries left, not suspended, unlocked or lock expired) for this owner until `lockedUntil`. */
  acquireJobs(request: {
    readonly owner: string;
    readonly now: number;
    readonly lockedUntil: number;
    readonly limit: number;
  }): Promise<readonly AcquiredJob[]>;
  /** When the next job becomes due or free, epoch milliseconds; null when there is none. */
  nextJobDue(): Promise<number | null>;
  /** Forgets locks of jobs (after a failure that was not the job's own). */
  releaseJobs(jobIds: readonly string[]): Promise<void>;
  /** Of a job that still exists. */
  findJobInstance(jobId: string): Promise<string | undefined>;
  findTaskInstance(taskId: string): Promise<string | undefined>;
}
