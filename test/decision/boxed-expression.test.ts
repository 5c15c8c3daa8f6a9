import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DecisionError, ExpensiveDecision } from '../../server/decision/decision-error.ts';
import {
  evaluateDecision,
  evaluateDecisionService,
  evaluateDecisionValue,
} from '../../server/decision/evaluate-decision.ts';
import { parseDmn } from '../../server/decision/parse-dmn.ts';
import { dmn, escapeXml } from './dmn-text.ts';

const idOf = (name: string) => name.replaceAll(' ', '-');
const literal = (source: string) => `<literalExpression><text>${escapeXml(source)}</text></literalExpression>`;
const entry = (name: string, source: string, typeRef?: string) =>
  `<contextEntry>${name === '' ? '' : `<variable name="${name}"${typeRef ? ` typeRef="${typeRef}"` : ''}/>`}${literal(source)}</contextEntry>`;
const knows = (id: string) => `<knowledgeRequirement><requiredKnowledge href="#${idOf(id)}"/></knowledgeRequirement>`;
const needs = (id: string) => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;
const decision = (id: string, logic: string, typeRef?: string) =>
  `<decision id="${id}" name="${id}"><variable name="${id}"${typeRef ? ` typeRef="${typeRef}"` : ''}/>${logic}</decision>`;
const knowledge = (id: string, parameters: readonly string[], body: string, more = '') =>
  `<businessKnowledgeModel id="${idOf(id)}" name="${id}"><variable name="${id}"/><encapsulatedLogic>${parameters
    .map((text) => {
      const [name = '', type] = text.split(':');
      return `<formalParameter name="${name}"${type ? ` typeRef="${type}"` : ''}/>`;
    })
    .join('')}${body}</encapsulatedLogic>${more}</businessKnowledgeModel>`;

async function modelOf(...elements: readonly string[]) {
  const { model, findings } = await parseDmn(dmn(...elements));
  assert.deepEqual(
    findings.map(({ message }) => message),
    [],
  );
  assert.ok(model);
  return model;
}

async function valueOf(elements: readonly string[], variables: Readonly<Record<string, unknown>> = {}) {
  return evaluateDecisionValue(await modelOf(...elements), 'd', { variables, now: 0, unbounded: true });
}

describe('a boxed context', () => {
  it('gives its entries, each of which sees those before it', async () => {
    const logic = `<context>${entry('area', 'width * 2')}${entry('fee per year', 'area * 10')}</context>`;
    assert.deepEqual(await valueOf([decision('d', logic)], { width: 4 }), { area: 8, 'fee per year': 80 });
  });

  it('gives the value of the entry without a name', async () => {
    const logic = `<context>${entry('a', '1')}${entry('b', 'a + 1')}${entry('', 'a + b')}</context>`;
    assert.equal(await valueOf([decision('d', logic)]), 3);
  });

  it('turns the value of an entry that has the wrong type into null', async () => {
    const logic = `<context>${entry('a', '"x"', 'number')}${entry('b', '[5]', 'number')}</context>`;
    assert.deepEqual(await valueOf([decision('d', logic)]), { a: null, b: 5 });
  });

  it('is one structured value of a decision result', async () => {
    const model = await modelOf(decision('d', `<context>${entry('due', 'date("2026-03-01")')}</context>`));
    const { rows, trace } = evaluateDecision(model, 'd', { variables: {}, now: 0 });
    assert.deepEqual(rows, [new Map([['d', { due: '2026-03-01' }]])]);
    assert.deepEqual(trace[0]?.rules, []);
  });

  it('says which entry fails', async () => {
    await assert.rejects(
      valueOf([decision('d', `<context>${entry('a', 'nothing(1)')}</context>`)]),
      (error: unknown) => error instanceof DecisionError && error.message.includes('entry a'),
    );
  });
});

describe('a boxed list and a relation', () => {
  it('are lists of values and of rows', async () => {
    assert.deepEqual(await valueOf([decision('d', `<list>${literal('1')}${literal('n')}</list>`)], { n: 7 }), [1, 7]);
    const relation = `<relation><column name="name"/><column name="age" typeRef="number"/><row>${literal('"Ani"')}${literal('30')}</row><row>${literal('"Budi"')}${literal('"?"')}</row></relation>`;
    assert.deepEqual(await valueOf([decision('d', relation)]), [
      { name: 'Ani', age: 30 },
      { name: 'Budi', age: null },
    ]);
  });
});

describe('a business knowledge model', () => {
  const monthly = knowledge('monthly rate', ['amount:number', 'months:number'], literal('amount / months'));

  it('is called by name in FEEL, with parameters in order or by name', async () => {
    const logic = (source: string) => decision('d', knows('monthly rate') + literal(source));
    assert.equal(await valueOf([monthly, logic('monthly rate(120, 12)')]), 10);
    assert.equal(await valueOf([monthly, logic('monthly rate(months: 12, amount: 240)')]), 20);
  });

  it('is called by a boxed invocation', async () => {
    const bind = (name: string, source: string) => `<binding><parameter name="${name}"/>${literal(source)}</binding>`;
    const call = `<invocation>${literal('monthly rate')}${bind('months', '12')}${bind('amount', 'total')}</invocation>`;
    assert.equal(await valueOf([monthly, decision('d', knows('monthly rate') + call)], { total: 360 }), 30);
  });

  it('gives null for parameters that it does not have or that have the wrong type', async () => {
    const logic = (source: string) => decision('d', knows('monthly rate') + literal(source));
    assert.equal(await valueOf([monthly, logic('monthly rate(1)')]), null);
    assert.equal(await valueOf([monthly, logic('monthly rate("a", 12)')]), null);
    const known = knowledge('known', ['n:number'], literal('if n = null then "nothing" else "something"'));
    const call = (source: string) => [known, decision('d', knows('known') + literal(source))];
    assert.equal(await valueOf(call('known("a")')), null);
    assert.equal(await valueOf(call('known(null)')), 'nothing');
    assert.equal(await valueOf(call('known([1])')), 'something');
    assert.equal(await valueOf(call('known([[1]])')), null);
  });

  it('sees the models that it requires, and not the variables of the caller', async () => {
    const twice = knowledge('twice', ['n'], literal('n * 2'));
    const again = knowledge('again', ['n'], literal('if secret = null then twice(n) + 1 else 0'), knows('twice'));
    assert.equal(await valueOf([twice, again, decision('d', knows('again') + literal('again(5)'))], { secret: 1 }), 11);
  });

  it('may call itself, and a call without end is an error', async () => {
    const factorial = (stop: string) =>
      knowledge('factorial', ['n'], literal(`if ${stop} then 1 else n * factorial(n - 1)`), knows('factorial'));
    const call = decision('d', knows('factorial') + literal('factorial(5)'));
    assert.equal(await valueOf([factorial('n <= 1'), call]), 120);
    await assert.rejects(valueOf([factorial('false'), call]), /calls itself more than 200 times/);
  });

  it('may be a decision table', async () => {
    const table = `<decisionTable hitPolicy="FIRST"><input><inputExpression><text>age</text></inputExpression></input><output/><rule><inputEntry><text>&lt; 17</text></inputEntry><outputEntry><text>"child"</text></outputEntry></rule><rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"adult"</text></outputEntry></rule></decisionTable>`;
    const group = knowledge('group', ['age'], table);
    const call = decision('d', knows('group') + literal('for a in [3, 20] return group(a)'));
    assert.deepEqual(await valueOf([group, call]), ['child', 'adult']);
  });

  it('is evaluated where it can be stopped', async () => {
    const model = await modelOf(monthly, decision('d', knows('monthly rate') + literal('monthly rate(120, 12)')));
    assert.throws(() => evaluateDecision(model, 'd', { variables: {}, now: 0 }), ExpensiveDecision);
  });
});

describe('a boxed function', () => {
  it('may be an entry with the type of what it gives, and a built-in one may be handed on', async () => {
    const entry = (name: string, box: string) =>
      `<contextEntry><variable name="${name}" typeRef="string"/>${box}</contextEntry>`;
    const twice = `<functionDefinition><formalParameter name="a"/>${literal('a + a')}</functionDefinition>`;
    const context = `<context>${entry('twice', twice)}<contextEntry>${literal('twice("x")')}</contextEntry></context>`;
    assert.equal(await valueOf([decision('d', context)]), 'xx');
    const type = `<itemDefinition name="tFn"><functionItem outputTypeRef="number"/></itemDefinition>`;
    const apply = knowledge('apply', ['fn:tFn', 'n:number'], literal('fn(n)'));
    assert.equal(await valueOf([type, apply, decision('d', knows('apply') + literal('apply(abs, -3)'))]), 3);
  });

  it('is a value that other decisions call', async () => {
    const add = `<functionDefinition><formalParameter name="a"/><formalParameter name="b"/>${literal('a + b')}</functionDefinition>`;
    const model = await modelOf(decision('add', add), decision('d', needs('add') + literal('add(2, 3)')));
    const { rows, trace } = evaluateDecision(model, 'd', { variables: {}, now: 0, unbounded: true });
    assert.deepEqual(rows, [new Map([['d', 5]])]);
    assert.deepEqual(trace[0]?.rows, [new Map([['add', null]])]);
  });

  it('gives null and is reported when it is written in another language', async () => {
    const java = `<functionDefinition kind="Java"><formalParameter name="a"/>${literal('a')}</functionDefinition>`;
    const { model, findings } = await parseDmn(dmn(decision('f', java), decision('d', needs('f') + literal('f(1)'))));
    assert.deepEqual(
      findings.map(({ code, elementId }) => [code, elementId]),
      [['DMN-014', 'f']],
    );
    assert.ok(model);
    assert.equal(evaluateDecisionValue(model, 'd', { variables: {}, now: 0, unbounded: true }), null);
  });
});

describe('boxed conditionals, filters and iterators', () => {
  const part = (name: string, source: string) => `<${name}>${literal(source)}</${name}>`;

  it('choose, filter and repeat', async () => {
    const conditional = `<conditional>${part('if', 'n > 1')}${part('then', '"many"')}${part('else', '"one"')}</conditional>`;
    assert.equal(await valueOf([decision('d', conditional)], { n: 2 }), 'many');
    assert.equal(await valueOf([decision('d', conditional)], { n: null }), 'one');
    const filter = `<filter>${part('in', 'people')}${part('match', 'age > 17 and item.name != "Budi"')}</filter>`;
    const people = [
      { name: 'Ani', age: 20 },
      { name: 'Budi', age: 20 },
      { name: 'Citra', age: 3 },
    ];
    assert.deepEqual(await valueOf([decision('d', filter)], { people }), [people[0]]);
    const loop = (tag: string, each: string, source: string) =>
      `<${tag} iteratorVariable="x">${part('in', '[1, 2, 3]')}${part(each, source)}</${tag}>`;
    assert.deepEqual(await valueOf([decision('d', loop('for', 'return', 'x * x'))]), [1, 4, 9]);
    assert.deepEqual(await valueOf([decision('d', loop('for', 'return', 'x + count(partial)'))]), [1, 3, 5]);
    assert.equal(await valueOf([decision('d', loop('some', 'satisfies', 'x > 2'))]), true);
    assert.equal(await valueOf([decision('d', loop('every', 'satisfies', 'x > 2'))]), false);
    assert.equal(await valueOf([decision('d', loop('every', 'satisfies', 'x > null'))]), null);
  });

  it('give null for a condition that is neither true nor false', async () => {
    const conditional = `<conditional>${part('if', '"yes"')}${part('then', '1')}${part('else', '2')}</conditional>`;
    assert.equal(await valueOf([decision('d', conditional)]), null);
    const filter = `<filter>${part('in', '[1, 2]')}${part('match', 'if item = 1 then true else "no"')}</filter>`;
    assert.equal(await valueOf([decision('d', filter)]), null);
  });
});

describe('item definitions', () => {
  const types = `<itemDefinition name="tStatus"><typeRef>string</typeRef><allowedValues><text>"new", "old"</text></allowedValues></itemDefinition><itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent><itemComponent name="status"><typeRef>tStatus</typeRef></itemComponent></itemDefinition><itemDefinition name="tPeople" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>`;
  const typed = (source: string, typeRef: string) => [types, decision('d', literal(source), typeRef)];

  it('let through what conforms, and turn the rest into null', async () => {
    assert.equal(await valueOf(typed('"new"', 'tStatus')), 'new');
    assert.equal(await valueOf(typed('"worn"', 'tStatus')), null);
    assert.equal(await valueOf(typed('5', 'tStatus')), null);
    assert.deepEqual(await valueOf(typed('{name: "Ani", status: "old"}', 'tPerson')), { name: 'Ani', status: 'old' });
    assert.equal(await valueOf(typed('{name: "Ani", status: "worn"}', 'tPerson')), null);
    assert.equal(await valueOf(typed('{name: "Ani"}', 'tPerson')), null);
  });

  it('make a list of a single value, and a single value of a list of one', async () => {
    assert.deepEqual(await valueOf(typed('{name: "Ani", status: null}', 'tPeople')), [{ name: 'Ani', status: null }]);
    assert.equal(await valueOf(typed('["new"]', 'tStatus')), 'new');
    assert.equal(await valueOf(typed('[{name: "Ani"}, 5]', 'tPeople')), null);
  });

  it('hold for input data', async () => {
    const data = `<inputData id="i" name="status"><variable name="status" typeRef="tStatus"/></inputData>`;
    const logic = [types, data, decision('d', literal('if status = null then "?" else status'))];
    assert.equal(await valueOf(logic, { status: 'old' }), 'old');
    assert.equal(await valueOf(logic, { status: 'worn' }), '?');
    const person = `<inputData id="p" name="p"><variable name="p" typeRef="tPerson"/></inputData>`;
    assert.equal(await valueOf([types, person, decision('d', literal('p.name'))], { p: { name: 'Ani' } }), 'Ani');
  });

  it('are types for instance of and for parameters, whatever values they allow', async () => {
    const logic = (source: string) => valueOf([types, decision('d', literal(source))]);
    assert.equal(await logic('"worn" instance of tStatus'), true);
    assert.equal(await logic('5 instance of tStatus'), false);
    assert.equal(await logic('[{name: "Ani", status: "x", more: 1}] instance of tPeople'), true);
    assert.equal(await logic('[{name: "Ani"}] instance of tPeople'), false);
    assert.equal(await logic('(function(p: tPerson) p = null)({name: 1, status: "new"})'), true);
    assert.equal(await logic('(function(p: tPerson) p.name)({name: "Ani", status: "new"})'), 'Ani');
  });

  it('that refer to each other in a circle are an error', async () => {
    const circle = `<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition><itemDefinition name="b"><typeRef>a</typeRef></itemDefinition>`;
    await assert.rejects(valueOf([circle, decision('d', literal('1 + 1'), 'a')]), /refers to itself/);
  });
});

describe('a decision service', () => {
  const elements = [
    `<inputData id="i" name="who"><variable name="who" typeRef="string"/></inputData>`,
    decision('greeting', literal('"never asked"'), 'string'),
    decision('text', needs('greeting') + literal('greeting + " " + who')),
    decision('length', needs('text') + literal('string length(text)')),
  ];
  const service = (outputs: readonly string[]) =>
    `<decisionService id="s" name="greet">${outputs.map((id) => `<outputDecision href="#${id}"/>`).join('')}<inputDecision href="#greeting"/><inputData href="#i"/></decisionService>`;

  it('is called with the values of its input data and input decisions', async () => {
    const call = decision('d', knows('s') + literal('greet(greeting: "Halo", who: "Ani")'));
    assert.equal(await valueOf([...elements, service(['text']), call]), 'Halo Ani');
    const inOrder = decision('d', knows('s') + literal('greet("Ani", "Halo")'));
    assert.equal(await valueOf([...elements, service(['text']), inOrder]), 'Halo Ani');
  });

  it('gives null when a value is missing or has the wrong type', async () => {
    const call = (source: string) => [...elements, service(['text']), decision('d', knows('s') + literal(source))];
    assert.equal(await valueOf(call('greet("Ani")')), null);
    assert.equal(await valueOf(call('greet(5, "Halo")')), null);
    assert.equal(await valueOf(call('greet("Ani", 5)')), null);
  });

  it('gives a context when it has several output decisions', async () => {
    const model = await modelOf(...elements, service(['text', 'length']));
    const input = { variables: { who: 'Ani', greeting: 'Halo' }, now: 0, unbounded: true };
    assert.deepEqual(evaluateDecisionService(model, 's', input), { text: 'Halo Ani', length: 8 });
  });
});
