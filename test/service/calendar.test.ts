import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calendarFunctions } from '../../server/service/calendar/calendar-functions.ts';
import { regencyCalendar } from '../../server/service/calendar/regency-calendar.ts';
import { isEstimate } from '../../server/service/calendar/work-calendar.ts';
import { addWorkingDays, dueDateOf, workingDaysBetween } from '../../server/service/calendar/working-days.ts';
import { addWorkingHours, workingHoursBetween } from '../../server/service/calendar/working-hours.ts';

const wib = (text: string): number => Date.parse(`${text}:00+07:00`);
const after = (from: string, days: number): string =>
  new Date(addWorkingDays(wib(from), days, regencyCalendar) + 7 * 3_600_000).toISOString().slice(0, 16);

describe('working-day calendar', () => {
  it('counts five working days over Nyepi and Idulfitri 2026 to 30 March', () => {
    assert.equal(after('2026-03-16T10:00', 5), '2026-03-30T16:00');
  });
  it('does not count the day on which the period begins, nor weekends', () => {
    assert.equal(after('2026-11-24T23:59', 1), '2026-11-25T16:00');
    assert.equal(after('2026-11-27T08:00', 1), '2026-11-30T16:00');
    assert.equal(after('2026-11-28T08:00', 1), '2026-11-30T16:00');
  });
  it('closes a period that ends on a Friday at the hour of a Friday', () => {
    assert.equal(after('2026-11-26T08:00', 1), '2026-11-27T15:00');
  });
  it('takes the day by local time, not by UTC', () => {
    assert.equal(after('2026-11-25T01:00', 1), '2026-11-26T16:00');
  });
  it('gives for no working days the close of this day or of the next one that works', () => {
    assert.equal(after('2026-11-24T10:00', 0), '2026-11-24T16:00');
    assert.equal(after('2026-11-28T10:00', 0), '2026-11-30T16:00');
  });
  it('is open on every weekday of 2026 but 21 holidays', () => {
    // 261 weekdays; 21 of the 25 closed days fall on one of them.
    assert.equal(workingDaysBetween(wib('2025-12-31T10:00'), wib('2026-12-31T10:00'), regencyCalendar), 261 - 21);
  });
  it('adds and counts the same days', () => {
    for (let days = 1; days < 300; days += 7) {
      const due = addWorkingDays(wib('2026-01-05T09:00'), days, regencyCalendar);
      assert.equal(workingDaysBetween(wib('2026-01-05T09:00'), due, regencyCalendar), days);
    }
    assert.equal(workingDaysBetween(wib('2026-11-30T09:00'), wib('2026-11-27T09:00'), regencyCalendar), -1);
  });
  it('marks what lies beyond the last complete year as an estimate', () => {
    assert.equal(isEstimate(addWorkingDays(wib('2026-12-30T09:00'), 1, regencyCalendar), regencyCalendar), false);
    assert.equal(isEstimate(addWorkingDays(wib('2026-12-31T09:00'), 1, regencyCalendar), regencyCalendar), true);
    assert.equal(dueDateOf(addWorkingDays(wib('2026-12-31T09:00'), 1, regencyCalendar)), '2027-01-04');
  });
  it('refuses counts that are no whole number', () => {
    for (const count of [-1, 0.5, Number.NaN, 1e9])
      assert.throws(() => addWorkingDays(0, count, regencyCalendar), RangeError);
  });
  it('counts working hours within office hours only', () => {
    const at = (from: string, hours: number) =>
      new Date(addWorkingHours(wib(from), hours, regencyCalendar) + 7 * 3_600_000).toISOString().slice(0, 16);
    assert.equal(at('2026-11-24T08:00', 4), '2026-11-24T12:00');
    assert.equal(at('2026-11-24T14:00', 4), '2026-11-25T09:30');
    assert.equal(at('2026-11-27T14:00', 4), '2026-11-30T10:30');
    assert.equal(at('2026-11-28T14:00', 4), '2026-11-30T11:30');
    assert.equal(workingHoursBetween(wib('2026-11-27T14:00'), wib('2026-11-30T10:30'), regencyCalendar), 4);
    assert.equal(workingHoursBetween(wib('2026-11-30T10:30'), wib('2026-11-27T14:00'), regencyCalendar), -4);
  });
  it('offers both counts to expressions, with numbers that came as text', () => {
    const days = calendarFunctions.get('workingDays');
    assert.deepEqual(days?.(wib('2026-03-16T10:00'), '5'), new Date(wib('2026-03-30T16:00')));
    assert.throws(() => days?.(0, 'lima'), /needs a number, not "lima"/);
    assert.deepEqual(
      calendarFunctions.get('workingHours')?.(wib('2026-11-24T08:00'), 4),
      new Date(wib('2026-11-24T12:00')),
    );
  });
});
