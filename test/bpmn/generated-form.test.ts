import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTextChecks } from '../../server/application/evaluation/text-checks.ts';
import { findingMessage } from '../../server/bpmn/finding.ts';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { bpmnFile, extensions } from '../kit/xml-model.ts';

const field = (attributes: string, content = '') => `<camunda:formField ${attributes}>${content}</camunda:formField>`;
const constraints = (...list: readonly string[]) =>
  `<camunda:validation>${list.map((each) => `<camunda:constraint ${each}/>`).join('')}</camunda:validation>`;
const model = (fields: string, attributes = '') => {
  const data = extensions(`<camunda:formData ${attributes}>${fields}</camunda:formData>`);
  return bpmnFile(
    `<bpmn:startEvent id="begin">${data}</bpmn:startEvent><bpmn:sequenceFlow id="a" sourceRef="begin" targetRef="it"/>
     <bpmn:userTask id="it">${data}</bpmn:userTask><bpmn:sequenceFlow id="b" sourceRef="it" targetRef="finish"/><bpmn:endEvent id="finish"/>`,
  );
};
const parse = (xml: string) => parseBpmn(xml, 'model.bpmn', createTextChecks(new Set()));

describe('Form fields of a model', () => {
  it('are kept with type, label, default, choices, constraints and properties, in their order', async () => {
    const { models, findings } = await parse(
      model(
        field(
          'id="nama" label="Nama ${siapa}" type="string" defaultValue="${nama}"',
          `<camunda:properties><camunda:property id="dictionary" value="nik"/></camunda:properties>${constraints('name="required"', 'name="maxlength" config="20"')}`,
        ) +
          field('id="tanggal" type="date"') +
          field('id="pilihan" type="enum"', '<camunda:value id="a" name="Satu"/><camunda:value id="b"/>'),
        'businessKey="nama"',
      ),
    );
    assert.deepEqual(findings, []);
    const nodes = models[0]?.nodes;
    const expected = {
      businessKeyField: 'nama',
      fields: [
        {
          id: 'nama',
          type: 'string',
          label: { language: 'juel', source: 'Nama ${siapa}' },
          defaultValue: { language: 'juel', source: '${nama}' },
          choices: [],
          constraints: [{ name: 'required' }, { name: 'maxlength', config: '20' }],
          properties: { dictionary: 'nik' },
        },
        { id: 'tanggal', type: 'date', datePattern: 'dd/MM/yyyy', choices: [], constraints: [], properties: {} },
        {
          id: 'pilihan',
          type: 'enum',
          choices: [
            { id: 'a', name: 'Satu' },
            { id: 'b', name: 'b' },
          ],
          constraints: [],
          properties: {},
        },
      ],
    };
    for (const id of ['begin', 'it']) {
      const node = nodes?.get(id);
      assert.ok(node?.kind === 'startEvent' || node?.kind === 'userTask');
      assert.deepEqual(node.generatedForm, expected);
    }
  });

  it('are no form when there are none', async () => {
    const { models } = await parse(model(''));
    const node = models[0]?.nodes.get('it');
    assert.ok(node?.kind === 'userTask');
    assert.equal(node.generatedForm, undefined);
  });

  it('are refused with a date pattern that cannot be read, and an expression that is none', async () => {
    const { findings } = await parse(
      model(field('id="a" type="date" datePattern="ww-yyyy"') + field('id="b" type="long" defaultValue="${1 +}"')),
    );
    assert.deepEqual(
      findings.map(({ code, elementId }) => [code, elementId]),
      ['begin', 'it'].flatMap((id) => [
        ['BPMN-118', id],
        ['BPMN-101', id],
      ]),
    );
    assert.ok(findings[0]);
    assert.match(findings[0].message, /"ww-yyyy" of the form field "a".*letter w/);
    assert.match(findingMessage(findings[0], 'id'), /isian formulir "a"/);
  });
});
