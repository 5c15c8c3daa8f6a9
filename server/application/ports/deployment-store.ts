import type { Transaction } from './database.ts';

export interface DeploymentRow {
  readonly id: string;
  readonly name: string | null;
  readonly source: string | null;
  readonly tenantId: string | null;
  readonly deployedAt: number;
}
export interface ResourceRow {
  readonly id: string;
  readonly deploymentId: string;
  readonly name: string;
}
export interface ResourceContent extends ResourceRow {
  readonly bytes: Uint8Array;
}
/** What a process definition is stored as; its model is compiled from the resource. */
export interface ProcessDefinitionRow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string | null;
  readonly category: string | null;
  readonly description: string | null;
  readonly versionTag: string | null;
  readonly resourceName: string;
  readonly deploymentId: string;
  readonly tenantId: string | null;
  readonly suspended: boolean;
  readonly historyTimeToLive: number | null;
  readonly startableInTasklist: boolean;
  /** Name of the image that was deployed beside its file. */
  readonly diagramName: string | null;
}
export interface DecisionDefinitionRow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string | null;
  readonly category: string | null;
  readonly versionTag: string | null;
  readonly resourceName: string;
  readonly deploymentId: string;
  readonly tenantId: string | null;
  /** The requirements graph it belongs to; null for a file with one decision. */
  readonly requirementsId: string | null;
  readonly requirementsKey: string | null;
  /** Days that its evaluations outside of processes are kept; null: for ever. */
  readonly historyTimeToLive: number | null;
}
/** A DMN file with several decisions, as a whole (Camunda: decision requirements definition). */
export interface RequirementsDefinitionRow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string | null;
  readonly category: string | null;
  readonly resourceName: string;
  readonly deploymentId: string;
  readonly tenantId: string | null;
}
/** A `.form` or `*.form.json`: forms have versions per key, like definitions. */
export interface FormDefinitionRow {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly resourceName: string;
  readonly deploymentId: string;
  readonly tenantId: string | null;
}
export type StartKind = 'message' | 'timer' | 'signal' | 'conditional';
/** What the latest version of a process starts by, other than by a caller. */
export interface StartSubscriptionRow {
  readonly definitionId: string;
  readonly definitionKey: string;
  readonly activityId: string;
  readonly kind: StartKind;
  /**
   * Name of the message or signal; of a condition its text. Of a timer empty, unless it is a failed run of a cycle that
   * has gone on: then when it was due.
   */
  readonly name: string;
  /** Timer: next due time, epoch milliseconds, with its repetition as JSON. */
  readonly dueAt: number | null;
  readonly repeat: string | null;
  /** Timer: priority of the job it is shown as. */
  readonly priority: number;
  /** Timer: how often it is still tried. */
  readonly retries: number;
  readonly tenantId: string | null;
}

/** Somebody whom a process names to start it (`camunda:candidateStarterUsers`, `…Groups`). */
export interface CandidateStarter {
  readonly definitionKey: string;
  readonly kind: 'user' | 'group';
  readonly name: string;
}

/** A deployment as it is asked for: files and what was found in them. Versions are given inside the transaction. */
export interface NewDeployment {
  readonly deployment: DeploymentRow;
  readonly resources: readonly ResourceContent[];
  readonly processes: readonly Omit<ProcessDefinitionRow, 'id' | 'version'>[];
  /** `requirementsKey` names one of `requirements`; its id follows with the version. */
  readonly decisions: readonly Omit<DecisionDefinitionRow, 'id' | 'version' | 'requirementsId'>[];
  readonly requirements: readonly Omit<RequirementsDefinitionRow, 'id' | 'version'>[];
  readonly forms: readonly Omit<FormDefinitionRow, 'id' | 'version'>[];
  /** Users and groups that the models name as those who start them. */
  readonly starters: readonly CandidateStarter[];
  /** By process key; replaces the start subscriptions of earlier versions. */
  readonly startSubscriptions: readonly Omit<StartSubscriptionRow, 'definitionId'>[];
  /** New time-ordered ids for definitions. */
  readonly newId: () => string;
  /** Rows of others that belong to the deployment (service catalogue). */
  readonly alongside?: (transaction: Transaction) => Promise<void>;
}
export interface InsertedDeployment {
  readonly processes: readonly ProcessDefinitionRow[];
  readonly decisions: readonly DecisionDefinitionRow[];
  readonly requirements: readonly RequirementsDefinitionRow[];
  readonly forms: readonly FormDefinitionRow[];
}

/** How a definition is named by a reference from a model or a request. */
export type DefinitionReference =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'latest'; readonly key: string; readonly tenantId: string | null }
  | { readonly by: 'version'; readonly key: string; readonly version: number; readonly tenantId: string | null }
  | { readonly by: 'versionTag'; readonly key: string; readonly versionTag: string; readonly tenantId: string | null }
  | { readonly by: 'deployment'; readonly key: string; readonly deploymentId: string };

/** What became of a deletion. `hasInstances`: some still run. `kept`: public requests were filed with it. */
export type DeletionOutcome = 'deleted' | 'notFound' | 'hasInstances' | 'kept';

/** When a timer start event fires again, and how often that run is tried; `dueAt` null: not again. */
export interface NextRun {
  readonly dueAt: number | null;
  readonly repeat: string | null;
  readonly retries: number;
}

export interface DeploymentStore {
  insertDeployment(deployment: NewDeployment): Promise<InsertedDeployment>;
  /** The newest resources, by name, of deployments with this name, source and tenant (duplicate filtering). */
  findLatestResources(filter: {
    readonly name: string;
    readonly source: string | null;
    readonly tenantId: string | null;
  }): Promise<{ readonly deployment: DeploymentRow; readonly resources: readonly ResourceContent[] } | undefined>;
  findProcessDefinition(reference: DefinitionReference): Promise<ProcessDefinitionRow | undefined>;
  findDecisionDefinition(reference: DefinitionReference): Promise<DecisionDefinitionRow | undefined>;
  findRequirementsDefinition(reference: DefinitionReference): Promise<RequirementsDefinitionRow | undefined>;
  findFormDefinition(reference: DefinitionReference): Promise<FormDefinitionRow | undefined>;
  findResource(deploymentId: string, name: string): Promise<ResourceContent | undefined>;
  listResources(deploymentId: string): Promise<readonly ResourceRow[]>;
  /**
   * Start events that wait for something, by its name (undefined: whatever it is), of latest versions that are not
   * suspended. A tenant id narrows them to that tenant, null to those without one.
   */
  findEventStarts(
    kind: StartKind,
    name: string | undefined,
    tenantId?: string | null,
  ): Promise<readonly StartSubscriptionRow[]>;
  /** Timer start events that are due. */
  findDueTimerStarts(now: number): Promise<readonly StartSubscriptionRow[]>;
  nextTimerStartDue(): Promise<number | null>;
  /**
   * Sets the next due time (null: it does not fire again), only if it is still due at `dueAt`; tells whether it did.
   * The next run is a new job with all its tries. For use alongside the start.
   */
  advanceTimerStart(transaction: Transaction, start: StartSubscriptionRow, next: NextRun): Promise<boolean>;
  /** Whether a public request was filed with the deployment: its record is not deleted through the engine. */
  hasRequests(deploymentId: string): Promise<boolean>;
  /** Running instances are never deleted. With `cascade` the history of ended ones goes too, unless it is kept. */
  deleteDeployment(id: string, cascade: boolean): Promise<DeletionOutcome>;
}
