import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addDecimal,
  divideDecimal,
  moduloDecimal,
  multiplyDecimal,
  powerDecimal,
} from '../../server/expression/feel/decimal.ts';
import { evaluateFeel, evaluateUnaryTests } from '../../server/expression/feel/evaluate-feel.ts';

describe('FEEL calculates by decimal digits', () => {
  const values: readonly (readonly [source: string, value: unknown])[] = [
    ['0.1 + 0.2', 0.3],
    ['0.1 + 0.2 = 0.3', true],
    ['a + b', 0.3],
    ['1.1 * 3', 3.3],
    ['0.3 - 0.1', 0.2],
    ['0.3 / 0.1', 3],
    ['1.1 ** 2', 1.21],
    ['2 ** -2', 0.25],
    ['10 ** -3 * 3', 0.003],
    ['1 / 3', 1 / 3],
    ['2 / 3', 2 / 3],
    ['1 / 3 * 3', 1],
    ['2 / 3 + 1 / 3', 1],
    ['10 / 3 * 3 = 10', true],
    ['price * 1.11', 22.1889],
    ['sum([0.1, 0.2, 0.3])', 0.6],
    ['sum(0.1, 0.2)', 0.3],
    ['mean([0.1, 0.2, 0.3])', 0.2],
    ['median([0.1, 0.2])', 0.15],
    ['product([1.1, 1.1])', 1.21],
    ['modulo(0.3, 0.1)', 0],
    ['modulo(-0.5, 0.3)', 0.1],
    ['modulo(10, -3)', -2],
    ['modulo(1, 0)', null],
    ['1 / 0', null],
    ['1.5 / 0', null],
    ['0.1 + null', null],
    ['0.1 + "a"', null],
    ['"a" + "b"', 'ab'],
    ['sum([])', null],
    ['sum([0.1, "a"])', null],
    ['-a + b', 0.1],
    ['a - b', -0.1],
    ['1000000000.1 + 0.2', 1_000_000_000.3],
    ['9007199254740991 + 2', 9_007_199_254_740_992],
    ['123456789.01 * 1000', 123_456_789_010],
  ];
  for (const [source, value] of values)
    it(`${source} is ${String(value)}`, () =>
      assert.deepEqual(evaluateFeel(source, { a: 0.1, b: 0.2, price: 19.99 }, { unbounded: true }), value));

  it('a rule with a limit hits what is exactly at it', () => {
    assert.equal(evaluateUnaryTests('<= a + b', 0.3, { variables: { a: 0.1, b: 0.2 } }), true);
    assert.equal(evaluateUnaryTests('0.3', 0.3, { variables: {} }), true);
  });
});

describe('decimal arithmetic', () => {
  /** Amounts with cents, as their number of cents. */
  const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
  const amount = (count: number) => Number((count / 100).toFixed(2));
  /** As exact as doubles are: those next to zero have fewer digits. */
  const anyDouble = fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((number) => number === 0 || Math.abs(number) > 1e-290);
  const isNear = (actual: number | null, expected: number, ulps: number) =>
    actual === null
      ? !Number.isFinite(expected)
      : Math.abs(actual - expected) <= ulps * Math.max(Math.abs(expected) * 2 ** -52, 1e-290);

  it('of amounts is as that of whole cents', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        assert.equal(addDecimal(amount(a), amount(b)), amount(a + b));
        assert.equal(multiplyDecimal(amount(a), amount(b)), Number(`${a * b}e-4`) + 0);
        if (b === 0) return;
        assert.equal(divideDecimal(amount(a), amount(b)), a / b + 0);
        assert.equal(moduloDecimal(amount(a), amount(b)), amount(a - b * Math.floor(a / b)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of any numbers is that of doubles but for the last digits', () => {
    fc.assert(
      fc.property(anyDouble, anyDouble, (a, b) => {
        const product = multiplyDecimal(a, b);
        assert.ok(isNear(product, a * b, 2), `${a} * ${b} is ${product}`);
        if (b !== 0) assert.ok(isNear(divideDecimal(a, b), a / b, 2), `${a} / ${b} is ${divideDecimal(a, b)}`);
        // Where digits cancel each other, doubles lose what decimals keep.
        const lost = 2 ** -51 * Math.max(Math.abs(a), Math.abs(b));
        const sum = addDecimal(a, b);
        assert.ok(sum === null ? !Number.isFinite(a + b) : Math.abs(sum - (a + b)) <= lost, `${a} + ${b} is ${sum}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of powers is that of repeated factors', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000, max: 2_000 }), fc.integer({ min: 0, max: 8 }), (hundredths, exponent) => {
        const expected = Number(`${BigInt(hundredths) ** BigInt(exponent)}e-${2 * exponent}`) + 0;
        assert.equal(powerDecimal(amount(hundredths), exponent), expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is quick at its limits', () => {
    const started = performance.now();
    for (let count = 0; count < 200; count += 1) {
      addDecimal(1.797e308, 5e-324);
      moduloDecimal(1.797e308, 3e-320);
      powerDecimal(1.000_000_1, 1_000);
      divideDecimal(5e-324, 1.7e308);
    }
    assert.ok(performance.now() - started < 2_000);
  });
});
