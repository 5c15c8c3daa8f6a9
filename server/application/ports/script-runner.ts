import type { DecisionResult } from '../../decision/evaluate-decision.ts';
import type { DecisionModel } from '../../decision/decision-model.ts';

/**
 * What a script may see. Values are plain: null, boolean, number, bigint, string, Date, Map, arrays and records of
 * these.
 */
export interface ScriptInput {
  /** Variables seen from where the script stands, nearest scope first. The script reads them by name. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Those of them that are local to the activity itself. */
  readonly localVariables: ReadonlyMap<string, unknown>;
  /** What `execution` tells: `businessKey` is read as `execution.businessKey` and `execution.getBusinessKey()`. */
  readonly execution: Readonly<Record<string, string | null>>;
  /** What `task` tells; null outside of user tasks. */
  readonly task: Readonly<Record<string, string | null>> | null;
}

/** A variable that the script set or removed, in the order it did so. */
export type ScriptWrite =
  | { readonly type: 'setVariable' | 'setVariableLocal'; readonly name: string; readonly value: unknown }
  | { readonly type: 'removeVariable'; readonly name: string };

/** How a script ended: with the value of its last expression, or with a BPMN error that it threw on purpose. */
export type ScriptOutcome = { readonly writes: readonly ScriptWrite[] } & (
  | { readonly value: unknown }
  | { readonly bpmnError: { readonly code: string; readonly message: string | null } }
);

/** A FEEL expression that is too heavy to be evaluated in place. */
export interface FeelRequest {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds of `now()`. */
  readonly now: number;
}

/** A decision that is too heavy to be evaluated in place. */
export interface DecisionRequest {
  readonly model: DecisionModel;
  readonly decisionId: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds of `now()`. */
  readonly now: number;
}

/** Runs what could stop the server where it can be stopped. Every promise settles within the time limit. */
export interface ScriptRunner {
  /**
   * Runs a JavaScript text. Rejects with an Error that says what is wrong and in which line, or that it took too long.
   */
  runScript(source: string, input: ScriptInput): Promise<ScriptOutcome>;
  evaluateFeel(request: FeelRequest): Promise<unknown>;
  evaluateDecision(request: DecisionRequest): Promise<DecisionResult>;
  /** Ends the workers; what still runs is rejected. */
  close(): Promise<void>;
}
