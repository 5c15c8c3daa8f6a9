import type { Variables, VariableValue } from './value.ts';
import type { FormReference } from '../definition/flow-node.ts';

/**
 * Where an activity instance is in its life (see `lifecycle/transitions.ts` for what may follow what).
 *
 * - `beforeAsync`: a job has yet to start it; no input mapping and no start listener ran. REST shows a transition
 *   instance.
 * - `active`: it has started: it works, waits, or is a scope with children.
 * - `compensating`: a scope or thrower that waits for compensation handlers.
 * - `spent`: a token that a complex gateway has counted; it stays until all tokens of the round have come.
 * - `afterAsync`: it is complete; a job has yet to take its outgoing flows. REST shows a transition instance.
 */
export type ActivityState = 'beforeAsync' | 'active' | 'compensating' | 'spent' | 'afterAsync';

/**
 * A node of the activity instance tree. A token is always a leaf; a token that waits at a join is an active gateway.
 */
export interface ActivityInstance {
  readonly id: string;
  /** Null for the root, whose id is the process instance id and whose `activityId` is the process key. */
  readonly parentId: string | null;
  /** Id of the flow node. */
  readonly activityId: string;
  readonly state: ActivityState;
  /** Order of creation within the instance: 0 for the root, growing, never reused. */
  readonly order: number;
  /** Epoch milliseconds at which it became active; null while `beforeAsync`. */
  readonly startedAt: number | null;
  /** The sequence flow the token came by; a join counts tokens per flow. */
  readonly arrivedBy: string | null;
  /** Call activity: the process instance it called. */
  readonly calledInstanceId: string | null;
  /** Sequential ad-hoc sub-process: how many of its first activities it has begun. */
  readonly position: number | null;
}

export interface UserTaskInstance {
  readonly id: string;
  readonly activityInstanceId: string;
  readonly activityId: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly assignee: string | null;
  readonly owner: string | null;
  /** The task that this one is a part of; any task, of a process or standing alone. */
  readonly parentTaskId: string | null;
  readonly delegationState: 'PENDING' | 'RESOLVED' | null;
  readonly candidateUsers: readonly string[];
  readonly candidateGroups: readonly string[];
  readonly priority: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly dueAt: number | null;
  readonly followUpAt: number | null;
  readonly formKey: string | null;
  readonly formRef: FormReference | null;
}

/** Work for an external task worker. Its lock (worker, expiry) is the store's business: no step reads it. */
export interface ExternalTaskInstance {
  readonly id: string;
  readonly activityInstanceId: string;
  readonly activityId: string;
  readonly topic: string;
  readonly priority: number;
  readonly createdAt: number;
  /** Null until a worker or an operator sets it. */
  readonly retries: number | null;
  readonly errorMessage: string | null;
  readonly errorDetails: string | null;
}

/** `event`: a signal that was thrown asynchronously is brought to one that waits for it, or starts an instance. */
export type JobKind = 'asyncBefore' | 'asyncAfter' | 'timer' | 'event';
/** Engine work that runs later. Its lock is the store's business. */
export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  /**
   * The activity instance it continues, or that its timer belongs to (host of a boundary event, scope of an event
   * sub-process).
   */
  readonly activityInstanceId: string;
  /** The flow node it concerns: the async activity, or the timer event itself. */
  readonly activityId: string;
  readonly createdAt: number;
  /** Epoch milliseconds; null: at once. */
  readonly dueAt: number | null;
  readonly retries: number;
  readonly exclusive: boolean;
  readonly priority: number;
  /** Timer cycles: how often it may still fire after this time (null: for ever) and the text it repeats by. */
  readonly repeat: { readonly text: string; readonly remaining: number | null } | null;
  readonly errorMessage: string | null;
  readonly errorDetails: string | null;
  /** The activity that really failed, if not `activityId`. */
  readonly failedActivityId: string | null;
  /** The timeout listener of a user task that it calls; null: it continues an activity or fires an event. */
  readonly listenerId: string | null;
  /** Kind `event`: the subscription that the signal is for; null when it starts the instance. */
  readonly subscriptionId: string | null;
}

export type SubscriptionKind = 'message' | 'signal' | 'conditional';
/** Somebody waits for a message, a signal, or a condition to hold. */
export interface Subscription {
  readonly id: string;
  readonly kind: SubscriptionKind;
  /** The evaluated name of the message or signal; the text of a condition. */
  readonly name: string;
  /** The activity instance that waits: the catch event itself, or the host or scope of its event. */
  readonly activityInstanceId: string;
  /** The catching flow node. */
  readonly activityId: string;
  readonly createdAt: number;
}

export interface Incident {
  readonly id: string;
  /** `failedJob`, `failedExternalTask`, or the type that a client has given its own. */
  readonly kind: string;
  readonly activityInstanceId: string;
  readonly activityId: string;
  readonly failedActivityId: string;
  /**
   * Id of the job or external task; of a copy, the incident of the called instance that it shows; of a client's
   * incident what the client says, perhaps nothing.
   */
  readonly configuration: string;
  /** The incident that this one is a copy of, one call further down; its own id when it is none. */
  readonly causeIncidentId: string;
  /** The incident where something really failed. */
  readonly rootCauseIncidentId: string;
  readonly message: string | null;
  readonly createdAt: number;
}

/** A completed activity that may still be compensated. It outlives the activity and dies with the surrounding scope. */
export interface CompensationRecord {
  /** Id of the completed activity instance. */
  readonly id: string;
  readonly activityId: string;
  /** The scope it completed in: an activity instance, or the record of a scope that itself has completed. */
  readonly scopeId: string;
  /** Order of completion, shared with `ActivityInstance.order`. */
  readonly order: number;
  /** A completed sub-process keeps its local variables for the handlers inside it. */
  readonly variables: Variables;
}

/** How an instance ended (Camunda 7 history states). */
export type EndState = 'COMPLETED' | 'EXTERNALLY_TERMINATED' | 'INTERNALLY_TERMINATED';

/** All that is known of one process instance while it runs: one aggregate, changed by `apply` alone. */
export interface InstanceState {
  readonly id: string;
  readonly definitionId: string;
  readonly businessKey: string | null;
  readonly tenantId: string | null;
  readonly suspended: boolean;
  readonly startedAt: number;
  readonly startActivityId: string | null;
  readonly startUserId: string | null;
  /** The instance and the activity instance that called it, and the topmost caller (itself when nobody did). */
  readonly superProcessInstanceId: string | null;
  readonly superActivityInstanceId: string | null;
  readonly rootProcessInstanceId: string;
  /** Next value of `ActivityInstance.order`. */
  readonly nextOrder: number;
  readonly ended: EndState | null;
  /** By activity instance id; the root is in it as long as the instance runs. */
  readonly activities: ReadonlyMap<string, ActivityInstance>;
  /** By scope (id of an activity instance or user task), then by name. A scope without variables has no entry. */
  readonly variables: ReadonlyMap<string, ReadonlyMap<string, VariableValue>>;
  readonly tasks: ReadonlyMap<string, UserTaskInstance>;
  readonly externalTasks: ReadonlyMap<string, ExternalTaskInstance>;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly compensations: ReadonlyMap<string, CompensationRecord>;
}
