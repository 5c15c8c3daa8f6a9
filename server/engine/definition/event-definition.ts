import type { Expression } from './expression.ts';

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
    }
  | { readonly type: 'terminate' }
  | {
      readonly type: 'compensation';
      /** Absent on a throw event: the whole scope is compensated, latest completion first. */
      readonly activityRef?: string;
    };

export type TriggerKind = EventDefinition['type'];

/** Who does the work of a service or send task, or of a message throw event. */
export type ServiceImplementation =
  | { readonly type: 'external'; readonly topic: Expression; readonly priority?: Expression }
  | { readonly type: 'expression'; readonly expression: Expression; readonly resultVariable?: string };
