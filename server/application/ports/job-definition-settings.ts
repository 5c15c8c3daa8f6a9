/** A job definition and the process definition, or the batch, it belongs to. */
export interface JobDefinitionAddress {
  readonly id: string;
  readonly ownerId: string;
}

/** What operators have set of job definitions. */
export interface JobDefinitionSettings {
  /** Ids of those that are suspended, of these process definitions and batches. */
  listSuspended(ownerIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Jobs made from `now` on (epoch milliseconds) wait; `includeJobs`: those that are there, too. */
  suspend(
    definitions: readonly JobDefinitionAddress[],
    options: { readonly includeJobs: boolean; readonly now: number },
  ): Promise<void>;
  /** Jobs to come run again; without `includeJobs` those that wait go on waiting, each by itself. */
  activate(definitions: readonly JobDefinitionAddress[], options: { readonly includeJobs: boolean }): Promise<void>;
  /** Priorities that new jobs get, by the id of their job definition. */
  listPriorities(): Promise<ReadonlyMap<string, number>>;
  /** null: what the model says. `includeJobs`: jobs that are there get it, too. */
  setPriority(
    definition: JobDefinitionAddress,
    priority: number | null,
    options: { readonly includeJobs: boolean },
  ): Promise<void>;
}
