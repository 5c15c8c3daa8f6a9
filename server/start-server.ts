// Over 300 lines because it is the one place that knows all parts.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { AccessControl } from './application/access/access-control.ts';
import { Authorizations } from './application/access/authorizations.ts';
import { DefinitionCache } from './application/definitions.ts';
import { Deployments } from './application/deployment.ts';
import { CommandDispatcher } from './application/dispatch.ts';
import { createPortsOpener } from './application/evaluation/open-ports.ts';
import { DecisionCache } from './application/evaluation/decision-cache.ts';
import { KeptMessages } from './application/kept-messages.ts';
import { JobPriorities } from './application/evaluation/job-priorities.ts';
import type { Database } from './application/ports/database.ts';
import { createStartReader } from './application/evaluation/read-start.ts';
import { evaluateDeployedDecision } from './application/evaluate-decision.ts';
import { ExternalTasks } from './application/external-tasks.ts';
import { GeneratedForms } from './application/generated-form/generated-forms.ts';
import { Idempotency, markEffects } from './application/idempotency.ts';
import { HistoryCleanup } from './application/history-cleanup.ts';
import { InstanceViews } from './application/instance-views.ts';
import { Models } from './application/models.ts';
import { Monitor } from './application/monitor.ts';
import { PeriodicDuty } from './application/periodic-duty.ts';
import { StandaloneTasks } from './application/standalone-tasks.ts';
import { TaskCommands } from './application/task-commands.ts';
import { tellNodes } from './application/tell-nodes.ts';
import { TimerStarts } from './application/timer-starts.ts';
import { UserTasks } from './application/user-tasks.ts';
import { linkImports } from './decision/link-imports.ts';
import type { Config } from './config.ts';
import { createBatches } from './create-batches.ts';
import { evaluateFeel } from './expression/feel/evaluate-feel.ts';
import { nextDue } from './expression/time/timer.ts';
import { createApp } from './http/app.ts';
import { listen } from './http/listen.ts';
import { apiRoutes } from './http/routes/api/api-routes.ts';
import { batchMonitorRoutes } from './http/routes/api/batch-monitor.ts';
import { modelRoutes } from './http/routes/api/model.ts';
import { monitorRoutes } from './http/routes/api/monitor.ts';
import { eventRoutes } from './http/routes/api/event.ts';
import { webhookRoutes } from './http/routes/api/webhook.ts';
import { engineRestRoutes } from './http/routes/engine-rest/engine-rest-routes.ts';
import { normaliseUserId } from './identity/caller-of.ts';
import { createIdentity } from './identity/create-identity.ts';
import { hearNodes, joinNodes } from './join-nodes.ts';
import { JobExecutor } from './jobs/job-executor.ts';
import { createLog } from './operations/logging/create-log.ts';
import { Metrics } from './operations/metrics/metrics.ts';
import { Readiness } from './operations/readiness.ts';
import { FileReader } from './parsing/file-reader.ts';
import { ScriptPool } from './scripts/script-pool.ts';
import { calendarFunctions } from './service/calendar/calendar-functions.ts';
import { loadShippedServices } from './service/catalogue/load-shipped-services.ts';
import { createServiceSide } from './service/create-service-side.ts';
import { createLetterEvaluator } from './service/document/evaluate-letter-text.ts';
import { startSimulatedApplications } from './simulated-applications.ts';
import { stopInOrder } from './stop-order.ts';
import { SqlDeploymentStore } from './store/deployment-store.ts';
import { SqlExternalTaskLocks } from './store/external-task-locks.ts';
import { createAttemptStore } from './store/identity/attempt-store.ts';
import { createDirectoryStore } from './store/identity/directory-store.ts';
import { createGrantStore } from './store/identity/grant-store.ts';
import { createSessionStore } from './store/identity/session-store.ts';
import { createUserStore } from './store/identity/user-store.ts';
import { newId } from './new-id.ts';
import { createDutyStore } from './store/duty-store.ts';
import { createIdempotencyStore } from './store/idempotency-store.ts';
import { findUnsafeSettings } from './store/durability.ts';
import { decideDemo } from './store/installation.ts';
import { openDatabase } from './store/open-database.ts';
import { readVariableRow } from './store/projection/variable-cells.ts';
import { createCleanupStore } from './store/cleanup-store.ts';
import { createRemovalTimes } from './store/removal-times-store.ts';
import { createDecisionHistory } from './store/decision-history-store.ts';
import { createKeptMessageStore } from './store/kept-message-store.ts';
import { createRestStores } from './store/rest-stores.ts';
import { createStandaloneTaskStore } from './store/standalone-task-store.ts';
import { SqlListReader } from './store/query/list-reader.ts';
import { SqlMonitorReader } from './store/query/monitor-reader.ts';
import { SqlStatisticsReader } from './store/query/statistics-reader.ts';
import { createTaskDetailsReader } from './store/query/task-details-reader.ts';
import { SqlRuntimeStore } from './store/runtime-store.ts';
import { createCatalogueStore } from './store/service/catalogue-store.ts';
import { openContent } from './store/service/open-content.ts';
import { createDocumentStore } from './store/service/document-store.ts';
import { createInboxStore } from './store/service/inbox-store.ts';
import { createInternalTaskSource } from './store/service/internal-task-source.ts';
import { createProcessHistory } from './store/service/process-history.ts';
import { createRequestStore } from './store/service/request-store.ts';
import { createTelling } from './tell-others.ts';

export interface RunningServer {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly demo: boolean;
  /** Takes no more requests, finishes what runs, closes the database. */
  close(): Promise<void>;
}

/** Project folder, from the sources and from `dist/server` alike. */
const root = existsSync(join(import.meta.dirname, '../package.json'))
  ? resolve(import.meta.dirname, '..')
  : resolve(import.meta.dirname, '../..');
const isCompiled = import.meta.filename.endsWith('.js');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Puts the whole server together and starts it. This file is long because it is the one place that knows all parts. */
export async function startServer(
  config: Config,
  options: {
    /** Checks each JSON answer against its schema; for tests. */
    readonly checkAnswers?: boolean;
    /** An open database in place of the one that the configuration names; for tests. */
    readonly database?: Database;
    /** Whether demo mode runs the applications of other agencies besides; true when left out. */
    readonly simulatedApplications?: boolean;
  } = {},
): Promise<RunningServer> {
  const log = createLog(config.logLevel);
  const storage =
    options.database ??
    (await openDatabase({
      dataDirectory: config.dataDirectory,
      databaseUrl: config.databaseUrl,
      allowUnsafe: config.allowUnsafe ?? false,
    }));
  const unsafe = await findUnsafeSettings(storage);
  for (const { name, mend } of unsafe) log.warn({ setting: name }, `ALUR_ALLOW_UNSAFE: answers may be lost. ${mend}`);
  const shared = storage.dialect === 'postgres';
  const { node, signals, now } = joinNodes({
    database: storage,
    databaseUrl: config.databaseUrl,
    onError: (error) => log.warn({ error }, 'way to the other nodes'),
  });
  const metrics = new Metrics(storage, now);
  await signals.start();
  const idempotency = new Idempotency({ store: createIdempotencyStore(storage), shared, owner: node, now });
  // What requests write through it says that they had an effect; what the server does by itself uses the storage.
  const database = markEffects(storage, idempotency.mark);
  const users = createUserStore(database);
  const demo = await decideDemo(database, config.demo, now());
  const identity = createIdentity({
    users,
    sessions: createSessionStore(database),
    attempts: createAttemptStore(database),
    directory: createDirectoryStore(database),
    demo,
    now,
  });
  await identity.prepare(config.admin);

  const historyLevel = config.historyLevel ?? 'full';
  const runtime = new SqlRuntimeStore(storage, historyLevel);
  const deploymentStore = new SqlDeploymentStore(database);
  const reader = new SqlListReader(database, now, config.removalTimeStrategy);
  const files = new FileReader({ functions: calendarFunctions });
  const grants = createGrantStore(database);
  const access = new AccessControl({ grants, reader });
  const definitions = new DefinitionCache({
    store: deploymentStore,
    compile: (xml, name) => files.compileBpmn(xml, name),
    onChange: () => {
      decisions.forgetLatest();
      signals.tell({ type: 'settings' });
      // A deployment may have brought timers.
      wakeJobs();
    },
  });
  const wakeJobs = () => {
    jobs.wake();
    signals.tell({ type: 'jobs', dueAt: 0 });
  };
  const scripts = new ScriptPool({ size: 1 });
  const decisions = new DecisionCache({
    store: deploymentStore,
    parse: async (xml, listOthers) => {
      const file = await files.compileDmn(xml);
      if (!file.model?.imports.length) return file;
      return linkImports(file, await Promise.all((await listOthers()).map((other) => files.compileDmn(other))));
    },
  });
  const decisionHistory = createDecisionHistory(database, newId, historyLevel);
  const environment = { functions: calendarFunctions };
  const strategy = config.removalTimeStrategy;
  const retention = { strategy, days: config.batchHistoryDays ?? null };
  const restStores = createRestStores(database, {
    newId,
    now,
    strategy,
    wake: wakeJobs,
    prioritiesChanged: () => {
      priorities.forget();
      signals.tell({ type: 'settings' });
    },
    level: historyLevel,
  });
  const priorities = new JobPriorities(() => restStores.jobDefinitionSettings.listPriorities());
  const openPorts = createPortsOpener({
    ...environment,
    newId,
    now,
    scripts,
    decisions,
    history: decisionHistory,
    overridingPriority: (place) => priorities.find(place),
  });
  const telling = await createTelling({
    database: storage,
    webhookAllow: config.webhookAllow,
    newId,
    node,
    signals,
    now,
    onError: (error) => log.error({ error }, 'outbox'),
  });
  const { noticeTakers } = telling;
  const dispatcher = new CommandDispatcher({
    store: runtime,
    definitions,
    openPorts,
    noticeTakers,
    alongside: idempotency.mark,
    ...(config.mostWaitingCommands === undefined ? {} : { queueLimit: config.mostWaitingCommands }),
    onCommit: (commit) => metrics.commits.stored(commit),
  });
  const starts = createStartReader({ ...environment, now });
  const deployments = new Deployments({
    store: deploymentStore,
    definitions,
    newId,
    now,
    readProcesses: (xml, name) => files.readBpmn(xml, name),
    readDecisions: (xml) => files.readDmn(xml),
    starts,
  });
  const views = new InstanceViews({ store: runtime, definitions });
  const externalTasks = new ExternalTasks({
    locks: new SqlExternalTaskLocks(database),
    dispatcher,
    mostWaiting: config.mostWaitingWorkers,
    now,
    freed: (topics) => signals.tell({ type: 'externalTasks', topics }),
  });
  const generatedForms = new GeneratedForms({ views, definitions, openPorts });
  const standalone = new StandaloneTasks({
    store: createStandaloneTaskStore(database, historyLevel),
    now,
    noticeTakers,
  });
  const taskCommands = new TaskCommands({ dispatcher, standalone });
  const tasks = new UserTasks({ commands: taskCommands, standalone, reader });
  const stores = {
    catalogue: createCatalogueStore(database),
    requests: createRequestStore(database),
    documents: createDocumentStore(database),
    inbox: createInboxStore(database),
    history: createProcessHistory(database),
    internalTasks: createInternalTaskSource(database),
    content: await openContent(storage, { directory: join(config.dataDirectory, 'files'), now }),
    users,
    runtime,
  };
  const serviceSide = createServiceSide({
    now,
    stores,
    definitions,
    generatedForms,
    dispatcher,
    taskCommands,
    attempts: identity.attempts,
    grants: identity.grants,
    evaluate: createLetterEvaluator(now),
    feel: (source, variables) => evaluateFeel(source, variables),
    publicUrl: config.publicUrl,
    scopeOf: (caller, needs) => access.scopeOf(caller, needs, true),
    onFailure: (task, error) =>
      log.warn({ topic: task.topic, processInstanceId: task.processInstanceId, error }, 'internal task failed'),
    deploy: async ({ userId: _userId, ...request }) => {
      const { deployment, findings } = await deployments.deploy(request);
      return { deploymentId: deployment.id, findings };
    },
  });
  const timerStarts = new TimerStarts({
    store: deploymentStore,
    jobs: restStores.timerStartJobs,
    reader: starts,
    definitions,
    dispatcher,
    newId,
    nextDue,
    onError: (error, start) => log.error({ error, start: start.definitionId }, 'timer start failed'),
  });
  const { batchRunner, batches, batchMonitor } = createBatches(database, {
    reader,
    dispatcher,
    definitions,
    ...restStores,
    removalTimes: createRemovalTimes(strategy, retention),
    retention,
    readVariable: readVariableRow,
    newId,
    now,
    wake: wakeJobs,
  });
  const jobs = new JobExecutor({
    store: runtime,
    dispatcher,
    timerStarts,
    batches: batchRunner,
    owner: node,
    now,
    shared,
    lockMilliseconds: config.jobLockMilliseconds ?? 60_000,
    onReleased: () => signals.tell({ type: 'jobs', dueAt: 0 }),
    onLocked: (until) => signals.tell({ type: 'jobs', dueAt: until }),
    onError: (error) => log.error({ error }, 'job executor'),
  });
  const correlation = { store: runtime, deployments: deploymentStore, definitions, views, dispatcher, newId };
  const keptMessages = new KeptMessages({
    ...correlation,
    kept: createKeptMessageStore(database),
    tell: (until) => signals.tell({ type: 'keptMessages', until }),
    now,
    onError: (error) => log.error({ error }, 'kept messages'),
  });
  for (const listener of [jobs, externalTasks, serviceSide.worker, keptMessages, tellNodes(signals), metrics.commits])
    dispatcher.listen(listener);
  hearNodes(signals, {
    jobs,
    externalTasks,
    keptMessages,
    worker: serviceSide.worker,
    definitions,
    decisions,
    forget: [() => priorities.forget(), () => access.forget()],
    telling,
  });

  const historyCleanup = new HistoryCleanup({
    store: createCleanupStore(database, { strategy, now, newId }),
    window: config.cleanupWindow,
    owner: node,
    now,
    onError: (error) => log.error({ error }, 'removal of history failed'),
  });

  const createDuty = (duty: string, periodMs: number, work: () => Promise<unknown>) =>
    new PeriodicDuty({
      duty,
      periodMs,
      work,
      store: dutyStore,
      node,
      now,
      onFailure: (error) => log.error({ error, duty }, 'duty failed'),
    });
  const dutyStore = createDutyStore(storage);
  const duties = [
    createDuty('sweep of drafts and files', DAY_MS, () => serviceSide.sweep()),
    createDuty('removal of delivered messages', HOUR_MS, () => telling.clean()),
  ];

  let stopping = false;
  const routes = [
    ...apiRoutes({ identity, serviceSide, publicUrl: config.publicUrl }),
    ...batchMonitorRoutes({ batchMonitor, batches }),
    ...monitorRoutes(new Monitor({ reader: new SqlMonitorReader(database), definitions, dispatcher, externalTasks })),
    ...webhookRoutes(telling.webhooks),
    ...eventRoutes(telling.events),
    ...modelRoutes(new Models({ reader: new SqlMonitorReader(database), definitions, deployments, deploymentStore })),
    ...engineRestRoutes({
      reader,
      batchHistoryDays: retention.days,
      statistics: new SqlStatisticsReader(database),
      taskDetails: createTaskDetailsReader(database),
      views,
      definitions,
      deployments,
      deploymentStore,
      generatedForms,
      runtime,
      dispatcher,
      tasks,
      taskCommands,
      externalTasks,
      timerStarts,
      batches,
      batchRunner,
      authenticator: identity.authenticator,
      accounts: identity.accounts,
      directory: identity.directory,
      wakeJobs,
      historyCleanup,
      access,
      findCaller: identity.findCaller,
      authorizations: new Authorizations({
        store: grants,
        newId,
        normaliseUserId,
        changed: () => {
          access.forget();
          signals.tell({ type: 'settings' });
        },
      }),
      openConditionPorts: openPorts,
      newId,
      publicUrl: config.publicUrl,
      content: stores.content,
      openContent: (sha256) => stores.content.open(sha256),
      evaluateDecision: (decision, request) =>
        evaluateDeployedDecision(decision, request, { decisions, scripts, history: decisionHistory, now }),
      correlation,
      keptMessages,
      readVariable: readVariableRow,
      ...restStores,
    }),
  ];
  const app = createApp({
    routes,
    authenticator: identity.authenticator,
    access,
    publicUrl: config.publicUrl,
    log,
    publicDirectory: existsSync(join(root, 'dist/designer')) ? join(root, 'dist/designer') : undefined,
    checkAnswers: options.checkAnswers ?? false,
    idempotency,
    logRequests: log.isLevelEnabled('debug'),
    observer: metrics.requests,
    metrics: { token: config.metricsToken, write: () => metrics.write(dispatcher.statistics()) },
    health: new Readiness({
      database: storage,
      dataDirectory: config.dataDirectory,
      queue: () => dispatcher.statistics(),
      isStopping: () => stopping,
      unsafe,
    }),
  });
  if (demo)
    await loadShippedServices(
      { workflows: join(root, 'workflows'), forms: join(root, 'forms') },
      serviceSide.catalogue,
    );
  metrics.start();
  await jobs.start();
  await telling.start();
  serviceSide.worker.start();
  for (const duty of duties) duty.start();
  await historyCleanup.start();
  await keptMessages.start();
  const server = await listen(createServer(app.callback()), config);
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  const stopApplications =
    demo && options.simulatedApplications !== false
      ? startSimulatedApplications({
          workflows: join(root, 'workflows'),
          compiled: isCompiled ? join(root, 'dist/workflows') : undefined,
          log: (text) => log.warn(text),
          environment: {
            ALUR_URL: `${url}/engine-rest`,
            ALUR_WORKER_USER: 'opd-worker',
            ALUR_WORKER_PASSWORD: 'alur-demo',
            ALUR_OUTBOX: join(config.dataDirectory, 'outbox'),
          },
        })
      : () => Promise.resolve();
  return {
    url,
    demo,
    async close() {
      stopping = true;
      await stopInOrder({
        server,
        jobs,
        externalTasks,
        telling,
        stopApplications,
        shared,
        workers: [...duties, historyCleanup, serviceSide.worker],
        scripts,
        dispatcher,
        signals,
        files,
        metrics,
        database,
      });
    },
  };
}
