import type { Scope } from './scope.ts';
import type { Row } from './database.ts';

export interface InstanceFilter {
  readonly definitionId?: string;
  /** Part of a request number or a whole instance id. */
  readonly search?: string;
  readonly state: 'running' | 'incident' | 'ended';
  /** Instances that come after this one in the list (its start time and id). */
  readonly after?: { readonly startedAt: number; readonly id: string };
  readonly limit: number;
  readonly scope?: Scope;
}

/** What of the definitions, and of the instances of them, somebody may see; absent: all. */
export interface MonitorScope {
  readonly definitions?: Scope;
  readonly instances?: Scope;
}

/** Reads for operations and designers, each with a fixed number of statements. */
export interface MonitorReader {
  /**
   * Definitions with deployment time, running instances and incidents; `latest` is 1 for the newest version of a key.
   */
  listDefinitions(
    filter: { readonly id?: string; readonly key?: string; readonly latestOnly?: boolean },
    scope?: MonitorScope,
  ): Promise<readonly Row[]>;
  /** Active activity instances and incidents per activity of a definition. */
  countActivities(
    definitionId: string,
    instances?: Scope,
  ): Promise<readonly { readonly activityId: string; readonly running: number; readonly incidents: number }[]>;
  listInstances(filter: InstanceFilter): Promise<readonly Row[]>;
  /** What is active in these instances: `process_instance_id`, `activity_id`. */
  listActive(instanceIds: readonly string[]): Promise<readonly Row[]>;
  /** Open incidents with definition name, business key and the details of the job or external task, oldest first. */
  listIncidents(filter: {
    readonly instanceId?: string;
    readonly id?: string;
    readonly after?: { readonly createdAt: number; readonly id: string };
    readonly limit: number;
    readonly scope?: Scope;
  }): Promise<readonly Row[]>;
  listHistory(instanceId: string, scope?: Scope): Promise<readonly Row[]>;
  listVariables(instanceId: string): Promise<readonly Row[]>;
  /** Names of all forms, decisions and inbox groups there are, for choosing. */
  listNames(): Promise<{
    readonly forms: readonly string[];
    readonly decisions: readonly string[];
    readonly groups: readonly string[];
  }>;
}
