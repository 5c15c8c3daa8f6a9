import type { Attachments } from '../../../application/ports/attachments.ts';
import type { Accounts } from '../../../application/ports/accounts.ts';
import type { Batches } from '../../../application/batch/batches.ts';
import type { BatchRunner } from '../../../application/batch/batch-runner.ts';
import type { Authenticator } from '../../../application/ports/authentication.ts';
import type { GeneratedForms } from '../../../application/generated-form/generated-forms.ts';
import type { AccessControl } from '../../../application/access/access-control.ts';
import type { Authorizations } from '../../../application/access/authorizations.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import type { Directory } from '../../../application/ports/directory.ts';
import type { CorrelationOptions } from '../../../application/correlate-message.ts';
import type { KeptMessages } from '../../../application/kept-messages.ts';
import type { Deployments } from '../../../application/deployment.ts';
import type { ExternalTasks } from '../../../application/external-tasks.ts';
import type { InstanceViews } from '../../../application/instance-views.ts';
import type { Definitions } from '../../../application/ports/definitions.ts';
import type { DecisionDefinitionRow, DeploymentStore } from '../../../application/ports/deployment-store.ts';
import type { Dispatcher } from '../../../application/ports/dispatcher.ts';
import type { HistoryEraser } from '../../../application/ports/history-eraser.ts';
import type { ListReader } from '../../../application/ports/list-reader.ts';
import type { OperationLog } from '../../../application/ports/operation-log.ts';
import type { ReportReader } from '../../../application/ports/report-reader.ts';
import type { RuntimeStore } from '../../../application/ports/runtime-store.ts';
import type { JobDefinitionSettings } from '../../../application/ports/job-definition-settings.ts';
import type { JobSuspension } from '../../../application/ports/job-suspension.ts';
import type { TimerStartJobs } from '../../../application/ports/timer-start-jobs.ts';
import type { TaskFilters } from '../../../application/ports/task-filters.ts';
import type { TaskComments } from '../../../application/ports/task-comments.ts';
import type { StatisticsReader } from '../../../application/ports/statistics-reader.ts';
import type { ContentStore } from '../../../application/ports/service-files.ts';
import type { HistoryCleanup } from '../../../application/history-cleanup.ts';
import type { ConditionOptions } from '../../../application/start-by-condition.ts';
import type { TimerStarts } from '../../../application/timer-starts.ts';
import type { TaskDetails } from '../../../application/ports/task-details.ts';
import type { TaskCommands } from '../../../application/task-commands.ts';
import type { UserTasks } from '../../../application/user-tasks.ts';
import type { Row } from '../../../application/ports/database.ts';
import type { Variables, VariableValue } from '../../../engine/instance/value.ts';
import type { DecisionRows } from '../../../engine/ports.ts';

/** What the handlers of `/engine-rest` work with. */
export interface RestParts {
  readonly reader: ListReader;
  /** Days that the history of batches is kept; null: for ever. */
  readonly batchHistoryDays: number | null;
  readonly statistics: StatisticsReader;
  readonly views: InstanceViews;
  readonly definitions: Definitions;
  readonly generatedForms: GeneratedForms;
  readonly deployments: Deployments;
  readonly deploymentStore: DeploymentStore;
  readonly runtime: RuntimeStore;
  readonly dispatcher: Dispatcher;
  readonly tasks: UserTasks;
  readonly taskDetails: TaskDetails;
  readonly taskCommands: TaskCommands;
  readonly externalTasks: ExternalTasks;
  readonly authenticator: Authenticator;
  readonly accounts: Accounts;
  readonly directory: Directory;
  readonly access: AccessControl;
  readonly authorizations: Authorizations;
  /** Who a user would be as a caller; undefined for one that is not there or shut. */
  readonly findCaller: (userId: string) => Promise<Caller | undefined>;
  readonly comments: TaskComments;
  readonly attachments: Attachments;
  readonly filters: TaskFilters;
  /** Where the content of attachments is. */
  readonly content: Pick<ContentStore, 'receive' | 'open'>;
  readonly eraser: HistoryEraser;
  readonly operationLog: OperationLog;
  readonly reports: ReportReader;
  readonly jobDefinitionSettings: JobDefinitionSettings;
  readonly jobSuspension: JobSuspension;
  readonly timerStarts: Pick<TimerStarts, 'run' | 'recalculate'>;
  readonly timerStartJobs: TimerStartJobs;
  /** Called when jobs may have become due other than through the engine. */
  readonly wakeJobs: () => void;
  readonly batches: Batches;
  readonly batchRunner: Pick<BatchRunner, 'runNow'>;
  readonly correlation: CorrelationOptions;
  readonly keptMessages: Pick<KeptMessages, 'keep'>;
  readonly openConditionPorts: ConditionOptions['openConditionPorts'];
  readonly newId: () => string;
  /** Content of files that variables name by their SHA-256. */
  readonly openContent: ContentStore['open'];
  /** The typed value of a row of a variable table. */
  readonly readVariable: (row: Row) => VariableValue;
  /** Suspends or activates a definition; `processInstanceIds` are those of its running instances. */
  readonly suspendDefinition: (id: string, suspended: boolean) => Promise<void>;
  /** Days that history of its instances is kept; null: for ever. */
  readonly setHistoryTimeToLive: (id: string, days: number | null) => Promise<void>;
  /** Days that evaluations of a decision outside of processes are kept; null: for ever. */
  readonly setDecisionHistoryTimeToLive: (id: string, days: number | null) => Promise<void>;
  /** Evaluates a deployed decision. Rejects with an Error that says what is wrong. */
  readonly evaluateDecision: (
    decision: Pick<DecisionDefinitionRow, 'key' | 'deploymentId'>,
    request: { readonly variables: Variables; readonly userId: string | null },
  ) => Promise<DecisionRows>;
  /** Puts a note on an open incident; false when there is no such incident. */
  readonly annotateIncident: (id: string, annotation: string | null) => Promise<boolean>;
  readonly historyCleanup: Pick<HistoryCleanup, 'schedule' | 'window'>;
  readonly publicUrl: string;
}
