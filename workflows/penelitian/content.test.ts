import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseBpmn } from '../../server/bpmn/parse-bpmn.ts';
import { letter } from '../../server/contract/letter.ts';
import { serviceDescription } from '../../server/contract/service-description.ts';
import { isField, type FormComponent } from '../../server/form/definition.ts';
import { readForm } from '../../server/form/read-form.ts';
import { validateForm } from '../../server/form/validate-form.ts';
import { sampleRequest } from './sample-request.ts';

const here = import.meta.dirname;
const forms = join(here, '../../forms/penelitian');
const read = (name: string): string => readFileSync(join(here, name), 'utf8');
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const formOf = (key: string) => readForm(readJson(join(forms, `${key}.form.json`)));
const now = Date.UTC(2026, 10, 24, 2);

async function model() {
  const { models, findings } = await parseBpmn(read('penelitian.bpmn'), 'penelitian.bpmn');
  assert.deepEqual(findings, []);
  assert.ok(models[0]);
  return models[0];
}

function fieldsOf(components: readonly FormComponent[]): FormComponent[] {
  return components.flatMap((component) => [
    ...(isField(component) ? [component] : []),
    ...('components' in component ? fieldsOf(component.components) : []),
  ]);
}

describe('The research service', () => {
  it('has a catalogue entry with all components of a service standard, for the process it ships', async () => {
    const service = serviceDescription.parse(readJson(join(here, 'service.json')));
    const { key, properties, nodes } = await model();
    assert.equal(service.key, key);
    assert.equal(properties['alur:service'], service.key);
    assert.equal(properties['alur:sla'], String(service.standard.duration.workingDays));
    // The clock starts at one node, which also says until when all tasks behind it have to be done.
    const clock = [...nodes.values()].filter((node) => node.properties['alur:clock'] === 'starts');
    const limit = clock[0]?.outputs.find((output) => output.name === 'batasLayanan');
    assert.equal(clock.length, 1);
    assert.ok(limit?.value.type === 'expression');
    assert.equal(limit.value.expression.source, `\${workingDays(${service.standard.duration.workingDays})}`);
    const start = nodes.get('permohonan-diajukan');
    assert.ok(start?.kind === 'startEvent');
    assert.equal(start.formRef?.key, service.form);
  });

  it('has letters for all its document tasks', async () => {
    const letters = readdirSync(here)
      .filter((name) => name.endsWith('.letter.json'))
      .map((name) => letter.parse(readJson(join(here, name))).id);
    const templates = [...(await model()).nodes.values()].flatMap((node) =>
      node.inputs
        .filter((input) => input.name === 'template')
        .map((input) => (input.value.type === 'expression' ? input.value.expression.source : '')),
    );
    assert.deepEqual(templates.sort(), letters.sort());
  });

  it('has a form for every task of a person and every form is sound', async () => {
    const used = [...(await model()).nodes.values()].flatMap((node) =>
      node.kind === 'userTask' && node.formRef !== undefined ? [node.formRef.key] : [],
    );
    assert.equal(used.length, 5);
    for (const key of used) assert.deepEqual(formOf(key).findings, [], key);
  });

  it('says of every field what it is asked for', () => {
    for (const name of readdirSync(forms)) {
      const { form } = readForm(readJson(join(forms, name)));
      for (const field of fieldsOf(form.components)) {
        if (isField(field) && !field.readonly)
          assert.ok(field.properties['purpose'], `${name}: ${field.key} has no purpose`);
      }
    }
  });

  it('gives every task of a person a lane, a group and a due date, and every end a status for the citizen', async () => {
    const { nodes, lanes } = await model();
    const inLanes = lanes.flatMap((lane) => lane.nodeIds);
    assert.deepEqual([...nodes.keys()].sort(), inLanes.sort());
    for (const node of nodes.values()) {
      if (node.kind === 'userTask')
        assert.ok(
          node.candidateGroups.length === 1 &&
            node.dueDate !== undefined &&
            node.properties['alur:status'] !== undefined,
          node.id,
        );
      if (node.kind === 'endEvent' && node.id !== 'pemohon-diingatkan')
        assert.ok(node.properties['alur:status'], node.id);
    }
  });

  it('accepts a complete request', () => {
    const { errors, data } = validateForm(formOf('pen-01').form, sampleRequest, { now });
    assert.deepEqual(errors, []);
    assert.equal(data['judul'], sampleRequest.judul);
  });

  for (const [what, change, path] of [
    ['a NIK of fifteen digits', { nik: '351111420303000' }, 'nik'],
    ['an end more than twelve months after the beginning', { selesai: '2027-12-02' }, 'selesai'],
    ['an end before the beginning', { selesai: '2026-11-30' }, 'selesai'],
    ['a beginning that has passed', { mulai: '2026-11-23' }, 'mulai'],
    ['a letter dated tomorrow', { suratPengantarTanggal: '2026-11-25' }, 'suratPengantarTanggal'],
    ['no place', { lokasi: [] }, 'lokasi'],
    ['a member without a name', { pemohonTipe: 'kelompok', anggota: [{ nik: '3511110101010002' }] }, 'anggota[0].nama'],
    ['a foundation without its deed', { pemohonTipe: 'lembaga' }, 'aktaLembaga'],
    ['mental health without ethical clearance', { topikSensitif: ['kesehatan-jiwa'] }, 'etikClearance'],
    ['a statement that is not agreed to', { pernyataanKeabsahan: false }, 'pernyataanKeabsahan'],
  ] as const) {
    it(`refuses a request with ${what}`, () => {
      const { errors } = validateForm(formOf('pen-01').form, { ...sampleRequest, ...change }, { now });
      assert.deepEqual(
        errors.map((error) => error.path),
        [path],
      );
    });
  }

  it('asks for reasons when a request is refused or sent back', () => {
    const wanted = (form: string, data: Record<string, unknown>) =>
      validateForm(formOf(form).form, data, { now }).errors.map((error) => error.path);
    const ringkasanKajian = 'Penelitian sesuai dengan proposal.';
    assert.deepEqual(wanted('pen-kajian', { ringkasanKajian, hasilKajian: 'tidak-ada-dampak' }), []);
    assert.deepEqual(wanted('pen-kajian', { ringkasanKajian, hasilKajian: 'dampak-negatif' }), [
      'alasanPenolakan',
      'dasarPenolakan',
    ]);
    assert.deepEqual(wanted('pen-kajian', { ringkasanKajian, hasilKajian: 'ada-syarat' }), ['syaratKajian']);
    assert.deepEqual(wanted('pen-persetujuan', { keputusanKaban: 'kembalikan' }), ['catatanKaban']);
    assert.deepEqual(wanted('pen-tanda-tangan', { keputusanTandaTangan: 'setujui' }), []);
    assert.deepEqual(wanted('pen-tanda-tangan', { keputusanTandaTangan: 'kembalikan' }), ['catatanKadis']);
  });
});
