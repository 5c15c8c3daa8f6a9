import type { Transaction } from '../application/ports/database.ts';
import type { InsertedDeployment, NewDeployment, ProcessDefinitionRow } from '../application/ports/deployment-store.ts';
import { startSubscriptionRow } from './start-subscription-row.ts';

type DefinitionTable =
  | 'process_definition'
  | 'decision_definition'
  | 'decision_requirements_definition'
  | 'form_definition';

/** Writes a deployment, its resources and its definitions, each with the next version of its key and tenant. */
export async function insertDeployment(transaction: Transaction, request: NewDeployment): Promise<InsertedDeployment> {
  const { deployment } = request;
  await transaction.insert('deployment', [
    {
      id: deployment.id,
      name: deployment.name,
      source: deployment.source,
      tenant_id: deployment.tenantId,
      deployed_at: deployment.deployedAt,
    },
  ]);
  await transaction.insert(
    'resource',
    request.resources.map((resource) => ({
      id: resource.id,
      deployment_id: deployment.id,
      name: resource.name,
      content: Buffer.from(resource.bytes).toString('base64'),
    })),
  );
  const processes = await withVersions(transaction, 'process_definition', request.processes, request.newId);
  const requirements = await withVersions(
    transaction,
    'decision_requirements_definition',
    request.requirements,
    request.newId,
  );
  const decisions = (await withVersions(transaction, 'decision_definition', request.decisions, request.newId)).map(
    (row) => ({ ...row, requirementsId: requirements.find(({ key }) => key === row.requirementsKey)?.id ?? null }),
  );
  const forms = await withVersions(transaction, 'form_definition', request.forms, request.newId);
  await transaction.insert(
    'process_definition',
    processes.map((row) => ({
      id: row.id,
      key: row.key,
      version: row.version,
      name: row.name,
      category: row.category,
      description: row.description,
      version_tag: row.versionTag,
      resource_name: row.resourceName,
      deployment_id: deployment.id,
      tenant_id: row.tenantId,
      suspended: row.suspended ? 1 : 0,
      history_time_to_live: row.historyTimeToLive,
      startable_in_tasklist: row.startableInTasklist ? 1 : 0,
      diagram_name: row.diagramName,
    })),
  );
  await transaction.insert(
    'candidate_starter',
    request.starters.flatMap(({ definitionKey, kind, name }) => {
      const definition = processes.find(({ key }) => key === definitionKey);
      return definition ? [{ definition_id: definition.id, kind, name }] : [];
    }),
    'ignore',
  );
  await transaction.insert(
    'decision_definition',
    decisions.map((row) => ({
      id: row.id,
      key: row.key,
      version: row.version,
      name: row.name,
      category: row.category,
      version_tag: row.versionTag,
      resource_name: row.resourceName,
      deployment_id: deployment.id,
      tenant_id: row.tenantId,
      requirements_id: row.requirementsId,
      requirements_key: row.requirementsKey,
      history_time_to_live: row.historyTimeToLive,
    })),
  );
  await transaction.insert(
    'decision_requirements_definition',
    requirements.map((row) => ({
      id: row.id,
      key: row.key,
      version: row.version,
      name: row.name,
      category: row.category,
      resource_name: row.resourceName,
      deployment_id: deployment.id,
      tenant_id: row.tenantId,
    })),
  );
  await transaction.insert(
    'form_definition',
    forms.map((row) => ({
      id: row.id,
      key: row.key,
      version: row.version,
      resource_name: row.resourceName,
      deployment_id: deployment.id,
      tenant_id: row.tenantId,
    })),
  );
  await replaceStarts(transaction, processes, request);
  await request.alongside?.(transaction);
  return { processes, decisions, requirements, forms };
}

/**
 * Only the latest version of a process is started by messages and timers; incidents of earlier timers are over.
 */
async function replaceStarts(
  transaction: Transaction,
  processes: readonly ProcessDefinitionRow[],
  { deployment, startSubscriptions: starts }: NewDeployment,
): Promise<void> {
  for (const process of processes) {
    await transaction.execute(
      `update start_incident set ended_at = :now, state = 'deleted' where ended_at is null and definition_id in
         (select definition_id from start_subscription where definition_key = :key and coalesce(tenant_id, '') = coalesce(:tenantId, ''))`,
      { key: process.key, tenantId: process.tenantId, now: deployment.deployedAt },
    );
    await transaction.execute(
      `delete from start_subscription where definition_key = :key and coalesce(tenant_id, '') = coalesce(:tenantId, '')`,
      { key: process.key, tenantId: process.tenantId },
    );
  }
  const rows = starts.flatMap((start) => {
    const process = processes.find((candidate) => candidate.key === start.definitionKey);
    return process ? [startSubscriptionRow({ ...start, definitionId: process.id })] : [];
  });
  await transaction.insert('start_subscription', rows);
}

/**
 * Gives each definition the next version of its key and tenant, and its id `key:version:uuid` (only the uuid above 64
 * characters, as Camunda does).
 */
async function withVersions<R extends { readonly key: string; readonly tenantId: string | null }>(
  transaction: Transaction,
  table: DefinitionTable,
  rows: readonly R[],
  newId: () => string,
) {
  if (rows.length === 0) return [];
  // Two deployments at once on PostgreSQL would give the same number: they take turns.
  if (transaction.dialect === 'postgres') await transaction.query('select pg_advisory_xact_lock(7312026)');
  const versions = await transaction.query<{ key: string; tenantId: string | null; version: number }>(
    `select key, tenant_id as "tenantId", max(version) as version from ${table} where key in (:keys) group by key, tenant_id`,
    { keys: rows.map((row) => row.key) },
  );
  return rows.map((row) => {
    const version =
      1 + Number(versions.find((each) => each.key === row.key && each.tenantId === row.tenantId)?.version ?? 0);
    const uuid = newId();
    const id = `${row.key}:${version}:${uuid}`;
    return { ...row, version, id: id.length > 64 ? uuid : id };
  });
}
