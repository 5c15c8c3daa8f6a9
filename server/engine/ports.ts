import type { Expression, Script } from './definition/expression.ts';
import type { TimerDefinition } from './definition/event-definition.ts';
import type { DecisionReference } from './definition/flow-node.ts';
import type { JobKind } from './instance/state.ts';
import type { VariableValue } from './instance/value.ts';

/** Variables as an expression or a script sees them: nearest scope first. */
export interface VariableScope {
  /** The value, or undefined when no scope has the name. */
  get(name: string): VariableValue | undefined;
  has(name: string): boolean;
  /** All names that are seen from here. */
  names(): Iterable<string>;
}

/** What `execution` and `task` offer in expressions and scripts. */
export interface EvaluationContext {
  readonly variables: VariableScope;
  readonly execution: {
    readonly id: string;
    readonly processInstanceId: string;
    readonly processDefinitionId: string;
    readonly businessKey: string | null;
    readonly activityId: string;
    readonly activityName: string | null;
    readonly activityInstanceId: string;
    readonly tenantId: string | null;
    readonly eventName: string | null;
    setVariable(name: string, value: VariableValue): void;
    setVariableLocal(name: string, value: VariableValue): void;
    removeVariable(name: string): void;
    getVariableLocal(name: string): VariableValue | undefined;
  };
  /** Inside task listeners and the attributes of a user task. */
  readonly task?: { readonly id: string; readonly name: string | null; readonly assignee: string | null };
  /** Where a worker's report may be a BPMN error. */
  readonly externalTask?: {
    readonly id: string;
    readonly topicName: string;
    readonly errorMessage: string | null;
    readonly errorDetails: string | null;
  };
}

/** Rows of an evaluated decision: output name to plain value, in the order of the rules that fired. */
export type DecisionRows = readonly ReadonlyMap<string, unknown>[];

/** An error that a script throws on purpose (`throw new BpmnError('CODE')`). */
export interface ScriptError {
  readonly code: string;
  readonly message: string | null;
}

/**
 * Everything a step needs from outside, all of it synchronous. A port may throw `Pending`, or a plain error that the
 * engine reports as `ProcessingFailure` at the activity at hand.
 *
 * Plain values are JavaScript's: null, boolean, number, string, bigint, Date, arrays and records of these.
 */
export interface Ports {
  /** Epoch milliseconds, the same during the whole step. */
  readonly now: number;
  /** Who caused the command, for `currentUser()` and the like; null for jobs and workers without a user. */
  readonly userId: string | null;
  /** A new time-ordered id. */
  newId(): string;
  /** The value of an expression as a plain value. */
  evaluate(expression: Expression, context: EvaluationContext): unknown;
  /** Runs a script: its last value, or the BPMN error it threw. */
  runScript(
    script: Script,
    context: EvaluationContext,
  ): { readonly value: unknown } | { readonly bpmnError: ScriptError };
  /** Evaluates a decision. `key`, `version` and `tenantId` are evaluated already; `at` says for whom, for history. */
  decide(
    reference: {
      readonly key: string;
      readonly binding: DecisionReference['binding'];
      readonly version: string | null;
      /** Whose decision; null: one that belongs to no tenant. */
      readonly tenantId: string | null;
      readonly deploymentId: string;
    },
    variables: VariableScope,
    at: EvaluationContext['execution'],
  ): DecisionRows;
  /**
   * First due time of a timer, from its evaluated text, counted from now or from `from`. `repeat` is there for cycles
   * that fire again.
   * @throws Error when the text is no ISO 8601 date, duration or cycle, nor cron.
   */
  firstDue(
    kind: TimerDefinition['kind'],
    text: unknown,
    from?: number,
  ): { readonly dueAt: number; readonly repeat: { readonly text: string; readonly remaining: number | null } | null };
  /** Next due time of a cycle after one that was due at `dueAt`. */
  nextDue(text: string, dueAt: number): number;
  /**
   * Retries of a job by its cycle text (`R3/PT10M`, `PT1M,PT5M`); null for the default.
   * `delay(failures)` is the wait in milliseconds after that many failures.
   */
  retryCycle(text: string): { readonly retries: number; delay(failures: number): number } | null;
  /** The priority that an operator has given to new jobs of a place in a definition; null: what the model says. */
  overridingPriority(place: {
    readonly definitionId: string;
    readonly activityId: string;
    readonly kind: JobKind;
  }): number | null;
}
