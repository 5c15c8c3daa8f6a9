import type { VariableValue } from '../../engine/instance/value.ts';
import type { Transaction } from './database.ts';

/** How one decision came to its result. */
export interface DecisionRecord {
  /** The decision's id in its file: the key of its definitions. */
  readonly decisionId: string;
  readonly decisionName: string | null;
  readonly inputs: readonly {
    readonly clauseId: string | null;
    readonly clauseName: string | null;
    readonly value: VariableValue;
  }[];
  readonly outputs: readonly {
    readonly clauseId: string | null;
    readonly clauseName: string | null;
    readonly ruleId: string | null;
    readonly ruleOrder: number | null;
    readonly variableName: string;
    readonly value: VariableValue;
  }[];
  /** Result of a COLLECT table with an aggregation. */
  readonly collectResultValue: number | null;
}

/** An evaluation: the decision that was asked for and those it requires. */
export interface DecisionEvaluation {
  /** Of the file that holds the decisions. */
  readonly deploymentId: string;
  /** Required ones first, the one that was asked for last. */
  readonly records: readonly DecisionRecord[];
  /** Epoch milliseconds. */
  readonly evaluatedAt: number;
  /** Who asked, outside of a process. */
  readonly userId: string | null;
  /** The business rule task; null outside of a process. */
  readonly at: {
    readonly processInstanceId: string;
    readonly processDefinitionId: string;
    readonly activityId: string;
    readonly activityInstanceId: string;
  } | null;
}

export interface DecisionHistory {
  /** Writes evaluations with what else the transaction does. */
  write(transaction: Transaction, evaluations: readonly DecisionEvaluation[]): Promise<void>;
  /** Writes an evaluation that belongs to no process. */
  insert(evaluation: DecisionEvaluation): Promise<void>;
}
