/**
 * A function that expressions may call by name; `now` is the time of the evaluation, so that a second run gives the
 * same.
 */
export type ExpressionFunction = (now: number, ...parameters: readonly unknown[]) => unknown;

/** What is the same for all expressions of a step. */
export interface JuelEnvironment {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Gives `currentUser()` and `authenticatedUserId`; null when nobody is signed in. */
  readonly userId: string | null;
  /** Gives `currentUserGroups()`. */
  readonly groups: readonly string[];
  /** More functions by name, such as `workingDays`. */
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
}

/**
 * Variables by name, as plain values: null, boolean, number, string, bigint, Date, Map, arrays and records of these.
 */
export interface JuelVariables {
  get(name: string): unknown;
  has(name: string): boolean;
  names(): Iterable<string>;
}

/** What `execution` offers. Values are plain. */
export interface JuelExecution {
  readonly id: string;
  readonly processInstanceId: string;
  readonly processDefinitionId: string;
  readonly businessKey: string | null;
  readonly activityId: string;
  readonly activityName: string | null;
  readonly activityInstanceId: string;
  readonly tenantId: string | null;
  readonly eventName: string | null;
  setVariable(name: string, value: unknown): void;
  setVariableLocal(name: string, value: unknown): void;
  removeVariable(name: string): void;
  /** undefined when there is none at the activity itself. */
  getVariableLocal(name: string): unknown;
}

/** What `task` offers. */
export interface JuelTask {
  readonly id: string;
  readonly name: string | null;
  readonly assignee: string | null;
}

/** Where an expression stands. `execution` and `task` are unknown names where they are left out. */
export interface JuelContext {
  readonly variables: JuelVariables;
  readonly execution?: JuelExecution;
  readonly task?: JuelTask;
  /** Facts of an external task by name. */
  readonly externalTask?: ReadonlyMap<string, unknown>;
}
