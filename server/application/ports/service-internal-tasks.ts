/** An external task that the server does itself. */
export interface InternalTask {
  readonly id: string;
  readonly topic: string;
  readonly processInstanceId: string;
  readonly activityInstanceId: string;
  readonly activityId: string;
  readonly definitionId: string;
  readonly retries: number | null;
}

export interface InternalTaskSource {
  /** Locks free tasks of these topics for this worker. */
  lockTasks(request: {
    readonly topics: readonly string[];
    readonly workerId: string;
    readonly now: number;
    readonly lockedUntil: number;
    readonly limit: number;
  }): Promise<readonly InternalTask[]>;
  /** When the next lock on one of them runs out after `now`; null when there is none. */
  nextFree(topics: readonly string[], now: number): Promise<number | null>;
  /** Variables that the task sees, as plain values: its own (input mappings) over those of the process instance. */
  readVariables(task: InternalTask): Promise<ReadonlyMap<string, unknown>>;
}
