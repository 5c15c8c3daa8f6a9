import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { dmn, literalText } from '../../decision/dmn-text.ts';
import { evaluateFeelNative } from '../../../server/expression/feel/evaluate-feel.ts';
import { readTestCases, UnreadValue } from './read-test-cases.ts';
import { runFolder } from './run-folder.ts';
import { isSameValue } from './same-value.ts';

const header =
  'xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

function testCases(cases: string): string {
  return `<?xml version="1.0"?><testCases ${header}><modelName>model.dmn</modelName>${cases}</testCases>`;
}

describe('a test file of the DMN TCK', () => {
  it('is read with values of all kinds', () => {
    const value = (type: string, text: string) => `<value xsi:type="xsd:${type}">${text}</value>`;
    const { modelName, cases } = readTestCases(
      testCases(
        `<testCase id="001"><inputNode name="a">${value('decimal', '1.5')}</inputNode><inputNode name="b"><list><item>${value('boolean', 'true')}</item><item><value xsi:nil="true"/></item></list></inputNode><inputNode name="c"><component name="x y">${value('string', 'text')}</component><component name="d">${value('date', '2026-01-02')}</component></inputNode><resultNode name="r" type="decision"><expected>${value('duration', 'P1D')}</expected></resultNode></testCase>`,
      ),
    );
    assert.equal(modelName, 'model.dmn');
    const [first] = cases;
    assert.deepEqual(JSON.parse(JSON.stringify(first?.inputs)), [
      { name: 'a', value: 1.5 },
      { name: 'b', value: [true, null] },
      { name: 'c', value: { 'x y': 'text', d: '2026-01-02' } },
    ]);
    assert.equal(String(first?.results[0]?.expected), 'P1D');
  });

  it('is run, and each result that differs is told with what was expected', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'alur-tck-'));
    try {
      await mkdir(join(folder, '0001-sum'));
      await writeFile(join(folder, '0001-sum', 'model.dmn'), dmn(literalText({ id: 'sum', source: 'a + 1' })));
      const expecting = (id: string, expected: string) =>
        `<testCase id="${id}"><inputNode name="a"><value xsi:type="xsd:decimal">2</value></inputNode><resultNode name="sum" type="decision"><expected><value ${expected}</value></expected></resultNode></testCase>`;
      await writeFile(
        join(folder, '0001-sum', '0001-sum-test-01.xml'),
        testCases(
          expecting('001', 'xsi:type="xsd:decimal">3') +
            expecting('002', 'xsi:type="xsd:decimal">4') +
            expecting('003', 'xsi:nil="true">'),
        ),
      );
      assert.deepEqual(await runFolder(folder, '0001-sum'), [
        { name: '0001-sum/001 sum', failure: undefined },
        { name: '0001-sum/002 sum', failure: 'expected 4, got 3' },
        { name: '0001-sum/003 sum', failure: 'expected null, got 3' },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a case that asks for', () => {
  it('a function or a service is about that, and one for what there is not fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'alur-tck-'));
    try {
      await mkdir(join(folder, '0002-calls'));
      const elements = `<businessKnowledgeModel id="k" name="twice"><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel><decisionService id="s" name="service"><outputDecision href="#sum"/></decisionService>`;
      await writeFile(join(folder, '0002-calls', 'model.dmn'), dmn(elements, literalText({ id: 'sum', source: '7' })));
      const calling = (name: string, type: string, expected: string) =>
        `<testCase id="${name}" type="${type}" invocableName="${name}"><inputNode name="n"><value xsi:type="xsd:decimal">4</value></inputNode><resultNode name="r" type="${type}"><expected><value ${expected}</value></expected></resultNode></testCase>`;
      await writeFile(
        join(folder, '0002-calls', '0002-calls-test-01.xml'),
        testCases(
          calling('twice', 'bkm', 'xsi:type="xsd:decimal">8') +
            calling('service', 'decisionService', 'xsi:type="xsd:decimal">7') +
            calling('gone', 'decision', 'xsi:nil="true">'),
        ),
      );
      assert.deepEqual(await runFolder(folder, '0002-calls'), [
        { name: '0002-calls/twice twice', failure: undefined },
        { name: '0002-calls/service service', failure: undefined },
        { name: '0002-calls/gone gone', failure: 'the model has no decision gone' },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('an expected value', () => {
  it('that is no date of feelin is compared by its text', () => {
    const date = evaluateFeelNative('date(-44, 3, 15)', {});
    assert.equal(isSameValue(date, new UnreadValue('-0044-03-15')), true);
    assert.equal(isSameValue('-0044-03-15', new UnreadValue('-0044-03-15')), false);
  });

  it('is the same number within what a double can hold', () => {
    assert.equal(isSameValue(0.1 + 0.2, 0.3), true);
    assert.equal(isSameValue(0.3001, 0.3), false);
    assert.equal(isSameValue('0.3', 0.3), false);
  });

  it('is the same list or structure when every part is', () => {
    assert.equal(isSameValue([{ a: 1 }, null], [{ a: 1 }, null]), true);
    assert.equal(isSameValue([{ a: 1, b: 2 }], [{ a: 1 }]), false);
    assert.equal(isSameValue([1], [1, 2]), false);
    assert.equal(isSameValue(null, { a: 1 }), false);
  });
});
