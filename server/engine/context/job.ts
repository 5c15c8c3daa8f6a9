import type { FlowNode, UserTask } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import type { ActivityInstance, Incident, Job } from '../instance/state.ts';
import type { Command } from '../record/command.ts';
import type { Context } from './context.ts';
import { evaluateInteger, evaluateText, evaluationContext } from './evaluation.ts';

/** Tries of a job whose node names no cycle (Camunda's default). */
export const DEFAULT_RETRIES = 3;

/** Creates the job of `activity` for `node`: an async continuation of it, or one of its timers. */
export function createJob(
  context: Context,
  activity: ActivityInstance,
  job: Pick<Job, 'kind' | 'dueAt' | 'repeat'> & {
    readonly node: FlowNode;
    readonly exclusive?: boolean;
    readonly listenerId?: string | null;
    readonly subscriptionId?: string;
  },
): void {
  const { node } = job;
  context.emit({
    type: 'jobCreated',
    job: {
      id: context.newId(),
      kind: job.kind,
      activityInstanceId: activity.id,
      activityId: node.id,
      createdAt: context.now,
      dueAt: job.dueAt,
      retries: Math.max(findRetryCycle(context, activity, node)?.retries ?? DEFAULT_RETRIES, 1),
      exclusive: job.exclusive ?? true,
      priority: priorityOf(context, activity, job),
      repeat: job.repeat,
      errorMessage: null,
      errorDetails: null,
      failedActivityId: null,
      listenerId: job.listenerId ?? null,
      subscriptionId: job.subscriptionId ?? null,
    },
  });
}

/** An operator's, else the activity's, else the process's, else 0 (Camunda). */
function priorityOf(
  context: Context,
  activity: ActivityInstance,
  { kind, node }: Pick<Job, 'kind'> & { readonly node: FlowNode },
): number {
  const overriding = context.overridingPriority({ definitionId: context.definition.id, activityId: node.id, kind });
  if (overriding !== null) return overriding;
  const priority = node.jobPriority ?? context.definition.jobPriority;
  if (!priority) return 0;
  return evaluateInteger(context, priority, {
    evaluation: evaluationContext(context, activity, { activityId: node.id }),
    what: 'The job priority',
  });
}

/** The retry cycle of a node's jobs; undefined when it has none. Text that is no cycle means the default. */
export function findRetryCycle(context: Context, activity: ActivityInstance, node: FlowNode) {
  if (!node.retryTimeCycle) return undefined;
  const text = evaluateText(
    context,
    node.retryTimeCycle,
    evaluationContext(context, activity, { activityId: node.id }),
  );
  return text === null ? undefined : (context.retryCycle(text) ?? undefined);
}

/** The job is done or given up; an incident that it opened goes with it. */
export function endJob(context: Context, job: Job, reason: 'executed' | 'deleted'): void {
  closeIncidents(context, job.id, reason === 'executed');
  context.emit({ type: 'jobEnded', jobId: job.id, reason, job });
}

/** Closes what is open for a job or external task, with its copies in the calling instances. */
export function closeIncidents(context: Context, configuration: string, resolved: boolean): void {
  if (context.state.incidents.size === 0) return;
  for (const incident of [...context.state.incidents.values()]) {
    // What a client says about its incident may be the id of a job: that does not make it the job's.
    const isOurs = isOfWork(incident) || incident.causeIncidentId !== incident.id;
    if (isOurs && incident.configuration === configuration) closeIncident(context, incident, resolved);
  }
}

/** Closes an incident with its copies in the calling instances. */
export function closeIncident(context: Context, { id }: Incident, resolved: boolean): void {
  context.emit({ type: 'incidentClosed', incidentId: id, resolved });
  tellCaller(context, { type: 'closeCausedIncident', causeIncidentId: id, resolved });
}

/** Whether the incident stands for a job or an external task without retries, or is a copy of such a one. */
export function isOfWork({ kind }: Pick<Incident, 'kind'>): boolean {
  return kind === 'failedJob' || kind === 'failedExternalTask';
}

/**
 * Opens an incident unless the job or external task has one. Every calling instance, up to the topmost, gets a copy at
 * its call activity (Camunda).
 */
export function openIncident(
  context: Context,
  incident: Omit<Incident, 'id' | 'createdAt' | 'causeIncidentId' | 'rootCauseIncidentId'>,
  cause?: Pick<Incident, 'causeIncidentId' | 'rootCauseIncidentId'>,
): void {
  if (isOfWork(incident) || cause)
    for (const open of context.state.incidents.values())
      if (open.kind === incident.kind && open.configuration === incident.configuration) return;
  const id = context.newId();
  const causes = cause ?? { causeIncidentId: id, rootCauseIncidentId: id };
  context.emit({ type: 'incidentOpened', incident: { ...incident, ...causes, id, createdAt: context.now } });
  const { superActivityInstanceId } = context.state;
  if (superActivityInstanceId === null) return;
  tellCaller(context, {
    type: 'openCausedIncident',
    activityInstanceId: superActivityInstanceId,
    calledInstanceId: context.state.id,
    kind: incident.kind,
    message: incident.message,
    causeIncidentId: id,
    rootCauseIncidentId: causes.rootCauseIncidentId,
  });
}

function tellCaller(context: Context, command: Command): void {
  const { superProcessInstanceId } = context.state;
  if (superProcessInstanceId !== null)
    context.request({ type: 'command', processInstanceId: superProcessInstanceId, command });
}

/** Arms the timeout listeners of a user task. They leave the task as it is, so that cycles come again. */
export function createTimeoutJobs(context: Context, activity: ActivityInstance, node: UserTask): void {
  for (const { id, timer } of node.timeouts ?? []) {
    const value = context.evaluate(timer.text, evaluationContext(context, activity));
    createJob(context, activity, { kind: 'timer', node, listenerId: id, ...context.firstDue(timer.kind, value) });
  }
}

/** Arms a timer event for `activity`. @throws ProcessingFailure when its text is no time. */
export function createTimerJob(context: Context, activity: ActivityInstance, node: FlowNode): void {
  if (!('event' in node) || node.event.type !== 'timer')
    throw new ProcessingFailure(node.id, `${node.id} is no timer event.`);
  const { kind, text } = node.event.timer;
  const value = context.evaluate(text, evaluationContext(context, activity, { activityId: node.id }));
  const { dueAt, repeat } = context.firstDue(kind, value);
  // Only what leaves its host running can come again (Camunda: a cycle on an interrupting timer fires once).
  const repeats = (node.kind === 'boundaryEvent' || node.kind === 'startEvent') && !node.interrupting;
  createJob(context, activity, { kind: 'timer', node, dueAt, repeat: repeats ? repeat : null });
}
