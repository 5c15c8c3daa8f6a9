import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DecisionModel } from '../../server/decision/decision-model.ts';
import { evaluateDecision, evaluateDecisionValue } from '../../server/decision/evaluate-decision.ts';
import { linkImports } from '../../server/decision/link-imports.ts';
import { parseDmn } from '../../server/decision/parse-dmn.ts';

const NOW = Date.UTC(2026, 7, 17, 1);
const file = (name: string, ...content: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${name}" name="${name}" namespace="http://test/${name}">${content.join('\n')}</definitions>`;
const imports = (namespace: string, name = namespace) =>
  `<import name="${name}" namespace="http://test/${namespace}/" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>`;
const needs = (kind: 'decision' | 'knowledge' | 'input', href: string) =>
  kind === 'knowledge'
    ? `<knowledgeRequirement><requiredKnowledge href="${href}"/></knowledgeRequirement>`
    : `<informationRequirement><required${kind === 'input' ? 'Input' : 'Decision'} href="${href}"/></informationRequirement>`;
const literal = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`;
const decision = (id: string, requirements: string, logic: string, type = '') =>
  `<decision id="${id}" name="${id}"><variable name="${id}"${type}/>${requirements}${logic}</decision>`;
const inputData = (id: string, type = '') =>
  `<inputData id="${id}" name="${id}"><variable name="${id}"${type}/></inputData>`;

const fees = file(
  'fees',
  `<itemDefinition name="tPerson"><itemComponent name="age"><typeRef>tAge</typeRef></itemComponent></itemDefinition>
   <itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>&gt;= 0</text></allowedValues></itemDefinition>`,
  inputData('base'),
  `<businessKnowledgeModel id="double_it" name="twice as much"><variable name="twice as much"/><encapsulatedLogic><formalParameter name="amount" typeRef="number"/>${literal('amount * 2')}</encapsulatedLogic></businessKnowledgeModel>`,
  `<businessKnowledgeModel id="four" name="four times"><variable name="four times"/><encapsulatedLogic><formalParameter name="amount" typeRef="number"/>${literal('twice as much(twice as much(amount))')}</encapsulatedLogic>${needs('knowledge', '#double_it')}</businessKnowledgeModel>`,
  decision('fee', needs('input', '#base') + needs('knowledge', '#double_it'), literal('twice as much(base) + 1')),
  `<decisionService id="fee_service" name="fee service"><variable name="fee service"/><outputDecision href="#fee"/><inputData href="#base"/></decisionService>`,
);

async function linked(main: string, ...others: readonly string[]) {
  return linkImports(await parseDmn(main), await Promise.all([main, ...others].map(parseDmn)));
}
async function modelOf(main: string, ...others: readonly string[]): Promise<DecisionModel> {
  const { model, findings } = await linked(main, ...others);
  assert.ok(model, findings.map(({ message }) => message).join('\n'));
  return model;
}
async function valueOf(main: string, variables: Record<string, unknown>, ...others: readonly string[]) {
  return evaluateDecisionValue(await modelOf(main, ...others), 'd', { variables, now: NOW, unbounded: true });
}

describe('a DMN file that imports another', () => {
  it('uses its decisions by the name of the import; they get variables under that name before others', async () => {
    const main = file(
      'main',
      imports('fees', 'the fees'),
      decision('d', needs('decision', 'http://test/fees#fee'), literal('the fees.fee * 10')),
    );
    assert.equal(await valueOf(main, { base: 3 }, fees), 70);
    assert.equal(await valueOf(main, { base: 3, 'the fees': { base: 4 } }, fees), 90);
  });

  it('calls its knowledge in expressions and in boxed invocations, and its services', async () => {
    const called = needs('knowledge', 'http://test/fees#four') + needs('knowledge', 'http://test/fees#fee_service');
    const boxed = (name: string, parameter: string) =>
      `<invocation>${literal(name)}<binding><parameter name="${parameter}"/>${literal('n + 1')}</binding></invocation>`;
    const cases = [
      [literal('fees.four times(n)'), 12],
      [boxed('fees.four times', 'amount'), 16],
      [boxed('fees.fee service', 'base'), 9],
      [literal('fees.fee service(n)'), 7],
    ] as const;
    for (const [logic, expected] of cases)
      assert.equal(
        await valueOf(file('main', imports('fees'), decision('d', called, logic)), { n: 3 }, fees),
        expected,
        logic,
      );
  });

  it('may call imported knowledge from its own, and import what imports', async () => {
    const middle = file(
      'middle',
      imports('fees'),
      `<businessKnowledgeModel id="eight" name="eight times"><variable name="eight times"/><encapsulatedLogic><formalParameter name="n"/>${literal('fees.four times(n) * 2')}</encapsulatedLogic>${needs('knowledge', 'http://test/fees#four')}</businessKnowledgeModel>`,
      decision('sum', needs('decision', 'http://test/fees#fee'), literal('fees.fee + 100')),
    );
    const requirements = needs('knowledge', 'http://test/middle#eight') + needs('decision', 'http://test/middle#sum');
    const main = file(
      'main',
      imports('middle'),
      decision('d', requirements, literal('middle.eight times(1) + middle.sum')),
    );
    assert.equal(await valueOf(main, { base: 1 }, middle, fees), 111);
    assert.equal(await valueOf(main, { middle: { fees: { base: 2 } } }, middle, fees), 113);
  });

  it('knows its types by the name of the import', async () => {
    const main = file(
      'main',
      imports('fees'),
      inputData('who', ' typeRef="fees.tPerson"'),
      decision('d', needs('input', '#who'), literal('who.age')),
    );
    assert.deepEqual((await linked(main, fees)).findings, []);
    assert.equal(await valueOf(main, { who: { age: 7 } }, fees), 7);
    assert.equal(await valueOf(main, { who: { age: -7 } }, fees), null);
  });

  it('sees its input data, and tells in its trace what was evaluated there', async () => {
    const main = file(
      'main',
      imports('fees'),
      decision(
        'd',
        needs('input', 'http://test/fees#base') + needs('decision', 'http://test/fees#fee'),
        literal('fees.base + fees.fee'),
      ),
    );
    const { rows, trace } = evaluateDecision(await modelOf(main, fees), 'd', {
      variables: { base: 1 },
      now: NOW,
      unbounded: true,
    });
    assert.deepEqual(rows, [new Map([['d', 4]])]);
    assert.deepEqual(
      trace.map(({ decisionId }) => decisionId),
      ['fee', 'd'],
    );
  });

  it('is refused when the other is not there, has not what is required, or leads back', async () => {
    const main = file(
      'main',
      imports('fees'),
      decision(
        'd',
        needs('decision', 'http://test/fees#none') + needs('knowledge', 'http://test/fees#fee'),
        literal('1'),
      ),
    );
    const codes = async (...files: readonly [string, ...string[]]) =>
      (await linked(...files)).findings.map(({ code, elementId }) => [code, elementId]);
    assert.deepEqual(await codes(main), [['DMN-032', null]]);
    assert.deepEqual(await codes(main, fees), [
      ['DMN-011', 'd'],
      ['DMN-013', 'd'],
    ]);
    const back = file('back', imports('again'), decision('d', '', literal('1')));
    const again = file('again', imports('back'), decision('e', '', literal('1')));
    assert.deepEqual(await codes(back, again), [['DMN-033', null]]);
  });

  it('need not hold a decision itself, nor need a file that only others import', async () => {
    const library = file(
      'library',
      `<businessKnowledgeModel id="one" name="one"><variable name="one"/><encapsulatedLogic>${literal('1')}</encapsulatedLogic></businessKnowledgeModel>`,
    );
    assert.deepEqual((await parseDmn(library)).findings, []);
    assert.deepEqual(
      (await parseDmn(file('empty'))).findings.map(({ code }) => code),
      ['DMN-008'],
    );
  });
});
