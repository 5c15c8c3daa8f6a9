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

/** Which requests of a service: the latest that ended, at most `limit` of them. */
export interface EndedRequests {
  readonly serviceKey: string;
  readonly processKey: string;
  /** Only such as ended from here on. */
  readonly since: number;
  readonly limit: number;
}

export interface ProcessHistory {
  /** Process instances of requests that ended, latest first; one read however many they are. */
  listEnded(requests: EndedRequests): Promise<readonly InstanceHistory[]>;
  /** When these nodes were active in the same instances, by process instance; one read as well. */
  listTimes(
    requests: EndedRequests,
    activityIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Pick<ActivityHistory, 'activityId' | 'startedAt' | 'endedAt'>[]>>;
  findInstance(id: string): Promise<InstanceHistory | undefined>;
  /** Oldest first. */
  listActivities(processInstanceId: string): Promise<readonly ActivityHistory[]>;
  /** Last values of the process instance's own variables as plain values. */
  readVariables(processInstanceId: string): Promise<ReadonlyMap<string, unknown>>;
}
