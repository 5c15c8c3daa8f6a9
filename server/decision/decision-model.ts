/** Decisions of a DMN file as plain data: it can be handed to another thread as it is. */
export interface DecisionModel {
  readonly id: string | null;
  readonly name: string | null;
  readonly namespace: string | null;
  /** By id, in document order. */
  readonly decisions: ReadonlyMap<string, Decision>;
  /** By id. */
  readonly inputData: ReadonlyMap<string, InputData>;
  /** By id. */
  readonly knowledge: ReadonlyMap<string, BusinessKnowledgeModel>;
  /** By id. */
  readonly services: ReadonlyMap<string, DecisionService>;
  /** Item definitions by name; those of imported models as `import.name`. */
  readonly types: ReadonlyMap<string, ItemType>;
  readonly imports: readonly ModelImport[];
}

/** Another model whose elements this one uses (DMN 1.3, 6.3.3). */
export interface ModelImport {
  /** Stands before the names of its elements: `name.element`. */
  readonly name: string;
  readonly namespace: string;
  /** null until it is looked for among the files of the deployment. */
  readonly model: DecisionModel | null;
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
  /** `camunda:historyTimeToLive` in days. */
  readonly historyTimeToLive: number | null;
  /** Decisions that are evaluated first, in document order: ids, of imported ones `namespace#id`. */
  readonly requires: readonly string[];
  /** Business knowledge models and decision services that its logic may call, as in `requires`. */
  readonly requiresKnowledge: readonly string[];
  /** Type of the decision's variable. */
  readonly typeRef: string | null;
  readonly logic: BoxedExpression;
}

/** A value that comes from outside (DMN 1.3, 6.3.11). */
export interface InputData {
  readonly id: string;
  readonly name: string;
  readonly typeRef: string | null;
}

/** A function that decisions share (DMN 1.3, 6.3.9). */
export interface BusinessKnowledgeModel {
  readonly id: string;
  readonly name: string;
  readonly requiresKnowledge: readonly string[];
  /** Type of what it gives. */
  readonly typeRef: string | null;
  readonly logic: BoxedFunction;
}

/** Decisions that are called together like a function (DMN 1.3, 6.3.10). References are ids. */
export interface DecisionService {
  readonly id: string;
  readonly name: string;
  readonly outputDecisions: readonly string[];
  readonly inputDecisions: readonly string[];
  readonly inputData: readonly string[];
  readonly typeRef: string | null;
}

/** An item definition (DMN 1.3, 7.3.2): another type, or a structure of components, or a list of these. */
export interface ItemType {
  readonly typeRef: string | null;
  readonly isCollection: boolean;
  /** A function, and the type of what it gives, if that is named. */
  readonly isFunction: boolean;
  readonly outputTypeRef: string | null;
  /** Unary tests that each value has to pass. */
  readonly allowed: DmnExpression | null;
  readonly components: readonly { readonly name: string; readonly type: ItemType }[];
}

/** Logic in a box (DMN 1.3, 7.3 and 10.2.1). */
export type BoxedExpression =
  | LiteralBox
  | DecisionTable
  | BoxedContext
  | BoxedInvocation
  | BoxedList
  | BoxedRelation
  | BoxedFunction
  | BoxedConditional
  | BoxedFilter
  | BoxedIterator
  | TypedBox;

export interface LiteralBox {
  readonly type: 'literalExpression';
  /** null where a decision has no logic yet. */
  readonly expression: DmnExpression | null;
}

/** The value of an entry without a name is the value of the whole context. */
export interface BoxedContext {
  readonly type: 'context';
  readonly entries: readonly NamedBox[];
}

export interface BoxedInvocation {
  readonly type: 'invocation';
  readonly called: BoxedExpression;
  readonly bindings: readonly NamedBox[];
}

export interface BoxedList {
  readonly type: 'list';
  readonly items: readonly (BoxedExpression | null)[];
}

export interface BoxedRelation {
  readonly type: 'relation';
  readonly columns: readonly Parameter[];
  readonly rows: readonly (readonly (BoxedExpression | null)[])[];
}

export interface BoxedFunction {
  readonly type: 'functionDefinition';
  readonly parameters: readonly Parameter[];
  /** null where there is none, or the function is written in another language (Java, PMML), which gives null. */
  readonly body: BoxedExpression | null;
}

/** `if`, `then`, `else` (DMN 1.4, 10.2.1.8). */
export interface BoxedConditional {
  readonly type: 'conditional';
  readonly condition: BoxedExpression | null;
  readonly whenTrue: BoxedExpression | null;
  readonly otherwise: BoxedExpression | null;
}

/** The items of a list that match (DMN 1.4, 10.2.1.9). */
export interface BoxedFilter {
  readonly type: 'filter';
  readonly list: BoxedExpression | null;
  readonly match: BoxedExpression | null;
}

/** `for`, `some` and `every` (DMN 1.4, 10.2.1.10). */
export interface BoxedIterator {
  readonly type: 'for' | 'some' | 'every';
  readonly variable: string;
  readonly list: BoxedExpression | null;
  readonly each: BoxedExpression | null;
}

/** A box inside of another one that names the type of its value. */
export interface TypedBox {
  readonly type: 'typed';
  readonly typeRef: string;
  readonly box: BoxedExpression;
}

export interface Parameter {
  readonly name: string;
  readonly typeRef: string | null;
}

export interface NamedBox {
  readonly name: string | null;
  readonly typeRef: string | null;
  readonly value: BoxedExpression | null;
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
