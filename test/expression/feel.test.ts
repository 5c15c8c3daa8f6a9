// Over 300 lines because every limit and every correction of the FEEL interpreter has its sentence here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCheapFeel } from '../../server/expression/feel/cheap-feel.ts';
import {
  checkFeel,
  evaluateFeel,
  evaluateUnaryTests,
  referencedNames,
} from '../../server/expression/feel/evaluate-feel.ts';
import { ExpensiveFeel, FeelError } from '../../server/expression/feel/feel-error.ts';

/** Monday, 17 August 2026, 08:00 in Jakarta. */
const now = Date.UTC(2026, 7, 17, 1);
const variables = {
  n: 7,
  text: 'Bondowoso',
  yes: true,
  nothing: null,
  list: ['a', 'b'],
  order: { items: [{ qty: 2 }, { qty: 5 }], 'full name': 'Siti' },
  'jumlah anak': 2,
  at: new Date(now),
  big: 12n,
  map: new Map([['k', 1]]),
  early: new Date('2026-08-16T17:30:00Z'),
};

describe('the value of a FEEL expression', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['"a"', 'a'],
    ['-5', -5],
    ['1.50', 1.5],
    ['true', true],
    ['null', null],
    [' = n + 1', 8],
    ['n > 5 and yes', true],
    ['if n > 5 then "besar" else "kecil"', 'besar'],
    ['order.items[2].qty', 5],
    ['order.full name', 'Siti'],
    ['jumlah anak * 2', 4],
    ['list contains(list, "b")', true],
    ['count(list)', 2],
    ['order.items[qty > 3].qty', [5]],
    ['missing', null],
    ['missing + 1', null],
    ['missing.deeper', null],
    ['n / 0', null],
    ['not(yes)', false],
    ['n in [1..10]', true],
    ['n between 1 and 5', false],
    ['big + 1', 13],
    ['big', 12n],
    [' nothing ', null],
    ['map.k', 1],
    ['text = "Bondowoso"', true],
    ['upper case(text)', 'BONDOWOSO'],
    ['list', ['a', 'b']],
    ['order.items[1]', { qty: 2 }],
    ['string length("😀")', 1],
    ['today()', '2026-08-17'],
    ['now()', new Date(now)],
    ['at', new Date(now)],
    ['now() = at', true],
    ['date(early)', '2026-08-17'],
    ['date("2026-01-31") + duration("P1M")', '2026-02-28'],
    ['duration("P1DT2H")', 'P1DT2H'],
    ['time("10:30:00")', '10:30:00'],
    ['date and time("2026-08-17T08:00:00")', new Date(now)],
    ['date and time("2026-08-17T01:00:00Z")', new Date(now)],
    ['date and time("2026-08-17T03:00:00@Europe/Paris")', new Date(now)],
    ['at < now() + duration("PT1H")', true],
    ['day of week(today())', 'Monday'],
    ['at = date and time("2026-08-17T08:00:00")', true],
    ['date and time(date("2026-08-17"), time("08:00:00")) = at', true],
    ['at < date and time("2026-08-17T02:00:00Z")', true],
    ['matches(text, "^Bon")', true],
    ['matches(text, "^BON", "i")', true],
    ['replace(text, "(wo)(so)", "$2$1")', 'Bondosowo'],
    ['split("a;b;", ";")', ['a', 'b', '']],
    ['string join(list, ", ")', 'a, b'],
    ['string join(list)', 'ab'],
    ['matches(nothing, "a")', null],
  ];
  for (const [source, expected] of table)
    it(`${source} is ${typeof expected === 'bigint' ? expected : JSON.stringify(expected)}`, () =>
      assert.deepEqual(evaluateFeel(source, variables, { now }), expected));

  it('needs no given time', () => assert.match(String(evaluateFeel('today()', {})), /^20\d\d-/));
  it('gives records that have no part of JavaScript', () =>
    assert.equal(evaluateFeel('order.constructor', variables), null));
  for (const source of [
    'x.constructor',
    'x.__proto__',
    'constructor',
    '__proto__',
    'toString',
    'process',
    'globalThis',
    'x.toString',
    '"a".constructor',
  ]) {
    it(`does not lead out: ${source}`, () => assert.equal(attempt(source), null));
  }

  const failing: readonly (readonly [string, RegExp])[] = [
    ['a +', /FEEL expression a \+ fails/],
    ['matches(text, "(")', /no regular expression/],
    ['matches(text, "a", "q")', /no flag/],
    ['[1..5]', /gives a range/],
    ['count', /gives a function/],
  ];
  for (const [source, message] of failing)
    it(`${source} fails with ${message.source}`, () =>
      assert.throws(
        () => evaluateFeel(source, variables),
        (error) => error instanceof FeelError && message.test(error.message),
      ));
  it('names a function that does not exist', () =>
    assert.throws(() => evaluateFeel('nosuch(1)', variables, { unbounded: true }), /there is no function nosuch/));
});

function attempt(source: string): unknown {
  try {
    return evaluateFeel(source, { x: { a: 1 } }, { unbounded: true });
  } catch (error) {
    assert.ok(error instanceof FeelError, String(error));
    return null;
  }
}

describe('unary tests of a decision table', () => {
  const table: readonly (readonly [string, unknown, boolean])[] = [
    ['', 5, true],
    ['-', null, true],
    ['"a"', 'a', true],
    ['"a"', 'b', false],
    ['"a"', null, false],
    ['"a", "b"', 'b', true],
    ['not("a")', 'b', true],
    ['not("a", "b")', 'b', false],
    ['5', 5, true],
    ['5', '5', false],
    ['1,2,3', 2, true],
    ['true', true, true],
    ['true', false, false],
    ['true', 'true', false],
    ['null', null, true],
    ['null', 5, false],
    ['< 5', 4, true],
    ['< 5', 5, false],
    ['<= 5', 5, true],
    ['> 5', 6, true],
    ['>= -1.5', -1.5, true],
    ['< 5', null, false],
    ['< 5', 'x', false],
    ['[1..5]', 5, true],
    ['[1..5)', 5, false],
    [']1..5]', 1, false],
    ['[1..5[', 5, false],
    ['[1..5]', null, false],
    ['[1..5]', 'x', false],
    ['(1..5)', 3, true],
    ['< n', 6, true],
    ['n', 7, true],
    ['list contains(?, "a")', ['a'], true],
    ['? > 3 and ? < 5', 4, true],
    ['starts with(?, "Bon")', 'Bondowoso', true],
    ['> date and time("2026-08-17T07:59:00")', new Date(now), true],
    ['< date and time("2026-08-17T07:59:00")', new Date(now), false],
    ['list', 'a', true],
    ['"a,b"', 'a,b', true],
    ['5', 5n, true],
    ['-5', -5, true],
    ['"x""', 'x', false],
    ['[1..5], > 10', 11, true],
    ['not(< 5)', 6, true],
    ['matches(?, "^\\d+$")', '123', true],
    ['starts with(?, "B")', null, false],
    ['? = null', null, true],
    ['nothing', null, true],
  ];
  for (const [test, input, expected] of table) {
    it(`${test || '(empty)'} with ${typeof input === 'bigint' ? `${input}n` : JSON.stringify(input)} is ${expected}`, () => {
      if (test === '"x""')
        assert.throws(
          () => evaluateUnaryTests(test, input, { variables }),
          (error) => error instanceof FeelError || error instanceof ExpensiveFeel,
        );
      else assert.equal(evaluateUnaryTests(test, input, { variables, now }), expected);
    });
  }
});

describe('an expression that may take long', () => {
  const expensive = [
    'for i in 1..1000000000 return i',
    'some x in 1..100000000 satisfies x < 0',
    'every x in list satisfies true',
    'count(for i in 1..3000 return for j in 1..3000 return i)',
    '{f: function(x) f(x), r: f(1)}.r',
    '(function(x) x)(1)',
    'sort(list, function(a, b) a < b)',
    'list[item > 1][item > 2]',
    'list[count(list[item > 1]) > 1]',
    'list[list contains(list, item)]',
    '{a: "xx", b: a + a, c: b + b}',
    'distinct values(list)',
    'unknown(1)',
    'n + "a" /* for */',
    'f (1)',
    '"for" + for x in 1..9 return x',
    `"${'x'.repeat(1600)}" = text`,
  ];
  for (const source of expensive) {
    it(`is not evaluated in place: ${source.slice(0, 60)}`, () => {
      assert.equal(isCheapFeel(source), false);
      assert.throws(() => evaluateFeel(source, variables), ExpensiveFeel);
    });
  }

  const cheap = [
    'n',
    '"for every function { }" = text',
    'order.items[1].qty',
    'order.items[qty > 3]',
    'list contains(list, "x") or list contains(list, "y")',
    'if (n > 1) then (2) else (3)',
    'n in (1, 2)',
    'n in [1..5]',
    'format = "x"',
    'something > 1',
    'date and time(text)',
    'x and not(y)',
    'years and months duration(a, b)',
    '- (n)',
    'a[1] = b[2]',
  ];
  for (const source of cheap) it(`is evaluated in place: ${source}`, () => assert.equal(isCheapFeel(source), true));

  it('is one over much data', () => {
    const list = Array.from({ length: 30_000 }, (_, index) => index);
    assert.throws(() => evaluateFeel('count(list)', { list }), ExpensiveFeel);
    assert.equal(evaluateFeel('count(list)', { list }, { unbounded: true }), 30_000);
    assert.equal(evaluateFeel('n', { list, n: 1 }), 1);
  });
  it('does not overflow the stack of the server', () =>
    assert.throws(
      () => evaluateFeel('{f: function(x) f(x), r: f(1)}.r', {}, { unbounded: true }),
      /calls itself too deeply/,
    ));

  const list = Array.from({ length: 15_000 }, (_, index) => `wilayah ${index}`);
  const slow = [
    '[1..1000000000].foo',
    '[1..1000000000][item > 3]',
    'count([1..1000000000])',
    '1 in [1..1000000000]',
    'flatten([1..1000000000])',
    'string([1..1000000000])',
    'append([1..1000000000], 1)',
    'list contains([1..1000000000], 5)',
    `string join(list, ${'string join(list, '.repeat(20)}"x"${')'.repeat(21)}`,
    `${'replace('.repeat(20)}"aaaa"${', "a", "aaaaaaaaaaaaaaaaaaaa")'.repeat(20)}`,
    'list[item = list]',
    'reverse(concatenate(list, list, list)) = list',
    `${'('.repeat(700)}1${')'.repeat(700)}`,
    `${'list contains(list, '.repeat(70)}1`,
  ];
  for (const source of slow) {
    it(`is quick in place: ${source.slice(0, 50)}`, () => {
      const start = performance.now();
      try {
        evaluateFeel(source, { list });
      } catch (error) {
        assert.ok(error instanceof FeelError || error instanceof ExpensiveFeel, String(error));
      }
      assert.ok(performance.now() - start < 1_000, `took ${Math.round(performance.now() - start)} ms`);
    });
  }

  for (const pattern of [
    '^(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '([a-zA-Z]+)*$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(.*a){12}',
    '(x+x+)+y',
    '^(a?){25}a{25}$',
  ]) {
    it(`does not hang on the pattern ${pattern}`, () => {
      const start = performance.now();
      for (const call of ['matches(input, pattern)', 'replace(input, pattern, "b")', 'split(input, pattern)'])
        evaluateFeel(call, { input: `${'a'.repeat(5_000)}!`, pattern });
      assert.ok(performance.now() - start < 900, `took ${Math.round(performance.now() - start)} ms`);
    });
  }
});

describe('checking FEEL', () => {
  it('finds nothing in what is right', () => {
    for (const source of ['n + 1', '= n', 'for i in 1..3 return i', 'jumlah anak > 2'])
      assert.equal(checkFeel(source), undefined, source);
    for (const source of ['', '-', '< 5', 'not("a")', '[1..x]', 'list contains(?, "a")'])
      assert.equal(checkFeel(source, { kind: 'unaryTests' }), undefined, source);
  });
  it('says where something is wrong', () => {
    assert.deepEqual(checkFeel('a +'), { message: 'something is missing at the end', position: 3 });
    assert.deepEqual(checkFeel('= 1 2'), { message: '"2" cannot stand here', position: 4 });
    assert.equal(checkFeel('< ', { kind: 'unaryTests' })?.position, 2);
    assert.match(checkFeel('x'.repeat(6_000))?.message ?? '', /at most 5000/);
  });
  it('finds the variables that an expression may use', () => {
    assert.deepEqual(referencedNames('jumlah  anak + order.x', ['jumlah anak', 'order', 'other', 'x']), [
      'jumlah anak',
      'order',
      'x',
    ]);
  });
});
