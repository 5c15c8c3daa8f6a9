/** Open incidents of one type. */
export interface IncidentCount {
  readonly incidentType: string;
  readonly incidentCount: number;
}

/** What runs now, counted per activity of a definition or per definition. */
export interface RunningCount {
  /** Id of the activity or of the definition. */
  readonly id: string;
  readonly instances: number;
  /** Jobs without retries left. */
  readonly failedJobs: number;
  readonly incidents: readonly IncidentCount[];
}

/** Activity instances of history, counted per activity. */
export interface HistoricCount {
  readonly id: string;
  /** Running ones. */
  readonly instances: number;
  readonly canceled: number;
  readonly finished: number;
  readonly completeScope: number;
  readonly openIncidents: number;
  readonly resolvedIncidents: number;
  readonly deletedIncidents: number;
}

/** Process instances whose activities are counted; times are epoch milliseconds of the process instance. */
export interface HistoricCountFilter {
  readonly startedBefore?: number;
  readonly startedAfter?: number;
  readonly finishedBefore?: number;
  readonly finishedAfter?: number;
  readonly processInstanceIds?: readonly string[];
}

/** What `sum` counts, by Camunda's names of metrics. */
export type Metric =
  | 'process-instances'
  | 'root-process-instance-start'
  | 'flow-node-instances'
  | 'activity-instance-start'
  | 'activity-instance-end'
  | 'decision-instances'
  | 'history-cleanup-removed-process-instances'
  | 'history-cleanup-removed-decision-instances'
  | 'history-cleanup-removed-batch-operations'
  | 'task-users'
  | 'unique-task-workers';

export interface MetricIntervals {
  readonly metrics: readonly Metric[];
  /** Epoch milliseconds. */
  readonly from: number | null;
  readonly before: number | null;
  /** Length of an interval in milliseconds; intervals begin at multiples of it. */
  readonly interval: number;
  readonly firstResult: number;
  readonly maxResults: number;
}

export interface MetricInterval {
  readonly metric: Metric;
  /** Beginning of the interval in epoch milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** Counts for heat maps and reports, each with a fixed number of statements. */
export interface StatisticsReader {
  countActivities(definitionId: string): Promise<readonly RunningCount[]>;
  /** Every definition, also those of which nothing runs. */
  /** `rootIncidentsOnly`: without those that only tell of an incident in a called instance. */
  countDefinitions(options: { readonly rootIncidentsOnly: boolean }): Promise<readonly RunningCount[]>;
  /** Open tasks per candidate group; null: those without one. */
  countTasksOfGroups(
    tenants: readonly string[] | null,
  ): Promise<readonly { readonly groupName: string | null; readonly taskCount: number }[]>;
  /** Sum over all of history, from one time on and before another (epoch milliseconds). */
  sum(metric: Metric, period: { readonly from: number | null; readonly before: number | null }): Promise<number>;
  /** Sums of intervals in which there was something, latest first. */
  sumIntervals(query: MetricIntervals): Promise<readonly MetricInterval[]>;
  countHistory(definitionId: string, filter: HistoricCountFilter): Promise<readonly HistoricCount[]>;
}
