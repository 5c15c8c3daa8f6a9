import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { xmlLimits } from '../../server/bpmn/scan-xml.ts';
import { between, bpmnFile } from '../kit/xml-model.ts';

const good = bpmnFile(between('<bpmn:manualTask id="it"/>'));

async function codesOf(xml: string): Promise<readonly string[]> {
  const { findings, models } = await parseBpmn(xml, 'model.bpmn');
  if (findings.some((finding) => finding.severity === 'error'))
    assert.equal(models.length, 0, 'a file with errors must give no model');
  return findings.map((finding) => finding.code);
}

describe('A BPMN file', () => {
  it('without anything wrong gives its process and no finding', async () => {
    const { models, findings } = await parseBpmn(good, 'model.bpmn');
    assert.deepEqual(findings, []);
    assert.deepEqual(
      models.map((model) => model.key),
      ['process'],
    );
  });

  it('larger than two megabytes is refused before it is parsed', async () => {
    assert.deepEqual(
      await codesOf(good.replace('</bpmn:process>', `<!--${'x'.repeat(xmlLimits.bytes)}--></bpmn:process>`)),
      ['BPMN-001'],
    );
  });

  it('counts its size in bytes, not in characters', async () => {
    assert.deepEqual(
      await codesOf(good.replace('</bpmn:process>', `<!--${'é'.repeat(xmlLimits.bytes / 2)}--></bpmn:process>`)),
      ['BPMN-001'],
    );
  });

  for (const declaration of [
    '<!DOCTYPE definitions [<!ENTITY a "b">]>',
    '<!doctype definitions SYSTEM "file:///etc/passwd">',
    '<!ENTITY a SYSTEM "file:///etc/passwd">',
  ]) {
    it(`with ${declaration.slice(0, 22)}… is refused with the position`, async () => {
      const { findings, models } = await parseBpmn(good.replace('\n', `\n${declaration}\n`), 'model.bpmn');
      assert.equal(models.length, 0);
      assert.deepEqual(
        findings.map(({ code, line, column }) => ({ code, line, column })),
        [{ code: 'BPMN-002', line: 2, column: 1 }],
      );
    });
  }

  it('nested deeper than allowed is refused', async () => {
    const nested = '<a>'.repeat(xmlLimits.depth) + '</a>'.repeat(xmlLimits.depth);
    assert.deepEqual(
      await codesOf(
        good.replace(
          '<bpmn:manualTask id="it"/>',
          `<bpmn:manualTask id="it"><bpmn:extensionElements>${nested}</bpmn:extensionElements></bpmn:manualTask>`,
        ),
      ),
      ['BPMN-003'],
    );
  });

  it('with too many elements is refused', async () => {
    assert.deepEqual(await codesOf(bpmnFile('<bpmn:dataObject/>'.repeat(xmlLimits.elements))), ['BPMN-004']);
  });

  it('may have a large diagram: its elements do not count', async () => {
    const waypoints = '<di:waypoint x="1" y="1"/>'.repeat(xmlLimits.elements);
    const diagram = `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="process"><bpmndi:BPMNEdge id="e" bpmnElement="in">${waypoints}</bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;
    assert.deepEqual(await codesOf(bpmnFile(between('<bpmn:manualTask id="it"/>'), { around: diagram })), []);
  });

  it('with an element of a hundred and one attributes is refused', async () => {
    const attributes = Array.from({ length: xmlLimits.attributes }, (_, index) => `a${index}="1"`).join(' ');
    assert.deepEqual(await codesOf(bpmnFile(between(`<bpmn:manualTask id="it" ${attributes}/>`))), ['BPMN-005']);
  });

  it('that is not well-formed tells line and column', async () => {
    const { findings } = await parseBpmn(
      good.replace('<bpmn:manualTask id="it"/>', '<bpmn:manualTask id="it">'),
      'model.bpmn',
    );
    assert.equal(findings[0]?.code, 'BPMN-006');
    assert.equal(findings[0]?.line, 9);
    assert.match(findings[0]?.message ?? '', /unexpected close tag/);
  });

  for (const [what, text] of [
    ['empty', ''],
    ['no XML', 'hello'],
    ['HTML', '<html><body/></html>'],
    ['another vocabulary', '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'],
  ] as const) {
    it(`that is ${what} is refused`, async () => {
      const codes = await codesOf(text);
      assert.equal(codes.length, 1);
      assert.match(codes[0] ?? '', /^BPMN-00[67]$/);
    });
  }

  it('with an unknown BPMN element is refused, since it would be lost', async () => {
    const { findings } = await parseBpmn(
      bpmnFile(`${between('<bpmn:manualTask id="it"/>')}\n  <bpmn:bogus id="x"/>`),
      'model.bpmn',
    );
    assert.deepEqual(
      findings.map(({ code, line, column }) => ({ code, line, column })),
      [{ code: 'BPMN-008', line: 9, column: 3 }],
    );
  });

  it('that uses an id twice is refused with the place of the second', async () => {
    const { findings } = await parseBpmn(
      bpmnFile(`${between('<bpmn:manualTask id="it"/>')}\n<bpmn:endEvent id="it"/>`),
      'model.bpmn',
    );
    assert.deepEqual(
      findings.map(({ code, elementId, line }) => ({ code, elementId, line })),
      [{ code: 'BPMN-009', elementId: 'it', line: 9 }],
    );
  });

  it('that refers to nothing is refused with the element that refers', async () => {
    const { findings } = await parseBpmn(
      bpmnFile('<bpmn:startEvent id="begin"/>\n <bpmn:sequenceFlow id="in" sourceRef="begin" targetRef="nowhere"/>'),
      'model.bpmn',
    );
    assert.deepEqual(findings.map(({ code, elementId, line, column }) => ({ code, elementId, line, column }))[0], {
      code: 'BPMN-010',
      elementId: 'in',
      line: 5,
      column: 2,
    });
  });

  it('with a shape of an element that is gone is only warned of', async () => {
    const diagram =
      '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="gone"/></bpmndi:BPMNDiagram>';
    const { findings, models } = await parseBpmn(
      bpmnFile(between('<bpmn:manualTask id="it"/>'), { around: diagram }),
      'model.bpmn',
    );
    assert.deepEqual(
      findings.map(({ code, severity }) => ({ code, severity })),
      [{ code: 'BPMN-013', severity: 'warning' }],
    );
    assert.equal(models.length, 1);
  });

  it('skips processes that are not executable, whatever is in them', async () => {
    const other =
      '<bpmn:process id="other" isExecutable="false"><bpmn:transaction id="t"/></bpmn:process><bpmn:process id="third"/>';
    const { models, findings } = await parseBpmn(
      bpmnFile(between('<bpmn:manualTask id="it"/>'), { around: other }),
      'model.bpmn',
    );
    assert.deepEqual(
      models.map((model) => model.key),
      ['process'],
    );
    assert.deepEqual(findings, []);
  });

  it('without an executable process is warned of and deploys nothing', async () => {
    const { models, findings } = await parseBpmn(good.replace('isExecutable="true"', ''), 'model.bpmn');
    assert.equal(models.length, 0);
    assert.deepEqual(
      findings.map(({ code, severity }) => ({ code, severity })),
      [{ code: 'BPMN-014', severity: 'warning' }],
    );
  });

  it('may have white space around "=" and references with a prefix, as XML allows', async () => {
    const xml = bpmnFile(between('<bpmn:receiveTask id = "it" messageRef="tns:order"/>'), {
      around: '<bpmn:message id="order" name="a &lt; &quot;b&quot;"/>',
    }).replace('targetNamespace="test"', 'targetNamespace="test" xmlns:tns="test"');
    const { models, findings } = await parseBpmn(xml, 'model.bpmn');
    assert.deepEqual(findings, []);
    const task = models[0]?.nodes.get('it');
    assert.ok(task?.kind === 'receiveTask');
    assert.equal(task.message?.source, 'a < "b"');
  });

  it('with more findings than anybody reads lists the first and says how many there are', async () => {
    const { findings, models } = await parseBpmn(
      bpmnFile(between('<bpmn:manualTask id="it"/>') + '<bpmn:manualTask id="it"/>'.repeat(600)),
      'model.bpmn',
    );
    assert.equal(models.length, 0);
    assert.equal(findings.length, 501);
    assert.deepEqual(findings.at(-1)?.parameters, { listed: '500', count: '600' });
  });

  it('as large as it may be is read within a second', async () => {
    const waypoints = '<di:waypoint x="1" y="1"/>'.repeat(70_000);
    const diagram = `<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="process"><bpmndi:BPMNEdge id="e" bpmnElement="in">${waypoints}</bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`;
    const before = performance.now();
    assert.deepEqual(await codesOf(bpmnFile(between('<bpmn:manualTask id="it"/>'), { around: diagram })), []);
    const took = performance.now() - before;
    assert.ok(took < 1000, `took ${took.toFixed(0)} ms`);
  });

  it('names like __proto__ are ordinary ids', async () => {
    const { models, findings } = await parseBpmn(
      bpmnFile(between('<bpmn:manualTask id="it"/>').replaceAll('"it"', '"__proto__"')),
      'model.bpmn',
    );
    assert.deepEqual(findings, []);
    assert.equal(models[0]?.nodes.get('__proto__')?.kind, 'manualTask');
  });
});
