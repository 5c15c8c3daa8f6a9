import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import type { InstanceState } from '../../engine/instance/state.ts';
import type { VariableType } from '../../engine/instance/value.ts';
import type { Event } from '../../engine/record/event.ts';
import type { Transaction } from './database.ts';
import type { Notice } from './notices.ts';
import type { StartSubscriptionRow } from './deployment-store.ts';
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
  /** Jobs that the step makes and that each start an instance: of signals that are thrown asynchronously. */
  readonly startJobs?: readonly StartSubscriptionRow[];
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

/** The lock of a job, as a node believes to hold it. */
export interface HeldJob {
  readonly jobId: string;
  readonly owner: string;
}

/** The node slept through its locks of these jobs, and others have them now or are done with them. Nothing was written. */
export class LockLost extends Error {
  override readonly name = 'LockLost';
  readonly jobIds: readonly string[];
  constructor(jobIds: readonly string[]) {
    super(`The lock of ${jobIds.length} job(s) has been lost to another node: ${jobIds.join(', ')}`);
    this.jobIds = jobIds;
  }
}

export interface MessageQuery {
  readonly name: string;
  readonly businessKey?: string;
  readonly processInstanceId?: string;
  readonly tenantId?: string | null;
  /** Only in instances where these variables have these values, written as they are stored. */
  readonly variables?: readonly StoredValue[];
}
/** A variable of the process instance itself, or of the waiting execution. */
export interface StoredValue {
  readonly name: string;
  readonly value: string | null;
  /** Types that it may have; null has any. */
  readonly types: readonly VariableType[];
  readonly scope: 'instance' | 'execution';
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
  /** How often in a row its lock has run out: the nodes that held it died or stood still. */
  readonly crashes: number;
}

/** Steps that become durable together. What can be done before the database is free for them is done as they are added. */
export interface StepGroup {
  /**
   * Adds steps, in order. Several steps of one instance follow each other with revisions r, r+1, …; what is checked is
   * the first, what is stored is the last plus one. Never throws: a step that cannot be written fails the commit.
   */
  add(steps: readonly StepRecord[]): void;
  /**
   * Writes what was added and everything alongside in one durable transaction. It is sent before this returns if the
   * database is free and nothing is alongside.
   * @param held jobs whose locks must still be held as it commits.
   * @throws RevisionConflict when a revision does not match, LockLost when a lock is not held: nothing is written.
   */
  commit(alongside: readonly Alongside[], held: readonly HeldJob[]): Promise<void>;
}

export interface RuntimeStore {
  /** States of running instances, in one set-based read per table; ids that do not run are left out. */
  loadInstances(ids: readonly string[]): Promise<ReadonlyMap<string, LoadedInstance>>;
  /** Stored revisions of running instances; ids that do not run are left out. */
  findRevisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Begins to gather steps that are to be committed together. */
  gatherSteps(): StepGroup;
  /** Who waits for a message, not suspended, oldest first, at most `limit`. */
  findMessageSubscribers(query: MessageQuery, limit: number): Promise<readonly MessageSubscriber[]>;
  /** Who waits for a signal that is thrown for a tenant: those of the tenant and those without one, not suspended. */
  findSignalSubscribers(name: string, tenantId: string | null, limit: number): Promise<readonly MessageSubscriber[]>;
  /**
   * Locks due jobs (retries left, not suspended, unlocked or lock expired) for this owner until `lockedUntil`. One whose
   * lock has expired is given alone: it may be what ended its node, and takes no other with it.
   */
  acquireJobs(request: {
    readonly owner: string;
    readonly now: number;
    readonly lockedUntil: number;
    readonly limit: number;
  }): Promise<readonly AcquiredJob[]>;
  /** When the next job becomes due or free, epoch milliseconds; null when there is none. */
  nextJobDue(): Promise<number | null>;
  /** Locks jobs for longer, as far as `owner` still holds them. */
  renewJobs(jobIds: readonly string[], lock: { readonly owner: string; readonly lockedUntil: number }): Promise<void>;
  /** Gives jobs back that `owner` still holds; what they are blamed for is forgotten. */
  releaseJobs(jobIds: readonly string[], owner: string): Promise<void>;
  /** Ends all locks at once: for a node that has the database for itself and has just started. */
  expireJobLocks(): Promise<void>;
  /** Of a job that still exists. */
  findJobInstance(jobId: string): Promise<string | undefined>;
  findTaskInstance(taskId: string): Promise<string | undefined>;
}
