import type { Cell, Database, Parameters, Row, Transaction } from '../application/ports/database.ts';
import type {
  DecisionDefinitionRow,
  DefinitionReference,
  DeletionOutcome,
  DeploymentRow,
  DeploymentStore,
  FormDefinitionRow,
  InsertedDeployment,
  NewDeployment,
  NextRun,
  ProcessDefinitionRow,
  RequirementsDefinitionRow,
  ResourceContent,
  ResourceRow,
  StartKind,
  StartSubscriptionRow,
} from '../application/ports/deployment-store.ts';
import { DEFINITIONS_OF_DEPLOYMENT, deleteDeployment, hasRequests } from './delete-deployment.ts';
import { eraseInParts } from './history-eraser.ts';
import { insertDeployment } from './insert-deployment.ts';
import { advanceTimerStart } from './timer-start-jobs.ts';

const SELECT_PROCESS = `select id, key, version, name, category, description, version_tag as "versionTag", resource_name as "resourceName", deployment_id as "deploymentId", tenant_id as "tenantId", suspended,
  history_time_to_live as "historyTimeToLive", startable_in_tasklist as "startableInTasklist", diagram_name as "diagramName" from process_definition`;
const SELECT_DECISION = `select id, key, version, name, category, version_tag as "versionTag", resource_name as "resourceName", deployment_id as "deploymentId", tenant_id as "tenantId",
  requirements_id as "requirementsId", requirements_key as "requirementsKey", history_time_to_live as "historyTimeToLive" from decision_definition`;
const SELECT_REQUIREMENTS = `select id, key, version, name, category, resource_name as "resourceName", deployment_id as "deploymentId", tenant_id as "tenantId" from decision_requirements_definition`;
const SELECT_FORM = `select id, key, version, resource_name as "resourceName", deployment_id as "deploymentId", tenant_id as "tenantId" from form_definition`;
const SELECT_START = `select definition_id as "definitionId", definition_key as "definitionKey", activity_id as "activityId", kind, name, due_at as "dueAt", repeat, priority, retries, tenant_id as "tenantId" from start_subscription`;

/** A timer start event is a job: it may be suspended, or have failed too often. */
const RUNS = 'suspended = 0 and retries > 0';

export class SqlDeploymentStore implements DeploymentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insertDeployment(request: NewDeployment): Promise<InsertedDeployment> {
    return await this.#database.transaction((transaction) => insertDeployment(transaction, request));
  }

  async findLatestResources(filter: {
    readonly name: string;
    readonly source: string | null;
    readonly tenantId: string | null;
  }) {
    const [deployment] = await this.#database.query<DeploymentRow>(
      `select id, name, source, tenant_id as "tenantId", deployed_at as "deployedAt" from deployment
       where name = :name and coalesce(source, '') = coalesce(:source, '') and coalesce(tenant_id, '') = coalesce(:tenantId, '') order by deployed_at desc, id desc limit 1`,
      filter,
    );
    if (!deployment) return undefined;
    // Of every resource name the newest version over all deployments with that name, source and tenant.
    const rows = await this.#database.query<{ id: string; deploymentId: string; name: string; content: string }>(
      `select r.id, r.deployment_id as "deploymentId", r.name, r.content from resource r join deployment d on d.id = r.deployment_id
       where d.name = :name and coalesce(d.source, '') = coalesce(:source, '') and coalesce(d.tenant_id, '') = coalesce(:tenantId, '') order by d.deployed_at, d.id`,
      filter,
    );
    const newest = new Map(rows.map((row) => [row.name, content(row)]));
    return { deployment, resources: [...newest.values()] };
  }

  async findProcessDefinition(reference: DefinitionReference): Promise<ProcessDefinitionRow | undefined> {
    const row = await this.#find<
      Omit<ProcessDefinitionRow, 'suspended' | 'startableInTasklist'> & {
        suspended: number;
        startableInTasklist: number;
      }
    >(SELECT_PROCESS, reference);
    return row && { ...row, suspended: row.suspended === 1, startableInTasklist: row.startableInTasklist === 1 };
  }

  async findDecisionDefinition(reference: DefinitionReference): Promise<DecisionDefinitionRow | undefined> {
    return await this.#find<DecisionDefinitionRow>(SELECT_DECISION, reference);
  }

  async findRequirementsDefinition(reference: DefinitionReference): Promise<RequirementsDefinitionRow | undefined> {
    return await this.#find<RequirementsDefinitionRow>(SELECT_REQUIREMENTS, reference);
  }

  async findFormDefinition(reference: DefinitionReference): Promise<FormDefinitionRow | undefined> {
    return await this.#find<FormDefinitionRow>(SELECT_FORM, reference);
  }

  async #find<R extends object>(select: string, reference: DefinitionReference): Promise<R | undefined> {
    const { condition, parameters } = conditionOf(reference);
    const [row] = await this.#database.query<R>(
      `${select} where ${condition} order by version desc limit 1`,
      parameters,
    );
    return row;
  }

  async findResource(deploymentId: string, name: string): Promise<ResourceContent | undefined> {
    const [row] = await this.#database.query<{ id: string; deploymentId: string; name: string; content: string }>(
      'select id, deployment_id as "deploymentId", name, content from resource where deployment_id = :deploymentId and name = :name',
      { deploymentId, name },
    );
    return row && content(row);
  }

  async listResources(deploymentId: string): Promise<readonly ResourceRow[]> {
    return await this.#database.query<{ id: string; deploymentId: string; name: string }>(
      'select id, deployment_id as "deploymentId", name from resource where deployment_id = :deploymentId order by name',
      { deploymentId },
    );
  }

  async findEventStarts(
    kind: StartKind,
    name: string | undefined,
    tenantId?: string | null,
  ): Promise<readonly StartSubscriptionRow[]> {
    const named = name === undefined ? '' : ' and name = :name';
    const tenant =
      tenantId === undefined ? '' : tenantId === null ? ' and tenant_id is null' : ' and tenant_id = :tenantId';
    return await this.#starts(
      `kind = :kind${named}${tenant} and definition_id in (select id from process_definition where suspended = 0) order by definition_id, activity_id`,
      { kind, ...(name === undefined ? {} : { name }), ...(tenantId ? { tenantId } : {}) },
    );
  }

  async findDueTimerStarts(now: number): Promise<readonly StartSubscriptionRow[]> {
    return await this.#starts(`due_at <= :now and ${RUNS}`, { now });
  }

  async #starts(condition: string, parameters: Parameters): Promise<readonly StartSubscriptionRow[]> {
    return await this.#database.query<StartSubscriptionRow & Row>(`${SELECT_START} where ${condition}`, parameters);
  }

  async nextTimerStartDue(): Promise<number | null> {
    const [row] = await this.#database.query<{ due: number | null }>(
      `select min(due_at) as due from start_subscription where due_at is not null and definition_id in (select id from process_definition where suspended = 0) and ${RUNS}`,
    );
    return row?.due ?? null;
  }

  async advanceTimerStart(transaction: Transaction, start: StartSubscriptionRow, next: NextRun): Promise<boolean> {
    return await advanceTimerStart(transaction, start, next);
  }

  async hasRequests(deploymentId: string): Promise<boolean> {
    return await hasRequests(this.#database, deploymentId);
  }

  async deleteDeployment(id: string, cascade: boolean): Promise<DeletionOutcome> {
    if (cascade) await eraseInParts(this.#database, `in ${DEFINITIONS_OF_DEPLOYMENT}`, { id });
    return await this.#database.transaction((transaction) => deleteDeployment(transaction, id, cascade));
  }
}

function content(row: { id: string; deploymentId: string; name: string; content: string }): ResourceContent {
  return { id: row.id, deploymentId: row.deploymentId, name: row.name, bytes: Buffer.from(row.content, 'base64') };
}

function conditionOf(reference: DefinitionReference): {
  readonly condition: string;
  readonly parameters: Record<string, Cell>;
} {
  const tenant = (tenantId: string | null) =>
    tenantId === null ? ' and tenant_id is null' : ' and tenant_id = :tenantId';
  switch (reference.by) {
    case 'id':
      return { condition: 'id = :id', parameters: { id: reference.id } };
    case 'latest':
      return {
        condition: `key = :key${tenant(reference.tenantId)}`,
        parameters: { key: reference.key, tenantId: reference.tenantId },
      };
    case 'version':
      return {
        condition: `key = :key and version = :version${tenant(reference.tenantId)}`,
        parameters: { key: reference.key, version: reference.version, tenantId: reference.tenantId },
      };
    case 'versionTag':
      return {
        condition: `key = :key and version_tag = :versionTag${tenant(reference.tenantId)}`,
        parameters: { key: reference.key, versionTag: reference.versionTag, tenantId: reference.tenantId },
      };
    case 'deployment':
      return {
        condition: 'key = :key and deployment_id = :deploymentId',
        parameters: { key: reference.key, deploymentId: reference.deploymentId },
      };
  }
}
