import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JuelError, JuelSyntaxError } from '../../server/expression/juel/juel-error.ts';
import { juel } from './juel-world.ts';

const long = 'a'.repeat(200_000);
const list = Array.from({ length: 100_000 }, (_, index) => index);

/** Expressions that would run long, make huge texts or nest too deeply. */
const heavy: readonly (readonly [string, string, Record<string, unknown>?])[] = [
  ['a chain of replacements that multiplies a text', `\${t${".replace('a', t)".repeat(30)}}`, { t: 'a'.repeat(1000) }],
  ['a repetition', '${t.repeat(2000000000)}', { t: 'abc' }],
  ['repetitions of repetitions', `\${t${'.repeat(1000)'.repeat(20)}}`, { t: 'abc' }],
  ['a replacement by groups', "${t.replaceAll('(a+)', '$1$1$1$1$1$1$1$1$1$1')}", { t: long }],
  ['concatenations', `\${t${'.concat(t)'.repeat(250)}}`, { t: long }],
  ['long lists compared with each other', `\${${Array(250).fill('l.containsAll(l)').join(' and ')}}`, { l: list }],
  ['one long list in another', '${l.containsAll(l)}', { l: [...list].reverse() }],
  ['many long texts', `${'${t}'.repeat(100)}`, { t: long }],
  ['deep brackets', `\${${'('.repeat(5000)}1${')'.repeat(5000)}}`],
  ['deep negation', `\${${'!'.repeat(5000)}true}`],
  ['deep choices', `\${${'true ? '.repeat(3000)}1${' : 2'.repeat(3000)}}`],
  ['deep elements', `\${${'l['.repeat(2000)}0${']'.repeat(2000)}}`, { l: list }],
  ['a row of operators', `\${1${' + 1'.repeat(4000)}}`],
  ['a row of properties', `\${l${'.x'.repeat(4000)}}`, { l: {} }],
  ['a long source', `\${'${'x'.repeat(30_000)}'}`],
  ['an evil pattern with a long pattern text', `\${t.matches('${'(a|aa)+'.repeat(140)}$')}`, { t: long }],
];

describe('an expression that is too much', () => {
  for (const [what, source, variables] of heavy) {
    it(`is stopped quickly: ${what}`, () => {
      const start = performance.now();
      assert.throws(
        () => juel(source, variables),
        (error) => error instanceof JuelError || error instanceof JuelSyntaxError,
      );
      assert.ok(performance.now() - start < 1_000, `took ${Math.round(performance.now() - start)} ms`);
    });
  }

  for (const pattern of [
    '^(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '(.*a){20}',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(a*)*b',
    '([a-zA-Z]+)*$',
    '(x+x+)+y',
    '(a?){30}a{30}',
    '(((a{0,30}){0,30}){0,30})b',
  ]) {
    it(`does not hang on the pattern ${pattern}`, () => {
      const start = performance.now();
      try {
        juel(`\${t.matches(p)}`, { t: `${'a'.repeat(20_000)}!`, p: pattern });
      } catch (error) {
        assert.ok(error instanceof JuelError);
      }
      assert.ok(performance.now() - start < 500, `took ${Math.round(performance.now() - start)} ms`);
    });
  }

  it('leaves ordinary work alone', () => {
    assert.equal(juel('${l.contains(99999) and l.size() == 100000}', { l: list }), true);
    assert.equal(juel("${t.replace('a', 'b').length()}", { t: long }), 200_000);
    assert.equal(juel(`\${1${' + 1'.repeat(200)}}`), 201);
  });
});
