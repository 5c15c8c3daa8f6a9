import type { ActivityHistory, InstanceHistory } from '../../application/ports/service-history.ts';
import { requestStatus, type RequestOverview, type RequestStatus } from '../../contract/api/request.ts';
import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import type { FormLanguage } from '../../form/definition.ts';
import { regencyCalendar } from '../calendar/regency-calendar.ts';
import { isEstimate } from '../calendar/work-calendar.ts';
import { dueDateOf } from '../calendar/working-days.ts';
import { findClockNodes, isForApplicant, readRequestClock } from './clock-nodes.ts';

export interface TrackedRequest {
  readonly instance: InstanceHistory;
  readonly activities: readonly ActivityHistory[];
  readonly definition: ProcessDefinition;
  /** Names of OPDs by key. */
  readonly opds: ReadonlyMap<string, string>;
  readonly workingDays: number;
  readonly now: number;
  readonly language: FormLanguage;
}

export type Track = Omit<RequestOverview, 'number' | 'service' | 'submittedAt'>;

/** The property that names a request's status on tasks and end events. */
const STATUS = 'alur:status';
const LABEL = 'alur:label';

/**
 * Where a request stands and how it came there, from the history of its process and the properties of the model's
 * nodes. Nothing of it is stored a second time, so it cannot differ from what really happened.
 */
export function trackRequest(tracked: TrackedRequest): Track {
  const timeline: Track['timeline'] = [];
  for (const activity of tracked.activities) {
    const node = tracked.definition.nodes.get(activity.activityId);
    const label = node?.properties[LABEL];
    const status = statusOf(node);
    if (!node || label === undefined || status === undefined) continue;
    const entry = {
      label,
      status,
      startedAt: isoTime(activity.startedAt),
      endedAt: activity.endedAt === null ? null : isoTime(activity.endedAt),
      holder: holderOf(node, tracked),
    };
    const last = timeline.at(-1);
    // Two nodes with the same words are one step for the citizen.
    if (last?.label === label && last.status === status && last.holder === entry.holder)
      timeline[timeline.length - 1] = { ...last, endedAt: entry.endedAt };
    else timeline.push(entry);
  }
  const held =
    tracked.instance.endedAt === null
      ? tracked.activities.findLast(
          (activity) =>
            activity.endedAt === null && tracked.definition.nodes.get(activity.activityId)?.kind === 'userTask',
        )
      : undefined;
  const heldNode = held && tracked.definition.nodes.get(held.activityId);
  const clock = readRequestClock({ ...tracked, nodes: findClockNodes(tracked.definition) });
  const due = tracked.instance.endedAt === null ? clock.dueAt : null;
  return {
    status: currentStatus(tracked, timeline),
    endedAt: tracked.instance.endedAt === null ? null : isoTime(tracked.instance.endedAt),
    holder: heldNode ? holderOf(heldNode, tracked) : null,
    holderSince: held ? isoTime(held.startedAt) : null,
    dueDate: due === null ? null : dueDateOf(due),
    dueDateEstimated: due !== null && isEstimate(due, regencyCalendar),
    clock: {
      state: clock.state,
      startedAt: clock.startedAt === null ? null : isoTime(clock.startedAt),
      allowedDays: tracked.workingDays,
      usedDays: clock.used,
      stops: clock.stops.map(({ from, until }) => ({
        from: isoTime(from),
        until: until === null ? null : isoTime(until),
      })),
    },
    timeline,
  };
}

/** An end event decides; else the latest of the nodes that are active; else the latest that was. */
function currentStatus(
  { instance, activities, definition }: TrackedRequest,
  timeline: Track['timeline'],
): RequestStatus {
  const end = instance.endActivityId === null ? undefined : statusOf(definition.nodes.get(instance.endActivityId));
  if (instance.endedAt !== null)
    return end ?? (instance.endActivityId === null ? 'ditarik' : (timeline.at(-1)?.status ?? 'diajukan'));
  const active = activities
    .filter((activity) => activity.endedAt === null)
    .flatMap((activity) => statusOf(definition.nodes.get(activity.activityId)) ?? []);
  return active.at(-1) ?? timeline.at(-1)?.status ?? 'diajukan';
}

function statusOf(node: FlowNode | undefined): RequestStatus | undefined {
  const parsed = requestStatus.safeParse(node?.properties[STATUS]);
  return parsed.success ? parsed.data : undefined;
}

/** The OPD of the task's group, the applicant, or the lane's name. */
function holderOf(node: FlowNode, { definition, opds, language }: TrackedRequest): string | null {
  if (isForApplicant(node) || node.kind === 'startEvent') return language === 'id' ? 'Anda' : 'You';
  if (node.kind === 'userTask') {
    const group = node.candidateGroups[0]?.source ?? '';
    const name = opds.get(group.split('.')[0] ?? '');
    if (name !== undefined) return name;
  }
  return definition.lanes.find((lane) => lane.nodeIds.includes(node.id))?.name ?? null;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
