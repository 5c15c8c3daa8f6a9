/** Number shown at an activity, e.g. how many requests are there. */
export interface DiagramCount {
  readonly activityId: string;
  readonly count: number;
  readonly kind: 'running' | 'incident';
}

/** What a diagram shows besides its shapes. */
export interface DiagramMarks {
  readonly active: readonly string[];
  readonly done: readonly string[];
  readonly incidents: readonly string[];
  readonly counts: readonly DiagramCount[];
}
