export type PeriodUnit = 'month' | 'quarter';

/** Durations in milliseconds of what belongs to a month (1 to 12) or quarter (1 to 4) of whatever year. */
export interface DurationReport {
  readonly period: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly average: number;
}

/** How many tasks were completed; `taskName` only when they are counted by it. */
export interface TaskCountReport {
  readonly taskName: string | null;
  readonly count: number;
  readonly processDefinitionKey: string | null;
  readonly processDefinitionId: string | null;
  readonly processDefinitionName: string | null;
  readonly tenantId: string | null;
}

/** Times are epoch milliseconds, both ends included; periods are those of UTC. */
export interface ReportReader {
  /** Of ended process instances, by their start. */
  instanceDurations(request: {
    readonly periodUnit: PeriodUnit;
    readonly processDefinitionIdIn?: readonly string[] | undefined;
    readonly processDefinitionKeyIn?: readonly string[] | undefined;
    readonly startedBefore?: number | undefined;
    readonly startedAfter?: number | undefined;
  }): Promise<readonly DurationReport[]>;
  /** Of ended tasks, by their end. */
  taskDurations(request: Completed & { readonly periodUnit: PeriodUnit }): Promise<readonly DurationReport[]>;
  countTasks(
    request: Completed & { readonly groupBy: 'taskName' | 'processDefinition' },
  ): Promise<readonly TaskCountReport[]>;
}

export interface Completed {
  readonly completedBefore?: number | undefined;
  readonly completedAfter?: number | undefined;
}
