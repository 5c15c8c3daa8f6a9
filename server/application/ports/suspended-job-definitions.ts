/** Job definitions whose jobs do not run. */
export interface SuspendedJobDefinitions {
  /** Ids of those that are suspended, of these process definitions. */
  list(processDefinitionIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Jobs made from `since` (epoch milliseconds; 0: all) wait until it is activated. */
  suspend(
    jobDefinitions: readonly { readonly id: string; readonly processDefinitionId: string }[],
    since: number,
  ): Promise<void>;
  activate(ids: readonly string[]): Promise<void>;
}
