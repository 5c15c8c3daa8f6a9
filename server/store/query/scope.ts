import type { Cell } from '../../application/ports/database.ts';
import type { ListKind } from '../../application/ports/list-reader.ts';
import type { Scope, ScopeDecision } from '../../application/ports/scope.ts';

/**
 * Where the rows of a list say what they belong to. A list without a column for a resource takes no notice of what
 * authorizations say of that resource.
 */
export interface ScopeColumns {
  /** Absent: rows have no tenant. */
  readonly tenant?: string;
  readonly resources: Partial<Readonly<Record<ScopeDecision['resource'], string>>>;
  /** Whether a row is somebody's own; `user` and `groups` are placeholders. */
  readonly own?: (user: string, groups: string | undefined) => string;
}

/** Rows with the process instance and the definition in columns of the alias. */
const ofInstance = (alias: string): ScopeColumns => ({
  tenant: `${alias}.tenant_id`,
  resources: { processInstance: `${alias}.process_instance_id`, processDefinition: `${alias}.definition_key` },
});
const joined: ScopeColumns = {
  tenant: 'p.tenant_id',
  resources: { processInstance: 'p.id', processDefinition: 'p.definition_key' },
};
const ofBatch: ScopeColumns = { tenant: 't.tenant_id', resources: { batch: 't.id' } };
/** Entries of the steps of instances. */
const ofStep: ScopeColumns = {
  tenant: 'p.tenant_id',
  resources: { processInstance: 't.process_instance_id', processDefinition: 'coalesce(d.key, p.definition_key)' },
};
const keyOf = (definitionId: string) => `(select s.key from process_definition s where s.id = ${definitionId})`;
const isCandidate = (user: string, groups: string | undefined) =>
  `exists (select 1 from task_candidate c where c.task_id = t.id and (c.kind = 'user' and c.name = ${user}${groups === undefined ? '' : ` or c.kind = 'group' and c.name in (${groups})`}))`;
const ownTask = (user: string, groups: string | undefined) => `(t.assignee = ${user} or ${isCandidate(user, groups)})`;

/** For every list: a new one says what its rows belong to, so that none is shown to whom it is not for. */
export const scopeColumns: Readonly<Record<ListKind, ScopeColumns>> = {
  deployment: { tenant: 't.tenant_id', resources: { deployment: 't.id' } },
  'process-definition': {
    tenant: 't.tenant_id',
    // All instances of a definition: what is said of all instances there are counts, not what is said of single ones.
    resources: { processInstance: "'*'", processDefinition: 't.key' },
  },
  'decision-definition': { tenant: 't.tenant_id', resources: { decisionDefinition: 't.key' } },
  'decision-requirements-definition': { tenant: 't.tenant_id', resources: { decisionRequirementsDefinition: 't.key' } },
  'process-instance': {
    tenant: 't.tenant_id',
    resources: { processInstance: 't.id', processDefinition: 't.definition_key' },
  },
  execution: joined,
  task: {
    tenant: 't.tenant_id',
    resources: { task: 't.id', processInstance: 't.process_instance_id', processDefinition: 't.definition_key' },
    own: ownTask,
  },
  filter: { resources: { filter: 't.id' } },
  'external-task': ofInstance('t'),
  job: ofInstance('t'),
  incident: {
    tenant: 't.tenant_id',
    resources: { processInstance: 't.process_instance_id', processDefinition: keyOf('t.definition_id') },
  },
  'event-subscription': {
    tenant: 't.tenant_id',
    resources: {
      processInstance: 't.process_instance_id',
      processDefinition: '(select s.definition_key from process_instance s where s.id = t.process_instance_id)',
    },
  },
  'variable-instance': joined,
  'history-process-instance': {
    tenant: 't.tenant_id',
    resources: { historicProcessInstance: 't.id', processInstance: 't.id', processDefinition: 't.definition_key' },
  },
  'history-activity-instance': ofInstance('t'),
  'history-variable-instance': ofInstance('t'),
  'history-task': {
    tenant: 't.tenant_id',
    resources: { historicTask: 't.id', task: 't.id', processDefinition: 't.definition_key' },
  },
  'history-incident': {
    tenant: 't.tenant_id',
    resources: { processInstance: 't.process_instance_id', processDefinition: 'd.key' },
  },
  'history-decision-instance': {
    tenant: 't.tenant_id',
    resources: { decisionDefinition: 't.decision_definition_key' },
  },
  batch: ofBatch,
  'batch-statistics': ofBatch,
  'history-batch': ofBatch,
  'batch-progress': ofBatch,
  'history-job-log': ofStep,
  'history-external-task-log': ofStep,
  'history-identity-link-log': ofStep,
  'history-detail': ofStep,
  'history-user-operation': {
    tenant: 'p.tenant_id',
    resources: {
      operationLogCategory: 't.category',
      processDefinition: 'coalesce(t.own_definition_key, d.key, p.definition_key)',
    },
  },
  // Counts of all instances, as with definitions themselves.
  'cleanable-process-instance': {
    tenant: 't.tenant_id',
    resources: { processInstance: "'*'", processDefinition: 't.key' },
  },
  'cleanable-decision-instance': { tenant: 't.tenant_id', resources: { decisionDefinition: 't.key' } },
  'cleanable-batch': { resources: {} },
  user: { resources: { user: 't.id' } },
  group: { resources: { group: 't.id', groupMembership: 't.id' } },
  tenant: { resources: { tenant: 't.id', tenantMembership: 't.id' } },
  authorization: { resources: { authorization: 't.id' } },
};

/** SQL conditions of a scope; none when it leaves nothing out. */
export function scopeConditions(
  scope: Scope,
  columns: ScopeColumns,
  bind: (value: Cell | readonly Cell[]) => string,
): string[] {
  const conditions: string[] = [];
  if (scope.tenants !== null && columns.tenant !== undefined)
    conditions.push(
      scope.tenants.length === 0
        ? `${columns.tenant} is null`
        : `(${columns.tenant} is null or ${columns.tenant} in (${bind(scope.tenants)}))`,
    );
  const { otherwise } = scope;
  const own =
    typeof otherwise === 'object' && columns.own
      ? columns.own(bind(otherwise.own[0] ?? ''), otherwise.own.length > 1 ? bind(otherwise.own.slice(1)) : undefined)
      : undefined;
  const decided = scope.decisions.flatMap((decision) => decisionSql(decision, columns, bind));
  if (decided.length > 0) {
    const rest = own === undefined ? (otherwise === false ? '0' : '1') : `case when ${own} then 1 else 0 end`;
    conditions.push(`coalesce(${[...decided, rest].join(', ')}) = 1`);
  } else if (own !== undefined) conditions.push(own);
  else if (otherwise === false) conditions.push('1 = 0');
  return conditions;
}

/** 1 or 0 where the decision says something of a row, else null. */
function decisionSql(
  { resource, byId, any }: ScopeDecision,
  columns: ScopeColumns,
  bind: (value: Cell | readonly Cell[]) => string,
): string[] {
  const column = columns.resources[resource];
  if (column === undefined) return [];
  const cases = [true, false].flatMap((granted) => {
    const ids = [...byId].filter(([, decision]) => decision === granted).map(([id]) => id);
    return ids.length === 0 ? [] : [`when ${column} in (${bind(ids)}) then ${granted ? 1 : 0}`];
  });
  if (any !== undefined) cases.push(`when ${column} is not null then ${any ? 1 : 0}`);
  return cases.length === 0 ? [] : [`case ${cases.join(' ')} end`];
}
