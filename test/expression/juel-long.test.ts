import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toExact, toPlain, toVariableValue } from '../../server/engine/instance/convert.ts';
import { parseExactJson } from '../../server/engine/instance/exact-json.ts';
import { juel } from './juel-world.ts';

const NIK = 3_571_012_345_678_901_234n;
const TEXT = `{"nik":${NIK},"near":${NIK + 1n},"small":5,"price":1234567890123456.5,"list":[${NIK},7],"text":"${NIK}"}`;
const world = { nik: NIK, next: NIK + 1n, order: parseExactJson(TEXT), text: TEXT, double: 2 ** 53 };

describe('whole numbers beyond 2^53 in expressions', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['(nik + next) - next', NIK],
    ['nik * 2 - nik == nik', true],
    ['nik == next', false],
    ['nik lt next && next le nik + 1', true],
    ['nik != next ? next - nik : 0', 1],
    ['order.nik == nik', true],
    ['order.nik == order.near', false],
    ['order.near - order.nik', 1],
    ['order.list.contains(nik)', true],
    ['order.list.contains(next)', false],
    ['order.list.indexOf(nik)', 0],
    ['order.containsValue(next)', true],
    ['order.text == nik', true],
    ["'3571012345678901234' == nik", true],
    ['S(text).prop("near").numberValue() - nik', 1],
    ["JSON(text).jsonPath('$.list[0]') == nik", true],
    ['S(text).toString()', TEXT],
    ['nik.compareTo(next)', -1],
    ['nik.intValue()', Number(BigInt.asIntN(32, NIK))],
    ['(2147483647 + 1).intValue()', -2_147_483_648],
    ['(2147483648 + 0.5).intValue()', 2_147_483_647],
    // A Long and a Double are compared as Doubles (EL 2.1, section 1.8.1).
    ['double == 9007199254740993', true],
    ['double lt 9007199254740993', false],
    ['no: ${nik}', `no: ${NIK}`],
  ];
  for (const [source, expected] of cases)
    it(`${source} is ${String(expected)}`, () =>
      assert.deepEqual(juel(source.includes('${') ? source : `\${${source}}`, world), expected));
});

describe('JSON with such numbers', () => {
  it('is read exactly by expressions and written exactly, whatever stands beside them', () => {
    const awkward = `{"a":"\\u0000long:${NIK}","b":"\\"${NIK}\\"","${NIK}":[${-NIK},{"c":${NIK}}],"d":${NIK}0,"e":5.5,"f":1e30,"__proto__":${NIK}}`;
    const value = toExact({ type: 'Json', value: awkward });
    const stored = toVariableValue(value);
    assert.deepEqual(toExact(stored), value);
    assert.ok(stored.type === 'Json' && stored.value !== null);
    assert.ok(stored.value.includes(`"${NIK}":[${-NIK},{"c":${NIK}}]`));
    assert.ok(stored.value.includes(`"a":"\\u0000long:${NIK}"`) && stored.value.endsWith(`"__proto__":${NIK}}`));
  });

  it('has the nearest double for scripts and forms', () => {
    assert.deepEqual(toPlain({ type: 'Json', value: `[${NIK}]` }), [Number(NIK)]);
  });
});
