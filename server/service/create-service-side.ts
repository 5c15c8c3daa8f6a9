import type { GeneratedForms } from '../application/generated-form/generated-forms.ts';
import type { Definitions } from '../application/ports/definitions.ts';
import type { Dispatcher } from '../application/ports/dispatcher.ts';
import type { Attempts } from '../application/ports/identity-attempts.ts';
import type { RequestGrants } from '../application/ports/identity-grants.ts';
import type { UserStore } from '../application/ports/identity-users.ts';
import type { RuntimeStore } from '../application/ports/runtime-store.ts';
import type { CatalogueStore } from '../application/ports/service-catalogue.ts';
import type { DocumentStore } from '../application/ports/service-documents.ts';
import type { EvaluateText } from '../application/ports/service-expressions.ts';
import type { ContentStore } from '../application/ports/service-files.ts';
import type { ProcessHistory } from '../application/ports/service-history.ts';
import type { InboxStore } from '../application/ports/service-inbox.ts';
import type { InternalTask, InternalTaskSource } from '../application/ports/service-internal-tasks.ts';
import type { RequestStore } from '../application/ports/service-requests.ts';
import type { TaskCommands } from '../application/task-commands.ts';
import type { FeelEvaluator } from '../form/conditions.ts';
import { Catalogue, type DeployFiles } from './catalogue/catalogue.ts';
import { MeasuredDurations } from './catalogue/measured-durations.ts';
import { issueDocument } from './document/issue-document.ts';
import { FileAccess } from './file-access.ts';
import { Cases } from './inbox/cases.ts';
import type { InboxParts } from './inbox/inbox.ts';
import { InternalWorker } from './internal-worker.ts';
import { notifyApplicant } from './notify-applicant.ts';
import type { CorrectionParts } from './request/correct-request.ts';
import { Drafts } from './request/drafts.ts';
import { Requests } from './request/requests.ts';
import type { SubmitParts } from './request/submit-request.ts';
import { sweepDrafts } from './request/sweep-drafts.ts';

export interface ServiceSideOptions {
  readonly stores: {
    readonly catalogue: CatalogueStore;
    readonly requests: RequestStore;
    readonly documents: DocumentStore;
    readonly inbox: InboxStore;
    readonly history: ProcessHistory;
    readonly internalTasks: InternalTaskSource;
    readonly content: ContentStore;
    readonly users: UserStore;
    readonly runtime: Pick<RuntimeStore, 'findMessageSubscribers'>;
  };
  readonly definitions: Definitions;
  readonly generatedForms: GeneratedForms;
  readonly dispatcher: Dispatcher;
  readonly taskCommands: TaskCommands;
  readonly deploy: DeployFiles;
  readonly attempts: Attempts;
  readonly grants: RequestGrants;
  /** For letters. */
  readonly evaluate: EvaluateText;
  /** For conditions of forms that go beyond simple comparisons. */
  readonly feel?: FeelEvaluator;
  readonly publicUrl: string;
  /** What authorizations and tenants leave of an officer's tasks. Absent: all. */
  readonly scopeOf?: InboxParts['scopeOf'];
  readonly onFailure?: (task: InternalTask, error: unknown) => void;
  readonly now?: () => number;
}

export interface ServiceSide {
  readonly catalogue: Catalogue;
  readonly drafts: Drafts;
  readonly requests: Requests;
  readonly submission: SubmitParts;
  readonly correction: CorrectionParts;
  readonly documents: DocumentStore;
  readonly files: FileAccess;
  readonly inbox: InboxParts;
  readonly cases: Cases;
  /** To be started, told of commits (`dispatcher.listen(worker)`), and stopped before the dispatcher is drained. */
  readonly worker: InternalWorker;
  /** Removes expired drafts and content that nothing names; to be called once a day. */
  sweep(): Promise<unknown>;
  readonly now: () => number;
}

/** Puts the public-service side together. */
export function createServiceSide(options: ServiceSideOptions): ServiceSide {
  const { stores, definitions, dispatcher, attempts, grants, publicUrl } = options;
  const now = options.now ?? Date.now;
  const feel = options.feel ? { feel: options.feel } : {};
  const durations = new MeasuredDurations({ history: stores.history, definitions, now });
  const { generatedForms } = options;
  const catalogue = new Catalogue({
    store: stores.catalogue,
    definitions,
    generatedForms,
    deploy: options.deploy,
    durations,
    now,
  });
  const drafts = new Drafts({ store: stores.requests, content: stores.content, catalogue, now });
  const requests = new Requests({
    ...stores,
    catalogue,
    definitions,
    generatedForms,
    dispatcher,
    attempts,
    grants,
    publicUrl,
    now,
  });
  const inbox: InboxParts = {
    store: stores.inbox,
    users: stores.users,
    catalogue: stores.catalogue,
    scopeOf: options.scopeOf ?? (() => Promise.resolve(undefined)),
    now,
  };
  const issuing = {
    ...stores,
    source: stores.internalTasks,
    definitions,
    dispatcher,
    evaluate: options.evaluate,
    publicUrl,
    now,
  };
  const worker = new InternalWorker({
    source: stores.internalTasks,
    dispatcher,
    now,
    ...(options.onFailure ? { onFailure: options.onFailure } : {}),
    handlers: new Map([
      ['alur.document', (task: InternalTask) => issueDocument(task, issuing)],
      [
        'alur.notify',
        (task: InternalTask) =>
          notifyApplicant(task, { source: stores.internalTasks, requests: stores.requests, dispatcher, now }),
      ],
    ]),
  });
  return {
    sweep: () => sweepDrafts({ drafts: stores.requests, content: stores.content, now }),
    catalogue,
    drafts,
    requests,
    inbox,
    worker,
    now,
    documents: stores.documents,
    submission: { drafts, catalogue, requests: stores.requests, dispatcher, now, ...feel },
    correction: { opened: requests, catalogue, drafts, requests: stores.requests, dispatcher, now, ...feel },
    files: new FileAccess({ ...stores, grants, drafts }),
    cases: new Cases({
      ...inbox,
      definitions,
      generatedForms,
      history: stores.history,
      documents: stores.documents,
      requests: stores.requests,
      opened: requests,
      taskCommands: options.taskCommands,
      publicUrl,
      ...feel,
    }),
  };
}
