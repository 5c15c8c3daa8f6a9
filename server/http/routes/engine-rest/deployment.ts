import { requireTenant } from '../../../application/access/tenant.ts';
import { deleteDeployment } from '../../../application/delete-deployment.ts';
import type { DeployedFile, DeployResult } from '../../../application/deployment.ts';
import { redeploy } from '../../../application/redeploy.ts';
import type { ResourceFinding } from '../../../application/resource-finding.ts';
import { InvalidInput, NotFound } from '../../../application/errors.ts';
import type { Row } from '../../../application/ports/database.ts';
import type {
  DecisionDefinitionRow,
  ProcessDefinitionRow,
  RequirementsDefinitionRow,
} from '../../../application/ports/deployment-store.ts';
import { deploymentEndpoints as endpoints } from '../../../contract/engine-rest/deployment.ts';
import {
  decisionDefinitionDto,
  deploymentDto,
  processDefinitionDto,
  requirementsDefinitionDto,
} from '../../engine-rest/dto.ts';
import { mediaTypeOf } from '../../engine-rest/media-type.ts';
import { readSkips } from '../../engine-rest/skips.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { readMultipart } from '../../multipart.ts';
import { type Language, type Route, route } from '../../route.ts';
import { getRow, listPage } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';
import { readAll } from './variables.ts';

const MOST_FILES = 100;
const MOST_BYTES = 5_000_000;

/** Deployments (Camunda 7 REST, section 9). */
export function deploymentRoutes(parts: RestParts): Route[] {
  const { reader, deployments, deploymentStore, publicUrl } = parts;
  const describe = ({ deployment, inserted }: DeployResult) => {
    const described = deploymentDto({
      id: deployment.id,
      name: deployment.name,
      source: deployment.source,
      deployed_at: deployment.deployedAt,
      tenant_id: deployment.tenantId,
    });
    return {
      ...described,
      links: [{ method: 'GET', href: `${publicUrl}/engine-rest/deployment/${deployment.id}`, rel: 'self' }],
      deployedProcessDefinitions: byId(inserted?.processes.map(describeProcess)),
      deployedDecisionDefinitions: byId(inserted?.decisions.map(describeDecision)),
      deployedDecisionRequirementsDefinitions: byId(inserted?.requirements.map(describeRequirements)),
      deployedCaseDefinitions: null,
    };
  };
  return [
    route(endpoints.createDeployment, async (_input, { koa, language, caller }) => {
      const fields = new Map<string, string>();
      const files: DeployedFile[] = [];
      await readMultipart(koa.req, { files: MOST_FILES, fields: 20 }, async (part) => {
        if (part.kind === 'field') fields.set(part.name, part.value);
        else if (part.filename === '')
          throw new InvalidInput(`The part ${part.name} has no file name: a resource is named by it.`);
        else files.push({ name: part.filename, bytes: await readAll(part.stream, MOST_BYTES) });
      });
      requireTenant(caller, fields.get('tenant-id') || null);
      const flag = (name: string) => fields.get(name) === 'true';
      const result = await deployments
        .deploy({
          name: fields.get('deployment-name') ?? null,
          source: fields.get('deployment-source') ?? null,
          tenantId: fields.get('tenant-id') || null,
          files,
          duplicateFiltering: flag('enable-duplicate-filtering'),
          changedOnly: flag('deploy-changed-only'),
        })
        .catch((error: unknown) => toParseException(error, language));
      // A duplicate has deployed nothing.
      if (result.inserted)
        await parts.operationLog.write({
          userId: caller.userId,
          operationType: 'Create',
          entityType: 'Deployment',
          category: 'Operator',
          deploymentId: result.deployment.id,
          changes: [
            ['duplicateFilterEnabled', 'enable-duplicate-filtering'] as const,
            ['deployChangedOnly', 'deploy-changed-only'] as const,
          ].map(([property, field]) => ({ property, orgValue: null, newValue: String(flag(field)) })),
        });
      return describe(result);
    }),
    route(endpoints.listDeployments, ({ query }, { koa }) =>
      listPage(parts, 'deployment', { request: query, koa, describe: (row) => deploymentDto(row as never) }),
    ),
    route(endpoints.countDeployments, async ({ query }) => ({ count: await reader.count('deployment', query) })),
    route(endpoints.getDeployment, async ({ params }) =>
      deploymentDto((await getRow(parts, 'deployment', ['id', params.id])) as never),
    ),
    route(endpoints.deleteDeployment, async ({ params, query }, { caller }) => {
      await getRow(parts, 'deployment', ['id', params.id]);
      const outcome = await deleteDeployment(
        { id: params.id, cascade: query.cascade, userId: caller.userId, skips: readSkips(query) },
        parts,
      );
      if (outcome === 'hasInstances')
        throw new EngineRestError(
          500,
          'ProcessEngineException',
          `Deployment ${params.id} has running process instances. Delete it with cascade=true to cancel them.`,
        );
      if (outcome === 'kept')
        throw new EngineRestError(
          409,
          'BadUserRequestException',
          `Deployment ${params.id} is kept: public requests were filed with it, and their records are not deleted through the engine.`,
        );
    }),
    route(endpoints.redeploy, async ({ params, body }, { language }) => {
      const row = await getRow(parts, 'deployment', ['id', params.id]);
      const [name, tenantId] = [row['name'] as string | null, row['tenant_id'] as string | null];
      const result = await redeploy(
        {
          deployment: { id: params.id, name, tenantId },
          resourceIds: body?.resourceIds ?? [],
          resourceNames: body?.resourceNames ?? [],
          source: body?.source ?? null,
        },
        parts,
      ).catch((error: unknown) => toParseException(error, language));
      return describe(result);
    }),
    route(endpoints.listResources, async ({ params }) => {
      const resources = await deploymentStore.listResources(params.id);
      if (resources.length === 0)
        throw new NotFound(`Deployment resources for deployment id '${params.id}' do not exist.`);
      return resources.map((resource) => ({ ...resource }));
    }),
    route(endpoints.getResource, async ({ params }) => ({ ...(await findResource(params, parts)) })),
    route(endpoints.getResourceData, async ({ params }, { koa }) => {
      const { name } = await findResource(params, parts);
      const content = await deploymentStore.findResource(params.id, name);
      koa.set('Content-Type', mediaTypeOf(name));
      koa.set(
        'Content-Disposition',
        `attachment; filename="${name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      );
      koa.body = Buffer.from(content?.bytes ?? new Uint8Array());
    }),
  ];
}

async function findResource(
  params: { readonly id: string; readonly resourceId: string },
  { deploymentStore }: RestParts,
) {
  const resource = (await deploymentStore.listResources(params.id)).find((each) => each.id === params.resourceId);
  if (!resource)
    throw new NotFound(
      `Deployment resource with resource id '${params.resourceId}' for deployment id '${params.id}' does not exist.`,
    );
  return resource;
}

function byId<T extends { readonly id: string }>(list: readonly T[] | undefined): Record<string, T> | null {
  return list === undefined || list.length === 0 ? null : Object.fromEntries(list.map((each) => [each.id, each]));
}

function describeProcess(row: ProcessDefinitionRow) {
  const columns: Row = {
    id: row.id,
    key: row.key,
    version: row.version,
    name: row.name,
    category: row.category,
    description: row.description,
    version_tag: row.versionTag,
    resource_name: row.resourceName,
    deployment_id: row.deploymentId,
    tenant_id: row.tenantId,
    suspended: row.suspended ? 1 : 0,
    history_time_to_live: row.historyTimeToLive,
    startable_in_tasklist: row.startableInTasklist ? 1 : 0,
    diagram_name: row.diagramName,
  };
  return processDefinitionDto(columns);
}

function describeDecision(row: DecisionDefinitionRow) {
  return decisionDefinitionDto({
    id: row.id,
    key: row.key,
    category: row.category,
    name: row.name,
    version: row.version,
    resource_name: row.resourceName,
    deployment_id: row.deploymentId,
    tenant_id: row.tenantId,
    version_tag: row.versionTag,
    requirements_id: row.requirementsId,
    requirements_key: row.requirementsKey,
    history_time_to_live: row.historyTimeToLive,
  });
}

function describeRequirements(row: RequirementsDefinitionRow) {
  return requirementsDefinitionDto({
    id: row.id,
    key: row.key,
    category: row.category,
    name: row.name,
    version: row.version,
    resource_name: row.resourceName,
    deployment_id: row.deploymentId,
    tenant_id: row.tenantId,
  });
}

/** Findings as Modeler shows them: per file, with line and column. */
function toParseException(error: unknown, language: Language): never {
  const findings =
    error instanceof InvalidInput ? (error.details['findings'] as readonly ResourceFinding[] | undefined) : undefined;
  if (!findings) throw error;
  const problem = (finding: ResourceFinding) => ({
    message: `${finding.code} ${finding.text[language]}`,
    line: finding.line ?? 0,
    column: finding.column ?? 0,
    mainElementId: finding.elementId,
    elementIds: finding.elementId === null ? [] : [finding.elementId],
  });
  const details = Object.fromEntries(
    [...new Set(findings.map((finding) => finding.resource))].map((resource) => {
      const own = findings.filter((finding) => finding.resource === resource);
      return [
        resource,
        {
          errors: own.filter((each) => each.severity === 'error').map(problem),
          warnings: own.filter((each) => each.severity === 'warning').map(problem),
        },
      ];
    }),
  );
  const first = findings
    .filter((finding) => finding.severity === 'error')
    .map(
      (finding) =>
        `${finding.text[language]} | resource ${finding.resource} | line ${finding.line ?? 0} | column ${finding.column ?? 0}`,
    );
  throw new EngineRestError(
    400,
    'ParseException',
    `ENGINE-09005 Could not parse BPMN process. Errors: \n* ${first.join('\n* ')}`,
    { extra: { details } },
  );
}
