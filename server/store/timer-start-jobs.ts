import type { Cell, Database, Parameters, Transaction } from '../application/ports/database.ts';
import type { NextRun, StartSubscriptionRow } from '../application/ports/deployment-store.ts';
import { type TimerStartChange, type TimerStartJobs, timerStartJobId } from '../application/ports/timer-start-jobs.ts';

/** One that still fires, by `timerStartAddress`. */
export const TIMER_START =
  "definition_id = :definitionId and activity_id = :activityId and kind = 'timer' and name = :name and due_at is not null";

export function createTimerStartJobs(
  database: Database,
  options: { readonly newId: () => string; readonly now: () => number },
): TimerStartJobs {
  return {
    change: (id, change) =>
      database.transaction(async (transaction) => {
        const columns = columnsOf(change);
        const address = timerStartAddress(id);
        const assignments = Object.keys(columns).map((column) => `${column} = :${column}`);
        const changed = await transaction.execute(
          `update start_subscription set ${assignments.join(', ')} where ${TIMER_START}`,
          { ...columns, ...address },
        );
        if (changed === 0) return false;
        if (change.retries === 0) await openIncident(transaction, id, options);
        else if (change.retries !== undefined)
          await closeIncidents(transaction, id, { resolved: true, now: options.now() });
        return true;
      }),
    delete: (id) =>
      database.transaction(async (transaction) => {
        const changed = await transaction.execute(
          `update start_subscription set due_at = null where ${TIMER_START}`,
          timerStartAddress(id),
        );
        await closeIncidents(transaction, id, { resolved: false, now: options.now() });
        return changed > 0;
      }),
    fail: (start, { failure, next, delay }) =>
      database.transaction(async (transaction) => {
        const { definitionId, activityId, dueAt, name } = start;
        if (dueAt === null) return;
        let run = name;
        if (next) {
          // The series goes on, and the failed run is on its own from now on.
          if (!(await advanceTimerStart(transaction, start, next))) return;
          run = String(dueAt);
          await transaction.insert('start_subscription', [
            {
              definition_id: definitionId,
              definition_key: start.definitionKey,
              activity_id: activityId,
              kind: 'timer',
              name: run,
              due_at: dueAt,
              repeat: null,
              priority: start.priority,
              retries: start.retries,
              tenant_id: start.tenantId,
            },
          ]);
        }
        const changed = await transaction.execute(
          `update start_subscription set retries = retries - 1, error_message = :errorMessage, error_details = :errorDetails, due_at = :dueAt
           where ${TIMER_START} and due_at = :was and retries = :retries`,
          {
            definitionId,
            activityId,
            name: run,
            was: dueAt,
            retries: start.retries,
            dueAt: delay === 0 ? dueAt : options.now() + delay,
            errorMessage: failure.errorMessage,
            errorDetails: failure.errorDetails,
          },
        );
        if (changed > 0 && start.retries <= 1)
          await openIncident(transaction, timerStartJobId({ definitionId, activityId, name: run }), options);
      }),
    async findCreation(id) {
      const [row] = await database.query<{ at: number }>(
        'select d.deployed_at as at from deployment d join process_definition p on p.deployment_id = d.id where p.id = :definitionId',
        { definitionId: timerStartAddress(id).definitionId },
      );
      return row && Number(row.at);
    },
  };
}

/** `definitionId:activityId`, and `@TIME` for a failed run of a cycle that has gone on. */
export function timerStartAddress(id: string): {
  readonly definitionId: string;
  readonly activityId: string;
  readonly name: string;
} {
  const colon = Math.max(id.lastIndexOf(':'), 0);
  const [activityId = '', name = ''] = id.slice(colon + 1).split('@');
  return { definitionId: id.slice(0, colon), activityId, name };
}

function columnsOf({ dueAt, retries, priority }: TimerStartChange): Record<string, Cell> {
  return {
    ...(dueAt === undefined ? {} : { due_at: dueAt }),
    ...(retries === undefined ? {} : { retries }),
    ...(priority === undefined ? {} : { priority }),
  };
}

/**
 * Sets the next due time, only if it is still due as it was read; tells whether it did. The next run is a new job: it
 * has all its tries, and waits when its job definition is suspended.
 */
export async function advanceTimerStart(
  transaction: Transaction,
  { definitionId, activityId, name, dueAt }: StartSubscriptionRow,
  next: NextRun,
): Promise<boolean> {
  const changed = await transaction.execute(
    `update start_subscription set due_at = :dueAt, repeat = :repeat, retries = :retries, error_message = null, error_details = null,
       suspended = case when exists (select 1 from suspended_job_definition s where s.id = :jobDefinitionId) then 1 else 0 end
     where ${TIMER_START} and due_at = :was`,
    { ...next, definitionId, activityId, name, jobDefinitionId: `${definitionId}:${activityId}:timer`, was: dueAt },
  );
  if (changed === 0) return false;
  // What is left of a failed run that has worked at last.
  if (name !== '' && next.dueAt === null)
    await transaction.execute(
      "delete from start_subscription where definition_id = :definitionId and activity_id = :activityId and kind = 'timer' and name = :name",
      { definitionId, activityId, name },
    );
  await closeIncidents(transaction, timerStartJobId({ definitionId, activityId, name }), {
    resolved: true,
    now: Date.now(),
  });
  return true;
}

/** One incident at a time, as jobs of instances have. */
async function openIncident(
  transaction: Transaction,
  id: string,
  { newId, now }: { readonly newId: () => string; readonly now: () => number },
): Promise<void> {
  const [start] = await transaction.query<{ tenant_id: string | null; error_message: string | null }>(
    `select tenant_id, error_message from start_subscription where ${TIMER_START} and not exists (select 1 from start_incident i where i.configuration = :id and i.ended_at is null)`,
    { ...timerStartAddress(id), id },
  );
  if (!start) return;
  const { definitionId, activityId } = timerStartAddress(id);
  await transaction.insert('start_incident', [
    {
      id: newId(),
      definition_id: definitionId,
      activity_id: activityId,
      tenant_id: start.tenant_id,
      configuration: id,
      message: start.error_message,
      created_at: now(),
      ended_at: null,
      state: 'open',
      annotation: null,
    },
  ]);
}

/** Closes the incident of a timer start event; history keeps it. */
async function closeIncidents(
  transaction: Transaction,
  id: string,
  { resolved, now }: { readonly resolved: boolean; readonly now: number },
): Promise<void> {
  const parameters: Parameters = { id, now, state: resolved ? 'resolved' : 'deleted' };
  await transaction.execute(
    'update start_incident set ended_at = :now, state = :state where configuration = :id and ended_at is null',
    parameters,
  );
}
