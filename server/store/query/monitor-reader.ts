import type { Cell, Database, Row } from '../../application/ports/database.ts';
import type { InstanceFilter, MonitorReader, MonitorScope } from '../../application/ports/monitor-reader.ts';
import type { Scope } from '../../application/ports/scope.ts';
import { Binder } from './condition.ts';
import { type ScopeColumns, scopeColumns } from './scope.ts';
import { withinScope } from './within-scope.ts';

const DEFINITION: ScopeColumns = { tenant: 'd.tenant_id', resources: { processDefinition: 'd.key' } };
const INSTANCE: ScopeColumns = {
  tenant: 'i.tenant_id',
  resources: { processInstance: 'i.id', processDefinition: 'i.definition_key' },
};
const HISTORIC_INSTANCE: ScopeColumns = {
  tenant: 'h.tenant_id',
  resources: { historicProcessInstance: 'h.id', processInstance: 'h.id', processDefinition: 'h.definition_key' },
};
const INCIDENT: ScopeColumns = {
  tenant: 'n.tenant_id',
  resources: {
    processInstance: 'n.process_instance_id',
    processDefinition: '(select s.key from process_definition s where s.id = n.definition_id)',
  },
};

const LATEST = `d.version = (select max(n.version) from process_definition n where n.key = d.key and coalesce(n.tenant_id, '') = coalesce(d.tenant_id, ''))`;

export class SqlMonitorReader implements MonitorReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async listDefinitions(
    filter: { readonly id?: string; readonly key?: string; readonly latestOnly?: boolean },
    { definitions, instances }: MonitorScope = {},
  ): Promise<readonly Row[]> {
    const binder = new Binder();
    const counted = (columns: ScopeColumns) =>
      withinScope(instances, columns, binder)
        .conditions.map((each) => ` and ${each}`)
        .join('');
    const [running, failed] = [counted(INSTANCE), counted(INCIDENT)];
    const conditions = [
      ...withinScope(definitions, DEFINITION, binder).conditions,
      filter.id === undefined ? '' : 'd.id = :id',
      filter.key === undefined ? '' : 'd.key = :key',
      filter.latestOnly ? LATEST : '',
    ].filter((each) => each !== '');
    return await this.#database.query(
      `select d.id, d.key, d.name, d.version, d.deployment_id, d.resource_name, p.deployed_at, case when ${LATEST} then 1 else 0 end as latest,
        (select count(*) from process_instance i where i.definition_id = d.id${running}) as running, (select count(*) from incident n where n.definition_id = d.id${failed}) as incidents
       from process_definition d join deployment p on p.id = d.deployment_id${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`} order by d.key, d.version desc`,
      { id: filter.id ?? null, key: filter.key ?? null, ...binder.toParameters() },
    );
  }

  async countActivities(
    definitionId: string,
    instances?: Scope,
  ): Promise<readonly { readonly activityId: string; readonly running: number; readonly incidents: number }[]> {
    const within = withinScope(instances, INSTANCE);
    const running = await this.#database.query<{ id: string; count: number }>(
      `select a.activity_id as id, count(*) as count from activity_instance a join process_instance i on i.id = a.process_instance_id where ${['i.definition_id = :definitionId', 'a.parent_id is not null', ...within.conditions].join(' and ')} group by a.activity_id`,
      { definitionId, ...within.parameters },
    );
    const failed = withinScope(instances, INCIDENT);
    const incidents = await this.#database.query<{ id: string; count: number }>(
      `select n.activity_id as id, count(*) as count from incident n where ${['n.definition_id = :definitionId', ...failed.conditions].join(' and ')} group by n.activity_id`,
      { definitionId, ...failed.parameters },
    );
    const counts = new Map<string, { running: number; incidents: number }>();
    for (const row of running) counts.set(row.id, { running: Number(row.count), incidents: 0 });
    for (const row of incidents)
      counts.set(row.id, { running: counts.get(row.id)?.running ?? 0, incidents: Number(row.count) });
    return [...counts].map(([activityId, each]) => ({ activityId, ...each }));
  }

  async listInstances(filter: InstanceFilter): Promise<readonly Row[]> {
    const conditions = [filter.state === 'ended' ? 'h.ended_at is not null' : 'h.ended_at is null'];
    const within = withinScope(filter.scope, HISTORIC_INSTANCE);
    const parameters: Record<string, Cell | readonly Cell[]> = { limit: filter.limit, ...within.parameters };
    conditions.push(...within.conditions);
    if (filter.state === 'incident')
      conditions.push('exists (select 1 from incident n where n.process_instance_id = h.id)');
    if (filter.definitionId !== undefined) {
      conditions.push('h.definition_id = :definitionId');
      parameters['definitionId'] = filter.definitionId;
    }
    if (filter.search !== undefined && filter.search !== '') {
      // A prefix of the business key is an index range; a whole id is a key.
      conditions.push('(h.id = :search or (h.business_key >= :search and h.business_key < :searchEnd))');
      parameters['search'] = filter.search;
      parameters['searchEnd'] = `${filter.search}\uffff`;
    }
    if (filter.after) {
      conditions.push('(h.started_at < :startedAt or (h.started_at = :startedAt and h.id < :afterId))');
      parameters['startedAt'] = filter.after.startedAt;
      parameters['afterId'] = filter.after.id;
    }
    return await this.#database.query(
      `select h.id, h.business_key, h.definition_id, h.started_at, h.ended_at, h.state, d.name as definition_name, d.key as definition_key, d.version, (select count(*) from incident n where n.process_instance_id = h.id) as incidents
       from history_process_instance h left join process_definition d on d.id = h.definition_id where ${conditions.join(' and ')} order by h.started_at desc, h.id desc limit :limit`,
      parameters,
    );
  }

  async listActive(instanceIds: readonly string[]): Promise<readonly Row[]> {
    if (instanceIds.length === 0) return [];
    return await this.#database.query(
      'select process_instance_id, activity_id from activity_instance where process_instance_id in (:instanceIds) and parent_id is not null order by activity_order',
      { instanceIds },
    );
  }

  async listIncidents(filter: {
    readonly instanceId?: string;
    readonly id?: string;
    readonly after?: { readonly createdAt: number; readonly id: string };
    readonly limit: number;
    readonly scope?: Scope;
  }): Promise<readonly Row[]> {
    // Copies in calling instances are left out: what failed is mended where it failed.
    const within = withinScope(filter.scope, INCIDENT);
    const conditions = ['n.cause_incident_id = n.id', ...within.conditions];
    if (filter.instanceId !== undefined) conditions.push('n.process_instance_id = :instanceId');
    if (filter.id !== undefined) conditions.push('n.id = :id');
    if (filter.after) conditions.push('(n.created_at > :createdAt or (n.created_at = :createdAt and n.id > :afterId))');
    return await this.#database.query(
      `select n.*, i.business_key, d.name as definition_name, d.key as definition_key, coalesce(j.error_details, e.error_details) as details
       from incident n join process_instance i on i.id = n.process_instance_id left join process_definition d on d.id = n.definition_id
       left join job j on j.id = n.configuration left join external_task e on e.id = n.configuration
       where ${conditions.join(' and ')} order by n.created_at, n.id limit :limit`,
      {
        instanceId: filter.instanceId ?? null,
        id: filter.id ?? null,
        createdAt: filter.after?.createdAt ?? null,
        afterId: filter.after?.id ?? null,
        limit: filter.limit,
        ...within.parameters,
      },
    );
  }

  async listHistory(instanceId: string, scope?: Scope): Promise<readonly Row[]> {
    const within = withinScope(scope, scopeColumns['history-activity-instance']);
    return await this.#database.query(
      `select t.* from history_activity_instance t where ${['t.process_instance_id = :instanceId', 't.started = 1', ...within.conditions].join(' and ')} order by t.started_at, t.id limit 1000`,
      { instanceId, ...within.parameters },
    );
  }

  async listVariables(instanceId: string): Promise<readonly Row[]> {
    return await this.#database.query(
      `select name, type, value, scope_id from history_variable where process_instance_id = :instanceId and state = 'CREATED' order by name limit 1000`,
      { instanceId },
    );
  }

  async listNames(): Promise<{
    readonly forms: readonly string[];
    readonly decisions: readonly string[];
    readonly groups: readonly string[];
  }> {
    const names = async (sql: string) => (await this.#database.query<{ name: string }>(sql)).map((row) => row.name);
    return {
      forms: await names('select distinct key as name from form_definition order by key'),
      decisions: await names('select distinct key as name from decision_definition order by key'),
      groups: await names('select distinct group_key as name from user_group order by group_key'),
    };
  }
}
