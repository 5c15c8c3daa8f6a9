import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { evaluate } from 'feelin';
import { parseCondition } from '../../server/form/condition/parse-condition.ts';
import { evaluateCondition } from '../../server/form/condition/evaluate-condition.ts';
import { findFeelConditions, isHidden } from '../../server/form/conditions.ts';
import { formOf } from './fixtures.ts';

const data = {
  a: 5,
  b: 'dua',
  ya: true,
  tidak: false,
  kosong: null,
  daftar: ['SARA', 'politik'],
  angka: [1, 2],
  dalam: { x: 'y' },
};

const sources = [
  'a = 5',
  'a != 5',
  'a > 4',
  'a >= 5 and a < 6',
  'b = "dua"',
  'b != "tiga"',
  'ya',
  'not(ya)',
  'not(tidak)',
  'ya = true',
  'tidak != true',
  'kosong = null',
  'a = null',
  'kosong != true',
  'belum = null',
  'belum != "x"',
  'a = "5"',
  'b > "d"',
  'ya and kosong',
  'tidak and kosong',
  'ya or kosong',
  'tidak or kosong',
  'list contains(daftar, "politik")',
  'not(list contains(daftar, "pertahanan"))',
  'count(daftar) > 1',
  'count(angka) = 2',
  'b in ("satu", "dua")',
  'b in ("satu", "tiga")',
  'dalam.x = "y"',
  '(a = 5 or b = "x") and ya',
  'a = 5 or b = "x" and tidak',
  'a = -5',
  'not(a = 5 and ya)',
  '"dua" = b',
  'true',
  'false',
];

describe('simple conditions', () => {
  for (const source of sources) {
    it(`mean the same as in FEEL: ${source}`, () => {
      const condition = parseCondition(source);
      assert.ok(condition, 'is simple');
      assert.deepEqual(evaluateCondition(condition, data), evaluate(source, data).value);
    });
  }

  it('leave everything else to the FEEL engine', () => {
    for (const source of [
      'some x in daftar satisfies x = "SARA"',
      'sum(angka) > 2',
      'if a = 5 then true else false',
      'a + 1 = 6',
      'date("2026-01-01") < today()',
      'a between 1 and 9',
      'a in [1..9]',
      'nama lengkap = "x"',
      'a =',
      '',
      '"tidak ditutup',
      'a = 5)',
      'daftar[item = "SARA"]',
    ]) {
      assert.equal(parseCondition(source), null, source);
    }
  });

  it('do not reach into prototypes', () => {
    for (const source of [
      'constructor',
      'b.constructor',
      '__proto__',
      'dalam.__proto__',
      'toString',
      'daftar.length',
    ]) {
      const condition = parseCondition(source);
      assert.equal(condition === null ? null : evaluateCondition(condition, data), null, source);
    }
  });

  it('are given up when nested too deep or too long', () => {
    assert.equal(parseCondition(`${'('.repeat(200)}a${')'.repeat(200)}`), null);
    assert.equal(parseCondition(`a = ${'1'.repeat(3000)}`), null);
  });
});

describe('isHidden', () => {
  it('asks the FEEL engine for what is not simple, and says when there is none', () => {
    const form = formOf({ type: 'textfield', key: 'a', label: 'A', conditional: { hide: '=sum(angka) > 2' } });
    const component = form.components[0]!;
    assert.deepEqual(findFeelConditions(form.components), ['sum(angka) > 2']);
    assert.equal(
      isHidden(component, data, (source, variables) => evaluate(source, variables).value),
      true,
    );
    assert.throws(() => isHidden(component, data), /needs FEEL/);
  });

  it('shows a component whose condition gives nothing', () => {
    assert.equal(
      isHidden(
        formOf({ type: 'textfield', key: 'a', label: 'A', conditional: { hide: '=belum > 3' } }).components[0]!,
        data,
      ),
      false,
    );
  });
});
