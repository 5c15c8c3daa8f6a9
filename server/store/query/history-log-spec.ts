// Over 300 lines because it is one table: for every log of history, its filters and sort keys beside the column they read.
import type { ListKind } from '../../application/ports/list-reader.ts';
import type { Dialect } from '../statement.ts';
import { after, among, atLeast, atMost, before, type Condition, equal, holds, like, where } from './condition.ts';
import { removalTimeOf } from '../removal-time.ts';
import type { ListSpec } from './spec-of-list.ts';

type LogKind = Extract<
  ListKind,
  | 'history-job-log'
  | 'history-external-task-log'
  | 'history-identity-link-log'
  | 'history-detail'
  | 'history-user-operation'
>;

/** An entry of a step: `instance:revision:position`, so that one is found by the primary key of its step. */
/** Jobs of signals belong to no job definition (Camunda). */
const JOB_DEFINITION = "case when t.kind <> 'event' then t.definition_id || ':' || t.activity_id || ':' || t.kind end";
const ID = `t.process_instance_id || ':' || t.revision || ':' || t.n`;
const OF_INSTANCE =
  'left join history_process_instance p on p.id = t.process_instance_id left join process_definition d on d.id = t.definition_id';
const INSTANCE_COLUMNS = `coalesce(d.key, p.definition_key) as definition_key, p.root_process_instance_id, p.tenant_id, d.deployment_id, ${removalTimeOf('t.process_instance_id')} as removal_time`;
const tenant = { tenantIdIn: among('p.tenant_id'), withoutTenantId: holds('p.tenant_id is null') };
const definition = {
  processInstanceId: equal('t.process_instance_id'),
  processDefinitionId: equal('t.definition_id'),
  processDefinitionKey: equal('coalesce(d.key, p.definition_key)'),
};
const states = {
  creationLog: holds("t.state = 'created'"),
  failureLog: holds("t.state = 'failed'"),
  successLog: holds("t.state = 'successful'"),
  deletionLog: holds("t.state = 'deleted'"),
};
const instanceSort = {
  processInstanceId: 't.process_instance_id',
  processDefinitionId: 't.definition_id',
  processDefinitionKey: 'coalesce(d.key, p.definition_key)',
  tenantId: 'p.tenant_id',
};
/** The order in which the entries of an instance came about. */
const OCCURRENCE = 't.revision * 10000000 + t.n';
const OPERATION_ID = "coalesce(t.own_operation_id, t.process_instance_id || ':' || t.revision)";
const TIE = ['t.process_instance_id', 't.revision', 't.n'];

/** One entry by its id. What is no id of an entry is found nowhere. */
const entryId: Condition = (value: string, parameter) => {
  const [, instance, revision, position] = /^(.+):(\d{1,9}):(-?\d{1,9})$/.exec(value) ?? [];
  if (instance === undefined) return '1 = 0';
  return `t.process_instance_id = ${parameter(instance)} and t.revision = ${parameter(Number(revision))} and t.n = ${parameter(Number(position))}`;
};

/** All entries of one operation, whose id is that of its step: `instance:revision`. */
const stepOperation: Condition = (value: string, parameter) => {
  const [, instance, revision] = /^(.+):(\d{1,9})$/.exec(value) ?? [];
  if (instance === undefined) return '1 = 0';
  return `t.process_instance_id = ${parameter(instance)} and t.revision = ${parameter(Number(revision))}`;
};

const anyOperation: Condition = (value: string, parameter, dialect) => {
  const ofStep = stepOperation(value as never, parameter, dialect);
  return ofStep === '1 = 0' ? `t.own_operation_id = ${parameter(value)}` : ofStep;
};

/** Camunda writes types of values small (`string`), REST bodies in capitals (`String`). */
const variableTypes: Condition = (types: readonly string[], parameter) =>
  types.length === 0
    ? '1 = 0'
    : `t.kind = 'variableUpdate' and lower(t.type) in (${parameter(types.map((type) => type.toLowerCase()))})`;

const STEP = 's.process_instance_id, s.revision, s.at, s.user_id, s.definition_id';

/** The entries of one list of all steps as rows; `columns` maps names to the entry's JSON keys. */
function entriesOf(
  dialect: Dialect,
  list: 'variables' | 'form_fields' | 'external_tasks' | 'jobs' | 'identity_links' | 'operations',
  { text, numbers = {} }: { readonly text: Columns; readonly numbers?: Columns },
): string {
  return `select ${STEP}, ${position(dialect)} as n, ${fields(text, numbers)} from history_step s ${each(dialect, `s.${list}`)}`;
}

type Columns = Readonly<Record<string, string>>;
function fields(text: Columns, numbers: Columns = {}): string {
  return [
    ...Object.entries(text).map(([column, key]) => `e.value ->> '${key}' as ${column}`),
    ...Object.entries(numbers).map(([column, key]) => `cast(e.value ->> '${key}' as bigint) as ${column}`),
  ].join(', ');
}

/** Joins the entries of a JSON list as `e.value`. */
export function each(dialect: Dialect, list: string): string {
  return dialect === 'sqlite'
    ? `join json_each(${list}) e`
    : `cross join lateral json_array_elements(${list}::json) with ordinality as e(value, key)`;
}

function position(dialect: Dialect): string {
  return dialect === 'sqlite' ? 'e.key' : 'e.key - 1';
}

const VARIABLE = { scope_id: 'scope', name: 'name', type: 'type', value: 'value', info: 'info' };
/** The activity instance that a variable belongs to, also by its task. */
const DETAIL_SCOPE = 'coalesce(v.activity_instance_id, t.scope_id)';
const NO_FIELD = 'null as form_task_id';
/** Whether the step has an entry in the log of user operations. */
const BY_USER = 'case when s.operations is null then 0 else 1 end as by_user';

/**
 * Updates of variables and fields of forms. The variables that an instance was started with are kept with it; they come
 * first, with negative positions.
 */
function details(dialect: Dialect): string {
  const initial = `select i.id as process_instance_id, 0 as revision, i.started_at as at, i.start_user_id as user_id, i.definition_id, ${position(dialect)} - 1000000 as n,
    i.id as scope_id, e.value ->> 'name' as name, e.value ->> 'type' as type, e.value ->> 'value' as value, e.value ->> 'info' as info, 1 as initial, 'variableUpdate' as kind, ${NO_FIELD}, case when i.start_user_id is null then 0 else 1 end as by_user
    from history_process_instance i ${each(dialect, 'i.initial_variables')}`;
  const updates = `select ${STEP}, ${position(dialect)} as n, ${fields(VARIABLE)}, 0 as initial, 'variableUpdate' as kind, ${NO_FIELD}, ${BY_USER} from history_step s ${each(dialect, 's.variables')}`;
  const form = `select ${STEP}, ${position(dialect)} + 1000000 as n, s.process_instance_id as scope_id, e.value ->> 'id' as name, e.value ->> 'type' as type, e.value ->> 'value' as value, e.value ->> 'info' as info, 0 as initial, 'formField' as kind, e.value ->> 'task' as form_task_id, ${BY_USER}
    from history_step s ${each(dialect, 's.form_fields')}`;
  return `(select u.*, row_number() over (partition by u.process_instance_id, u.kind, u.scope_id, u.name order by u.revision, u.n) - 1 as variable_revision
    from (${initial} union all ${updates} union all ${form}) u) t ${OF_INSTANCE} left join history_task v on v.id = t.scope_id`;
}

const OPERATION = {
  type: 'type',
  entity: 'entity',
  category: 'category',
  property: 'property',
  org_value: 'org',
  new_value: 'new',
  execution_id: 'executionId',
  task_id: 'taskId',
  job_id: 'jobId',
  job_definition_id: 'jobDefinitionId',
  external_task_id: 'externalTaskId',
};

/** Operations of users: in process instances, from their steps; others from a table of their own. */
function operations(dialect: Dialect): string {
  const columns = Object.keys(OPERATION).map((column) =>
    column === 'execution_id' ? `null as ${column}` : `u.${column}`,
  );
  return `(select ${STEP}, ${position(dialect)} as n, ${fields(OPERATION)}, null as own_id, null as own_operation_id, null as own_definition_key, null as own_deployment_id, null as batch_id
      from history_step s ${each(dialect, 's.operations')}
    union all select u.process_instance_id, 0 as revision, u.at, u.user_id, u.definition_id, u.n, ${columns.join(', ')}, u.id, u.operation_id, u.definition_key, u.deployment_id, u.batch_id from user_operation u) t
    ${OF_INSTANCE} left join operation_annotation o on o.operation_id = ${OPERATION_ID}`;
}

/** The logs that are read from the steps of process instances. */
export const historyLogSpecs: Readonly<Record<LogKind, ListSpec>> = {
  'history-job-log': {
    from: (dialect) =>
      `(${entriesOf(dialect, 'jobs', {
        text: {
          job_id: 'id',
          state: 'state',
          activity_instance_id: 'activityInstance',
          activity_id: 'activity',
          kind: 'kind',
          job_type: 'type',
          job_configuration: 'configuration',
          error_message: 'error',
          error_details: 'details',
          failed_activity_id: 'failedActivity',
        },
        numbers: { due_at: 'due', retries: 'retries', priority: 'priority' },
      })}) t ${OF_INSTANCE}`,
    columns: `${ID} as id, t.*, ${JOB_DEFINITION} as job_definition_id, ${INSTANCE_COLUMNS}`,
    tie: TIE,
    filters: {
      logId: entryId,
      jobId: equal('t.job_id'),
      jobExceptionMessage: equal('t.error_message'),
      jobDefinitionId: equal(JOB_DEFINITION),
      jobDefinitionType: equal('t.job_type'),
      jobDefinitionConfiguration: equal('t.job_configuration'),
      activityIdIn: among('t.activity_id'),
      failedActivityIdIn: among('t.failed_activity_id'),
      executionIdIn: among('t.activity_instance_id'),
      ...definition,
      deploymentId: equal('d.deployment_id'),
      ...tenant,
      jobPriorityLowerThanOrEquals: atMost('t.priority'),
      jobPriorityHigherThanOrEquals: atLeast('t.priority'),
      ...states,
    },
    sort: {
      timestamp: 't.at',
      jobId: 't.job_id',
      jobDefinitionId: JOB_DEFINITION,
      jobDueDate: 't.due_at',
      jobRetries: 't.retries',
      jobPriority: 't.priority',
      activityId: 't.activity_id',
      executionId: 't.activity_instance_id',
      ...instanceSort,
      deploymentId: 'd.deployment_id',
      occurrence: OCCURRENCE,
    },
  },
  'history-external-task-log': {
    from: (dialect) =>
      `(${entriesOf(dialect, 'external_tasks', {
        text: {
          external_task_id: 'id',
          state: 'state',
          activity_instance_id: 'activityInstance',
          activity_id: 'activity',
          topic: 'topic',
          worker_id: 'worker',
          error_message: 'error',
          error_details: 'details',
        },
        numbers: { retries: 'retries', priority: 'priority' },
      })}) t ${OF_INSTANCE}`,
    columns: `${ID} as id, t.*, ${INSTANCE_COLUMNS}`,
    tie: TIE,
    filters: {
      logId: entryId,
      externalTaskId: equal('t.external_task_id'),
      topicName: equal('t.topic'),
      workerId: equal('t.worker_id'),
      errorMessage: equal('t.error_message'),
      activityIdIn: among('t.activity_id'),
      activityInstanceIdIn: among('t.activity_instance_id'),
      executionIdIn: among('t.activity_instance_id'),
      ...definition,
      ...tenant,
      priorityLowerThanOrEquals: atMost('t.priority'),
      priorityHigherThanOrEquals: atLeast('t.priority'),
      ...states,
    },
    sort: {
      timestamp: 't.at',
      externalTaskId: 't.external_task_id',
      topicName: 't.topic',
      workerId: 't.worker_id',
      retries: 't.retries',
      priority: 't.priority',
      activityId: 't.activity_id',
      activityInstanceId: 't.activity_instance_id',
      executionId: 't.activity_instance_id',
      ...instanceSort,
    },
  },
  'history-identity-link-log': {
    from: (dialect) =>
      `(${entriesOf(dialect, 'identity_links', {
        text: { task_id: 'task', operation: 'operation', type: 'type', link_user_id: 'user', link_group_id: 'group' },
      })}) t ${OF_INSTANCE}`,
    columns: `${ID} as id, t.*, ${INSTANCE_COLUMNS}`,
    tie: TIE,
    filters: {
      type: equal('t.type'),
      userId: equal('t.link_user_id'),
      groupId: equal('t.link_group_id'),
      dateBefore: atMost('t.at'),
      dateAfter: atLeast('t.at'),
      taskId: equal('t.task_id'),
      processDefinitionId: definition.processDefinitionId,
      processDefinitionKey: definition.processDefinitionKey,
      operationType: equal('t.operation'),
      assignerId: equal('t.user_id'),
      ...tenant,
    },
    sort: {
      time: 't.at',
      type: 't.type',
      userId: 't.link_user_id',
      groupId: 't.link_group_id',
      taskId: 't.task_id',
      processDefinitionId: 't.definition_id',
      processDefinitionKey: instanceSort.processDefinitionKey,
      operationType: 't.operation',
      assignerId: 't.user_id',
      tenantId: 'p.tenant_id',
    },
  },
  'history-detail': {
    from: details,
    columns: `${ID} as id, t.*, ${INSTANCE_COLUMNS},
      (select a.activity_id from history_activity_instance a where a.id = t.scope_id) as scope_activity_id,
      v.id as variable_task_id, v.activity_instance_id as task_activity_instance_id, v.activity_id as task_activity_id`,
    tie: TIE,
    filters: {
      id: entryId,
      processInstanceId: definition.processInstanceId,
      processInstanceIdIn: among('t.process_instance_id'),
      executionId: equal(DETAIL_SCOPE),
      activityInstanceId: equal(DETAIL_SCOPE),
      taskId: equal('coalesce(t.form_task_id, v.id)'),
      variableInstanceId: where("t.kind = 'variableUpdate' and t.scope_id || ':' || t.name = ?"),
      variableTypeIn: variableTypes,
      variableNameLike: like('t.name'),
      userOperationId: stepOperation,
      formFields: holds("t.kind = 'formField'"),
      variableUpdates: holds("t.kind = 'variableUpdate'"),
      excludeTaskDetails: holds('coalesce(t.form_task_id, v.id) is null'),
      initial: holds('t.initial = 1'),
      occurredBefore: atMost('t.at'),
      occurredAfter: atLeast('t.at'),
      ...tenant,
    },
    sort: {
      processInstanceId: 't.process_instance_id',
      variableName: "case when t.kind = 'variableUpdate' then t.name end",
      formPropertyId: "case when t.kind = 'formField' then t.name end",
      variableType: "case when t.kind = 'variableUpdate' then t.type end",
      variableRevision: 't.variable_revision',
      time: 't.at',
      occurrence: OCCURRENCE,
      tenantId: 'p.tenant_id',
    },
  },
  'history-user-operation': {
    from: operations,
    columns: `coalesce(t.own_id, ${ID}) as id, ${OPERATION_ID} as operation_id, t.process_instance_id, t.at, t.user_id, t.definition_id, ${Object.keys(
      OPERATION,
    )
      .map((column) => `t.${column}`)
      .join(', ')}, t.batch_id, o.annotation,
      coalesce(t.own_definition_key, d.key, p.definition_key) as definition_key, coalesce(t.own_deployment_id, d.deployment_id) as deployment_id, p.root_process_instance_id,
      case when t.batch_id is null then ${removalTimeOf('t.process_instance_id')} else (select b.removal_time from batch b where b.id = t.batch_id) end as removal_time`,
    tie: [...TIE, 't.own_id'],
    // Operations outside of process instances.
    tieMayBeNull: true,
    filters: {
      operationId: anyOperation,
      deploymentId: equal('coalesce(t.own_deployment_id, d.deployment_id)'),
      ...definition,
      processDefinitionKey: equal('coalesce(t.own_definition_key, d.key, p.definition_key)'),
      executionId: equal('t.execution_id'),
      taskId: equal('t.task_id'),
      externalTaskId: equal('t.external_task_id'),
      jobId: equal('t.job_id'),
      jobDefinitionId: equal('t.job_definition_id'),
      batchId: equal('t.batch_id'),
      userId: equal('t.user_id'),
      operationType: equal('t.type'),
      entityType: equal('t.entity'),
      entityTypeIn: among('t.entity'),
      category: equal('t.category'),
      categoryIn: among('t.category'),
      property: equal('t.property'),
      afterTimestamp: after('t.at'),
      beforeTimestamp: before('t.at'),
      ...tenant,
    },
    sort: { timestamp: 't.at' },
  },
};
