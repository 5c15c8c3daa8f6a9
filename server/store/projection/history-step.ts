import type { Row } from '../../application/ports/database.ts';
import type { StepRecord } from '../../application/ports/runtime-store.ts';
import type { ExternalTaskInstance, Job } from '../../engine/instance/state.ts';
import type { Event } from '../../engine/record/event.ts';
import { jobTypeOf } from '../../engine/instance/job-type.ts';
import { identityLinksOf } from './identity-links.ts';
import { countInitialEvents } from './initial-variables.ts';
import { variableCells } from './variable-cells.ts';

/** Entries of one kind. What is null or undefined is left out of the JSON. */
type Entries = object[];
type LogState = 'created' | 'failed' | 'successful' | 'deleted';

interface StepEntries {
  readonly variables: Entries;
  readonly externalTasks: Entries;
  readonly jobs: Entries;
  readonly identityLinks: Entries;
}

/**
 * The row of `history_step`: what the full history keeps of one step besides the rows of the other tables. Undefined
 * when there is nothing to keep. The variables that an instance is started with are kept with the instance itself.
 */
export function historyStepRow(step: StepRecord): Row | undefined {
  const entries: StepEntries = { variables: [], externalTasks: [], jobs: [], identityLinks: [] };
  const transient = new Set<string>();
  const initial = countInitialEvents(step.events, step.instanceId);
  for (const [index, event] of step.events.entries()) {
    if (event.type === 'variableSet' && event.value.transient) transient.add(`${event.scopeId}:${event.name}`);
    else if (index >= initial) addEntry(event, { step, entries, transient });
  }
  const { origin } = step;
  const variables = toJson(entries.variables);
  const formFields = toJson(
    [...(origin?.form?.fields ?? [])].map(([name, value]) => ({
      id: name,
      task: origin?.form?.taskId,
      ...variableCells(value),
    })),
  );
  const externalTasks = toJson(entries.externalTasks);
  const jobs = toJson(entries.jobs);
  const identityLinks = toJson(entries.identityLinks);
  const operations = toJson(operationEntries(step));
  if ((variables ?? formFields ?? externalTasks ?? jobs ?? identityLinks ?? operations) === null) return undefined;
  return {
    process_instance_id: step.instanceId,
    revision: step.revision,
    at: step.at,
    user_id: step.userId,
    definition_id: step.definition.id,
    variables,
    form_fields: formFields,
    external_tasks: externalTasks,
    jobs,
    identity_links: identityLinks,
    operations,
  };
}

interface Adding {
  readonly step: StepRecord;
  readonly entries: StepEntries;
  /** Variables, as `scope:name`, that this step set for itself only. */
  readonly transient: Set<string>;
}

function addEntry(event: Event, { step, entries, transient }: Adding): void {
  switch (event.type) {
    case 'variableSet':
      entries.variables.push({ scope: event.scopeId, name: event.name, ...variableCells(event.value) });
      return;
    case 'variableRemoved':
      if (!transient.delete(`${event.scopeId}:${event.name}`))
        entries.variables.push({ scope: event.scopeId, name: event.name, type: 'Null' });
      return;
    case 'externalTaskCreated':
      entries.externalTasks.push(externalTaskEntry('created', event.externalTask, null));
      return;
    case 'externalTaskChanged':
      if (event.failed)
        entries.externalTasks.push({
          ...externalTaskEntry('failed', { ...event.failed, ...event.change }, step.origin?.workerId),
          error: event.change.errorMessage,
          details: event.change.errorDetails,
        });
      return;
    case 'externalTaskEnded':
      entries.externalTasks.push(
        externalTaskEntry(
          event.reason === 'completed' ? 'successful' : 'deleted',
          event.externalTask,
          step.origin?.workerId,
        ),
      );
      return;
    case 'jobCreated':
      entries.jobs.push(jobEntry('created', event.job, step));
      return;
    case 'jobChanged':
      if (event.failed)
        entries.jobs.push({
          ...jobEntry('failed', event.failed, step),
          error: event.change.errorMessage,
          details: event.change.errorDetails,
          failedActivity: event.change.failedActivityId ?? event.failed.activityId,
        });
      return;
    case 'jobEnded':
      entries.jobs.push(jobEntry(event.reason === 'executed' ? 'successful' : 'deleted', event.job, step));
      return;
    case 'taskCreated':
      entries.identityLinks.push(...identityLinksOf(event.task.id, null, event.task));
      return;
    case 'taskChanged':
      if (event.before)
        entries.identityLinks.push(
          ...identityLinksOf(event.taskId, event.before, { ...event.before, ...event.change }),
        );
      return;
    default:
      return;
  }
}

function externalTaskEntry(
  state: LogState,
  { id, activityInstanceId, activityId, topic, priority, retries }: ExternalTaskInstance,
  worker: string | null | undefined,
) {
  return { id, state, activityInstance: activityInstanceId, activity: activityId, topic, priority, retries, worker };
}

function jobEntry(state: LogState, job: Job, { definition }: StepRecord) {
  const { id, activityInstanceId, activityId, kind, dueAt, retries, priority } = job;
  const node = definition.nodes.get(activityId);
  return {
    id,
    state,
    activityInstance: activityInstanceId,
    activity: activityId,
    kind,
    ...(node ? jobTypeOf(node, kind, definition.key) : {}),
    due: dueAt,
    retries,
    priority,
  };
}

function operationEntries({ origin }: StepRecord): Entries {
  if (!origin?.operation) return [];
  const { changes, operationType, entityType, ...operation } = origin.operation;
  return changes.map(({ property, orgValue, newValue }) => ({
    type: operationType,
    entity: entityType,
    ...operation,
    property,
    org: orgValue,
    new: newValue,
  }));
}

function toJson(entries: Entries): string | null {
  if (entries.length === 0) return null;
  for (const entry of entries) dropNulls(entry as Record<string, unknown>);
  return JSON.stringify(entries);
}

/** Entries are made for the row alone: what is null becomes undefined, which JSON leaves out. */
function dropNulls(entry: Record<string, unknown>): void {
  for (const name in entry) if (entry[name] === null) entry[name] = undefined;
}
