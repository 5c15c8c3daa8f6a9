import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateDecisionValue } from '../../server/decision/evaluate-decision.ts';
import { parseDmn } from '../../server/decision/parse-dmn.ts';
import { dmn } from './dmn-text.ts';

describe('a DMN file of another modeler, or one that is not finished', () => {
  it('may have a decision without id, which is called by its name, and one without logic, which is null', async () => {
    const file = dmn(
      '<decision name="the rate"><literalExpression><text>1 + 1</text></literalExpression></decision>',
      '<decision id="open" name="Open"/>',
    );
    const { model, findings } = await parseDmn(file);
    assert.ok(model);
    assert.deepEqual(
      findings.map(({ code, severity, elementId }) => [code, severity, elementId]),
      [
        ['DMN-017', 'warning', 'file'],
        ['DMN-018', 'warning', 'open'],
      ],
    );
    const input = { variables: {}, now: 0 };
    assert.equal(evaluateDecisionValue(model, 'the rate', input), 2);
    assert.equal(evaluateDecisionValue(model, 'open', input), null);
    const twice = '<decision name="x"><literalExpression><text>1</text></literalExpression></decision>'.repeat(2);
    assert.ok((await parseDmn(dmn(twice))).findings.some(({ code }) => code === 'DMN-006'));
  });

  it('may name things with signs, which are read as one name', async () => {
    const file = dmn(
      `<inputData id="i" name="Student's grade 2.1"/>`,
      `<decision id="d" name="D"><informationRequirement><requiredInput href="#i"/></informationRequirement><literalExpression><text>Student's grade 2.1 + 1</text></literalExpression></decision>`,
    );
    const { model, findings } = await parseDmn(file);
    assert.deepEqual(findings, []);
    assert.ok(model);
    assert.equal(evaluateDecisionValue(model, 'd', { variables: { "Student's grade 2.1": 4 }, now: 0 }), 5);
  });
});
