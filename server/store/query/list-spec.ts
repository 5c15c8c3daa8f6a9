import type { ListKind } from '../../application/ports/list-reader.ts';
import { after, among, atLeast, atMost, before, type Condition, equal, holds, like, notAmong, notEqual, notLike, variables, where } from './condition.ts';

/** How a kind of list is read: filters and sort keys by Camunda's names. `t` is the main table. */
export interface ListSpec {
  readonly from: string;
  readonly columns: string;
  readonly filters: Readonly<Record<string, Condition>>;
  readonly sort: Readonly<Record<string, string>>;
  /** What always holds. */
  readonly base?: string;
}

const tenant = { tenantIdIn: among('t.tenant_id'), withoutTenantId: holds('t.tenant_id is null') };
const active = { active: holds('t.suspended = 0'), suspended: holds('t.suspended = 1') };
const definition = { processDefinitionId: equal('t.definition_id'), processDefinitionKey: equal('t.definition_key'), processDefinitionKeyIn: among('t.definition_key'), processDefinitionKeyNotIn: notAmong('t.definition_key') };
const definitionName = {
  processDefinitionName: where('t.definition_id in (select id from process_definition where name = ?)'),
  processDefinitionNameLike: where(`t.definition_id in (select id from process_definition where name like ? escape '\\')`),
};
const incidentOf = (instance: string) => ({
  incidentId: where(`exists (select 1 from incident i where i.process_instance_id = ${instance} and i.id = ?)`),
  incidentType: where(`exists (select 1 from incident i where i.process_instance_id = ${instance} and i.kind = ?)`),
  incidentMessage: where(`exists (select 1 from incident i where i.process_instance_id = ${instance} and i.message = ?)`),
  incidentMessageLike: where(`exists (select 1 from incident i where i.process_instance_id = ${instance} and i.message like ? escape '\\')`),
});
const businessKeyOf = (key: string) => ({ processInstanceBusinessKey: equal(key), processInstanceBusinessKeyIn: among(key), processInstanceBusinessKeyLike: like(key) });
const candidate = (kind: string, test: string) => `exists (select 1 from task_candidate c where c.task_id = t.id and c.kind = '${kind}'${test})`;

export const listSpecs: Readonly<Record<ListKind, ListSpec>> = {
  deployment: {
    from: 'deployment t', columns: 't.*',
    filters: { id: equal('t.id'), name: equal('t.name'), nameLike: like('t.name'), source: equal('t.source'), withoutSource: holds('t.source is null'), ...tenant, includeDeploymentsWithoutTenantId: holds('1 = 1'), after: after('t.deployed_at'), before: before('t.deployed_at') },
    sort: { id: 't.id', name: 't.name', deploymentTime: 't.deployed_at', tenantId: 't.tenant_id' },
  },
  'process-definition': {
    from: 'process_definition t', columns: 't.*',
    filters: {
      processDefinitionId: equal('t.id'), processDefinitionIdIn: among('t.id'), name: equal('t.name'), nameLike: like('t.name'), deploymentId: equal('t.deployment_id'), key: equal('t.key'), keysIn: among('t.key'), keyLike: like('t.key'),
      deployedAfter: where('t.deployment_id in (select id from deployment where deployed_at > ?)'), deployedAt: where('t.deployment_id in (select id from deployment where deployed_at = ?)'),
      category: equal('t.category'), categoryLike: like('t.category'), version: equal('t.version'), latestVersion: holds(latest()), latest: holds(latest()), resourceName: equal('t.resource_name'), resourceNameLike: like('t.resource_name'), ...active, ...tenant,
      incidentId: where('exists (select 1 from incident i where i.definition_id = t.id and i.id = ?)'), incidentType: where('exists (select 1 from incident i where i.definition_id = t.id and i.kind = ?)'),
      incidentMessage: where('exists (select 1 from incident i where i.definition_id = t.id and i.message = ?)'), incidentMessageLike: where(`exists (select 1 from incident i where i.definition_id = t.id and i.message like ? escape '\\')`),
      versionTag: equal('t.version_tag'), versionTagLike: like('t.version_tag'), withoutVersionTag: holds('t.version_tag is null'), startableInTasklist: holds('t.startable_in_tasklist = 1'), notStartableInTasklist: holds('t.startable_in_tasklist = 0'),
    },
    sort: { category: 't.category', key: 't.key', id: 't.id', name: 't.name', version: 't.version', deploymentId: 't.deployment_id', deployTime: '(select deployed_at from deployment d where d.id = t.deployment_id)', tenantId: 't.tenant_id', versionTag: 't.version_tag' },
  },
  'process-instance': {
    from: 'process_instance t', columns: 't.*',
    filters: {
      processInstanceIds: among('t.id'), businessKey: equal('t.business_key'), businessKeyLike: like('t.business_key'), ...definition, deploymentId: where('t.definition_id in (select id from process_definition where deployment_id = ?)'),
      superProcessInstance: equal('t.super_process_instance_id'), subProcessInstance: where('t.id = (select super_process_instance_id from process_instance where id = ?)'), ...active,
      withIncident: holds('exists (select 1 from incident i where i.process_instance_id = t.id)'), ...incidentOf('t.id'), ...tenant, activityIdIn: where('exists (select 1 from activity_instance a where a.process_instance_id = t.id and a.parent_id is not null and a.activity_id in (?))'),
      rootProcessInstances: holds('t.super_process_instance_id is null'), rootProcessInstanceId: equal('t.root_process_instance_id'), leafProcessInstances: holds('not exists (select 1 from process_instance s where s.super_process_instance_id = t.id)'), variables: variables('variable', 't.id'),
    },
    sort: { instanceId: 't.id', definitionKey: 't.definition_key', definitionId: 't.definition_id', tenantId: 't.tenant_id', businessKey: 't.business_key' },
  },
  execution: {
    from: 'activity_instance t join process_instance p on p.id = t.process_instance_id', columns: 't.id, t.process_instance_id, p.tenant_id',
    filters: {
      executionId: equal('t.id'), businessKey: equal('p.business_key'), processDefinitionId: equal('p.definition_id'), processDefinitionKey: equal('p.definition_key'), processInstanceId: equal('t.process_instance_id'), activityId: where('t.parent_id is not null and t.activity_id = ?'),
      messageEventSubscriptionName: where(`exists (select 1 from subscription s where s.activity_instance_id = t.id and s.name = ?)`), active: holds('p.suspended = 0'), suspended: holds('p.suspended = 1'), ...incidentOf('t.process_instance_id'), tenantIdIn: among('p.tenant_id'),
    },
    sort: { instanceId: 't.process_instance_id', definitionKey: 'p.definition_key', definitionId: 'p.definition_id', tenantId: 'p.tenant_id' },
  },
  task: {
    from: 'task t', columns: 't.*',
    filters: {
      taskId: equal('t.id'), taskIdIn: among('t.id'), processInstanceId: equal('t.process_instance_id'), processInstanceIdIn: among('t.process_instance_id'), ...businessKeyOf('t.business_key'), ...definition, ...definitionName,
      executionId: equal('t.activity_instance_id'), activityInstanceIdIn: among('t.activity_instance_id'), ...tenant, assignee: equal('t.assignee'), assigneeLike: like('t.assignee'), assigneeIn: among('t.assignee'), assigneeNotIn: where('(t.assignee is null or t.assignee not in (?))'),
      owner: equal('t.owner'), candidateGroup: where(candidate('group', ' and c.name = ?')), candidateGroups: where(candidate('group', ' and c.name in (?)')), candidateUser: where(candidate('user', ' and c.name = ?')), includeAssignedTasks: holds('1 = 1'),
      involvedUser: where(`(t.assignee = ? or t.owner = ? or ${candidate('user', ' and c.name = ?')})`), assigned: holds('t.assignee is not null'), unassigned: holds('t.assignee is null'), taskDefinitionKey: equal('t.activity_id'), taskDefinitionKeyIn: among('t.activity_id'),
      taskDefinitionKeyNotIn: notAmong('t.activity_id'), taskDefinitionKeyLike: like('t.activity_id'), name: equal('t.name'), nameNotEqual: notEqual('t.name'), nameLike: like('t.name'), nameNotLike: notLike('t.name'), description: equal('t.description'), descriptionLike: like('t.description'),
      priority: equal('t.priority'), maxPriority: atMost('t.priority'), minPriority: atLeast('t.priority'), dueDate: equal('t.due_at'), dueAfter: after('t.due_at'), dueBefore: before('t.due_at'), withoutDueDate: holds('t.due_at is null'), followUpDate: equal('t.follow_up_at'),
      followUpAfter: after('t.follow_up_at'), followUpBefore: before('t.follow_up_at'), followUpBeforeOrNotExistent: where('(t.follow_up_at is null or t.follow_up_at < ?)'), createdOn: equal('t.created_at'), createdAfter: after('t.created_at'), createdBefore: before('t.created_at'),
      delegationState: equal('t.delegation_state'), withCandidateGroups: holds(candidate('group', '')), withoutCandidateGroups: holds(`not ${candidate('group', '')}`), withCandidateUsers: holds(candidate('user', '')), withoutCandidateUsers: holds(`not ${candidate('user', '')}`),
      // Not from outside: narrows an officer's query to a user (first) and his groups.
      visibleTo: where(`(t.assignee in (?) or exists (select 1 from task_candidate c where c.task_id = t.id and c.name in (?)))`),
      ...active, processVariables: variables('variable', 't.process_instance_id'), taskVariables: variables('variable', 't.activity_instance_id'),
    },
    sort: {
      instanceId: 't.process_instance_id', dueDate: 't.due_at', followUpDate: 't.follow_up_at', executionId: 't.activity_instance_id', assignee: 't.assignee', created: 't.created_at', description: 't.description', id: 't.id', name: 't.name', nameCaseInsensitive: 'lower(t.name)',
      priority: 't.priority', tenantId: 't.tenant_id',
    },
  },
  'external-task': {
    from: 'external_task t', columns: 't.*',
    filters: {
      externalTaskId: equal('t.id'), externalTaskIdIn: among('t.id'), topicName: equal('t.topic'), workerId: equal('t.worker_id'), locked: holds('t.worker_id is not null and t.lock_expires_at > :now'), notLocked: holds('(t.worker_id is null or t.lock_expires_at <= :now)'),
      withRetriesLeft: holds('(t.retries is null or t.retries > 0)'), noRetriesLeft: holds('t.retries = 0'), lockExpirationAfter: after('t.lock_expires_at'), lockExpirationBefore: before('t.lock_expires_at'), activityId: equal('t.activity_id'), activityIdIn: among('t.activity_id'),
      executionId: equal('t.activity_instance_id'), processInstanceId: equal('t.process_instance_id'), processInstanceIdIn: among('t.process_instance_id'), ...definition, ...definitionName, ...tenant, ...active,
      priorityHigherThanOrEquals: atLeast('t.priority'), priorityLowerThanOrEquals: atMost('t.priority'), processVariables: variables('variable', 't.process_instance_id'),
    },
    sort: { id: 't.id', lockExpirationTime: 't.lock_expires_at', processInstanceId: 't.process_instance_id', processDefinitionId: 't.definition_id', processDefinitionKey: 't.definition_key', taskPriority: 't.priority', createTime: 't.created_at', tenantId: 't.tenant_id' },
  },
  job: {
    from: 'job t', columns: 't.*',
    filters: {
      jobId: equal('t.id'), jobIds: among('t.id'), processInstanceId: equal('t.process_instance_id'), processInstanceIds: among('t.process_instance_id'), executionId: equal('t.activity_instance_id'), ...definition, activityId: equal('t.activity_id'), withRetriesLeft: holds('t.retries > 0'),
      noRetriesLeft: holds('t.retries = 0'), executable: holds('t.retries > 0 and t.due_at <= :now'), timers: holds("t.kind = 'timer'"), messages: holds("t.kind <> 'timer'"), withException: holds('t.error_message is not null'), exceptionMessage: equal('t.error_message'),
      failedActivityId: equal('t.failed_activity_id'), ...active, priorityLowerThanOrEquals: atMost('t.priority'), priorityHigherThanOrEquals: atLeast('t.priority'), ...tenant, acquired: holds('t.lock_owner is not null and t.lock_expires_at > :now'),
    },
    sort: { jobId: 't.id', executionId: 't.activity_instance_id', processInstanceId: 't.process_instance_id', processDefinitionId: 't.definition_id', processDefinitionKey: 't.definition_key', jobPriority: 't.priority', jobRetries: 't.retries', jobDueDate: 't.due_at', tenantId: 't.tenant_id' },
  },
  incident: {
    from: 'incident t', columns: 't.*',
    filters: {
      incidentId: equal('t.id'), incidentType: equal('t.kind'), incidentMessage: equal('t.message'), incidentMessageLike: like('t.message'), processDefinitionId: equal('t.definition_id'), processDefinitionKeyIn: where('t.definition_id in (select id from process_definition where key in (?))'),
      processInstanceId: equal('t.process_instance_id'), executionId: equal('t.activity_instance_id'), incidentTimestampBefore: before('t.created_at'), incidentTimestampAfter: after('t.created_at'), activityId: equal('t.activity_id'), failedActivityId: equal('t.failed_activity_id'),
      configuration: equal('t.configuration'), tenantIdIn: among('t.tenant_id'),
    },
    sort: {
      incidentId: 't.id', incidentMessage: 't.message', incidentTimestamp: 't.created_at', incidentType: 't.kind', executionId: 't.activity_instance_id', activityId: 't.activity_id', processInstanceId: 't.process_instance_id', processDefinitionId: 't.definition_id', configuration: 't.configuration', tenantId: 't.tenant_id',
    },
  },
  'event-subscription': {
    from: 'subscription t', columns: 't.*',
    filters: { eventSubscriptionId: equal('t.id'), eventName: equal('t.name'), eventType: equal('t.kind'), executionId: equal('t.activity_instance_id'), processInstanceId: equal('t.process_instance_id'), activityId: equal('t.activity_id'), ...tenant },
    sort: { created: 't.created_at', tenantId: 't.tenant_id' },
  },
  'variable-instance': {
    from: 'variable t join process_instance p on p.id = t.process_instance_id', columns: 't.*, p.definition_id, p.tenant_id',
    filters: {
      id: equal('t.id'), variableName: equal('t.name'), variableNameLike: like('t.name'), processInstanceIdIn: among('t.process_instance_id'), executionIdIn: among('t.scope_id'), activityInstanceIdIn: among('t.scope_id'), variableScopeIdIn: among('t.scope_id'), tenantIdIn: among('p.tenant_id'),
    },
    sort: { variableName: 't.name', variableType: 't.type', activityInstanceId: 't.scope_id', tenantId: 'p.tenant_id' },
  },
  'history-process-instance': {
    from: 'history_process_instance t left join process_definition d on d.id = t.definition_id', columns: 't.*, d.name as definition_name, d.version as definition_version',
    filters: {
      processInstanceId: equal('t.id'), processInstanceIds: among('t.id'), processInstanceIdNotIn: notAmong('t.id'), ...definition, processDefinitionName: equal('d.name'), processDefinitionNameLike: like('d.name'), ...businessKeyOf('t.business_key'),
      rootProcessInstances: holds('t.super_process_instance_id is null'), rootProcessInstanceId: equal('t.root_process_instance_id'), finished: holds('t.ended_at is not null'), unfinished: holds('t.ended_at is null'), withIncidents: holds('exists (select 1 from history_incident i where i.process_instance_id = t.id)'),
      incidentType: where('exists (select 1 from history_incident i where i.process_instance_id = t.id and i.kind = ?)'), incidentMessage: where('exists (select 1 from history_incident i where i.process_instance_id = t.id and i.message = ?)'),
      incidentMessageLike: where(`exists (select 1 from history_incident i where i.process_instance_id = t.id and i.message like ? escape '\\')`), startedBefore: atMost('t.started_at'), startedAfter: atLeast('t.started_at'), finishedBefore: atMost('t.ended_at'), finishedAfter: atLeast('t.ended_at'),
      startedBy: equal('t.start_user_id'), superProcessInstanceId: equal('t.super_process_instance_id'), subProcessInstanceId: where('t.id = (select super_process_instance_id from history_process_instance where id = ?)'), ...tenant,
      executedActivityIdIn: where('exists (select 1 from history_activity_instance a where a.process_instance_id = t.id and a.ended_at is not null and a.activity_id in (?))'), activeActivityIdIn: where('exists (select 1 from activity_instance a where a.process_instance_id = t.id and a.activity_id in (?))'),
      activityIdIn: where('exists (select 1 from activity_instance a where a.process_instance_id = t.id and a.activity_id in (?))'), active: holds("t.state = 'ACTIVE'"), suspended: holds("t.state = 'SUSPENDED'"), completed: holds("t.state = 'COMPLETED'"),
      externallyTerminated: holds("t.state = 'EXTERNALLY_TERMINATED'"), internallyTerminated: holds("t.state = 'INTERNALLY_TERMINATED'"), variables: variables('history_variable', 't.id'),
    },
    sort: {
      instanceId: 't.id', definitionId: 't.definition_id', definitionKey: 't.definition_key', definitionName: 'd.name', definitionVersion: 'd.version', businessKey: 't.business_key', startTime: 't.started_at', endTime: 't.ended_at', duration: '(t.ended_at - t.started_at)', tenantId: 't.tenant_id',
    },
  },
  'history-activity-instance': {
    from: 'history_activity_instance t', columns: 't.*', base: 't.started = 1',
    filters: {
      activityInstanceId: equal('t.id'), processInstanceId: equal('t.process_instance_id'), processDefinitionId: equal('t.definition_id'), executionId: equal('t.id'), activityId: equal('t.activity_id'), activityName: equal('t.activity_name'), activityType: equal('t.activity_type'),
      taskAssignee: equal('t.assignee'), finished: holds('t.ended_at is not null'), unfinished: holds('t.ended_at is null'), canceled: holds('t.canceled = 1'), completeScope: holds('t.complete_scope = 1'), startedBefore: atMost('t.started_at'), startedAfter: atLeast('t.started_at'),
      finishedBefore: atMost('t.ended_at'), finishedAfter: atLeast('t.ended_at'), ...tenant,
    },
    sort: {
      activityInstanceId: 't.id', instanceId: 't.process_instance_id', executionId: 't.id', activityId: 't.activity_id', activityName: 't.activity_name', activityType: 't.activity_type', startTime: 't.started_at', endTime: 't.ended_at', duration: '(t.ended_at - t.started_at)',
      definitionId: 't.definition_id', occurrence: 't.started_at', tenantId: 't.tenant_id',
    },
  },
  'history-variable-instance': {
    from: 'history_variable t', columns: 't.*',
    filters: {
      id: equal('t.id'), variableName: equal('t.name'), variableNameLike: like('t.name'), variableNameIn: among('t.name'), variableTypeIn: among('t.type'), includeDeleted: holds('1 = 1'), processInstanceId: equal('t.process_instance_id'), processInstanceIdIn: among('t.process_instance_id'),
      processDefinitionId: equal('t.definition_id'), processDefinitionKey: equal('t.definition_key'), executionIdIn: among('t.scope_id'), activityInstanceIdIn: among('t.scope_id'), ...tenant,
    },
    sort: { instanceId: 't.process_instance_id', variableName: 't.name', tenantId: 't.tenant_id' },
  },
  'history-task': {
    from: 'history_task t', columns: 't.*',
    filters: {
      taskId: equal('t.id'), processInstanceId: equal('t.process_instance_id'), rootProcessInstanceId: where('t.process_instance_id in (select id from history_process_instance where root_process_instance_id = ?)'),
      processInstanceBusinessKey: where('t.process_instance_id in (select id from history_process_instance where business_key = ?)'), processInstanceBusinessKeyIn: where('t.process_instance_id in (select id from history_process_instance where business_key in (?))'),
      processInstanceBusinessKeyLike: where(`t.process_instance_id in (select id from history_process_instance where business_key like ? escape '\\')`), executionId: equal('t.activity_instance_id'), processDefinitionId: equal('t.definition_id'), processDefinitionKey: equal('t.definition_key'),
      processDefinitionName: definitionName.processDefinitionName, activityInstanceIdIn: among('t.activity_instance_id'), taskName: equal('t.name'), taskNameLike: like('t.name'), taskDescription: equal('t.description'), taskDescriptionLike: like('t.description'), taskDefinitionKey: equal('t.activity_id'),
      taskDefinitionKeyIn: among('t.activity_id'), taskDeleteReason: equal('t.delete_reason'), taskDeleteReasonLike: like('t.delete_reason'), taskAssignee: equal('t.assignee'), taskAssigneeLike: like('t.assignee'), taskOwner: equal('t.owner'), taskOwnerLike: like('t.owner'),
      taskPriority: equal('t.priority'), assigned: holds('t.assignee is not null'), unassigned: holds('t.assignee is null'), finished: holds('t.ended_at is not null'), unfinished: holds('t.ended_at is null'),
      processFinished: holds('t.process_instance_id not in (select id from process_instance)'), processUnfinished: holds('t.process_instance_id in (select id from process_instance)'), taskDueDate: equal('t.due_at'), taskDueDateBefore: before('t.due_at'), taskDueDateAfter: after('t.due_at'),
      withoutTaskDueDate: holds('t.due_at is null'), taskFollowUpDate: equal('t.follow_up_at'), taskFollowUpDateBefore: before('t.follow_up_at'), taskFollowUpDateAfter: after('t.follow_up_at'), startedBefore: atMost('t.started_at'), startedAfter: atLeast('t.started_at'), finishedBefore: atMost('t.ended_at'),
      finishedAfter: atLeast('t.ended_at'), ...tenant,
    },
    sort: {
      taskId: 't.id', activityInstanceId: 't.activity_instance_id', processDefinitionId: 't.definition_id', processInstanceId: 't.process_instance_id', executionId: 't.activity_instance_id', duration: '(t.ended_at - t.started_at)', endTime: 't.ended_at', startTime: 't.started_at', taskName: 't.name',
      taskDescription: 't.description', assignee: 't.assignee', owner: 't.owner', dueDate: 't.due_at', followUpDate: 't.follow_up_at', deleteReason: 't.delete_reason', taskDefinitionKey: 't.activity_id', priority: 't.priority', tenantId: 't.tenant_id',
    },
  },
};

/** Newest per key and tenant. */
function latest(): string {
  return `t.version = (select max(n.version) from process_definition n where n.key = t.key and coalesce(n.tenant_id, '') = coalesce(t.tenant_id, ''))`;
}
