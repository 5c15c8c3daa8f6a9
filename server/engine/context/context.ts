import type { DefinitionIndex } from '../definition/definition-index.ts';
import type { FlowNode } from '../definition/flow-node.ts';
import type { ProcessDefinition, SequenceFlow } from '../definition/process-definition.ts';
import type { ActivityInstance, InstanceState } from '../instance/state.ts';
import type { Variables } from '../instance/value.ts';
import type { Ports } from '../ports.ts';
import type { ErrorOrigin } from '../record/command.ts';
import type { Effect } from '../record/effect.ts';
import type { Event } from '../record/event.ts';

/**
 * What the agenda works off. A transition whose activity instance or scope is gone when its turn comes is dropped.
 *
 * - `activate`: a token arrives at a node inside a scope.
 * - `complete`: an active activity instance is done.
 * - `throwError`: a BPMN error goes outward from an activity instance, which may have ended normally (`outwardFrom` is
 *   then its scope).
 * - `throwEscalation`: as an error, but its thrower goes on unless it is interrupted.
 * - `cancelTransaction`: the transaction around a cancel end event is undone and left.
 * - `fireEvent`: a boundary event or the start event of an event sub-process is triggered.
 * - `terminateScope`: everything in a scope is cancelled; it then completes.
 */
export type Transition =
  | {
      readonly type: 'activate';
      readonly node: FlowNode;
      readonly parentId: string;
      readonly arrivedBy: SequenceFlow | null;
      /** Local variables it begins with (repetition). */
      readonly variables?: Variables;
      /** What it waits for has happened already (after an event-based gateway, at a start by message). */
      readonly triggered?: boolean;
    }
  | { readonly type: 'complete'; readonly activityInstanceId: string }
  | {
      readonly type: 'throwError';
      readonly activityInstanceId: string;
      readonly code: string;
      readonly message: string | null;
      /** What whoever catches it gets, in a calling instance too. */
      readonly variables?: Variables;
      /** What threw it in a called instance; absent: the activity instance itself. */
      readonly origin?: ErrorOrigin;
    }
  | {
      readonly type: 'throwEscalation';
      readonly activityInstanceId: string;
      readonly code: string;
      readonly variables?: Variables;
    }
  | { readonly type: 'cancelTransaction'; readonly activityInstanceId: string }
  /** An event that was subscribed to has come. */
  | {
      readonly type: 'triggerSubscription';
      readonly subscriptionId: string;
      readonly variables?: Variables;
      /** Local variables of what it begins. */
      readonly triggeredVariables?: Variables;
    }
  | { readonly type: 'fireEvent'; readonly activityInstanceId: string; readonly node: FlowNode }
  | { readonly type: 'terminateScope'; readonly scopeId: string };

/** What a behaviour or trigger may see and do. It reads state, emits events, schedules transitions; it never writes. */
export interface Context extends Ports {
  readonly definition: ProcessDefinition;
  readonly index: DefinitionIndex;
  readonly state: InstanceState;
  /** What an operator asked to leave out during this step. */
  readonly skips: { readonly listeners: boolean; readonly mappings: boolean };
  /** Applies the event at once; what is read after it sees it. */
  emit(event: Event): void;
  /** Puts a transition on the agenda. Those scheduled together run in that order, each to its rest before the next. */
  schedule(transition: Transition): void;
  /** Asks something of other instances once the step is done. */
  request(effect: Effect): void;
}

/**
 * What is particular to one family of flow nodes. Everything else (async continuations, mappings, listeners, boundary
 * events, cancellation) is the lifecycle's.
 */
export interface Behaviour<N extends FlowNode = FlowNode> {
  /** Called when it has become active. Wait by doing nothing, or schedule its completion. */
  activated(activity: ActivityInstance, node: N, context: Context): void;
  /** Called when it completes: gives the flows by which tokens leave. Left out, every flow that holds is taken. */
  leave?(activity: ActivityInstance, node: N, context: Context): readonly SequenceFlow[];
  /** Called when an activity inside this scope is done, before it is gone. What follows from it is scheduled. */
  childCompletes?(scope: ActivityInstance, child: ActivityInstance, node: N, context: Context): void;
  /** Called when tokens have left this scope and none is on its way. Only what can have children implements it. */
  settle?(scope: ActivityInstance, node: N, context: Context): void;
}
