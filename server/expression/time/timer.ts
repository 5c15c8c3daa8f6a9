import { Cron } from './cron.ts';
import { Period } from './duration.ts';
import { findMoment } from './moment.ts';
import { readRepetition } from './repetition.ts';

export type TimerKind = 'date' | 'duration' | 'cycle';

/**
 * First due time of a timer (epoch milliseconds) and how it repeats: by `nextDue(text, …)`, `remaining` times more
 * (null: for ever).
 */
export interface FirstDue {
  readonly dueAt: number;
  readonly repeat: { readonly text: string; readonly remaining: number | null } | null;
}

/**
 * When a timer is due first. Dates and times without a zone are in local time; months and days are those of the
 * calendar.
 * A date object stands for its moment, whatever the kind, so that `${workingDays(3)}` fits everywhere.
 * @param text what the timer's expression gave.
 * @throws Error that quotes the text and gives an example of a right one.
 */
export function firstDue(kind: TimerKind, text: unknown, now: number): FirstDue {
  if (text instanceof Date) {
    if (Number.isNaN(text.getTime())) throw new Error('The date of the timer is no valid date.');
    return { dueAt: text.getTime(), repeat: null };
  }
  if (typeof text !== 'string' || text.trim() === '') {
    const given =
      text === null || text === undefined || text === ''
        ? 'nothing'
        : typeof text === 'object'
          ? 'a list or structure'
          : `"${String(text)}"`;
    throw new Error(`The ${kind} of the timer is ${given}, but must be a text such as ${examples[kind]}.`);
  }
  const trimmed = text.trim();
  if (trimmed.startsWith('R') && kind !== 'date') {
    const { dueAt, period, remaining } = readRepetition(trimmed, now);
    return { dueAt, repeat: remaining === 0 || kind === 'duration' ? null : { text: period.text, remaining } };
  }
  const single = findSingle(kind, trimmed, now);
  if (single !== undefined) return { dueAt: single, repeat: null };
  if (kind !== 'cycle') throw new Error(`"${text}" is no ${kind} for a timer. Write for example ${examples[kind]}.`);
  return { dueAt: new Cron(trimmed).next(now), repeat: { text: trimmed, remaining: null } };
}

const examples: Readonly<Record<TimerKind, string>> = {
  date: '2026-08-17T08:00 or 2026-08-17T08:00:00+07:00',
  duration: 'PT15M (15 minutes), P3D (3 days) or P1M (a month)',
  cycle: 'R3/PT10M (three times, every ten minutes) or 0 0 8 ? * MON-FRI (every working day at 08:00)',
};

function findSingle(kind: TimerKind, text: string, now: number): number | undefined {
  // A date may also be a duration from now (Camunda's due date calendar).
  if (kind === 'date' && !text.startsWith('P')) return findMoment(text);
  return Period.find(text)?.after(now);
}

/**
 * When a repeating timer is due again.
 * @param text `repeat.text` of `firstDue`.
 * @param dueAt when it was due last, also if it ran later.
 */
export function nextDue(text: string, dueAt: number): number {
  return (Period.find(text) ?? { after: (moment: number) => new Cron(text).next(moment) }).after(dueAt);
}
