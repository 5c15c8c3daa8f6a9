import type { InboxRow } from '../../application/ports/service-inbox.ts';
import type { InboxTask } from '../../contract/api/inbox.ts';
import { regencyCalendar } from '../calendar/regency-calendar.ts';
import { addWorkingDays } from '../calendar/working-days.ts';
import { workingHoursBetween } from '../calendar/working-hours.ts';

export interface TaskPresentation {
  readonly now: number;
  /** Names of people by user id, and of services by key. */
  readonly people: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, string>;
}

/** Until when a task has to be due to be of the tab `soon`: the close of the office on the next working day. */
export function soonUntil(now: number): number {
  return addWorkingDays(now, 1, regencyCalendar);
}

/** A task as lists show it. */
export function presentTask(row: InboxRow, { now, people, services }: TaskPresentation): InboxTask {
  const allowed = row.dueAt === null ? 0 : workingHoursBetween(row.createdAt, row.dueAt, regencyCalendar);
  const left = row.dueAt === null ? 0 : workingHoursBetween(now, row.dueAt, regencyCalendar);
  return {
    id: row.id,
    name: row.name ?? row.activityId ?? row.id,
    activityId: row.activityId,
    number: row.number,
    service:
      row.serviceKey === null ? null : { key: row.serviceKey, name: services.get(row.serviceKey) ?? row.serviceKey },
    applicant: row.applicantName,
    assignee: row.assignee === null ? null : { id: row.assignee, name: people.get(row.assignee) ?? row.assignee },
    group: row.candidateGroups[0] ?? null,
    createdAt: new Date(row.createdAt).toISOString(),
    dueAt: row.dueAt === null ? null : new Date(row.dueAt).toISOString(),
    remaining:
      row.dueAt === null
        ? null
        : {
            hours: round(left),
            share: allowed > 0 ? round(left / allowed) : left > 0 ? 1 : 0,
            soon: row.dueAt >= now && row.dueAt <= soonUntil(now),
          },
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
