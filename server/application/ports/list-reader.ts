import type { Row } from './database.ts';
import type { Scope } from './scope.ts';

/** What can be listed through REST. */
export type ListKind =
  | 'deployment'
  | 'process-definition'
  | 'decision-definition'
  | 'decision-requirements-definition'
  | 'process-instance'
  | 'execution'
  | 'task'
  | 'filter'
  | 'external-task'
  | 'job'
  | 'incident'
  | 'event-subscription'
  | 'variable-instance'
  | 'history-process-instance'
  | 'history-activity-instance'
  | 'history-variable-instance'
  | 'history-task'
  | 'history-incident'
  | 'history-decision-instance'
  | 'batch'
  | 'batch-statistics'
  | 'history-batch'
  | 'batch-progress'
  | 'history-job-log'
  | 'history-external-task-log'
  | 'history-identity-link-log'
  | 'history-detail'
  | 'history-user-operation'
  | 'cleanable-process-instance'
  | 'cleanable-decision-instance'
  | 'cleanable-batch'
  | 'user'
  | 'group'
  | 'tenant'
  | 'authorization';

export interface VariableFilter {
  readonly name: string;
  readonly operator: 'eq' | 'neq' | 'gt' | 'gteq' | 'lt' | 'lteq' | 'like';
  readonly value: string | number | boolean | null;
}

/** What fits one of these filters fits; none fits all. */
export interface Alternatives {
  readonly anyOf: ReadonlyMap<
    string,
    string | number | boolean | readonly string[] | readonly VariableFilter[] | readonly DateFilter[]
  >;
}

export interface DateFilter {
  readonly operator: 'gt' | 'lt';
  /** Epoch milliseconds. */
  readonly value: number;
}

/**
 * A validated list request: filter names are Camunda's, dates are epoch milliseconds. `nothing` finds nothing.
 */
export interface ListRequest {
  readonly filters: ReadonlyMap<
    string,
    | string
    | number
    | boolean
    | readonly string[]
    | readonly VariableFilter[]
    | readonly DateFilter[]
    | readonly Alternatives[]
  >;
  readonly sorting: readonly { readonly sortBy: string; readonly descending: boolean }[];
  readonly firstResult: number;
  /** Null: no limit. */
  readonly maxResults: number | null;
  /** What the caller may see; absent: everything. */
  readonly scope?: Scope;
  /** What he may do something with besides; absent: that does not matter. */
  readonly also?: Scope;
  /** Goes on behind the row whose `next_cursor` it was; empty: from the beginning. Absent: rows have no such column. */
  readonly cursor?: string | undefined;
}

export interface ListReader {
  list(kind: ListKind, request: ListRequest): Promise<readonly Row[]>;
  count(kind: ListKind, request: ListRequest): Promise<number>;
}
