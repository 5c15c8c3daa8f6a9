import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRetryCycle } from '../../server/expression/time/retry-cycle.ts';
import { firstDue, nextDue } from '../../server/expression/time/timer.ts';

/** Monday, 17 August 2026, 08:00 in Jakarta. */
const now = Date.UTC(2026, 7, 17, 1);
const jakarta = (text: string) => Date.parse(`${text}+07:00`);
const local = (moment: number) => new Date(moment + 7 * 3_600_000).toISOString().slice(0, 19);

/** The first times of a cycle, in local time. */
function times(text: string, count: number, from = now): string[] {
  const { dueAt, repeat } = firstDue('cycle', text, from);
  const found = [local(dueAt)];
  for (
    let at = dueAt, left = repeat?.remaining ?? (repeat ? count : 0);
    found.length < count && repeat && left > 0;
    left -= 1
  ) {
    at = nextDue(repeat.text, at);
    found.push(local(at));
  }
  return found;
}

describe('due time of a date', () => {
  for (const [text, expected] of [
    ['2026-08-20', '2026-08-20T00:00:00'],
    ['2026-08-20T09:30', '2026-08-20T09:30:00'],
    [' 2026-08-20T09:30:00 ', '2026-08-20T09:30:00'],
    ['2026-08-20T09:30:00Z', '2026-08-20T16:30:00'],
    ['2026-08-20T09:30:00.000+0700', '2026-08-20T09:30:00'],
    ['2026-08-20T09:30:00+08:00', '2026-08-20T08:30:00'],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(local(firstDue('date', text, now).dueAt), expected));
  }

  it('takes a date object as it is, also for durations and cycles', () => {
    const date = new Date('2026-09-01T00:00:00Z');
    for (const kind of ['date', 'duration', 'cycle'] as const)
      assert.deepEqual(firstDue(kind, date, now), { dueAt: date.getTime(), repeat: null });
  });

  it('of a date that is written as a duration is that long from now', () =>
    assert.equal(firstDue('date', 'PT5M', now).dueAt, now + 300_000));

  for (const wrong of ['besok', '', '2026', '2026-13-01', 'T5M', '17/08/2026', null, 5, {}]) {
    it(`refuses ${JSON.stringify(wrong)} with an example`, () =>
      assert.throws(() => firstDue('date', wrong, now), /2026-08-17T08:00/));
  }
});

describe('due time of a duration', () => {
  for (const [text, expected] of [
    ['PT15M', '2026-08-17T08:15:00'],
    ['P3D', '2026-08-20T08:00:00'],
    ['P2W', '2026-08-31T08:00:00'],
    ['P1M', '2026-09-17T08:00:00'],
    ['P1Y2M3DT4H', '2027-10-20T12:00:00'],
    ['PT1.5S', '2026-08-17T08:00:01'],
  ] as const) {
    it(`adds ${text} by the calendar`, () => assert.equal(local(firstDue('duration', text, now).dueAt), expected));
  }

  it('ends a month after 31 January on the last day of February', () => {
    assert.equal(local(firstDue('duration', 'P1M', jakarta('2027-01-31T10:00:00')).dueAt), '2027-02-28T10:00:00');
  });

  for (const wrong of ['5 menit', 'PT', 'P', 'T5M', '0 0 8 * * ?', 'P999999999999Y']) {
    it(`refuses ${wrong} with an example`, () => assert.throws(() => firstDue('duration', wrong, now), /PT5M|PT15M/));
  }
});

describe('a repeating cycle', () => {
  it('is due as often as it says, from a period after now', () => {
    assert.deepEqual(times('R3/PT10M', 9), ['2026-08-17T08:10:00', '2026-08-17T08:20:00', '2026-08-17T08:30:00']);
  });
  it('goes on for ever without a number', () =>
    assert.deepEqual(firstDue('cycle', 'R/P1D', now).repeat, { text: 'P1D', remaining: null }));
  it('does not repeat with R1', () => assert.equal(firstDue('cycle', 'R1/PT10M', now).repeat, null));
  it('begins at its start', () =>
    assert.deepEqual(times('R2/2026-08-18T09:00/PT1H', 9), ['2026-08-18T09:00:00', '2026-08-18T10:00:00']));
  it('leaves out and counts the times before now', () => {
    assert.deepEqual(times('R4/2026-08-17T06:30/PT1H', 9), ['2026-08-17T08:30:00', '2026-08-17T09:30:00']);
  });
  it('leaves out hundreds of millions of past times at once', () => {
    assert.equal(local(firstDue('cycle', 'R/2010-01-01T00:00:00/PT1S', now).dueAt), '2026-08-17T08:00:01');
  });
  it('counts back from its end', () => {
    assert.deepEqual(times('R3/PT1H/2026-08-17T12:00', 9), [
      '2026-08-17T10:00:00',
      '2026-08-17T11:00:00',
      '2026-08-17T12:00:00',
    ]);
    assert.deepEqual(times('R/PT3H/2026-08-17T12:00', 9), ['2026-08-17T09:00:00', '2026-08-17T12:00:00']);
  });
  it('stops at its end', () =>
    assert.deepEqual(times('R/2026-08-17T09:00/PT1H/2026-08-17T11:30', 9), [
      '2026-08-17T09:00:00',
      '2026-08-17T10:00:00',
      '2026-08-17T11:00:00',
    ]));
  it('takes the period from start and end', () =>
    assert.deepEqual(times('R2/2026-08-18T08:00/2026-08-18T08:45', 9), ['2026-08-18T08:00:00', '2026-08-18T08:45:00']));
  it('is over when all its times are past', () => {
    assert.throws(() => firstDue('cycle', 'R2/2026-08-01T08:00/PT1H', now), /is over/);
    assert.throws(() => firstDue('cycle', 'R/PT1H/2026-08-01T08:00', now), /is over/);
  });
  it('keeps the first of each month, whatever the length', () => {
    assert.deepEqual(times('R3/2026-09-01T00:00/P1M', 9), [
      '2026-09-01T00:00:00',
      '2026-10-01T00:00:00',
      '2026-11-01T00:00:00',
    ]);
  });
  for (const wrong of [
    'R3',
    'R/',
    'R3/10M',
    'Rx/PT1M',
    'R0/PT10M',
    'R/PT0S',
    'R/-PT5M',
    'R3/PT1H/PT2H',
    'R2/2026-08-18/2026-08-17',
    'R2/PT1H/2026-08-18/2026-08-19',
    'R2/2026-08-18',
  ]) {
    it(`refuses ${wrong} with an example`, () => assert.throws(() => firstDue('cycle', wrong, now), /R3\/PT10M/));
  }
});

describe('a cron expression', () => {
  const dues: readonly (readonly [string, ...string[]])[] = [
    [
      '0 0 8 ? * MON-FRI',
      '2026-08-18T08:00:00',
      '2026-08-19T08:00:00',
      '2026-08-20T08:00:00',
      '2026-08-21T08:00:00',
      '2026-08-24T08:00:00',
    ],
    ['0 0 8 ? * 2-6', '2026-08-18T08:00:00', '2026-08-19T08:00:00'],
    ['0 30 7 ? * 1', '2026-08-23T07:30:00', '2026-08-30T07:30:00'],
    ['0/20 * * * * ?', '2026-08-17T08:00:20', '2026-08-17T08:00:40', '2026-08-17T08:01:00'],
    ['*/30 5 8-9 * * ?', '2026-08-17T08:05:00', '2026-08-17T08:05:30', '2026-08-17T09:05:00'],
    ['0 0 0 L * ?', '2026-08-31T00:00:00', '2026-09-30T00:00:00'],
    ['0 0 0 L-2 * ?', '2026-08-29T00:00:00', '2026-09-28T00:00:00'],
    ['0 0 9 LW * ?', '2026-08-31T09:00:00', '2026-09-30T09:00:00', '2026-10-30T09:00:00'],
    ['0 0 9 15W * ?', '2026-09-15T09:00:00', '2026-10-15T09:00:00', '2026-11-16T09:00:00'],
    ['0 0 9 1W * ?', '2026-09-01T09:00:00', '2026-10-01T09:00:00', '2026-11-02T09:00:00'],
    ['0 0 9 ? * 6L', '2026-08-28T09:00:00', '2026-09-25T09:00:00'],
    ['0 0 9 ? * FRI#3', '2026-08-21T09:00:00', '2026-09-18T09:00:00'],
    ['0 0 9 ? * 2#1', '2026-09-07T09:00:00'],
    [
      '0 0 22-2 * * ?',
      '2026-08-17T22:00:00',
      '2026-08-17T23:00:00',
      '2026-08-18T00:00:00',
      '2026-08-18T01:00:00',
      '2026-08-18T02:00:00',
      '2026-08-18T22:00:00',
    ],
    ['0 15,45 8 1/10 JAN,SEP ?', '2026-09-01T08:15:00', '2026-09-01T08:45:00', '2026-09-11T08:15:00'],
    ['0 0 0 1 1 ? 2028-2030', '2028-01-01T00:00:00', '2029-01-01T00:00:00'],
    ['0 0 0 29 2 MON', '2044-02-29T00:00:00'],
    ['@daily', '2026-08-18T00:00:00', '2026-08-19T00:00:00'],
    ['@weekly', '2026-08-23T00:00:00'],
  ];
  for (const [text, ...expected] of dues) {
    it(`is due at the right times: ${text}`, () => assert.deepEqual(times(text, expected.length), expected));
  }
  it('repeats for ever by its own text', () =>
    assert.deepEqual(firstDue('cycle', '0 0 8 ? * MON-FRI', now).repeat, {
      text: '0 0 8 ? * MON-FRI',
      remaining: null,
    }));
  it('is never due again after its last year', () =>
    assert.throws(() => firstDue('cycle', '0 0 0 1 1 ? 2020', now), /not due again/));
  it('is never due on 30 February', () => assert.throws(() => firstDue('cycle', '0 0 0 30 2 ?', now), /not due again/));
  for (const wrong of [
    '0 8 * * *',
    '* * * * * * * *',
    '60 * * * * ?',
    '0 0 24 * * ?',
    '0 0 0 0 * ?',
    '0 0 0 ? * 8',
    '0 0 0 ? * 0',
    '0 0 0 ? FOO *',
    '0/0 * * * * ?',
    '0 1-2-3 * * * ?',
    '0 0 0 40W * ?',
    '0 0 0 ? * MON#6',
    'setiap hari',
    'constructor',
  ]) {
    it(`refuses ${wrong} with an example`, () =>
      assert.throws(() => firstDue('cycle', wrong, now), /0 0 8 \? \* MON-FRI/));
  }
});

describe('a retry cycle', () => {
  const waits = (text: string) => [1, 2, 3, 9].map((failures) => readRetryCycle(text, now)?.delay(failures));
  it('has as many tries as it repeats, with the same wait', () => {
    assert.equal(readRetryCycle('R3/PT10M', now)?.retries, 3);
    assert.deepEqual(waits('R3/PT10M'), [600_000, 600_000, 600_000, 600_000]);
  });
  it('takes one wait after another from a list, and the last one again', () => {
    assert.equal(readRetryCycle('PT10M, PT17M,PT20M', now)?.retries, 4);
    assert.deepEqual(waits('PT10M, PT17M,PT20M'), [600_000, 1_020_000, 1_200_000, 1_200_000]);
  });
  it('is two tries with a single wait', () => assert.equal(readRetryCycle('PT10M', now)?.retries, 2));
  it('takes a month by the calendar', () => assert.equal(readRetryCycle('R2/P1M', now)?.delay(1), 31 * 86_400_000));
  it('is the default for any other text', () => {
    for (const text of ['', 'often', 'R3', 'PT10M,', 'R3/-PT1M', 'R3/PT10M/x'])
      assert.equal(readRetryCycle(text, now), null, text);
  });
});
