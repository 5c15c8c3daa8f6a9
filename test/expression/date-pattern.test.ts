import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  checkDatePattern,
  describeDatePattern,
  formatByPattern,
  parseByPattern,
} from '../../server/expression/time/date-pattern.ts';

const moment = Date.parse('2026-08-17T03:04:05.006Z');
const iso = (pattern: string, text: string) => new Date(parseByPattern(pattern, text)).toISOString();

describe('A date pattern of Java', () => {
  const written: readonly (readonly [string, string])[] = [
    ['dd/MM/yyyy', '17/08/2026'],
    ['d/M/yy', '17/8/26'],
    ['yyyyMMdd', '20260817'],
    ["yyyy-MM-dd'T'HH:mm:ss", '2026-08-17T10:04:05'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSZ", '2026-08-17T10:04:05.006+0700'],
    ['yyyy-MM-dd HH:mm XXX', '2026-08-17 10:04 +07:00'],
    ['EEEE d MMMM yyyy', 'Monday 17 August 2026'],
    ['hh:mm a', '10:04 AM'],
    ["h 'o''clock' a", "10 o'clock AM"],
  ];
  for (const [pattern, text] of written)
    it(`writes ${pattern} in local time and reads what it wrote`, () => {
      assert.equal(formatByPattern(pattern, moment), text);
      assert.equal(formatByPattern(pattern, parseByPattern(pattern, text)), text);
    });

  it('reads days and months with one digit, and the afternoon', () => {
    assert.equal(iso('dd/MM/yyyy', ' 1/2/2013 '), '2013-01-31T17:00:00.000Z');
    assert.equal(iso('yyyy-MM-dd hh:mm a', '2026-08-17 12:30 pm'), '2026-08-17T05:30:00.000Z');
    assert.equal(iso('yyyy-MM-dd HH:mmX', '2026-08-17 12:30Z'), '2026-08-17T12:30:00.000Z');
  });

  it('refuses what is written otherwise, and days that the calendar lacks', () => {
    for (const text of ['31/02/2013', '2013-01-01', '01/02/13', '1/2/2013 x', ''])
      assert.throws(() => parseByPattern('dd/MM/yyyy', text), /is not written as dd\/MM\/yyyy/, text);
    assert.throws(() => parseByPattern('hh:mm', '13:00'));
  });

  it('is checked before it is used', () => {
    assert.equal(checkDatePattern('dd/MM/yyyy'), null);
    for (const pattern of ['', '???', 'ww', 'GG yyyy', "dd 'x", 'dd dd', 'd'.repeat(101)])
      assert.notEqual(checkDatePattern(pattern), null, pattern);
  });

  it('tells whether it holds a date and a time', () => {
    assert.deepEqual(describeDatePattern('dd/MM/yyyy'), { hasDate: true, hasTime: false });
    assert.deepEqual(describeDatePattern('HH:mm'), { hasDate: false, hasTime: true });
    assert.deepEqual(describeDatePattern("dd.MM.yyyy 'jam' HH"), { hasDate: true, hasTime: true });
  });
});
