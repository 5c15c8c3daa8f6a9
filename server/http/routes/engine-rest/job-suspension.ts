import { batchJobDefinitionIds, batchOfJobDefinition } from '../../../application/ports/batch-job-definitions.ts';
import type { JobSelection } from '../../../application/ports/job-suspension.ts';
import type { Scope } from '../../../application/ports/scope.ts';
import type { jobEndpoints } from '../../../contract/engine-rest/job.ts';
import type { BodyOf } from '../../../contract/endpoint.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import type { RestParts } from './rest-parts.ts';

const CHOICES = [
  'jobId',
  'jobDefinitionId',
  'processInstanceId',
  'processDefinitionId',
  'processDefinitionKey',
] as const;
const NAMES = 'jobId, jobDefinitionId, processInstanceId, processDefinitionId or processDefinitionKey';

/** Which jobs a request means. @throws EngineRestError 400 unless it names exactly one thing */
export async function selectJobs(
  body: BodyOf<typeof jobEndpoints.suspendJobs>,
  { reader, scope }: Pick<RestParts, 'reader'> & { readonly scope: Scope | undefined },
): Promise<JobSelection> {
  const [choice, second] = CHOICES.filter((name) => body[name] !== null && body[name] !== undefined);
  if (choice === undefined || second !== undefined)
    throw new EngineRestError(
      400,
      'InvalidRequestException',
      `${choice === undefined ? 'Either' : 'Only one of'} ${NAMES} should be set to update the suspension state.`,
    );
  const id = body[choice] ?? '';
  switch (choice) {
    case 'jobId':
      return { by: 'job', id };
    case 'jobDefinitionId': {
      const batchId = batchOfJobDefinition(id);
      if (batchId !== undefined && id === batchJobDefinitionIds(batchId).execution) return { by: 'batch', id: batchId };
      return { by: 'jobDefinition', id, processDefinitionId: id.split(':').slice(0, -2).join(':') };
    }
    case 'processInstanceId':
      return { by: 'processInstance', id };
    case 'processDefinitionId':
      return { by: 'processDefinitions', ids: [id] };
    case 'processDefinitionKey': {
      const filters = new Map<string, string | boolean | readonly string[]>([['key', id]]);
      if (body.processDefinitionTenantId) filters.set('tenantIdIn', [body.processDefinitionTenantId]);
      else if (body.processDefinitionWithoutTenantId) filters.set('withoutTenantId', true);
      const versions = await reader.list('process-definition', {
        filters,
        sorting: [],
        firstResult: 0,
        maxResults: null,
        ...(scope ? { scope } : {}),
      });
      return { by: 'processDefinitions', ids: versions.map((row) => String(row['id'])) };
    }
  }
}
