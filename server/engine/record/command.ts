import type { MigrationInstruction } from '../definition/migration-plan.ts';
import type { ProcessDefinition } from '../definition/process-definition.ts';
import type { Incident } from '../instance/state.ts';
import type { Variables } from '../instance/value.ts';
import type { ExternalTaskChange, JobChange, TaskChange } from './event.ts';

/** Variables that come with a command. Names that are not there are left alone. */
export interface VariableChanges {
  /** Set where the name is found outward from the command's scope, else on the process instance. */
  readonly variables?: Variables;
  /** Set on the command's own scope. */
  readonly localVariables?: Variables;
}

/** What of the model is left out while a command runs, in called instances too. Absent: nothing. */
export interface Skips {
  readonly skipListeners?: boolean;
  readonly skipMappings?: boolean;
}

/** A user or group that becomes a candidate of a task, or is none any more. */
export interface CandidateChange {
  readonly operation: 'add' | 'remove';
  readonly kind: 'user' | 'group';
  readonly name: string;
}

/**
 * What one process instance is asked to do. A command that does not fit the state is a `Rejection` and changes nothing.
 */
export type Command =
  | {
      readonly type: 'startProcessInstance';
      readonly instanceId: string;
      readonly businessKey: string | null;
      readonly variables: Variables;
      readonly startUserId: string | null;
      /** The ended instance that is started again. */
      readonly restartedProcessInstanceId?: string;
      /** Where to start instead of a start event: start instructions of a modification. */
      readonly instructions?: readonly ModificationInstruction[];
      readonly skipListeners?: boolean;
      readonly skipMappings?: boolean;
      /** The start event; absent: the none start event. A message start names its event here. */
      readonly startActivityId?: string;
      readonly caller?: {
        readonly processInstanceId: string;
        readonly activityInstanceId: string;
        readonly rootProcessInstanceId: string;
      };
    }
  | ({
      readonly type: 'completeTask';
      readonly taskId: string;
      /** Refuse when somebody else than this user holds the task. */
      readonly unlessHeldByOther?: string;
    } & VariableChanges)
  | {
      readonly type: 'changeTask';
      readonly taskId: string;
      readonly change: TaskChange;
      /** One candidate more or less: unlike the lists of `change` it keeps what others added or removed meanwhile. */
      readonly candidate?: CandidateChange;
      /** Refuse when somebody else than this user holds the task (claim). */
      readonly unlessHeldByOther?: string;
    }
  | ({ readonly type: 'completeExternalTask'; readonly externalTaskId: string } & VariableChanges)
  | ({
      readonly type: 'failExternalTask';
      readonly externalTaskId: string;
      readonly errorMessage: string | null;
      readonly errorDetails: string | null;
      readonly retries: number;
      /** Milliseconds until a worker may get it again. */
      readonly retryTimeout: number;
    } & VariableChanges)
  /** Retries and priority; retries 0 opens an incident, more than 0 closes it. */
  | {
      readonly type: 'changeExternalTask';
      readonly externalTaskId: string;
      readonly change: Pick<ExternalTaskChange, 'retries' | 'priority'>;
    }
  /** A BPMN error of a user task's or external task's activity (`activityInstanceId` is the task's). */
  | ({
      readonly type: 'throwBpmnError';
      readonly activityInstanceId: string;
      readonly code: string;
      readonly message: string | null;
    } & VariableChanges)
  /** The job executor or an operator runs a job. A job that is gone is a `Rejection`. */
  | { readonly type: 'executeJob'; readonly jobId: string }
  /** The job was tried and failed; recorded in a step of its own after the failed one was dropped. */
  | {
      readonly type: 'failJob';
      readonly jobId: string;
      readonly errorMessage: string;
      readonly errorDetails: string | null;
      readonly failedActivityId: string | null;
      /** It is not tried again by itself, whatever tries are left. */
      readonly final?: boolean;
    }
  | {
      readonly type: 'changeJob';
      readonly jobId: string;
      readonly change: Pick<JobChange, 'retries' | 'dueAt' | 'priority'>;
    }
  /** The due time of a timer is worked out again, from now or from when its job was made. */
  | { readonly type: 'recalculateTimer'; readonly jobId: string; readonly fromCreation: boolean }
  | { readonly type: 'deleteJob'; readonly jobId: string }
  /** A message or signal has come for whoever opened the subscription: a catch event, a receive task, a gateway. */
  | ({
      readonly type: 'deliverEvent';
      readonly subscriptionId: string;
      /** A job is made that brings it, where Camunda makes one: at intermediate catch events. */
      readonly asJob?: true;
      /** Local variables of what the event begins: of the event sub-process, of the boundary event, else of who waits. */
      readonly triggeredVariables?: Variables;
    } & VariableChanges)
  /** Completes a receive task that waits for no message (`POST /execution/{id}/signal`). */
  | ({ readonly type: 'signalActivity'; readonly activityInstanceId: string } & VariableChanges)
  | {
      readonly type: 'changeVariables';
      readonly scopeId: string;
      readonly local: boolean;
      readonly modifications: Variables;
      readonly deletions: readonly string[];
    }
  | { readonly type: 'setSuspended'; readonly suspended: boolean }
  | ({ readonly type: 'cancelProcessInstance'; readonly reason: string | null; readonly internally: boolean } & Skips)
  /** An operator moves tokens: instructions in order, all or none. Works on suspended instances too. */
  | {
      readonly type: 'modifyProcessInstance';
      readonly instructions: readonly ModificationInstruction[];
      readonly skipListeners: boolean;
      readonly skipMappings: boolean;
      readonly reason: string | null;
    }
  /** The instance becomes one of another definition: the one the step is run with. Works on suspended instances too. */
  | {
      readonly type: 'migrateProcessInstance';
      readonly source: ProcessDefinition;
      readonly instructions: readonly MigrationInstruction[];
      readonly variables: Variables;
      readonly skipListeners: boolean;
      readonly skipMappings: boolean;
    }
  /** A called instance is over: `variables` are those of its root scope, for the out mappings. */
  | {
      readonly type: 'completeCall';
      readonly activityInstanceId: string;
      readonly calledInstanceId: string;
      readonly variables: Variables;
    }
  /** A called instance could not catch an error. What threw it waits there: it is cancelled, or ends uncaught. */
  | {
      readonly type: 'failCall';
      readonly activityInstanceId: string;
      readonly calledInstanceId: string;
      readonly code: string;
      readonly message: string | null;
      readonly variables: Variables;
      /** What the error brings for whoever catches it. */
      readonly payload?: Variables;
      readonly thrownBy: ErrorOrigin;
    }
  /** No caller caught the error of this activity instance either: its token ends. */
  | { readonly type: 'endUncaughtError'; readonly activityInstanceId: string }
  /**
   * An escalation went through a called instance without being caught. The called instance goes on. With a task that
   * was told to escalate, an escalation that no caller catches either is refused.
   */
  | {
      readonly type: 'escalateCall';
      readonly activityInstanceId: string;
      readonly calledInstanceId: string;
      readonly code: string;
      readonly variables: Variables;
      /** What the escalation brings for whoever catches it. */
      readonly payload?: Variables;
      readonly askedOf: string | null;
    }
  /** An escalation of a user task's or external task's activity. @see throwBpmnError */
  | ({ readonly type: 'throwEscalation'; readonly activityInstanceId: string; readonly code: string } & VariableChanges)
  /** A client opens an incident at an activity instance, or at the instance itself. */
  | {
      readonly type: 'createIncident';
      readonly activityInstanceId: string;
      readonly kind: string;
      readonly configuration: string | null;
      readonly message: string | null;
    }
  /** Closes an incident that a client has opened. */
  | { readonly type: 'resolveIncident'; readonly incidentId: string }
  /** An incident in a called instance shows at its call activity too. */
  | {
      readonly type: 'openCausedIncident';
      readonly activityInstanceId: string;
      readonly calledInstanceId: string;
      readonly kind: Incident['kind'];
      readonly message: string | null;
      readonly causeIncidentId: string;
      readonly rootCauseIncidentId: string;
    }
  | { readonly type: 'closeCausedIncident'; readonly causeIncidentId: string; readonly resolved: boolean }
  /** A called instance was deleted: the call activity is cancelled as by modification. */
  | { readonly type: 'cancelCall'; readonly activityInstanceId: string; readonly calledInstanceId: string };

/** One change of a modification. Ids of activity instances are those of this instance. */
export type ModificationInstruction =
  /** Ends an activity instance, or the whole instance when it is the root; with it go scopes that it leaves empty. */
  | { readonly type: 'cancelInstance'; readonly activityInstanceId: string }
  /** Ends all instances of an activity. */
  | { readonly type: 'cancelActivity'; readonly activityId: string }
  | ({ readonly type: 'startBefore' | 'startAfter'; readonly activityId: string } & StartInstruction)
  | ({ readonly type: 'startTransition'; readonly flowId: string } & StartInstruction);
interface StartInstruction extends VariableChanges {
  /** The activity instance below which scopes are found or made; needed where several would do. */
  readonly ancestorActivityInstanceId?: string;
}

/** The activity instance that threw an error which went through a call activity. */
export interface ErrorOrigin {
  readonly processInstanceId: string;
  readonly activityInstanceId: string;
}

export type CommandType = Command['type'];
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>;
