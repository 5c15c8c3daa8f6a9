// Over 300 lines because it is one table: for every operation the permissions it needs, and on what.
import type { Need } from '../application/access/access-control.ts';
import {
  assignTask,
  deleteHistory,
  deleteInstance,
  need,
  readDecisionHistory,
  readHistory,
  readInstance,
  readTask,
  retryJob,
  setTaskVariables,
  setVariables,
  startDefinition,
  suspendDefinition,
  suspendInstance,
  updateInstance,
  updateTask,
  workOnTask,
} from '../application/access/needs.ts';
import type { ListKind } from '../application/ports/list-reader.ts';
import type { Endpoint } from '../contract/endpoint.ts';

/** What an operation of `/engine-rest` needs, and on what. */
export interface Requirement {
  readonly needs: readonly Need[];
  /** What is needed for all besides. */
  readonly also?: readonly Need[];
  /**
   * `list`: it answers rows, those that the caller may see · `row`: it is about the rows that the path names · `all`:
   * it may reach anything · `touched`: what it changes is named in its body, found by a query there, or waits for what it
   * tells; each thing is looked at before the first is changed (`Reach`)
   */
  readonly on: 'list' | 'row' | 'all' | 'touched';
  /** Who has one of these for anything may call an operation on what it touches; absent: the needs themselves. */
  readonly entry?: readonly Need[];
  readonly kind: ListKind;
  /** The rows that a path names. */
  readonly filters?: (
    params: Readonly<Record<string, string>>,
  ) => ReadonlyMap<string, string | boolean | readonly string[]>;
}

const definition = need('processDefinition');
const task = need('task');
const decision = need('decisionDefinition');
const deployment = need('deployment');
const batch = need('batch');
const filter = need('filter');
const operations = need('operationLogCategory');

/** The row whose id is in the path, by the list's filter for ids. */
const byId =
  (filter: string, parameter = 'id'): Requirement['filters'] =>
  (params) =>
    new Map([
      [filter, filter.endsWith('Ids') || filter.endsWith('In') ? [params[parameter] ?? ''] : (params[parameter] ?? '')],
    ]);
/** A definition by id, by key, or by key and tenant. */
const byAddress =
  (filter: string): Requirement['filters'] =>
  ({ id, key, tenantId }) => {
    if (key === undefined) return new Map([[filter, id ?? '']]);
    return new Map<string, string | boolean | readonly string[]>([
      ['key', key],
      tenantId === undefined ? ['withoutTenantId', true] : ['tenantIdIn', [tenantId]],
    ]);
  };

/** A job definition by its definition: `definitionId:activityId:kind`. */
const byJobDefinition: Requirement['filters'] = ({ id }) =>
  new Map([['processDefinitionId', (id ?? '').split(':').slice(0, -2).join(':')]]);

interface Rule extends Requirement {
  readonly methods: readonly string[];
  /** An endpoint's path behind `/engine-rest`; `*` at its end is anything. */
  readonly path: string;
}

function rule(methods: string, path: string, requirement: Requirement): Rule {
  return { methods: methods.split(' '), path, ...requirement };
}

/** A list with its count, by GET and by POST. */
function lists(path: string, kind: ListKind, needs: readonly Need[]): Rule[] {
  return [path, `${path}/count`].map((each) => rule('GET POST', each, { on: 'list', kind, needs }));
}

/** Operations on one row: `methods path: needs`, the first that fits counts. */
function rows(
  kind: ListKind,
  filters: Requirement['filters'],
  operations: readonly [string, string, readonly Need[]][],
): Rule[] {
  return operations.map(([methods, path, needs]) =>
    rule(methods, path, { on: 'row', kind, needs, ...(filters ? { filters } : {}) }),
  );
}

/** Operations that may reach anything. */
function whole(kind: ListKind, operations: readonly [string, string, readonly Need[]][]): Rule[] {
  return operations.map(([methods, path, needs]) => rule(methods, path, { on: 'all', kind, needs }));
}

/** Operations on what they name, find or tell. */
function touching(
  kind: ListKind,
  operations: readonly [string, string, readonly Need[], (readonly Need[])?][],
): Rule[] {
  return operations.map(([methods, path, needs, entry]) =>
    rule(methods, path, { on: 'touched', kind, needs, ...(entry ? { entry } : {}) }),
  );
}

/** A thing that is created, read, changed and removed. */
function kept(path: string, kind: 'user' | 'group' | 'tenant' | 'authorization'): Rule[] {
  const permission = need(kind);
  return [
    ...lists(path, kind, [permission('READ')]),
    ...whole(kind, [['POST', `${path}/create`, [permission('CREATE')]]]),
    ...rows(kind, byId('id'), [
      ['GET', `${path}/:id*`, [permission('READ')]],
      ['PUT', `${path}/:id*`, [permission('UPDATE')]],
      ['DELETE', `${path}/:id`, [permission('DELETE')]],
    ]),
  ];
}

function definitions(address: string): Rule[] {
  const path = `/process-definition/${address}`;
  return rows('process-definition', byAddress('processDefinitionId'), [
    ['POST', `${path}/start`, startDefinition],
    ['POST', `${path}/submit-form`, startDefinition],
    ['POST', `${path}/restart*`, startDefinition],
    ['PUT', `${path}/suspended`, suspendDefinition],
    ['PUT', `${path}/history-time-to-live`, [definition('UPDATE')]],
    ['DELETE', `${path}*`, [definition('DELETE')]],
    ['GET', `${path}/statistics`, [definition('READ_INSTANCE')]],
    ['GET', `${path}*`, [definition('READ')]],
  ]);
}

function decisions(address: string): Rule[] {
  const path = `/decision-definition/${address}`;
  return [
    ...rows('decision-definition', byAddress('decisionDefinitionId'), [
      ['POST', `${path}/evaluate`, [decision('CREATE_INSTANCE')]],
      ['PUT', `${path}/history-time-to-live`, [decision('UPDATE')]],
      ['GET', `${path}*`, [decision('READ')]],
    ]),
    ...rows('decision-requirements-definition', byAddress('decisionRequirementsDefinitionId'), [
      ['GET', `/decision-requirements-definition/${address}*`, [need('decisionRequirementsDefinition')('READ')]],
    ]),
  ];
}

const ADDRESSES = ['key/:key/tenant-id/:tenantId', 'key/:key', ':id'];

/** The first rule that fits an endpoint counts. The needs are those of Camunda 7, "Authorization service". */
const rules: readonly Rule[] = [
  ...lists('/process-definition', 'process-definition', [definition('READ')]),
  rule('GET', '/process-definition/statistics', {
    on: 'list',
    kind: 'process-definition',
    needs: [definition('READ_INSTANCE')],
  }),
  ...touching('process-definition', [['PUT', '/process-definition/suspended', suspendDefinition]]),
  ...ADDRESSES.flatMap(definitions),
  ...lists('/decision-definition', 'decision-definition', [decision('READ')]),
  ...lists('/decision-requirements-definition', 'decision-requirements-definition', [
    need('decisionRequirementsDefinition')('READ'),
  ]),
  ...ADDRESSES.flatMap(decisions),
  ...lists('/deployment', 'deployment', [deployment('READ')]),
  ...whole('deployment', [['POST', '/deployment/create', [deployment('CREATE')]]]),
  ...rows('deployment', byId('id'), [
    ['GET', '/deployment/:id*', [deployment('READ')]],
    ['POST', '/deployment/:id/redeploy', [deployment('CREATE')]],
    ['DELETE', '/deployment/:id', [deployment('DELETE')]],
  ]),

  ...lists('/process-instance', 'process-instance', readInstance),
  // Comments outlive their instance.
  ...rows('history-process-instance', byId('processInstanceId'), [
    ['GET', '/process-instance/:id/comment*', readInstance],
    ['PUT DELETE', '/process-instance/:id/comment*', updateInstance],
  ]),
  ...rows('process-instance', byId('processInstanceIds'), [
    ['DELETE', '/process-instance/:id', deleteInstance],
    ['PUT', '/process-instance/:id/suspended', suspendInstance],
    ['PUT POST DELETE', '/process-instance/:id/variables*', setVariables],
    ['GET', '/process-instance/:id*', readInstance],
    ['PUT POST DELETE', '/process-instance/:id*', updateInstance],
  ]),
  ...touching('process-instance', [
    ['POST', '/process-instance/delete*', deleteInstance],
    ['PUT POST', '/process-instance/suspended*', suspendInstance],
    ['POST', '/process-instance/job-retries*', retryJob],
    ['POST', '/process-instance/variables-async', setVariables],
    ['POST', '/process-instance/*', updateInstance],
    ['POST', '/modification/*', updateInstance],
    // Instances are taken from one definition to another: both have a say.
    ['POST', '/migration/execute*', [definition('MIGRATE_INSTANCE')]],
    ['POST', '/migration/*', [definition('READ')]],
    ['POST', '/message*', updateInstance, [...updateInstance, ...startDefinition]],
    ['POST', '/signal', updateInstance, [...updateInstance, ...startDefinition]],
    ['POST', '/condition', startDefinition],
  ]),
  ...lists('/execution', 'execution', readInstance),
  ...rows('execution', byId('executionId'), [
    ['GET', '/execution/:id*', readInstance],
    ['PUT POST DELETE', '/execution/:id/localVariables*', setVariables],
    ['PUT POST DELETE', '/execution/:id*', updateInstance],
  ]),
  ...lists('/event-subscription', 'event-subscription', readInstance),
  ...lists('/variable-instance', 'variable-instance', readInstance),
  ...rows('variable-instance', byId('id'), [['GET', '/variable-instance/:id*', readInstance]]),
  ...lists('/incident', 'incident', readInstance),
  ...rows('incident', byId('incidentId'), [
    ['GET', '/incident/:id*', readInstance],
    ['PUT DELETE', '/incident/:id*', updateInstance],
  ]),

  ...lists('/task', 'task', readTask),
  ...whole('task', [
    ['POST', '/task/create', [task('CREATE')]],
    ['GET', '/task/report/*', readTask],
  ]),
  ...rows('task', byId('taskId'), [
    ['GET', '/task/:id*', readTask],
    ['DELETE', '/task/:id', [task('DELETE')]],
    ['POST', '/task/:id/comment/create', readTask],
    ['POST', '/task/:id/assignee', assignTask],
    ['POST', '/task/:id/delegate', assignTask],
    ['POST DELETE', '/task/:id/identity-links*', assignTask],
    ['PUT POST DELETE', '/task/:id/variables*', setTaskVariables],
    ['PUT POST DELETE', '/task/:id/localVariables*', setTaskVariables],
    ['PUT DELETE', '/task/:id*', updateTask],
    ['POST', '/task/:id/*', workOnTask],
  ]),
  ...lists('/filter', 'filter', [filter('READ')]),
  ...whole('filter', [['POST', '/filter/create', [filter('CREATE')]]]),
  ...rows('filter', byId('filterId'), [
    ['GET POST', '/filter/:id*', [filter('READ')]],
    ['PUT', '/filter/:id', [filter('UPDATE')]],
    ['DELETE', '/filter/:id', [filter('DELETE')]],
  ]),
  ...lists('/external-task', 'external-task', readInstance),
  rule('POST', '/external-task/fetchAndLock', { on: 'list', kind: 'external-task', needs: updateInstance }),
  ...touching('external-task', [['PUT POST', '/external-task/retries*', updateInstance]]),
  rule('GET', '/external-task/topic-names', { on: 'list', kind: 'external-task', needs: readInstance }),
  ...rows('external-task', byId('externalTaskId'), [
    ['GET', '/external-task/:id*', readInstance],
    ['PUT POST', '/external-task/:id*', updateInstance],
  ]),
  ...lists('/job', 'job', readInstance),
  ...touching('job', [
    ['PUT', '/job/suspended', suspendInstance],
    ['POST', '/job/retries', retryJob],
  ]),
  ...rows('job', byId('jobId'), [
    ['GET', '/job/:id*', readInstance],
    ['PUT', '/job/:id/retries', retryJob],
    ['PUT', '/job/:id/suspended', suspendInstance],
    ['PUT POST DELETE', '/job/:id*', updateInstance],
  ]),
  // Job definitions are read from process definitions.
  ...lists('/job-definition', 'process-definition', [definition('READ')]),
  ...touching('process-definition', [['PUT', '/job-definition/suspended', [definition('UPDATE')]]]),
  ...rows('process-definition', byJobDefinition, [
    ['GET', '/job-definition/:id', [definition('READ')]],
    ['PUT', '/job-definition/:id/retries', [definition('RETRY_JOB'), definition('UPDATE_INSTANCE')]],
    ['PUT', '/job-definition/:id/*', [definition('UPDATE')]],
  ]),

  ...lists('/batch', 'batch', [batch('READ')]),
  ...lists('/batch/statistics', 'batch-statistics', [batch('READ')]),
  ...rows('batch', byId('batchId'), [
    ['GET', '/batch/:id*', [batch('READ')]],
    ['PUT', '/batch/:id*', [batch('UPDATE')]],
    ['DELETE', '/batch/:id', [batch('DELETE')]],
  ]),
  ...lists('/history/batch', 'history-batch', [batch('READ_HISTORY')]),
  ...rows('history-batch', byId('batchId'), [
    ['GET', '/history/batch/:id*', [batch('READ_HISTORY')]],
    ['DELETE', '/history/batch/:id', [batch('DELETE_HISTORY')]],
  ]),

  ...lists('/history/process-instance', 'history-process-instance', readHistory),
  ...lists('/history/activity-instance', 'history-activity-instance', readHistory),
  ...lists('/history/variable-instance', 'history-variable-instance', readHistory),
  ...lists('/history/task', 'history-task', readHistory),
  ...lists('/history/incident', 'history-incident', readHistory),
  ...lists('/history/decision-instance', 'history-decision-instance', readDecisionHistory),
  ...lists('/history/job-log', 'history-job-log', readHistory),
  ...lists('/history/external-task-log', 'history-external-task-log', readHistory),
  ...lists('/history/identity-link-log', 'history-identity-link-log', readHistory),
  ...lists('/history/detail', 'history-detail', readHistory),
  ...lists('/history/user-operation', 'history-user-operation', [operations('READ'), ...readHistory]),
  ...rows('history-job-log', byId('logId'), [['GET', '/history/job-log/:id*', readHistory]]),
  ...rows('history-external-task-log', byId('logId'), [['GET', '/history/external-task-log/:id*', readHistory]]),
  ...rows('history-detail', byId('id'), [['GET', '/history/detail/:id*', readHistory]]),
  ...rows('history-user-operation', byId('operationId', 'operationId'), [
    ['PUT', '/history/user-operation/:operationId/*', [operations('UPDATE'), definition('UPDATE_HISTORY')]],
  ]),
  ...rows('process-definition', byId('processDefinitionId'), [
    ['GET', '/history/process-definition/:id/*', readHistory],
  ]),
  ...lists('/history/process-definition/cleanable-process-instance-report', 'cleanable-process-instance', readHistory),
  ...lists(
    '/history/decision-definition/cleanable-decision-instance-report',
    'cleanable-decision-instance',
    readDecisionHistory,
  ),
  ...whole('cleanable-batch', [['GET', '/history/batch/cleanable-batch-report*', [batch('READ_HISTORY')]]]),
  ...rows('history-process-instance', byId('processInstanceId'), [
    ['GET', '/history/process-instance/:id*', readHistory],
    ['DELETE', '/history/process-instance/:id*', deleteHistory],
  ]),
  ...rows('history-activity-instance', byId('activityInstanceId'), [
    ['GET', '/history/activity-instance/:id*', readHistory],
  ]),
  ...rows('history-variable-instance', byId('id'), [
    ['GET', '/history/variable-instance/:id*', readHistory],
    ['DELETE', '/history/variable-instance/:id*', deleteHistory],
  ]),
  ...rows('history-task', byId('taskId'), [['GET', '/history/task/:id*', readHistory]]),
  ...rows('history-decision-instance', byId('decisionInstanceId'), [
    ['GET', '/history/decision-instance/:id*', readDecisionHistory],
  ]),
  ...touching('history-decision-instance', [
    ['POST', '/history/decision-instance/delete', [decision('DELETE_HISTORY')]],
    ['POST', '/history/decision-instance/set-removal-time', readDecisionHistory],
  ]),
  ...touching('history-batch', [['POST', '/history/batch/set-removal-time', [batch('READ_HISTORY')]]]),
  ...touching('history-process-instance', [
    ['POST', '/history/process-instance/delete', deleteHistory],
    ['POST', '/history/process-instance/set-removal-time', readHistory],
  ]),
  ...whole('history-process-instance', [
    ['GET', '/history/*', readHistory],
    ['PUT POST DELETE', '/history/*', deleteHistory],
    ['GET', '/metrics*', [need('system')('READ')]],
  ]),

  ...kept('/user', 'user'),
  ...rows('group', byId('id'), [
    ['PUT', '/group/:id/members/*', [need('groupMembership')('CREATE')]],
    ['DELETE', '/group/:id/members/*', [need('groupMembership')('DELETE')]],
  ]),
  ...kept('/group', 'group'),
  ...['user', 'group'].flatMap((member) =>
    rows('tenant', byId('id'), [
      ['PUT', `/tenant/:id/${member}-members/*`, [need('tenantMembership')('CREATE')]],
      ['DELETE', `/tenant/:id/${member}-members/*`, [need('tenantMembership')('DELETE')]],
    ]),
  ),
  ...kept('/tenant', 'tenant'),
  ...kept('/authorization', 'authorization'),
];

/**
 * Operations that authorizations have no say in: they tell about the server or about the caller himself, or only
 * administrators have them.
 */
export const WITHOUT_REQUIREMENT: ReadonlySet<string> = new Set([
  'GET /engine',
  'GET /version',
  'GET /identity/groups',
  'POST /identity/verify',
  'GET /identity/password-policy',
  'POST /identity/password-policy',
  'GET /authorization/check',
  'POST /user/:id/unlock',
]);

/** What batches of each kind need besides the permission on what they change (Camunda 7, `BatchPermissions`). */
const BATCHES: Readonly<Record<string, string>> = {
  '/process-instance/delete': 'CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES',
  '/process-instance/delete-historic-query-based': 'CREATE_BATCH_DELETE_RUNNING_PROCESS_INSTANCES',
  '/process-instance/suspended-async': 'CREATE_BATCH_UPDATE_PROCESS_INSTANCES_SUSPEND',
  '/process-instance/variables-async': 'CREATE_BATCH_SET_VARIABLES',
  '/process-instance/message-async': 'CREATE_BATCH_CORRELATE_MESSAGE',
  '/process-instance/job-retries': 'CREATE_BATCH_SET_JOB_RETRIES',
  '/process-instance/job-retries-historic-query-based': 'CREATE_BATCH_SET_JOB_RETRIES',
  '/job/retries': 'CREATE_BATCH_SET_JOB_RETRIES',
  '/external-task/retries-async': 'CREATE_BATCH_SET_EXTERNAL_TASK_RETRIES',
  '/history/process-instance/delete': 'CREATE_BATCH_DELETE_FINISHED_PROCESS_INSTANCES',
  '/history/decision-instance/delete': 'CREATE_BATCH_DELETE_DECISION_INSTANCES',
  '/history/process-instance/set-removal-time': 'CREATE_BATCH_SET_REMOVAL_TIME',
  '/history/decision-instance/set-removal-time': 'CREATE_BATCH_SET_REMOVAL_TIME',
  '/history/batch/set-removal-time': 'CREATE_BATCH_SET_REMOVAL_TIME',
  '/migration/executeAsync': 'CREATE_BATCH_MIGRATE_PROCESS_INSTANCES',
  '/modification/executeAsync': 'CREATE_BATCH_MODIFY_PROCESS_INSTANCES',
  '/process-instance/:id/modification-async': 'CREATE_BATCH_MODIFY_PROCESS_INSTANCES',
  '/process-definition/:id/restart-async': 'CREATE_BATCH_RESTART_PROCESS_INSTANCES',
};

const ROOT = '/engine-rest';

const known = new WeakMap<Endpoint, { readonly requirement: Requirement | undefined }>();

/** What an endpoint needs; undefined when roles alone decide. */
export function requirementOf(endpoint: Endpoint): Requirement | undefined {
  let entry = known.get(endpoint);
  if (!entry) known.set(endpoint, (entry = { requirement: findRequirement(endpoint) }));
  return entry.requirement;
}

function findRequirement({ method, path }: Endpoint): Requirement | undefined {
  if (!path.startsWith(`${ROOT}/`)) return undefined;
  const address = path.slice(ROOT.length);
  if (WITHOUT_REQUIREMENT.has(`${method} ${address}`)) return undefined;
  const found = rules.find(
    (each) =>
      each.methods.includes(method) &&
      (each.path.endsWith('*') ? address.startsWith(each.path.slice(0, -1)) : address === each.path),
  );
  const batched = method === 'POST' ? BATCHES[address] : undefined;
  return found && batched !== undefined ? { ...found, also: [batch(batched), batch('CREATE')] } : found;
}
