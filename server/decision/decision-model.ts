/** Decisions of a DMN file as plain data: it can be handed to another thread as it is. */
export interface DecisionModel {
  readonly id: string | null;
  readonly name: string | null;
  /** By id, in document order. */
  readonly decisions: ReadonlyMap<string, Decision>;
}

export interface Decision {
  readonly id: string;
  readonly name: string | null;
  /**
   * Name of the decision's variable: what a literal expression is called, and how other decisions may refer to the
   * result.
   */
  readonly variableName: string | null;
  /** `camunda:versionTag`. */
  readonly versionTag: string | null;
  /** Ids of decisions that are evaluated first, in document order. */
  readonly requires: readonly string[];
  readonly logic: DecisionTable | LiteralDecision;
}

export interface LiteralDecision {
  readonly type: 'literalExpression';
  readonly expression: DmnExpression;
  readonly typeRef: string | null;
}

export interface DecisionTable {
  readonly type: 'decisionTable';
  readonly hitPolicy: HitPolicy;
  /** Only with COLLECT; null collects all. */
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly Rule[];
}

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'PRIORITY' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

export interface TableInput {
  readonly id: string | null;
  readonly label: string | null;
  readonly expression: DmnExpression;
  readonly typeRef: string | null;
  /** Name of the value in cells that are `${…}` expressions (`camunda:inputVariable`, else `cellInput`). */
  readonly variableName: string;
}

export interface TableOutput {
  readonly id: string | null;
  /**
   * Key of the value in the result. A single output without a name is called like the decision's variable, or its id.
   */
  readonly name: string;
  readonly label: string | null;
  readonly typeRef: string | null;
  /** Allowed values, highest priority first (PRIORITY, OUTPUT ORDER); null when the model names none. */
  readonly values: DmnExpression | null;
  /** Value when no rule hits (DMN 1.3, 8.3.6). */
  readonly defaultValue: DmnExpression | null;
}

export interface Rule {
  /** Id, or `rule 3` where the file has none. */
  readonly id: string;
  /** One cell for each input; null for an empty cell, which everything passes. */
  readonly tests: readonly (DmnExpression | null)[];
  /** One cell for each output; null for an empty cell, which gives null. */
  readonly outputs: readonly (DmnExpression | null)[];
}

/** Text in a cell. `juel` is the `${…}` language of Camunda 7. */
export interface DmnExpression {
  readonly language: 'feel' | 'juel';
  readonly source: string;
}
