import type { ProcessDefinition } from '../engine/definition/process-definition.ts';
import type {
  ActivityInstance,
  ExternalTaskInstance,
  Incident,
  InstanceState,
  UserTaskInstance,
} from '../engine/instance/state.ts';
import type { Event, EventOf } from '../engine/record/event.ts';
import type { NoticeData, NoticeKind } from '../contract/notice.ts';
import { aboutTask, changeOfTask } from './notices-of-task.ts';
import type { Notice } from './ports/notices.ts';

/** What notices need of an instance and is gone after the step: an event that ends something names only its id. */
export interface Remembered {
  readonly activities: Map<string, ActivityInstance>;
  readonly tasks: Map<string, UserTaskInstance>;
  readonly externalTasks: Map<string, ExternalTaskInstance>;
  readonly incidents: Map<string, Incident>;
}

/** Taken before a step, which changes the state in place. */
export function remember(state: InstanceState | undefined): Remembered {
  return {
    activities: new Map(state?.activities),
    tasks: new Map(state?.tasks),
    externalTasks: new Map(state?.externalTasks),
    incidents: new Map(state?.incidents),
  };
}

/** The step that is told of. */
export interface ToldStep {
  readonly instanceId: string;
  readonly definition: ProcessDefinition;
  readonly at: number;
  readonly userId: string | null;
  readonly businessKey: string | null;
  readonly tenantId: string | null;
  readonly events: readonly Event[];
}

/** The notices of one step, in the order of its events. `before` follows the events and is used up. */
export function noticesOfStep(step: ToldStep, before: Remembered): Notice[] {
  const teller = new Teller(step, before);
  for (const event of step.events) teller.tell(event);
  return teller.notices;
}

class Teller {
  readonly notices: Notice[] = [];
  readonly #step: ToldStep;
  readonly #known: Remembered;

  constructor(step: ToldStep, known: Remembered) {
    this.#step = step;
    this.#known = known;
  }

  tell(event: Event): void {
    const { activities, tasks, externalTasks, incidents } = this.#known;
    switch (event.type) {
      case 'processInstanceStarted':
        return this.#add('process.started', {});
      case 'processInstanceEnded':
        return this.#add('process.ended', { state: event.state });
      case 'processInstanceSuspensionChanged':
        return this.#add(event.suspended ? 'process.suspended' : 'process.activated', {});
      case 'activityCreated':
        activities.set(event.activity.id, event.activity);
        if (event.activity.state !== 'beforeAsync') this.#activity('activity.started', event.activity);
        return;
      case 'activityStarted':
        return this.#activity('activity.started', activities.get(event.activityInstanceId));
      case 'activityEnded':
        this.#activity('activity.ended', activities.get(event.activityInstanceId), { canceled: event.canceled });
        activities.delete(event.activityInstanceId);
        return;
      case 'activityMigrated':
        return move(activities, event.activityInstanceId, event.activityId);
      case 'workMigrated':
        if (event.work === 'task') move(tasks, event.id, event.activityId);
        if (event.work === 'externalTask') move(externalTasks, event.id, event.activityId);
        if (event.work === 'incident') move(incidents, event.id, event.activityId);
        return;
      case 'taskCreated':
        tasks.set(event.task.id, event.task);
        this.#task('task.created', event.task);
        if (event.task.assignee !== null) this.#task('task.assigned', event.task);
        return;
      case 'taskChanged':
        return this.#taskChanged(event);
      case 'taskEnded':
        this.#task(event.reason === 'completed' ? 'task.completed' : 'task.deleted', tasks.get(event.taskId));
        tasks.delete(event.taskId);
        return;
      case 'externalTaskCreated':
        externalTasks.set(event.externalTask.id, event.externalTask);
        return this.#externalTask('externalTask.created', event.externalTask);
      case 'externalTaskEnded':
        return this.#externalTask(
          event.reason === 'completed' ? 'externalTask.completed' : 'externalTask.deleted',
          externalTasks.get(event.externalTaskId),
        );
      case 'incidentOpened':
        incidents.set(event.incident.id, event.incident);
        return this.#incident('incident.created', event.incident);
      case 'incidentClosed':
        return this.#incident('incident.resolved', incidents.get(event.incidentId));
      default:
        return;
    }
  }

  #taskChanged({ taskId, change }: EventOf<'taskChanged'>): void {
    const before = this.#known.tasks.get(taskId);
    if (!before) return;
    const task = { ...before, ...change };
    this.#known.tasks.set(taskId, task);
    const { kind, alsoTold } = changeOfTask(before, task);
    this.#task(kind, task, alsoTold);
  }

  #activity(kind: NoticeKind, activity: ActivityInstance | undefined, more: Partial<NoticeData> = {}): void {
    // The root is the instance itself, which has notices of its own.
    if (!activity || activity.parentId === null) return;
    this.#add(kind, { ...this.#node(activity.activityId), activityInstanceId: activity.id, ...more });
  }

  #task(kind: NoticeKind, task: UserTaskInstance | undefined, alsoTold: string | null = null): void {
    if (!task) return;
    const place = { ...this.#node(task.activityId), activityInstanceId: task.activityInstanceId };
    const { data, audience } = aboutTask(task, alsoTold);
    this.#add(kind, { ...place, ...data }, audience);
  }

  #externalTask(kind: NoticeKind, task: ExternalTaskInstance | undefined): void {
    if (!task) return;
    this.#add(kind, {
      ...this.#node(task.activityId),
      activityInstanceId: task.activityInstanceId,
      externalTaskId: task.id,
      topicName: task.topic,
    });
  }

  #incident(kind: NoticeKind, incident: Incident | undefined): void {
    if (!incident) return;
    this.#add(kind, {
      ...this.#node(incident.activityId),
      activityInstanceId: incident.activityInstanceId,
      incidentId: incident.id,
      incidentType: incident.kind,
    });
  }

  #node(activityId: string): Partial<NoticeData> {
    const node = this.#step.definition.nodes.get(activityId);
    return { activityId, activityName: node?.name ?? null, ...(node ? { activityType: node.kind } : {}) };
  }

  #add(kind: NoticeKind, more: Partial<NoticeData>, audience: Notice['audience'] = null): void {
    const { instanceId, definition, at, userId, businessKey, tenantId } = this.#step;
    const about = { processInstanceId: instanceId, businessKey, tenantId, userId };
    const of = { processDefinitionId: definition.id, processDefinitionKey: definition.key };
    this.notices.push({ kind, at, data: { ...about, ...of, ...more }, audience });
  }
}

function move<T extends { readonly activityId: string }>(known: Map<string, T>, id: string, activityId: string): void {
  const found = known.get(id);
  if (found) known.set(id, { ...found, activityId });
}
