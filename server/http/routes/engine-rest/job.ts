import { describeFailure } from '../../../application/describe-failure.ts';
import { jobEndpoints as endpoints } from '../../../contract/engine-rest/job.ts';
import { ProcessingFailure } from '../../../engine/errors.ts';
import { jobDto } from '../../engine-rest/dto.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getRow, paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Jobs of instances and timer start events. */
export function jobRoutes(parts: RestParts): Route[] {
  const { reader, dispatcher } = parts;
  /** A job of an instance. @throws EngineRestError 404, 400 for a timer start event: it belongs to its definition */
  const getInstanceJob = async (id: string, what: string) => {
    const job = await getRow(parts, 'job', ['jobId', id]);
    if (job['process_instance_id'] !== null) return job;
    throw new EngineRestError(
      400,
      'InvalidRequestException',
      `Cannot ${what} job ${id}: it is the timer start event ${String(job['activity_id'])}. Deploy another version of ${String(job['definition_key'])} instead.`,
    );
  };
  const change = async (
    id: string,
    change: { readonly retries?: number; readonly dueAt?: number | null; readonly priority?: number },
    userId: string | null,
  ) => {
    const job = await getInstanceJob(id, 'change');
    await dispatcher.send({
      processInstanceId: String(job['process_instance_id']),
      userId,
      command: { type: 'changeJob', jobId: id, change },
    });
  };
  return [
    route(endpoints.listJobs, async ({ query }) => (await reader.list('job', query)).map(jobDto)),
    route(endpoints.countJobs, async ({ query }) => ({ count: await reader.count('job', query) })),
    route(endpoints.queryJobs, async ({ query, body }) => (await reader.list('job', paged(body, query))).map(jobDto)),
    route(endpoints.queryJobCount, async ({ body }) => ({ count: await reader.count('job', body) })),
    route(endpoints.getJob, async ({ params }) => jobDto(await getRow(parts, 'job', ['jobId', params.id]))),
    route(endpoints.executeJob, async ({ params }, { caller }) => {
      const job = await getRow(parts, 'job', ['jobId', params.id]);
      if (job['process_instance_id'] === null) return await parts.timerStarts.run(params.id);
      const address = { processInstanceId: String(job['process_instance_id']), userId: caller.userId };
      try {
        await dispatcher.send({ ...address, command: { type: 'executeJob', jobId: params.id } });
      } catch (error) {
        if (!(error instanceof ProcessingFailure)) throw error;
        // As when the job executor runs it: the failure is recorded, then told.
        await dispatcher.send({
          ...address,
          command: { type: 'failJob', jobId: params.id, ...describeFailure(error) },
        });
        throw new EngineRestError(500, 'ProcessEngineException', error.message, { cause: error });
      }
    }),
    route(endpoints.deleteJob, async ({ params }, { caller }) => {
      const job = await getInstanceJob(params.id, 'delete');
      await dispatcher.send({
        processInstanceId: String(job['process_instance_id']),
        userId: caller.userId,
        command: { type: 'deleteJob', jobId: params.id },
      });
    }),
    route(endpoints.setJobPriority, ({ params, body }, { caller }) =>
      change(params.id, { priority: body.priority }, caller.userId),
    ),
    route(endpoints.setJobRetries, ({ params, body }, { caller }) =>
      change(
        params.id,
        { retries: body.retries, ...(body.dueDate === undefined ? {} : { dueAt: body.dueDate }) },
        caller.userId,
      ),
    ),
    route(endpoints.setJobDueDate, ({ params, body }, { caller }) =>
      change(params.id, { dueAt: body.duedate }, caller.userId),
    ),
    route(endpoints.getJobStacktrace, async ({ params }, { koa }) => {
      const job = await getRow(parts, 'job', ['jobId', params.id]);
      koa.type = 'text/plain';
      koa.body = String(job['error_details'] ?? '');
    }),
  ];
}
