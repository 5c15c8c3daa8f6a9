import type { MigrationInstruction } from '../../engine/definition/migration-plan.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { ModificationInstruction } from '../../engine/record/command.ts';
import type { RemovalTimeChange, RemovalTimeMode } from '../ports/removal-times.ts';

interface Skips {
  readonly skipListeners: boolean;
  readonly skipMappings: boolean;
}

/**
 * What a batch does with each of its items, by Camunda's names of batch types. Items are ids of process instances; of
 * jobs with `set-job-retries`, of external tasks with `set-external-task-retries`, of decision instances with
 * `historic-decision-instance-deletion` and `decision-set-removal-time`, of batches with `batch-set-removal-time`.
 */
export type BatchOperation =
  | { readonly type: 'instance-deletion'; readonly reason: string | null; readonly skips: Partial<Skips> }
  | { readonly type: 'instance-update-suspension-state'; readonly suspended: boolean }
  | { readonly type: 'set-variables'; readonly variables: Variables }
  | ({
      readonly type: 'instance-modification';
      /** Of which the instances must be; null: they may be of several. */
      readonly definitionId: string | null;
      readonly instructions: readonly ModificationInstruction[];
    } & Skips)
  | ({
      readonly type: 'instance-migration';
      readonly sourceDefinitionId: string;
      readonly targetDefinitionId: string;
      readonly instructions: readonly MigrationInstruction[];
      readonly variables: Variables;
    } & Skips)
  | ({
      readonly type: 'instance-restart';
      readonly definitionId: string;
      readonly instructions: readonly ModificationInstruction[];
      readonly initialVariables: boolean;
      readonly withoutBusinessKey: boolean;
    } & Skips)
  /** Without a name: every message that an instance waits for. */
  | { readonly type: 'correlate-message'; readonly messageName: string | null; readonly variables: Variables }
  /** `dueAt` absent: due times stay. */
  | { readonly type: 'set-job-retries'; readonly retries: number; readonly dueAt?: number | null }
  | { readonly type: 'set-external-task-retries'; readonly retries: number }
  | { readonly type: 'historic-instance-deletion'; readonly failIfNotExists: boolean }
  | { readonly type: 'historic-decision-instance-deletion' }
  | ({ readonly type: 'process-set-removal-time' | 'decision-set-removal-time' } & RemovalTimeChange)
  | { readonly type: 'batch-set-removal-time'; readonly mode: RemovalTimeMode };

export type BatchType = BatchOperation['type'];
export type BatchOperationOf<T extends BatchType> = Extract<BatchOperation, { type: T }>;

/** What is kept of a batch besides its items: the operation, and in whose name it is done. */
export interface BatchConfiguration {
  readonly operation: BatchOperation;
  readonly userId: string | null;
  readonly groups: readonly string[];
}

/** Marks a Map in the text. Values of variables are typed texts, so no key from outside stands where this one does. */
const MAP = '$map';

export function writeConfiguration(configuration: BatchConfiguration): string {
  return JSON.stringify(configuration, (_key, value: unknown) =>
    value instanceof Map ? { [MAP]: [...value] } : value,
  );
}

export function readConfiguration(text: string): BatchConfiguration {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && MAP in value ? new Map(value[MAP] as [string, unknown][]) : value,
  ) as BatchConfiguration;
}
