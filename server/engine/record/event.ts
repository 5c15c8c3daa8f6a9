import type {
  ActivityInstance,
  ActivityState,
  CompensationRecord,
  EndState,
  ExternalTaskInstance,
  Incident,
  Job,
  Subscription,
  UserTaskInstance,
} from '../instance/state.ts';
import type { VariableValue } from '../instance/value.ts';

/** What an instance is when it starts, before anything happened in it. */
export interface InstanceStart {
  readonly id: string;
  readonly definitionId: string;
  readonly businessKey: string | null;
  readonly tenantId: string | null;
  readonly startActivityId: string | null;
  readonly startUserId: string | null;
  readonly superProcessInstanceId: string | null;
  readonly superActivityInstanceId: string | null;
  readonly rootProcessInstanceId: string;
  /** The ended instance that this one was started again from. */
  readonly restartedProcessInstanceId?: string;
}

/** Fields of a user task that change after its creation. */
export type TaskChange = Partial<
  Pick<
    UserTaskInstance,
    | 'name'
    | 'description'
    | 'assignee'
    | 'owner'
    | 'parentTaskId'
    | 'delegationState'
    | 'candidateUsers'
    | 'candidateGroups'
    | 'priority'
    | 'dueAt'
    | 'followUpAt'
  >
>;
/**
 * The candidates of a user task after they have changed, with what their rows repeat of the task so that an inbox reads
 * one table.
 */
export type TaskCandidates = Pick<
  UserTaskInstance,
  'candidateUsers' | 'candidateGroups' | 'assignee' | 'dueAt' | 'createdAt'
>;
/** Fields of a job that change after its creation. */
export type JobChange = Partial<
  Pick<Job, 'dueAt' | 'retries' | 'priority' | 'errorMessage' | 'errorDetails' | 'failedActivityId' | 'repeat'>
>;
/**
 * Fields of an external task that change after its creation. `availableAt` (epoch ms) sets the lock's expiry: no worker
 * gets it earlier.
 */
export type ExternalTaskChange = Partial<
  Pick<ExternalTaskInstance, 'retries' | 'priority' | 'errorMessage' | 'errorDetails'>
> & { readonly availableAt?: number };

/**
 * What happened. Events are the only writers of state: `apply` folds them, the store projects them to rows and history.
 * The time of all events of a step is the step's `now`.
 */
export type Event =
  /** Also creates the root activity instance (`active`, order 0). */
  | { readonly type: 'processInstanceStarted'; readonly instance: InstanceStart }
  /** The state is empty after it: no activities, jobs, tasks or variables are left. */
  | { readonly type: 'processInstanceEnded'; readonly state: EndState; readonly reason: string | null }
  | { readonly type: 'processInstanceSuspensionChanged'; readonly suspended: boolean }
  /** With state `beforeAsync` it has not started yet; with `active` it starts now. */
  | { readonly type: 'activityCreated'; readonly activity: ActivityInstance }
  /** It was `beforeAsync` and is `active` from now on. */
  | { readonly type: 'activityStarted'; readonly activityInstanceId: string }
  | { readonly type: 'activityStateChanged'; readonly activityInstanceId: string; readonly state: ActivityState }
  /** It leaves the tree, with its local variables. Its children, jobs, tasks and subscriptions are gone already. */
  | {
      readonly type: 'activityEnded';
      readonly activityInstanceId: string;
      readonly canceled: boolean;
      readonly completeScope: boolean;
    }
  /** A scope that takes its activities in turn has begun another. */
  | { readonly type: 'activityPositionChanged'; readonly activityInstanceId: string; readonly position: number }
  | { readonly type: 'processInstanceCalled'; readonly activityInstanceId: string; readonly calledInstanceId: string }
  | { readonly type: 'variableSet'; readonly scopeId: string; readonly name: string; readonly value: VariableValue }
  | { readonly type: 'variableRemoved'; readonly scopeId: string; readonly name: string }
  | { readonly type: 'taskCreated'; readonly task: UserTaskInstance }
  | {
      readonly type: 'taskChanged';
      readonly taskId: string;
      readonly change: TaskChange;
      /** What the task was before, for history. */
      readonly before?: Required<TaskChange>;
      /** Given exactly when the change names candidate users or groups. */
      readonly candidates?: TaskCandidates;
    }
  | { readonly type: 'taskEnded'; readonly taskId: string; readonly reason: 'completed' | 'deleted' }
  | { readonly type: 'externalTaskCreated'; readonly externalTask: ExternalTaskInstance }
  | {
      readonly type: 'externalTaskChanged';
      readonly externalTaskId: string;
      readonly change: ExternalTaskChange;
      /** Given exactly when a worker reported a failure: the task as it was. */
      readonly failed?: ExternalTaskInstance;
    }
  | {
      readonly type: 'externalTaskEnded';
      readonly externalTaskId: string;
      readonly reason: 'completed' | 'deleted';
      /** The task as it was at its end. */
      readonly externalTask: ExternalTaskInstance;
    }
  | { readonly type: 'jobCreated'; readonly job: Job }
  | {
      readonly type: 'jobChanged';
      readonly jobId: string;
      readonly change: JobChange;
      /** Given exactly when a run of the job failed: the job as it was tried. */
      readonly failed?: Job;
    }
  | {
      readonly type: 'jobEnded';
      readonly jobId: string;
      readonly reason: 'executed' | 'deleted';
      /** The job as it was at its end. */
      readonly job: Job;
    }
  | { readonly type: 'subscriptionOpened'; readonly subscription: Subscription }
  | { readonly type: 'subscriptionClosed'; readonly subscriptionId: string }
  | { readonly type: 'incidentOpened'; readonly incident: Incident }
  | { readonly type: 'incidentClosed'; readonly incidentId: string; readonly resolved: boolean }
  | { readonly type: 'compensationRecorded'; readonly record: CompensationRecord }
  /** Migration: the instance belongs to another definition from here on. What was in it follows in events of its own. */
  | { readonly type: 'processInstanceMigrated'; readonly definitionId: string; readonly processKey: string }
  | {
      readonly type: 'activityMigrated';
      readonly activityInstanceId: string;
      readonly activityId: string;
      readonly parentId: string;
    }
  | {
      readonly type: 'workMigrated';
      readonly work: 'task' | 'externalTask' | 'job' | 'subscription' | 'incident';
      readonly id: string;
      readonly activityId: string;
    }
  | { readonly type: 'compensationRemoved'; readonly recordId: string };

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;
