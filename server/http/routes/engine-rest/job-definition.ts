import { batchOfJobDefinition, jobDefinitionsOfBatch } from '../../../application/ports/batch-job-definitions.ts';
import { jobDefinitionsOf } from '../../../application/job-definitions.ts';
import type { Row } from '../../../application/ports/database.ts';
import type { ListRequest } from '../../../application/ports/list-reader.ts';
import { sendTogether } from '../../../application/send-together.ts';
import {
  type JobDefinitionDto,
  jobDefinitionEndpoints as endpoints,
} from '../../../contract/engine-rest/job-definition.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

type Filters = ListRequest['filters'];

/** Job definitions, found in the compiled process definitions. */
export function jobDefinitionRoutes(parts: RestParts): Route[] {
  const { jobDefinitionSettings: settings } = parts;
  const list = async (request: ListRequest) => {
    const found = sorted(await findAll(request, parts), request.sorting);
    return found.slice(
      request.firstResult,
      request.maxResults === null ? undefined : request.firstResult + request.maxResults,
    );
  };
  const count = async (request: ListRequest) => ({ count: (await findAll(request, parts)).length });
  const get = async (id: string): Promise<JobDefinitionDto> => {
    const [found] = await findAll({ filters: new Map([['jobDefinitionId', id]]) }, parts);
    if (found) return found;
    throw new EngineRestError(404, 'InvalidRequestException', `Job Definition with id ${id} does not exist`);
  };
  const suspend = async (
    found: readonly JobDefinitionDto[],
    { suspended, includeJobs }: { readonly suspended: boolean; readonly includeJobs?: boolean | null | undefined },
  ) => {
    const definitions = found.map(addressOf);
    if (suspended) await settings.suspend(definitions, { includeJobs: includeJobs ?? false, now: Date.now() });
    else await settings.activate(definitions, { includeJobs: includeJobs ?? false });
  };
  return [
    route(endpoints.listJobDefinitions, ({ query }) => list(query)),
    route(endpoints.countJobDefinitions, ({ query }) => count(query)),
    route(endpoints.queryJobDefinitions, ({ query, body }) => list(paged(body, query))),
    route(endpoints.queryJobDefinitionCount, ({ body }) => count(body)),
    route(endpoints.getJobDefinition, ({ params }) => get(params.id)),
    route(endpoints.suspendJobDefinition, async ({ params, body }) => suspend([await get(params.id)], body)),
    route(endpoints.suspendJobDefinitions, async ({ body }, { scope }) => {
      const { processDefinitionId, processDefinitionKey } = body;
      if (Boolean(processDefinitionId) === Boolean(processDefinitionKey))
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          'Give exactly one of processDefinitionId and processDefinitionKey.',
        );
      const filters = new Map<string, string | boolean | readonly string[]>();
      if (processDefinitionId) filters.set('processDefinitionId', processDefinitionId);
      if (processDefinitionKey) filters.set('processDefinitionKey', processDefinitionKey);
      if (body.processDefinitionTenantId) filters.set('tenantIdIn', [body.processDefinitionTenantId]);
      if (body.processDefinitionWithoutTenantId) filters.set('withoutTenantId', true);
      await suspend(await findAll({ filters, ...(scope ? { scope } : {}) }, parts), body);
    }),
    route(endpoints.setJobDefinitionPriority, async ({ params, body }) => {
      const definition = addressOf(await get(params.id));
      const { priority } = body;
      const includeJobs = body.includeJobs ?? false;
      if (priority === null && includeJobs)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          `Cannot reset priority for job definition ${params.id} when includeJobs is true. Leave includeJobs out.`,
        );
      await settings.setPriority(definition, priority, { includeJobs });
    }),
    route(endpoints.setJobDefinitionRetries, async ({ params, body }, { caller }) => {
      const batchId = batchOfJobDefinition(params.id);
      const definition = await get(params.id);
      if (batchId !== undefined) {
        if (definition.jobType !== 'batch-seed-job' && definition.jobType !== 'batch-monitor-job')
          await parts.batches.retryFailed(batchId, body.retries);
        return;
      }
      const failed = await parts.reader.list('job', {
        filters: new Map<string, string | boolean>([
          ['jobDefinitionId', params.id],
          ['noRetriesLeft', true],
        ]),
        sorting: [],
        firstResult: 0,
        maxResults: null,
      });
      const starts = failed.filter((job) => job['process_instance_id'] === null);
      for (const { id } of starts) await parts.timerStartJobs.change(String(id), { retries: body.retries });
      await sendTogether(
        failed
          .filter((job) => job['process_instance_id'] !== null)
          .map((job) => ({
            processInstanceId: String(job['process_instance_id']),
            userId: caller.userId,
            command: { type: 'changeJob', jobId: String(job['id']), change: { retries: body.retries } },
          })),
        parts.dispatcher,
        // One may be done or given up meanwhile.
        { whenGone: 'done' },
      );
      parts.wakeJobs();
    }),
  ];
}

function addressOf({ id, processDefinitionId }: JobDefinitionDto) {
  return { id, ownerId: processDefinitionId ?? batchOfJobDefinition(id) ?? '' };
}

async function findAll(
  { filters, scope }: Pick<ListRequest, 'filters' | 'scope'>,
  parts: RestParts,
): Promise<readonly JobDefinitionDto[]> {
  const versions = new Map<string, string | boolean | readonly string[]>();
  const id = filters.get('jobDefinitionId');
  const definitionId = filters.get('processDefinitionId') ?? (typeof id === 'string' ? definitionIdIn(id) : undefined);
  if (typeof definitionId === 'string') versions.set('processDefinitionId', definitionId);
  const key = filters.get('processDefinitionKey');
  if (typeof key === 'string') versions.set('key', key);
  const tenants = filters.get('tenantIdIn');
  if (Array.isArray(tenants)) versions.set('tenantIdIn', tenants as string[]);
  if (filters.has('includeJobDefinitionsWithoutTenantId'))
    versions.set('includeProcessDefinitionsWithoutTenantId', true);
  if (filters.has('withoutTenantId')) versions.set('withoutTenantId', true);
  const rows = await parts.reader.list('process-definition', {
    filters: versions,
    sorting: [],
    firstResult: 0,
    maxResults: null,
    ...(scope ? { scope } : {}),
  });
  const batches = await findBatches({ filters, ...(scope ? { scope } : {}) }, parts);
  const suspended = await parts.jobDefinitionSettings.listSuspended(
    [...rows, ...batches].map((row) => String(row['id'])),
  );
  const priorities = await parts.jobDefinitionSettings.listPriorities();
  const found = await Promise.all(
    rows.map(async (row) => {
      const process = await parts.definitions.findProcess({ by: 'id', id: String(row['id']) });
      return process ? jobDefinitionsOf(process.definition) : [];
    }),
  );
  const ofBatches = batches
    .flatMap(jobDefinitionsOfBatch)
    .map(({ batchId: _batch, ...each }) => ({ ...NO_PROCESS, ...each }));
  return [...found.flat(), ...ofBatches]
    .map((each) => ({
      ...each,
      suspended: suspended.has(each.id),
      overridingJobPriority: priorities.get(each.id) ?? null,
    }))
    .filter((each) => matches(each, filters));
}

const NO_PROCESS = {
  processDefinitionId: null,
  processDefinitionKey: null,
  deploymentId: null,
  tenantId: null,
  activityId: null,
};

/** Running batches whose job definitions may be meant. */
async function findBatches(
  { filters, scope }: Pick<ListRequest, 'filters' | 'scope'>,
  { reader }: RestParts,
): Promise<readonly Row[]> {
  const ofProcesses = ['processDefinitionId', 'processDefinitionKey', 'activityIdIn'];
  const ofTenants = filters.has('tenantIdIn') && !filters.has('includeJobDefinitionsWithoutTenantId');
  // Who sees some process definitions only sees what belongs to them.
  if (scope?.otherwise === false || ofTenants || ofProcesses.some((name) => filters.has(name))) return [];
  const id = filters.get('jobDefinitionId');
  const batchId = typeof id === 'string' ? batchOfJobDefinition(id) : undefined;
  if (id !== undefined && batchId === undefined) return [];
  return await reader.list('batch', {
    filters: new Map(batchId === undefined ? [] : [['batchId', batchId]]),
    sorting: [],
    firstResult: 0,
    maxResults: null,
  });
}

/** `definitionId:activityId:kind`: no activity id has a colon. */
function definitionIdIn(jobDefinitionId: string): string {
  return jobDefinitionId.split(':').slice(0, -2).join(':');
}

function matches(each: JobDefinitionDto, filters: Filters): boolean {
  const activities = filters.get('activityIdIn');
  const equals = (name: string, value: string | null) => !filters.has(name) || filters.get(name) === value;
  return (
    equals('jobDefinitionId', each.id) &&
    equals('processDefinitionId', each.processDefinitionId) &&
    equals('jobType', each.jobType) &&
    equals('jobConfiguration', each.jobConfiguration) &&
    (!Array.isArray(activities) || (activities as string[]).includes(each.activityId ?? '')) &&
    !(filters.has('active') && each.suspended) &&
    !(filters.has('suspended') && !each.suspended) &&
    !(filters.has('withOverridingJobPriority') && each.overridingJobPriority === null)
  );
}

function sorted(found: readonly JobDefinitionDto[], sorting: ListRequest['sorting']): readonly JobDefinitionDto[] {
  const textOf = (each: JobDefinitionDto, name: string): string =>
    String((name === 'jobDefinitionId' ? each.id : each[name as keyof JobDefinitionDto]) ?? '');
  return [...found].sort((left, right) => {
    for (const { sortBy, descending } of sorting) {
      const [one, other] = [textOf(left, sortBy), textOf(right, sortBy)];
      if (one !== other) return (one < other ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  });
}
