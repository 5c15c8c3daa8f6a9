import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateFeel, evaluateUnaryTests } from '../../server/expression/feel/evaluate-feel.ts';

const NIK = 3_571_012_345_678_901_234n;
const world = {
  nik: NIK,
  next: NIK + 1n,
  n: 5,
  list: [NIK, 7],
  person: { nik: NIK, age: 40 },
  half: 0.5,
  name: 'Siti',
};
const HUGE = 10n ** 33n;

describe('whole numbers that no double can hold, in FEEL', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    [`nik = ${NIK}`, true],
    [`nik = ${NIK + 1n}`, false],
    [`nik != ${NIK + 1n}`, true],
    ['nik = next - 1', true],
    ['next - nik', 1],
    ['nik + 1', NIK + 1n],
    ['nik * 2 - nik = nik', true],
    ['nik * 10 / 10', NIK],
    ['-nik + next', 1],
    [`-${NIK} + next`, 1],
    ['nik < next and next > nik and not(nik >= next)', true],
    [`nik between ${NIK} and ${NIK}`, true],
    [`next in [${NIK}..${NIK}]`, false],
    [`nik in (${NIK - 1n}..${NIK + 1n})`, true],
    [`nik in (${NIK - 1n}, ${NIK})`, true],
    [`nik in (${NIK - 1n}, ${NIK + 1n})`, false],
    ['list contains(list, nik)', true],
    ['list contains(list, next)', false],
    ['list[item = nik]', [NIK]],
    ['count(list)', 2],
    ['person.nik = nik', true],
    ['person.nik', NIK],
    ['if nik = next then "same" else "others"', 'others'],
    ['some each in list satisfies each = nik', true],
    ['for each in list return each + 1', [NIK + 1n, 8]],
    ['string(nik) + "!"', `${NIK}!`],
    ['string(n)', '5'],
    ['nik instance of number', true],
    ['nik = null', false],
    ['nik = name', null],
    // FEEL has 34 digits.
    [`${HUGE} + 1`, HUGE + 1n],
    [`${HUGE} * 100`, Number(HUGE) * 100],
    // What calculates with fractions has doubles.
    ['nik * half', Number(NIK) * 0.5],
    ['max(nik, 1)', Number(NIK)],
    ['sum([nik, 1]) > 5', true],
    ['n + 1 = 6', true],
    ['abs(-5) = n', true],
  ];
  for (const [source, expected] of cases)
    it(`${source} is ${String(expected)}`, () =>
      assert.deepEqual(evaluateFeel(source, world, { unbounded: true }), expected));

  it('are told apart in cells that are no literals', () => {
    const passes = (cell: string, input: unknown) => evaluateUnaryTests(cell, input, { variables: world });
    assert.deepEqual([passes('nik', NIK), passes('nik', NIK + 1n)], [true, false]);
    assert.deepEqual([passes('< next', NIK), passes('< next', NIK + 1n)], [true, false]);
    assert.deepEqual([passes('[nik..nik]', NIK), passes('[nik..nik]', NIK + 1n)], [true, false]);
    assert.deepEqual([passes('? = nik', NIK), passes('? - 1 = nik', NIK + 1n)], [true, true]);
    assert.deepEqual([passes('not(nik)', NIK), passes('not(nik)', NIK + 1n)], [false, true]);
  });
});
