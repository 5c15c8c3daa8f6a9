import type { EventDefinition, ServiceImplementation } from './event-definition.ts';
import type { Expression, Mapping, Script } from './expression.ts';

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
  readonly listeners: readonly Listener[];
  /** Number of tries and the waits between them of its jobs, e.g. `R3/PT10M` (`camunda:failedJobRetryTimeCycle`). */
  readonly retryTimeCycle?: Expression;
  readonly jobPriority?: Expression;
  /** Ids of boundary events attached to it, in document order. */
  readonly boundaryEvents: readonly string[];
  /** Flow taken when no other holds (exclusive and inclusive gateways, activities). */
  readonly defaultFlow?: string;
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
export interface SubProcess extends FlowNodeBase {
  /** An event sub-process has no incoming flow; its start event says what triggers it. */
  readonly kind: 'subProcess' | 'eventSubProcess';
  /** Ids of the nodes directly inside, in document order. */
  readonly children: readonly string[];
}
/** One `camunda:in` or `camunda:out` of a call activity. */
export type CallMapping =
  | { readonly type: 'all'; readonly local: boolean }
  | { readonly type: 'variable'; readonly source: string; readonly target: string; readonly local: boolean }
  | { readonly type: 'expression'; readonly source: Expression; readonly target: string; readonly local: boolean };
export interface CalledElement {
  readonly key: Expression;
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
  | SubProcess
  | CallActivity;

export type NodeKind = FlowNode['kind'];

/** Finds the node type of a kind: `FlowNodeOf<'userTask'>` is `UserTask`. */
export type FlowNodeOf<K extends NodeKind, N extends FlowNode = FlowNode> = N extends FlowNode
  ? K extends N['kind']
    ? N
    : never
  : never;
