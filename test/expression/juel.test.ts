// Over 300 lines because every operator, coercion and refused escape of the expression language has its sentence here.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkJuel, evaluateJuel } from '../../server/expression/juel/evaluate-juel.ts';
import { contextOf, environment, juel, NOW } from './juel-world.ts';

const order = {
  items: [
    { sku: 'a', qty: 2 },
    { sku: 'b', qty: 5 },
  ],
  buyer: { name: 'Siti', 'full name': 'Siti Aminah', note: null },
};
const variables = {
  n: 7,
  big: 9_007_199_254_740_993n,
  price: 12.5,
  text: 'Surabaya',
  digits: '42',
  yes: true,
  no: false,
  nothing: null,
  list: ['x', 'y', 'z'],
  empty_list: [],
  order,
  at: new Date(NOW),
};

/** `${source}` gives the value. */
function gives(table: readonly (readonly [string, unknown])[]): void {
  for (const [source, expected] of table)
    it(`${source} is ${typeof expected === 'bigint' ? expected : JSON.stringify(expected)}`, () =>
      assert.deepEqual(juel(`\${${source}}`, variables), expected));
}

/** `${source}` is an error whose message matches. */
function fails(table: readonly (readonly [string, RegExp])[]): void {
  for (const [source, message] of table)
    it(`${source} fails with ${message.source}`, () => assert.throws(() => juel(`\${${source}}`, variables), message));
}

describe('literals', () => {
  gives([
    ['1', 1],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['2e3', 2000],
    ["'a'", 'a'],
    ['"a\\"b"', 'a"b'],
    ["'a\\'b\\\\'", "a'b\\"],
    ["'}'", '}'],
    ['true', true],
    ['false', false],
    ['null', null],
    ['9223372036854775807', 9_223_372_036_854_775_807n],
  ]);
  fails([
    ['9223372036854775808', /too large/],
    ["'a", /closing ' is missing/],
    ["'\\n'", /no escape/],
  ]);
});

describe('arithmetic', () => {
  gives([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 / 2', 3.5],
    ['7 div 2', 3.5],
    ['7 % 4', 3],
    ['7 mod 4', 3],
    ['-7 % 4', -3],
    ['10 - 3 - 2', 5],
    ['2 - -3', 5],
    ['-n', -7],
    ['digits + 1', 43],
    ["'1.5' + 1", 2.5],
    ['nothing + 1', 1],
    ['nothing + nothing', 0],
    ["'' + 3", 3],
    ['1 / 0', Number.POSITIVE_INFINITY],
    ['big + 1', 9_007_199_254_740_994n],
    ['big - 2', 9_007_199_254_740_991],
    ['4611686018427387904 * -2', -9_223_372_036_854_775_808n],
    ['9007199254740991 + 1', 9_007_199_254_740_992n],
    ['big % 10', 3],
    ['-big', -9_007_199_254_740_993n],
    ['price * 2', 25],
    ['0 * -1', 0],
    ['5.5 % 2', 1.5],
  ]);
  fails([
    ["'a' + 'b'", /\+ adds numbers only.*concat/],
    ['text + 1', /needs numbers/],
    ['yes + 1', /true is none|needs numbers/],
    ['list + 1', /a list is none/],
    ['9223372036854775807 + 1', /64 bits/],
    ['1 % 0', /divided by zero/],
    ['at + 1', /a date/],
  ]);
});

describe('comparison', () => {
  gives([
    ['n == 7', true],
    ['n eq 7', true],
    ['n != 7', false],
    ['n ne 8', true],
    ['n < 8', true],
    ['n lt 7', false],
    ['n <= 7', true],
    ['n le 6', false],
    ['n > 6', true],
    ['n gt 7', false],
    ['n >= 7', true],
    ['n ge 8', false],
    ['digits == 42', true],
    ["'42' == 42.0", true],
    ["'9' < 10", true],
    ["'9' < '10'", false],
    ["text == 'Surabaya'", true],
    ["text < 'Z'", true],
    ["yes == 'true'", true],
    ["'TRUE' == true", true],
    ["no == 'x'", true],
    ['nothing == null', true],
    ['nothing == 0', false],
    ["nothing == ''", false],
    ['nothing < 1', false],
    ['nothing <= null', true],
    ['nothing != 1', true],
    ['big > 9007199254740992', true],
    ['big == 9007199254740993', true],
    ['big == 9007199254740992', false],
    ['list == list', true],
    ['order.items == order.items', true],
    ['at == now()', true],
    ['now() < dateTime().plusDays(1)', true],
    ['workingDays(2) > at', true],
    ['order.items[0] == order.items[1]', false],
  ]);
  fails([
    ['text < 5', /cannot be compared with a number/],
    ['list < list', /cannot be compared/],
    ['text == 5', /cannot be compared with a number/],
    ['at < text', /cannot be compared/],
  ]);
});

describe('logic', () => {
  gives([
    ['yes && no', false],
    ['yes and yes', true],
    ['no || yes', true],
    ['no or no', false],
    ['!yes', false],
    ['not no', true],
    ['not (n > 5 and yes)', false],
    ['no && unknown', false],
    ['yes || unknown', true],
    ["'true' && yes", true],
    ['nothing || no', false],
    ["!''", true],
    ['yes ? 1 : 2', 1],
    ['no ? 1 : yes ? 2 : 3', 2],
    ['yes ? no ? 1 : 2 : 3', 2],
    ['n > 5 ? text : unknown', 'Surabaya'],
    ['empty nothing', true],
    ["empty ''", true],
    ['empty text', false],
    ['empty empty_list', true],
    ['empty list', false],
    ['not empty order', true],
    ['empty order.buyer.note', true],
    ['empty n', false],
    ['1 < 2 == true', true],
    ['1 + 1 == 2 and 2 * 2 == 4', true],
    ['no or yes and no', false],
  ]);
  fails([
    ['n && yes', /7 is neither true nor false/],
    ['list ? 1 : 2', /neither true nor false/],
  ]);
});

describe('properties and elements', () => {
  gives([
    ['order.buyer.name', 'Siti'],
    ["order['buyer']['full name']", 'Siti Aminah'],
    ['order.items[1].qty', 5],
    ["order.items['1'].sku", 'b'],
    ['list[0]', 'x'],
    ['list[n - 6]', 'y'],
    ['list[9]', null],
    ['list[-1]', null],
    ['order.missing', null],
    ['order.missing.deeper', null],
    ['nothing.name', null],
    ['order[nothing]', null],
    ['at.time', NOW],
    ['order.buyer.note', null],
    ['order.items[0].qty + order.items[1].qty', 7],
  ]);
  fails([
    [
      'unknown',
      /^JuelError: Unknown property used in expression: \$\{unknown\}\. Cause: Cannot resolve identifier 'unknown'$/,
    ],
    ['list.size', /size\(\)/],
    ['text.length', /length\(\)/],
    ['n.foo', /has no property 'foo'/],
    ["list['x']", /has no property/],
  ]);
  it('reads Maps as structures', () =>
    assert.equal(
      juel("${m.a + m['b']}", {
        m: new Map([
          ['a', 1],
          ['b', 2],
        ]),
      }),
      3,
    ));
  it('sees keys of data that are named like parts of JavaScript', () => {
    const data = JSON.parse('{"__proto__": {"x": 1}, "constructor": "Toko"}') as unknown;
    assert.equal(juel('${data.__proto__.x}', { data }), 1);
    assert.equal(juel('${data.constructor}', { data }), 'Toko');
  });
});

describe('methods', () => {
  gives([
    ['list.size()', 3],
    ['list.isEmpty()', false],
    ['list.get(1)', 'y'],
    ["list.contains('z')", true],
    ["list.contains('q')", false],
    ["list.indexOf('y')", 1],
    ['list.subList(1, 3)', ['y', 'z']],
    ['list.containsAll(list)', true],
    ['list.toString()', '["x","y","z"]'],
    ['order.buyer.size()', 3],
    ["order.buyer.get('name')", 'Siti'],
    ["order.buyer.containsKey('note')", true],
    ["order.buyer.containsValue('Siti')", true],
    ["order.buyer.getOrDefault('age', 5)", 5],
    ['order.items[0].keySet()', ['sku', 'qty']],
    ['order.items[0].values()', ['a', 2]],
    ['text.length()', 8],
    ['text.toUpperCase()', 'SURABAYA'],
    ['text.substring(0, 3)', 'Sur'],
    ['text.substring(5)', 'aya'],
    ["text.indexOf('a')", 3],
    ["text.lastIndexOf('a')", 7],
    ["text.contains('bay')", true],
    ["text.startsWith('Sur')", true],
    ["text.endsWith('x')", false],
    ["text.replace('a', '4')", 'Sur4b4y4'],
    ["text.concat(' kota')", 'Surabaya kota'],
    ["'a,b,c'.split(',')", ['a', 'b', 'c']],
    ["' a '.trim()", 'a'],
    ["text.matches('[A-Za-z]+')", true],
    ["text.matches('Sur')", false],
    ["text.replaceAll('[aeiou]', '*')", 'S*r*b*y*'],
    ["text.equalsIgnoreCase('SURABAYA')", true],
    ['text.charAt(0)', 'S'],
    ["text.equals('Surabaya')", true],
    ["''.isEmpty()", true],
    ["'ab'.repeat(3)", 'ababab'],
    ["'a'.compareTo('b')", -1],
    ['n.toString()', '7'],
    ['price.intValue()', 12],
    ['n.equals(7)', true],
    ['yes.toString()', 'true'],
    ['at.getTime()', NOW],
    ['at.before(now())', false],
    ['at.after(dateTime().minusDays(1).toDate())', true],
  ]);
  fails([
    ['list.get(3)', /has 3 elements/],
    ['text.foo()', /^JuelError: Unknown method used in expression: .*no method foo\(\)/],
    ['text.substring()', /takes 1 to 2 parameters, not 0/],
    ['text.length(1)', /takes 0 parameters, not 1/],
    ['nothing.size()', /is null/],
    ["list.add('q')", /no method add/],
    ["text.matches('(')", /no regular expression/],
    ["text.matches('(a)\\\\1')", /no regular expression/],
    ['text.substring(9)', /outside of the text/],
    ["text.charAt('x')", /whole number|no number/],
  ]);
});

describe('JSON nodes (Spin)', () => {
  const json = '{"a": "b", "n": 5, "t": true, "none": null, "list": [{"k": 1}], "first name": "Siti"}';
  const table: readonly (readonly [string, unknown])[] = [
    ["S(json).prop('a').value()", 'b'],
    ["S(json).prop('a').stringValue()", 'b'],
    ["S(json).prop('n').numberValue()", 5],
    ["S(json).prop('t').boolValue()", true],
    ["S(json).prop('none').value()", null],
    ["S(json).prop('none').isNull()", true],
    ["S(json).hasProp('q')", false],
    ["S(json).prop('list').elements().get(0).prop('k').numberValue()", 1],
    ["JSON(json).jsonPath('$.list[0].k').numberValue()", 1],
    ['JSON(json).jsonPath("$[\'first name\']").stringValue()', 'Siti'],
    ["structure.prop('x').value()", 1],
    ["structure.jsonPath('$.x').numberValue()", 1],
    ['S(json).fieldNames().size()', 6],
  ];
  for (const [source, expected] of table)
    it(source, () => assert.deepEqual(juel(`\${${source}}`, { json, structure: { x: 1 } }), expected));
  it('says which property is missing', () =>
    assert.throws(() => juel("${S('{}').prop('a')}"), /no property 'a'.*hasProp/));
  it('says which type does not fit', () =>
    assert.throws(() => juel("${S('{\"a\":1}').prop('a').stringValue()}"), /1 is no text/));
  it('refuses what is no JSON', () => assert.throws(() => juel("${S('{')}"), /is no JSON/));
});

describe('execution and task', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ["execution.getVariable('n')", 7],
    ["execution.getVariable('gone')", null],
    ["execution.hasVariable('n')", true],
    ["execution.hasVariable('gone')", false],
    ['execution.getProcessBusinessKey()', 'PEN-2026-0001'],
    ['execution.processBusinessKey', 'PEN-2026-0001'],
    ['execution.businessKey', 'PEN-2026-0001'],
    ['execution.id', 'execution-1'],
    ['execution.processInstanceId', 'instance-1'],
    ['execution.currentActivityId', 'periksa'],
    ['execution.getCurrentActivityName()', 'Periksa berkas'],
    ['execution.activityInstanceId', 'activity-1'],
    ['execution.tenantId', null],
    ['execution.eventName', 'start'],
    ["execution.getVariable('n') + 1", 8],
    ['execution.variables.n', 7],
    ['task.name', 'Periksa'],
    ['task.assignee', 'budi'],
    ['task.getId()', 'task-1'],
    ["task.getVariable('n')", 7],
    ['task.taskDefinitionKey', 'periksa'],
    ['task.execution.id', 'execution-1'],
    ['currentUser()', 'siti'],
    ['authenticatedUserId', 'siti'],
    ['currentUserGroups()', ['opd-kesbangpol', 'verifikator']],
    ["currentUserGroups().contains('verifikator')", true],
  ];
  for (const [source, expected] of table) it(source, () => assert.deepEqual(juel(`\${${source}}`, { n: 7 }), expected));

  it('sets, sets locally and removes variables, and gives nothing', () => {
    const context = contextOf({ n: 7 });
    assert.equal(evaluateJuel("${execution.setVariable('a', n * 2)}", context, environment), null);
    evaluateJuel("${execution.setVariableLocal('b', dateTime())}", context, environment);
    evaluateJuel("${execution.removeVariable('n')}", context, environment);
    assert.deepEqual(
      [...context.values],
      [
        ['a', 14],
        ['local:b', new Date(NOW)],
      ],
    );
  });
  it('prefers a variable to the execution of the same name', () =>
    assert.equal(juel('${execution}', { execution: 'mine' }), 'mine'));
  it('does not give the execution itself away', () => assert.throws(() => juel('${execution}'), /itself is no value/));
  it('says how to assign a task instead', () =>
    assert.throws(() => juel("${task.setAssignee('x')}"), /camunda:assignee/));
  it('does not know them where there is no execution', () => {
    const { variables } = contextOf({});
    assert.throws(
      () => evaluateJuel('${execution.id}', { variables }, environment),
      /Cannot resolve identifier 'execution'/,
    );
  });
});

describe('dates and functions', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['now()', new Date(NOW)],
    ['dateTime()', new Date(NOW)],
    ['dateTime().plusDays(1).toDate()', new Date(NOW + 86_400_000)],
    ['dateTime().plusMonths(1).withTimeAtStartOfDay().toDate()', new Date('2026-09-16T17:00:00Z')],
    ['dateTime().minusHours(2).toDate()', new Date(NOW - 7_200_000)],
    ['dateTime().withHourOfDay(16).withMinuteOfHour(30).toDate()', new Date('2026-08-17T09:30:00Z')],
    ['dateTime().year', 2026],
    ['dateTime().getDayOfWeek()', 1],
    ['dateTime().plusWeeks(1).isAfter(now())', true],
    ['workingDays(3)', new Date(NOW + 3 * 86_400_000)],
    ["workingDays('2')", new Date(NOW + 2 * 86_400_000)],
    ['dateTime().toString()', '2026-08-17T08:00:00.000+07:00'],
  ];
  for (const [source, expected] of table) it(source, () => assert.deepEqual(juel(`\${${source}}`), expected));
  it('names an unknown function', () => assert.throws(() => juel('${nope(1)}'), /Could not resolve function 'nope'/));
  it('refuses a date out of range', () =>
    assert.throws(() => juel('${dateTime().plusYears(999999999)}'), /no such date/));
});

describe('texts with expressions', () => {
  const table: readonly (readonly [string, unknown])[] = [
    ['plain', 'plain'],
    ['', ''],
    ['Yth. ${name}, nomor #{n}', 'Yth. Siti, nomor 7'],
    ['${name}${n}', 'Siti7'],
    ['\\${name}', '${name}'],
    ['a \\#{b} ${n}', 'a #{b} 7'],
    ['{"k": "${name}"}', '{"k": "Siti"}'],
    ['$ # ${n} }', '$ # 7 }'],
    ['[${nothing}]', '[]'],
    ['x${list}', 'x["a"]'],
    ['pada ${at}', 'pada 2026-08-17T08:00:00.000+07:00'],
    ['#{n}', 7],
    ['\n  ${n}\n', 7],
    ['${list}', ['a']],
  ];
  for (const [source, expected] of table)
    it(JSON.stringify(source), () =>
      assert.deepEqual(juel(source, { name: 'Siti', n: 7, nothing: null, list: ['a'], at: new Date(NOW) }), expected),
    );
});

describe('syntax check', () => {
  const wrong: readonly (readonly [string, number])[] = [
    ['${', 0],
    ['${}', 2],
    ['${a', 0],
    ['Hi ${a +}', 8],
    ['${a b}', 4],
    ['${(a}', 4],
    ['${a.}', 4],
    ['${a[1}', 5],
    ['${a ? b}', 7],
    ['${f(1,)}', 6],
    ['${a = 1}', 4],
    ['${a; b}', 3],
    ['${a & b}', 4],
    ['${x -> x}', 5],
    ["${'abc}", 2],
    ['${1 2}', 4],
    ['${*a}', 2],
    ['${a..b}', 4],
    ['${a ?: b}', 5],
    ['${[1]}', 2],
    ['${{a: 1}}', 2],
  ];
  for (const [source, position] of wrong) {
    it(`finds what is wrong in ${source}`, () => {
      const problem = checkJuel(source);
      assert.equal(problem?.position, position, problem?.message);
      assert.throws(() => juel(source, { a: 1, b: 2 }), new RegExp(`at character ${position + 1}\\)`));
    });
  }
  it('finds nothing in what is right', () => {
    for (const source of [
      'plain',
      '${a.b[0].c(1, "x") ? -d : !e}',
      'a ${b} c #{d}',
      '${workingDays(1)}',
      '${a.empty}',
      '${a.mod}',
    ])
      assert.equal(checkJuel(source), undefined, source);
  });
  it('finds functions that do not exist, when told which do', () => {
    assert.equal(checkJuel('${workingDays(1)}', environment.functions), undefined);
    assert.deepEqual(checkJuel('a ${n > 1 ? tomorow() : now()}', environment.functions), {
      message: 'there is no function tomorow()',
      position: 12,
    });
  });
});
