/** Which jobs: one, or those of a job definition, a batch, a process instance, or process definitions. */
export type JobSelection =
  | { readonly by: 'job'; readonly id: string }
  | { readonly by: 'jobDefinition'; readonly id: string; readonly processDefinitionId: string }
  | { readonly by: 'batch'; readonly id: string }
  | { readonly by: 'processInstance'; readonly id: string }
  | { readonly by: 'processDefinitions'; readonly ids: readonly string[] };

export interface JobSuspension {
  /** A job that is suspended does not run by itself; one that is activated does, whatever its job definition says. */
  setSuspended(selection: JobSelection, suspended: boolean): Promise<void>;
}
