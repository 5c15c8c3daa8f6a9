import { CLEANUP_JOB_ID } from '../../../application/ports/cleanup-store.ts';
import { describeFailure } from '../../../application/describe-failure.ts';
import { NotFound } from '../../../application/errors.ts';
import type { TimerStartChange } from '../../../application/ports/timer-start-jobs.ts';
import { isTemporary } from '../../../application/temporary-failure.ts';
import { jobEndpoints as endpoints } from '../../../contract/engine-rest/job.ts';
import { ProcessingFailure, Rejection } from '../../../engine/errors.ts';
import type { Command } from '../../../engine/record/command.ts';
import { jobDto } from '../../engine-rest/dto.ts';
import { EngineRestError, wrapped } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { selectJobs } from './job-suspension.ts';
import { getRow, listPage, paged } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** A change of a job, for each kind of job. */
interface Change {
  readonly command: Command;
  readonly ofStart: () => Promise<boolean>;
  readonly ofBatch: () => Promise<void>;
}

/** Jobs of instances; timer start events as the jobs they are in Camunda, and jobs of batches belong to no instance. */
export function jobRoutes(parts: RestParts): Route[] {
  const { reader, dispatcher, timerStarts, timerStartJobs, wakeJobs, batches } = parts;
  /** Sends a command to the instance of a job; a timer start event is handled by itself. @throws 404 */
  const change = async (id: string, userId: string | null, { command, ofStart, ofBatch }: Change) => {
    const job = await getRow(parts, 'job', ['jobId', id]);
    if (id === CLEANUP_JOB_ID)
      throw new EngineRestError(
        400,
        'InvalidRequestException',
        'The job that removes history is set by POST /history/cleanup; it can be suspended and activated.',
      );
    if (job['batch_id'] !== null) return await ofBatch();
    if (job['process_instance_id'] === null) {
      if (await ofStart()) return wakeJobs();
      throw new Rejection('notFound', `Cannot find job ${id}. It may have been executed or withdrawn.`);
    }
    await dispatcher
      .send({ processInstanceId: String(job['process_instance_id']), userId, command })
      .catch((error: unknown) => tellGone(error));
  };
  const set = (
    id: string,
    values: { readonly retries?: number; readonly dueAt?: number | null; readonly priority?: number },
    userId: string | null,
  ) => {
    const { dueAt, ...others } = values;
    // No due date means now.
    const ofStart: TimerStartChange = { ...others, ...(dueAt === undefined ? {} : { dueAt: dueAt ?? Date.now() }) };
    return change(id, userId, {
      command: { type: 'changeJob', jobId: id, change: values },
      ofStart: () => timerStartJobs.change(id, ofStart),
      ofBatch: () => batches.changeJobs([id], values),
    });
  };
  return [
    route(endpoints.listJobs, ({ query }, { koa }) =>
      listPage(parts, 'job', { request: query, koa, describe: jobDto }),
    ),
    route(endpoints.countJobs, async ({ query }) => ({ count: await reader.count('job', query) })),
    route(endpoints.queryJobs, ({ query, body }, { koa }) =>
      listPage(parts, 'job', { request: paged(body, query), koa, describe: jobDto }),
    ),
    route(endpoints.queryJobCount, async ({ body }) => ({ count: await reader.count('job', body) })),
    route(endpoints.getJob, async ({ params }) => jobDto(await getRow(parts, 'job', ['jobId', params.id]))),
    route(endpoints.executeJob, async ({ params }, { caller }) => {
      const job = await getRow(parts, 'job', ['jobId', params.id]);
      if (params.id === CLEANUP_JOB_ID) return await parts.historyCleanup.schedule(true);
      if (job['batch_id'] !== null) return await runBatchJob(params.id, parts);
      const address = { processInstanceId: String(job['process_instance_id']), userId: caller.userId };
      try {
        if (job['process_instance_id'] === null) await timerStarts.run(params.id);
        else await dispatcher.send({ ...address, command: { type: 'executeJob', jobId: params.id } });
      } catch (error) {
        if (!(error instanceof ProcessingFailure)) return tellGone(error);
        // As when the job executor runs it: the failure is recorded, then told.
        if (job['process_instance_id'] !== null)
          await dispatcher.send({
            ...address,
            command: { type: 'failJob', jobId: params.id, ...describeFailure(error) },
          });
        throw new EngineRestError(500, 'ProcessEngineException', error.message, { cause: error });
      }
    }),
    route(endpoints.deleteJob, ({ params }, { caller }) =>
      change(params.id, caller.userId, {
        command: { type: 'deleteJob', jobId: params.id },
        ofStart: () => timerStartJobs.delete(params.id),
        ofBatch: () => batches.deleteJobs([params.id]),
      }),
    ),
    route(endpoints.setJobPriority, ({ params, body }, { caller }) =>
      set(params.id, { priority: body.priority }, caller.userId),
    ),
    route(endpoints.setJobRetries, ({ params, body }, { caller }) =>
      set(
        params.id,
        { retries: body.retries, ...(body.dueDate === undefined ? {} : { dueAt: body.dueDate }) },
        caller.userId,
      ),
    ),
    route(endpoints.setJobDueDate, ({ params, body }, { caller }) =>
      set(params.id, { dueAt: body.duedate }, caller.userId),
    ),
    route(endpoints.recalculateJobDueDate, ({ params, query }, { caller }) =>
      wrapped(
        () =>
          change(params.id, caller.userId, {
            command: { type: 'recalculateTimer', jobId: params.id, fromCreation: query.creationDateBased },
            ofStart: async () => {
              await timerStarts.recalculate(params.id, query.creationDateBased);
              return true;
            },
            ofBatch: () => Promise.reject(new Rejection('invalid', `The job ${params.id} of a batch is no timer.`)),
          }),
        { status: 500, type: 'InvalidRequestException' },
      ),
    ),
    route(endpoints.suspendJob, ({ params, body }) =>
      parts.jobSuspension.setSuspended({ by: 'job', id: params.id }, body.suspended),
    ),
    route(endpoints.suspendJobs, async ({ body }, { scope }) =>
      parts.jobSuspension.setSuspended(await selectJobs(body, { ...parts, scope }), body.suspended),
    ),
    route(endpoints.getJobStacktrace, async ({ params }, { koa }) => {
      const job = await getRow(parts, 'job', ['jobId', params.id]);
      koa.type = 'text/plain';
      koa.body = String(job['error_details'] ?? '');
    }),
  ];
}

/** @throws EngineRestError 500 with what it failed with; the failure is recorded */
async function runBatchJob(id: string, { batchRunner }: RestParts): Promise<void> {
  try {
    await batchRunner.runNow(id);
  } catch (error) {
    if (error instanceof NotFound || isTemporary(error)) throw error;
    throw new EngineRestError(500, 'ProcessEngineException', describeFailure(error).errorMessage, { cause: error });
  }
}

/** A job that was there when it was looked up and is gone now answers as one that was never there. */
function tellGone(error: unknown): never {
  if (error instanceof Rejection && error.reason === 'notFound')
    throw new EngineRestError(404, 'InvalidRequestException', error.message);
  throw error;
}
