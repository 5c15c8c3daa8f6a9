import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import { readServiceClock, type ServiceClock } from '../calendar/service-clock.ts';
import { regencyCalendar } from '../calendar/regency-calendar.ts';

/**
 * The property by which a model tells the clock of the service standard: `starts` on the node that is reached when the
 * file is complete, `stops` on a node at which the office waits for the applicant (a payment, an appointment). Tasks
 * of the applicant stop it without being marked.
 */
const CLOCK = 'alur:clock';

/** Whether the applicant, not an officer, does this task. */
export function isForApplicant(node: FlowNode | undefined): boolean {
  return node?.kind === 'userTask' && node.properties['alur:audience'] === 'applicant';
}

/** Nodes that start and stop the clock of a model's requests, by id. */
export interface ClockNodes {
  /** Empty: the clock starts with the request. */
  readonly starts: ReadonlySet<string>;
  readonly stops: ReadonlySet<string>;
}

export function findClockNodes({ nodes }: Pick<ProcessDefinition, 'nodes'>): ClockNodes {
  const starts = new Set<string>();
  const stops = new Set<string>();
  for (const node of nodes.values()) {
    const mark = node.properties[CLOCK];
    if (mark === 'starts') starts.add(node.id);
    if (mark === 'stops' || isForApplicant(node)) stops.add(node.id);
  }
  return { starts, stops };
}

/** Reads the clock of a request from the history of its process, of which only the clock's nodes count. */
export function readRequestClock(request: {
  readonly nodes: ClockNodes;
  readonly instance: { readonly startedAt: number; readonly endedAt: number | null };
  readonly activities: Iterable<{
    readonly activityId: string;
    readonly startedAt: number;
    readonly endedAt: number | null;
  }>;
  readonly workingDays: number;
  readonly now: number;
}): ServiceClock {
  const { nodes, instance, workingDays, now } = request;
  const activities = [...request.activities];
  const complete = activities.filter(({ activityId }) => nodes.starts.has(activityId)).map((each) => each.startedAt);
  return readServiceClock(
    {
      startedAt: nodes.starts.size === 0 ? instance.startedAt : complete.length === 0 ? null : Math.min(...complete),
      endedAt: instance.endedAt,
      stops: activities
        .filter(({ activityId }) => nodes.stops.has(activityId))
        .map(({ startedAt, endedAt }) => ({ from: startedAt, until: endedAt })),
      workingDays,
      now,
    },
    regencyCalendar,
  );
}
