import type { CallMapping } from './call-mapping.ts';
import type { Condition, Expression } from './expression.ts';

/** When a timer is due. `text` is ISO 8601 (date, duration, `R3/PT10M`) or cron, possibly through an expression. */
export interface TimerDefinition {
  readonly kind: 'date' | 'duration' | 'cycle';
  readonly text: Expression;
}

/**
 * What an event waits for or throws (BPMN 2.0.2, 10.5.5). `none` stands for an event without an event definition.
 * The position of the event (start, boundary, intermediate, event sub-process) is not repeated here.
 */
export type EventDefinition =
  | { readonly type: 'none' }
  | { readonly type: 'timer'; readonly timer: TimerDefinition }
  | { readonly type: 'message'; readonly name: Expression; readonly implementation?: ServiceImplementation }
  | {
      readonly type: 'error';
      /** Absent on a catch event: it catches every code. */
      readonly code?: string;
      readonly message?: Expression;
      readonly codeVariable?: string;
      readonly messageVariable?: string;
      /** Thrown: what whoever catches it gets. */
      readonly in?: readonly CallMapping[];
    }
  | { readonly type: 'terminate' }
  | {
      readonly type: 'signal';
      readonly name: Expression;
      /** Thrown: what the receivers get (`camunda:in`). */
      readonly in: readonly CallMapping[];
      /** Thrown: a job brings it to each receiver (`camunda:async`). */
      readonly asynchronous?: true;
    }
  | {
      readonly type: 'escalation';
      /** Absent on a catch event: it catches every code. */
      readonly code?: string;
      readonly codeVariable?: string;
      /** Thrown: what whoever catches it gets. */
      readonly in?: readonly CallMapping[];
    }
  | {
      readonly type: 'conditional';
      readonly condition: Condition;
      /** Only changes of this variable are looked at (`camunda:variableName`). */
      readonly variableName?: string;
      /** Only these kinds of change are looked at (`camunda:variableEvents`); empty: all. */
      readonly variableEvents: readonly VariableEvent[];
    }
  /** A jump inside its scope; the compiler joins a throwing link with its target by a sequence flow. */
  | { readonly type: 'link'; readonly name: string }
  /** Ends a transaction: what it did is compensated, then it leaves by its cancel boundary event. */
  | { readonly type: 'cancel' }
  /** Several definitions: caught, one of them is enough, or with `parallel` all are needed; thrown, all are. */
  | { readonly type: 'multiple'; readonly parallel: boolean; readonly definitions: readonly EventDefinition[] }
  | {
      readonly type: 'compensation';
      /** Absent on a throw event: the whole scope is compensated, latest completion first. */
      readonly activityRef?: string;
      /** Thrown: its thrower goes on at once (`waitForCompletion="false"`). */
      readonly goesOn?: true;
    };

export type VariableEvent = 'create' | 'update' | 'delete';

export type TriggerKind = EventDefinition['type'];

/** The first that holds after a worker's completion or failure decides (Camunda). */
export interface ErrorCondition {
  readonly condition: Expression;
  readonly code: string;
  readonly message?: Expression;
}

/** Who does the work of a service or send task, or of a message throw event. */
export type ServiceImplementation =
  | {
      readonly type: 'external';
      readonly topic: Expression;
      readonly priority?: Expression;
      /** Conditions under which a completion or failure is a BPMN error instead (`camunda:errorEventDefinition`). */
      readonly errors?: readonly ErrorCondition[];
    }
  | { readonly type: 'expression'; readonly expression: Expression; readonly resultVariable?: string };

/** What an event waits for or throws, one by one. */
export function definitionsOf(event: EventDefinition): readonly EventDefinition[] {
  return event.type === 'multiple' ? event.definitions : [event];
}
