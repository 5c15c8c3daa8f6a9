import type { EventDefinition, ServiceImplementation, TimerDefinition } from './event-definition.ts';
import type { CallMapping } from './call-mapping.ts';
import type { DataFlow } from './data-flow.ts';
import type { Condition, Expression, Mapping, Script } from './expression.ts';
import type { GeneratedForm } from './generated-form.ts';

/** A wait before or after an activity that a job ends (`camunda:asyncBefore`, `camunda:asyncAfter`). */
export interface AsyncContinuation {
  /** No two exclusive jobs of one instance run at once. */
  readonly exclusive: boolean;
}

/**
 * An execution or task listener that is a script or an expression (`camunda:executionListener`,
 * `camunda:taskListener`).
 */
export interface Listener {
  /** `start`, `end`, `take` for executions; `create`, `assignment`, `update`, `complete`, `delete` for tasks. */
  readonly event: string;
  readonly run:
    | { readonly type: 'expression'; readonly expression: Expression }
    | { readonly type: 'script'; readonly script: Script };
}

/** A listener of a user task that a timer calls while the task is open (`event="timeout"`). */
export interface TimeoutListener {
  /** Unique within the task. */
  readonly id: string;
  readonly timer: TimerDefinition;
  readonly run: Listener['run'];
}

/** What all flow nodes have. Ids are the element ids of the BPMN file. */
interface FlowNodeBase {
  readonly id: string;
  readonly name?: string;
  /** Id of the sub-process that holds it, or the process's own id. */
  readonly scopeId: string;
  /** Ids of sequence flows, in document order. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  readonly asyncBefore?: AsyncContinuation;
  readonly asyncAfter?: AsyncContinuation;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** BPMN's own data (data objects, properties, data associations); absent: none that is executed. */
  readonly data?: DataFlow;
  readonly listeners: readonly Listener[];
  /** Number of tries and the waits between them of its jobs, e.g. `R3/PT10M` (`camunda:failedJobRetryTimeCycle`). */
  readonly retryTimeCycle?: Expression;
  readonly jobPriority?: Expression;
  /** Ids of boundary events attached to it, in document order. */
  readonly boundaryEvents: readonly string[];
  /** Flow taken when no other holds (exclusive and inclusive gateways, activities). */
  readonly defaultFlow?: string;
  /** Tokens it needs to start (`startQuantity`); absent: 1. */
  readonly startQuantity?: number;
  /** Tokens that leave by each flow when it is done (`completionQuantity`); absent: 1. */
  readonly completionQuantity?: number;
  /** It repeats. The compiler moves this to a scope around the activity, so the engine sees it on `RepeatingScope` only. */
  readonly repetition?: Repetition;
  /** It is a compensation handler: no flow leads to it, only compensation starts it. */
  readonly isForCompensation: boolean;
  /** Names and values of `camunda:properties`, for tools and the service layer; the engine does not read them. */
  readonly properties: Readonly<Record<string, string>>;
  readonly documentation?: string;
}

export interface StartEvent extends FlowNodeBase {
  readonly kind: 'startEvent';
  readonly event: EventDefinition;
  /** Start event of an event sub-process: whether the surrounding scope is cancelled first. True elsewhere. */
  readonly interrupting: boolean;
  readonly formKey?: string;
  readonly formRef?: FormReference;
  readonly generatedForm?: GeneratedForm;
  readonly initiator?: string;
}
export interface EndEvent extends FlowNodeBase {
  readonly kind: 'endEvent';
  readonly event: EventDefinition;
}
export interface IntermediateCatchEvent extends FlowNodeBase {
  readonly kind: 'intermediateCatchEvent';
  readonly event: EventDefinition;
}
export interface IntermediateThrowEvent extends FlowNodeBase {
  readonly kind: 'intermediateThrowEvent';
  readonly event: EventDefinition;
}
export interface BoundaryEvent extends FlowNodeBase {
  readonly kind: 'boundaryEvent';
  readonly event: EventDefinition;
  /** Id of the activity it is attached to. */
  readonly attachedTo: string;
  readonly interrupting: boolean;
  /** Compensation boundary event: id of the handler that its association leads to. */
  readonly compensationHandler?: string;
}
/** `camunda:formRef` with its binding, or absent. */
export interface FormReference {
  readonly key: string;
  readonly binding: 'latest' | 'deployment' | 'version';
  readonly version?: number;
}
export interface UserTask extends FlowNodeBase {
  readonly kind: 'userTask';
  readonly assignee?: Expression;
  /** Each gives one name, a comma list or a list. */
  readonly candidateUsers: readonly Expression[];
  readonly candidateGroups: readonly Expression[];
  readonly dueDate?: Expression;
  readonly followUpDate?: Expression;
  readonly priority?: Expression;
  readonly nameExpression?: Expression;
  readonly description?: Expression;
  readonly formKey?: Expression;
  readonly formRef?: FormReference;
  readonly generatedForm?: GeneratedForm;
  readonly timeouts?: readonly TimeoutListener[];
}
export interface ServiceTask extends FlowNodeBase {
  readonly kind: 'serviceTask' | 'sendTask';
  /** Absent on a send task with a message: it delivers the message to whoever waits and goes on. */
  readonly implementation?: ServiceImplementation;
  readonly message?: Expression;
}
export interface ReceiveTask extends FlowNodeBase {
  readonly kind: 'receiveTask';
  /** Absent: nothing but an explicit signal completes it. */
  readonly message?: Expression;
  /** Its message starts a process instance (BPMN 2.0.2, 10.3.3). */
  readonly instantiate?: boolean;
}
export interface ScriptTask extends FlowNodeBase {
  readonly kind: 'scriptTask';
  readonly script: Script;
  readonly resultVariable?: string;
}
/** How the rows of a decision become one variable value (`camunda:mapDecisionResult`). */
export type DecisionResultMapping = 'singleEntry' | 'singleResult' | 'collectEntries' | 'resultList';
export interface DecisionReference {
  readonly key: Expression;
  /** Whose decision; absent: that of the process's own tenant (Camunda: `decisionRefTenantId`). */
  readonly tenant?: Expression;
  readonly binding: 'latest' | 'deployment' | 'version' | 'versionTag';
  /** With binding `version` or `versionTag`. */
  readonly version?: Expression;
}
export interface BusinessRuleTask extends FlowNodeBase {
  readonly kind: 'businessRuleTask';
  /** Either a decision or, like a service task, somebody who does the work. */
  readonly decision?: DecisionReference;
  readonly implementation?: ServiceImplementation;
  readonly resultVariable?: string;
  readonly mapDecisionResult: DecisionResultMapping;
}
export interface PlainTask extends FlowNodeBase {
  readonly kind: 'task' | 'manualTask';
}
export interface Gateway extends FlowNodeBase {
  readonly kind: 'exclusiveGateway' | 'parallelGateway' | 'inclusiveGateway';
}
/** Waits for the events that follow it; the first one decides (BPMN 2.0.2, 10.6.6). */
export interface EventBasedGateway extends FlowNodeBase {
  readonly kind: 'eventBasedGateway';
  /** Its events start a process instance. */
  readonly instantiate: boolean;
  /** Instantiating only: all its events are needed, not just the first. */
  readonly parallel: boolean;
}
/** Fires when its condition over `activationCount` holds; later tokens of the round are swallowed (BPMN 2.0.2, 13.4.5). */
export interface ComplexGateway extends FlowNodeBase {
  readonly kind: 'complexGateway';
  /** Absent: a token on every incoming flow is needed. */
  readonly activationCondition?: Expression;
}
export interface SubProcess extends FlowNodeBase {
  /**
   * An event sub-process has no incoming flow; its start event says what triggers it. A transaction is left by its
   * cancel boundary event after what it did was compensated.
   */
  readonly kind: 'subProcess' | 'eventSubProcess' | 'transaction';
  /** Ids of the nodes directly inside, in document order. */
  readonly children: readonly string[];
}
/** Its activities run in no given order (BPMN 2.0.2, 10.3.5). */
export interface AdHocSubProcess extends FlowNodeBase {
  readonly kind: 'adHocSubProcess';
  readonly children: readonly string[];
  readonly sequential: boolean;
  /** Looked at whenever one of its activities is done. Absent: it is complete when nothing is active in it. */
  readonly completionCondition?: Condition;
  /** Whether what is still active is cancelled when the condition holds. */
  readonly cancelRemaining: boolean;
}
/** How an activity repeats. */
export type Repetition =
  | {
      readonly type: 'multiInstance';
      readonly sequential: boolean;
      /** Number of instances, or a list with one element for each. */
      readonly cardinality?: Expression;
      readonly collection?: Expression;
      readonly elementVariable?: string;
      /** Collects the value of `outputElement` of each instance (BPMN: `loopDataOutputRef`, `outputDataItem`). */
      readonly outputCollection?: string;
      /** Id of the process or sub-process whose data object `outputCollection` is. */
      readonly outputHolder?: string;
      /** The activity's data input that the collection is: what fills it runs once, before the instances. */
      readonly dataInput?: string;
      readonly outputElement?: string;
      readonly completionCondition?: Expression;
      /** Event thrown when instances complete (BPMN 2.0.2, table 10.30). */
      readonly throws:
        | { readonly when: 'never' }
        | { readonly when: 'first' | 'each'; readonly event: EventDefinition }
        | {
            readonly when: 'conditions';
            readonly events: readonly { readonly condition: Condition; readonly event: EventDefinition }[];
          };
      readonly asyncBefore?: AsyncContinuation;
      readonly asyncAfter?: AsyncContinuation;
    }
  | {
      readonly type: 'standardLoop';
      readonly testBefore: boolean;
      /** Absent: it holds. */
      readonly condition?: Condition;
      readonly maximum?: Expression;
    };
/**
 * The scope around the instances of a repeating activity: it has the activity's flows, boundary events and async
 * continuations. Its id is the activity's with `#multiInstanceBody` (Camunda) or `#standardLoop` behind it.
 */
export interface RepeatingScope extends FlowNodeBase {
  readonly kind: 'multiInstanceBody' | 'standardLoop';
  /** The id of the activity that repeats. */
  readonly children: readonly string[];
  readonly repetition: Repetition;
}
export interface CalledElement {
  readonly key: Expression;
  /** Whose process; absent: that of the caller's own tenant (Camunda: `calledElementTenantId`). */
  readonly tenant?: Expression;
  readonly binding: 'latest' | 'deployment' | 'version' | 'versionTag';
  readonly version?: Expression;
}
export interface CallActivity extends FlowNodeBase {
  readonly kind: 'callActivity';
  readonly calledElement: CalledElement;
  readonly businessKey?: Expression;
  readonly in: readonly CallMapping[];
  readonly out: readonly CallMapping[];
}

export type FlowNode =
  | StartEvent
  | EndEvent
  | IntermediateCatchEvent
  | IntermediateThrowEvent
  | BoundaryEvent
  | UserTask
  | ServiceTask
  | ReceiveTask
  | ScriptTask
  | BusinessRuleTask
  | PlainTask
  | Gateway
  | EventBasedGateway
  | ComplexGateway
  | SubProcess
  | AdHocSubProcess
  | RepeatingScope
  | CallActivity;

export type NodeKind = FlowNode['kind'];

/** Finds the node type of a kind: `FlowNodeOf<'userTask'>` is `UserTask`. */
export type FlowNodeOf<K extends NodeKind, N extends FlowNode = FlowNode> = N extends FlowNode
  ? K extends N['kind']
    ? N
    : never
  : never;
