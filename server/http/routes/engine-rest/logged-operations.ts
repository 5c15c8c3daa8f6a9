// Over 300 lines because it is one table: for every operation, what the log tells of it.
import type { OutsideOperation } from '../../../application/ports/operation-log.ts';
import type { PropertyChange } from '../../../application/ports/step-origin.ts';

/** What is read of a request and its answer to tell of it. */
export interface Done {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The answer; empty when there is none. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** What was read before (`before` of the operation). */
  readonly before: Readonly<Record<string, unknown>>;
}

export type Entry = Omit<OutsideOperation, 'userId'>;

interface Logged {
  readonly describe: (done: Done) => Entry | undefined;
  /** The row that is read before, whose columns are then `before`. */
  readonly before?: 'process-definition' | 'decision-definition' | 'authorization' | 'incident' | 'attachment';
}

type Told = string | number | boolean | null | undefined;
const told = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value as Told);
const set = (property: string, newValue: unknown, orgValue: unknown = null): PropertyChange => ({
  property,
  orgValue: told(orgValue),
  newValue: told(newValue),
});
const idOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const NOTHING: readonly PropertyChange[] = [{ property: null, orgValue: null, newValue: null }];

type About = Pick<
  Entry,
  | 'processInstanceId'
  | 'processDefinitionId'
  | 'processDefinitionKey'
  | 'deploymentId'
  | 'jobDefinitionId'
  | 'jobId'
  | 'taskId'
  | 'externalTaskId'
  | 'batchId'
>;
/** Leaves out what is not known. */
function about(ids: { readonly [K in keyof About]?: unknown }): About {
  return Object.fromEntries(Object.entries(ids).flatMap(([name, id]) => (idOf(id) === undefined ? [] : [[name, id]])));
}

const operation =
  (category: Entry['category']) =>
  (entityType: string, operationType: string, changes: readonly PropertyChange[], ids: About = {}): Entry => ({
    category,
    entityType,
    operationType,
    changes,
    ...ids,
  });
const [byAdmin, byOperator, byWorker] = [operation('Admin'), operation('Operator'), operation('TaskWorker')];

/** A thing of identity by its id. */
const identity = (entity: string, type: string, property: string, id: (done: Done) => unknown): Logged => ({
  describe: (done) => byAdmin(entity, type, [set(property, id(done))]),
});
const member = (entity: string, type: string, properties: readonly (readonly [string, string])[]): Logged => ({
  describe: ({ params }) =>
    byAdmin(
      entity,
      type,
      properties.map(([property, param]) => set(property, params[param])),
    ),
});
/** What a batch was created for, with the number of its items. */
const batched = (
  entity: string,
  type: string | ((done: Done) => string),
  more: (done: Done) => readonly PropertyChange[] = () => [],
): Logged => ({
  describe: (done) =>
    byOperator(
      entity,
      typeof type === 'string' ? type : type(done),
      [set('nrOfInstances', done.answer['totalJobs']), set('async', true), ...more(done)],
      about({
        batchId: done.answer['id'],
        processDefinitionId: done.body['processDefinitionId'] ?? planOf(done)['sourceProcessDefinitionId'],
      }),
    ),
});
const planOf = ({ body }: Done) => (body['migrationPlan'] ?? {}) as Readonly<Record<string, unknown>>;
const removalTime = ({ body }: Done) => [
  set(
    'mode',
    body['clearedRemovalTime'] === true
      ? 'CLEARED_REMOVAL_TIME'
      : body['calculatedRemovalTime'] === true
        ? 'CALCULATED_REMOVAL_TIME'
        : 'ABSOLUTE_REMOVAL_TIME',
  ),
  set('removalTime', body['absoluteRemovalTime']),
  ...(body['hierarchical'] === undefined ? [] : [set('hierarchical', body['hierarchical'])]),
];
const retries = ({ body }: Done) => [set('retries', body['retries'])];
const variablesOf = ({ body }: Done) => Object.keys((body['variables'] as object | null | undefined) ?? {}).length;
const suspension =
  (what: string) =>
  ({ body }: Done) =>
    `${body['suspended'] === true ? 'Suspend' : 'Activate'}${what}`;
const state = ({ body }: Done) => set('suspensionState', body['suspended'] === true ? 'suspended' : 'active');

const suspendDefinition: Logged = {
  before: 'process-definition',
  describe: (done) =>
    byOperator(
      'ProcessDefinition',
      suspension('ProcessDefinition')(done),
      [state(done), set('includeProcessInstances', done.body['includeProcessInstances'] ?? false)],
      about({
        processDefinitionId: done.before['id'] ?? done.body['processDefinitionId'],
        processDefinitionKey: done.before['key'] ?? done.body['processDefinitionKey'],
      }),
    ),
};
const deleteDefinition: Logged = {
  before: 'process-definition',
  describe: ({ query, before }) =>
    byOperator(
      'ProcessDefinition',
      'Delete',
      [set('cascade', query['cascade'] ?? false)],
      about({
        processDefinitionId: before['id'],
        processDefinitionKey: before['key'],
        deploymentId: before['deployment_id'],
      }),
    ),
};
const keepDefinitionHistory: Logged = {
  before: 'process-definition',
  describe: ({ body, before }) =>
    byOperator(
      'ProcessDefinition',
      'UpdateHistoryTimeToLive',
      [set('historyTimeToLive', body['historyTimeToLive'], before['history_time_to_live'])],
      about({ processDefinitionId: before['id'], processDefinitionKey: before['key'] }),
    ),
};
const keepDecisionHistory: Logged = {
  before: 'decision-definition',
  describe: ({ body, before }) =>
    byOperator('DecisionDefinition', 'UpdateHistoryTimeToLive', [
      set('historyTimeToLive', body['historyTimeToLive'], before['history_time_to_live']),
      set('decisionDefinitionId', before['id']),
      set('decisionDefinitionKey', before['key']),
    ]),
};
const evaluateDecision: Logged = {
  before: 'decision-definition',
  describe: ({ before }) =>
    byOperator('DecisionDefinition', 'Evaluate', [
      set('decisionDefinitionId', before['id']),
      set('decisionDefinitionKey', before['key']),
    ]),
};
const suspendJobs: Logged = {
  describe: (done) =>
    byOperator(
      'Job',
      suspension('Job')(done),
      [state(done)],
      about({
        jobId: done.params['id'],
        ...selectionOf(done),
        ...('jobId' in done.body ? { jobId: done.body['jobId'] } : {}),
      }),
    ),
};
const selectionOf = ({ body }: Done) => ({
  jobDefinitionId: body['jobDefinitionId'],
  processInstanceId: body['processInstanceId'],
  processDefinitionId: body['processDefinitionId'],
  processDefinitionKey: body['processDefinitionKey'],
});
/** `definitionId:activityId:kind`. */
const definitionOf = (jobDefinitionId: string | undefined) => (jobDefinitionId ?? '').split(':').slice(0, -2).join(':');
const ofJobDefinition = (
  entity: string,
  type: string | ((done: Done) => string),
  changes: (done: Done) => readonly PropertyChange[],
): Logged => ({
  describe: (done) =>
    byOperator(
      entity,
      typeof type === 'string' ? type : type(done),
      changes(done),
      about({
        ...selectionOf(done),
        ...(done.params['id'] === undefined
          ? {}
          : { jobDefinitionId: done.params['id'], processDefinitionId: definitionOf(done.params['id']) }),
      }),
    ),
});
const authorization = (type: string): Logged => ({
  ...(type === 'Create' ? {} : { before: 'authorization' as const }),
  describe: ({ answer, body, before }) => {
    const now = type === 'Create' ? answer : type === 'Delete' ? before : { ...before, ...body };
    const changes = [
      ['permissions', 'permissions'],
      ['type', 'type'],
      ['resource', 'resourceType'],
      ['resourceId', 'resourceId'],
      ['userId', 'userId'],
      ['groupId', 'groupId'],
    ] as const;
    return byAdmin(
      'Authorization',
      type,
      changes
        .filter(([, field]) => !['userId', 'groupId'].includes(field) || (now[field] ?? before[field] ?? null) !== null)
        .map(([property, field]) =>
          set(property, listed(now[field]), type === 'Update' ? listed(before[field]) : null),
        ),
    );
  },
});
const listed = (value: unknown) => (Array.isArray(value) ? value.join(', ') : value);
const annotated = (type: string): Logged => ({
  before: 'incident',
  describe: ({ params, before }) =>
    byOperator(
      'Incident',
      type,
      [set('incidentId', params['id'])],
      about({ processInstanceId: before['process_instance_id'], processDefinitionId: before['definition_id'] }),
    ),
});

/** Under each address of a definition. */
function addressed(kind: 'process-definition' | 'decision-definition', operations: Readonly<Record<string, Logged>>) {
  return Object.fromEntries(
    [':id', 'key/:key', 'key/:key/tenant-id/:tenantId'].flatMap((address) =>
      Object.entries(operations).map(([key, logged]) => {
        const [method, rest] = key.split(' ');
        return [`${method} /${kind}/${address}${rest ?? ''}`, logged];
      }),
    ),
  );
}

/**
 * Operations that no step of a process instance tells of, in the words of Camunda 7's user operation log ("User Operation
 * Log", glossary): method and path behind `/engine-rest`.
 */
export const loggedOperations: Readonly<Record<string, Logged>> = {
  'POST /deployment/:id/redeploy': {
    describe: ({ answer }) =>
      byOperator(
        'Deployment',
        'Create',
        [set('duplicateFilterEnabled', false), set('deployChangedOnly', false)],
        about({ deploymentId: answer['id'] }),
      ),
  },
  'DELETE /deployment/:id': {
    describe: ({ params, query }) =>
      byOperator(
        'Deployment',
        'Delete',
        [set('cascade', query['cascade'] ?? false)],
        about({ deploymentId: params['id'] }),
      ),
  },
  ...addressed('process-definition', {
    'PUT /suspended': suspendDefinition,
    'PUT /history-time-to-live': keepDefinitionHistory,
    DELETE: deleteDefinition,
    'DELETE /delete': deleteDefinition,
  }),
  'PUT /process-definition/suspended': { describe: suspendDefinition.describe },
  ...addressed('decision-definition', {
    'PUT /history-time-to-live': keepDecisionHistory,
    'POST /evaluate': evaluateDecision,
  }),
  'PUT /job/:id/suspended': suspendJobs,
  'PUT /job/suspended': suspendJobs,
  'POST /job/:id/duedate/recalculate': {
    describe: ({ params, query }) =>
      byOperator(
        'Job',
        'RecalculateDueDate',
        [set('creationDateBased', query['creationDateBased'] ?? true)],
        about({ jobId: params['id'] }),
      ),
  },
  'PUT /job-definition/:id/suspended': ofJobDefinition('JobDefinition', suspension('JobDefinition'), (done) => [
    state(done),
  ]),
  'PUT /job-definition/suspended': ofJobDefinition('JobDefinition', suspension('JobDefinition'), (done) => [
    state(done),
  ]),
  'PUT /job-definition/:id/retries': ofJobDefinition('Job', 'SetJobRetries', retries),
  'PUT /job-definition/:id/jobPriority': ofJobDefinition('JobDefinition', 'SetPriority', ({ body }) => [
    set('overridingPriority', body['priority']),
    ...(body['includeJobs'] === true ? [set('priority', body['priority'])] : []),
  ]),
  'POST /external-task/:id/unlock': {
    describe: ({ params }) => byOperator('ExternalTask', 'Unlock', NOTHING, about({ externalTaskId: params['id'] })),
  },

  'PUT /batch/:id/suspended': {
    describe: (done) =>
      byOperator('Batch', suspension('Batch')(done), [state(done)], about({ batchId: done.params['id'] })),
  },
  'DELETE /batch/:id': {
    describe: ({ params, query }) =>
      byOperator(
        'Batch',
        'Delete',
        [set('cascadeToHistory', query['cascade'] ?? false)],
        about({ batchId: params['id'] }),
      ),
  },
  'DELETE /history/batch/:id': {
    describe: ({ params }) => byOperator('Batch', 'DeleteHistory', NOTHING, about({ batchId: params['id'] })),
  },
  'POST /process-instance/delete': batched('ProcessInstance', 'Delete', ({ body }) => [
    set('deleteReason', body['deleteReason']),
  ]),
  'POST /process-instance/delete-historic-query-based': batched('ProcessInstance', 'Delete', ({ body }) => [
    set('deleteReason', body['deleteReason']),
  ]),
  'POST /process-instance/suspended-async': batched('ProcessInstance', suspension('')),
  'POST /process-instance/variables-async': batched('ProcessInstance', 'SetVariables', (done) => [
    set('nrOfVariables', variablesOf(done)),
  ]),
  'POST /process-instance/message-async': batched('ProcessInstance', 'CorrelateMessage', (done) => [
    set('messageName', done.body['messageName']),
    set('nrOfVariables', variablesOf(done)),
  ]),
  'POST /process-instance/job-retries': batched('Job', 'SetJobRetries', retries),
  'POST /process-instance/job-retries-historic-query-based': batched('Job', 'SetJobRetries', retries),
  'POST /job/retries': batched('Job', 'SetJobRetries', retries),
  'POST /external-task/retries-async': batched('ExternalTask', 'SetExternalTaskRetries', retries),
  'POST /history/process-instance/delete': batched('ProcessInstance', 'DeleteHistory', ({ body }) => [
    set('deleteReason', body['deleteReason']),
  ]),
  'POST /history/decision-instance/delete': batched('DecisionInstance', 'DeleteHistory', ({ body }) => [
    set('deleteReason', body['deleteReason']),
  ]),
  'POST /history/process-instance/set-removal-time': batched('ProcessInstance', 'SetRemovalTime', removalTime),
  'POST /history/decision-instance/set-removal-time': batched('DecisionInstance', 'SetRemovalTime', removalTime),
  'POST /history/batch/set-removal-time': batched('Batch', 'SetRemovalTime', removalTime),
  'POST /migration/executeAsync': batched('ProcessInstance', 'Migrate', (done) => [
    set('processDefinitionId', planOf(done)['targetProcessDefinitionId'], planOf(done)['sourceProcessDefinitionId']),
  ]),
  'POST /modification/executeAsync': batched('ProcessInstance', 'ModifyProcessInstance'),
  'POST /process-instance/:id/modification-async': batched('ProcessInstance', 'ModifyProcessInstance'),
  'POST /process-definition/:id/restart-async': batched('ProcessInstance', 'RestartProcessInstance'),

  'DELETE /history/process-instance/:id': {
    // It does not name the instance: nothing of its history is left.
    describe: () => byOperator('ProcessInstance', 'DeleteHistory', [set('nrOfInstances', 1), set('async', false)]),
  },
  'DELETE /history/process-instance/:id/variable-instances': {
    describe: ({ params }) =>
      byOperator('Variable', 'DeleteHistory', NOTHING, about({ processInstanceId: params['id'] })),
  },
  'DELETE /history/variable-instance/:id': {
    describe: ({ params }) =>
      byOperator('Variable', 'DeleteHistory', [set('name', (params['id'] ?? '').split(':').slice(1).join(':'))]),
  },
  'POST /history/cleanup': {
    describe: ({ query }) =>
      byOperator('Job', 'CreateHistoryCleanupJobs', [set('immediatelyDue', query['immediatelyDue'] ?? true)]),
  },

  'POST /execution/:id/create-incident': {
    describe: ({ body, answer }) =>
      byOperator(
        'ProcessInstance',
        'CreateIncident',
        [set('incidentType', body['incidentType']), set('configuration', body['configuration'])],
        about({ processInstanceId: answer['processInstanceId'], processDefinitionId: answer['processDefinitionId'] }),
      ),
  },
  'PUT /incident/:id/annotation': annotated('SetAnnotation'),
  'DELETE /incident/:id/annotation': annotated('ClearAnnotation'),

  'POST /task/:id/attachment/create': {
    describe: ({ params, answer }) =>
      byWorker('Attachment', 'AddAttachment', [set('name', answer['name'])], about({ taskId: params['id'] })),
  },
  'DELETE /task/:id/attachment/:attachmentId': {
    before: 'attachment',
    describe: ({ params, before }) =>
      byWorker('Attachment', 'DeleteAttachment', [set('name', null, before['name'])], about({ taskId: params['id'] })),
  },
  'POST /filter/create': { describe: ({ answer }) => byWorker('Filter', 'Create', [set('filterId', answer['id'])]) },
  'PUT /filter/:id': { describe: ({ params }) => byWorker('Filter', 'Update', [set('filterId', params['id'])]) },
  'DELETE /filter/:id': { describe: ({ params }) => byWorker('Filter', 'Delete', [set('filterId', params['id'])]) },

  'POST /user/create': identity(
    'User',
    'Create',
    'userId',
    ({ body }) => (body['profile'] as { id?: unknown } | undefined)?.id,
  ),
  'PUT /user/:id/profile': identity('User', 'Update', 'userId', ({ params }) => params['id']),
  'PUT /user/:id/credentials': identity('User', 'Update', 'userId', ({ params }) => params['id']),
  'DELETE /user/:id': identity('User', 'Delete', 'userId', ({ params }) => params['id']),
  'POST /user/:id/unlock': identity('User', 'Unlock', 'userId', ({ params }) => params['id']),
  'POST /group/create': identity('Group', 'Create', 'groupId', ({ body }) => body['id']),
  'PUT /group/:id': identity('Group', 'Update', 'groupId', ({ params }) => params['id']),
  'DELETE /group/:id': identity('Group', 'Delete', 'groupId', ({ params }) => params['id']),
  'POST /tenant/create': identity('Tenant', 'Create', 'tenantId', ({ body }) => body['id']),
  'PUT /tenant/:id': identity('Tenant', 'Update', 'tenantId', ({ params }) => params['id']),
  'DELETE /tenant/:id': identity('Tenant', 'Delete', 'tenantId', ({ params }) => params['id']),
  ...Object.fromEntries(
    (['PUT', 'DELETE'] as const).flatMap((method) => {
      const type = method === 'PUT' ? 'Create' : 'Delete';
      return [
        [
          `${method} /group/:id/members/:userId`,
          member('GroupMembership', type, [
            ['userId', 'userId'],
            ['groupId', 'id'],
          ]),
        ],
        [
          `${method} /tenant/:id/user-members/:userId`,
          member('TenantMembership', type, [
            ['userId', 'userId'],
            ['tenantId', 'id'],
          ]),
        ],
        [
          `${method} /tenant/:id/group-members/:groupId`,
          member('TenantMembership', type, [
            ['groupId', 'groupId'],
            ['tenantId', 'id'],
          ]),
        ],
      ] as const;
    }),
  ),
  'POST /authorization/create': authorization('Create'),
  'PUT /authorization/:id': authorization('Update'),
  'DELETE /authorization/:id': authorization('Delete'),
};
