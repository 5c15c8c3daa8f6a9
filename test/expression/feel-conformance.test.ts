import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateFeelNative, evaluateUnaryTests } from '../../server/expression/feel/evaluate-feel.ts';
import { FeelError } from '../../server/expression/feel/feel-error.ts';
import { describeValue, isSameValue } from '../conformance/dmn/same-value.ts';
import { momentCases } from './feel-moment-cases.ts';
import { structureCases } from './feel-structure-cases.ts';
import { valueCases } from './feel-value-cases.ts';

function valueOf(source: string): unknown {
  try {
    return evaluateFeelNative(source, {}, { unbounded: true, now: 0 });
  } catch (error) {
    assert.ok(error instanceof FeelError, String(error));
    return null;
  }
}

for (const { about, cases } of [...valueCases, ...structureCases, ...momentCases]) {
  describe(`FEEL has for ${about}`, () => {
    for (const [source, same] of cases) {
      it(`${source} as ${same}`, () => {
        const [actual, expected] = [valueOf(source), valueOf(same)];
        const isSame = isSameValue(actual, expected) || describeValue(actual) === describeValue(expected);
        assert.ok(isSame, `${describeValue(actual)} instead of ${describeValue(expected)}`);
      });
    }
  });
}

describe('a cell that compares', () => {
  it('does not let a value of another type through', () => {
    const passes = (test: string, input: unknown) =>
      evaluateUnaryTests(test, input, { variables: { limit: 5, low: 1, day: '2026-01-01' } });
    assert.deepEqual(
      ['>= limit', '> limit', '<= limit', '[low..limit]'].map((test) => passes(test, 'a')),
      [false, false, false, false],
    );
    assert.deepEqual(
      ['>= limit', '> limit', '<= limit', '[low..limit]', '(low..limit)'].map((test) => passes(test, 5)),
      [true, false, true, true, false],
    );
    assert.equal(passes('> date(day)', 5), false);
    assert.equal(passes('< low, > limit', 7), true);
    assert.equal(passes('not(> limit)', 7), false);
    assert.equal(passes('> limit * 2', 11), true);
  });
});

describe('a date and time without a zone', () => {
  // Western Indonesia Time is the local time.
  const moment = new Date('2026-03-01T03:00:00Z');
  const value = (source: string) => evaluateFeelNative(source, { moment }, { unbounded: true });

  it('stays without one', () => {
    assert.equal(value('string(date and time("2026-03-01T10:00:00"))'), '2026-03-01T10:00:00');
  });

  it('is local time beside one with a zone', () => {
    for (const source of [
      'moment = date and time("2026-03-01T10:00:00")',
      'moment >= @"2026-03-01T10:00:00"',
      'moment <= @"2026-03-01T10:00:00"',
      'moment in [@"2026-03-01T10:00:00"..@"2026-03-01T11:00:00"]',
      'moment between @"2026-03-01T09:00:00" and @"2026-03-01T10:00:00"',
      'moment - @"2026-03-01T09:00:00" = @"PT1H"',
      'before(moment, date and time("2026-03-01T10:00:01"))',
      'max(moment, @"2026-03-01T09:59:59") = moment',
    ])
      assert.equal(value(source), true, source);
    assert.equal(value('moment != @"2026-03-01T10:00:00"'), false);
    assert.equal(evaluateUnaryTests('date and time("2026-03-01T10:00:00")', moment, { variables: {} }), true);
    assert.equal(evaluateUnaryTests('> date and time("2026-03-01T10:00:00")', moment, { variables: {} }), false);
  });
});

describe('names with blanks', () => {
  it('are read alike before and after a correction', () => {
    const variables = { 'total fee': 10, rate: { 'per year': 2 }, 'per year': 3, low: 1 };
    const plain = (source: string) => evaluateFeelNative(source, variables, { unbounded: true });
    assert.equal(plain('total fee * rate.per year'), 20);
    assert.equal(plain('-total fee * per year'), -30);
    assert.equal(plain('if total fee between low and 20 then "ok" else "no"'), 'ok');
    assert.equal(evaluateFeelNative('a-b * 2', { 'a-b': 4, a: 1, b: 1 }, { unbounded: true }), 8);
    assert.equal(evaluateFeelNative('a-b * 2', { a: 1, b: 1 }, { unbounded: true }), -1);
  });
});
