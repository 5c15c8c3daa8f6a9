/** A query of tasks that is kept under a name. */
export interface TaskFilter {
  readonly id: string;
  readonly name: string;
  readonly owner: string | null;
  /** As it was written; it is checked before it is stored and again before it is used. */
  readonly query: Readonly<Record<string, unknown>>;
  /** What clients keep with it: colour, columns and the like. */
  readonly properties: Readonly<Record<string, unknown>> | null;
}

export interface TaskFilters {
  insert(filter: TaskFilter): Promise<void>;
  /** Tells whether there was one. */
  replace(filter: TaskFilter): Promise<boolean>;
  /** Tells whether there was one. */
  delete(id: string): Promise<boolean>;
}
