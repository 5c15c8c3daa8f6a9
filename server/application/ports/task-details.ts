import type { Row } from './database.ts';

/** What is told of tasks besides their rows, for all tasks of a page at once. */
export interface TaskDetails {
  /** Of these tasks, those with comments and those with attachments. */
  findNoted(
    taskIds: readonly string[],
  ): Promise<{ readonly commented: ReadonlySet<string>; readonly attached: ReadonlySet<string> }>;
  /**
   * Rows of variables by task: those that a task sees, of which the innermost of a name counts, or its own only (`local`).
   */
  readVariables(
    taskIds: readonly string[],
    options: { readonly local: boolean },
  ): Promise<ReadonlyMap<string, readonly Row[]>>;
}
