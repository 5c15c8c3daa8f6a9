/** What happened in a process instance, running or over. Times are epoch milliseconds. */
export interface ActivityHistory {
  readonly activityId: string;
  readonly type: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly canceled: boolean;
  readonly taskId: string | null;
  readonly assignee: string | null;
}

export interface InstanceHistory {
  readonly id: string;
  readonly definitionId: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endActivityId: string | null;
}

export interface ProcessHistory {
  findInstance(id: string): Promise<InstanceHistory | undefined>;
  /** Oldest first. */
  listActivities(processInstanceId: string): Promise<readonly ActivityHistory[]>;
  /** Last values of the process instance's own variables as plain values. */
  readVariables(processInstanceId: string): Promise<ReadonlyMap<string, unknown>>;
}
