import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { InvalidInput } from '../../server/application/errors.ts';
import type { ServiceFile } from '../../server/service/catalogue/check-service.ts';
import { getCorrection, submitCorrection } from '../../server/service/request/correct-request.ts';
import { submitRequest } from '../../server/service/request/submit-request.ts';
import { answers, openServiceWorld, tinyService, type ServiceWorld } from './kit/service-world.ts';

const FIELDS = `<camunda:formData>
  <camunda:formField id="nama" label="Nama" type="string"><camunda:validation><camunda:constraint name="required"/></camunda:validation></camunda:formField>
  <camunda:formField id="nik" label="NIK" type="string"><camunda:properties><camunda:property id="dictionary" value="nik"/></camunda:properties></camunda:formField>
  <camunda:formField id="tglLahir" label="Tanggal lahir" type="date"/>
  <camunda:formField id="luas" label="Luas" type="long" defaultValue="\${10 * 12}"><camunda:validation><camunda:constraint name="max" config="1000"/></camunda:validation></camunda:formField>
</camunda:formData>`;

/** The tiny service with its start form drawn as fields of the start event. */
function service(fields = FIELDS): ServiceFile[] {
  return tinyService()
    .filter(({ name }) => name !== 'kecil-01.form.json')
    .map(({ name, bytes }) => {
      const text = Buffer.from(bytes)
        .toString()
        .replaceAll(' camunda:formRef="kecil-01" camunda:formRefBinding="deployment"', '')
        .replace('<bpmn:extensionElements>', `<bpmn:extensionElements>${fields}`)
        .replaceAll('kecil-01', 'mulai');
      return { name, bytes: Buffer.from(text) };
    });
}

let world: ServiceWorld;
before(async () => {
  world = await openServiceWorld();
});
after(() => world.close());

const visitor = { sessionId: 'g'.repeat(43), address: '10.0.0.7', language: 'id' as const };
const variablesOf = async (number: string) => {
  const row = await world.stores.requests.findRequest(number);
  const stored = await world.database.query<{ name: string; type: string; value: string | null }>(
    "select name, type, value from history_variable where process_instance_id = :id and state = 'CREATED'",
    { id: row?.processInstanceId ?? '' },
  );
  return Object.fromEntries(stored.map(({ name, type, value }) => [name, [type, value]]));
};

describe('A service whose start event has form fields', () => {
  it('is refused while service.json names neither a form nor such a start event', async () => {
    await assert.rejects(
      world.side.catalogue.deployService(service(''), null),
      (error) => error instanceof InvalidInput && /peristiwa mulai mulai dengan isian formulir/.test(error.message),
    );
  });

  it('shows them as a form with their defaults', async () => {
    await world.side.catalogue.deployService(service(), null);
    const form = (await world.side.catalogue.getStartForm('kecil')) as {
      id: string;
      components: Readonly<Record<string, unknown>>[];
    };
    assert.equal(form.id, 'mulai');
    assert.deepEqual(
      form.components.map(({ key, type, defaultValue }) => [key, type, defaultValue]),
      [
        ['nama', 'textfield', undefined],
        ['nik', 'textfield', undefined],
        ['tglLahir', 'datetime', undefined],
        ['luas', 'number', 120],
      ],
    );
  });

  it('is filed, read again, corrected and kept in the types of its fields', async () => {
    const draft = await world.side.drafts.createDraft('kecil');
    const submit = (data: Record<string, unknown>) =>
      submitRequest({ draftId: draft.id, key: draft.key, data, language: 'id' }, world.side.submission);
    await assert.rejects(
      submit({ nik: '123', luas: 1000 }),
      (error) => error instanceof InvalidInput && error.fields.map(({ path }) => path).join() === 'nama,nik,luas',
    );
    const { number } = await submit({ ...answers, luas: 250 });
    assert.deepEqual(await variablesOf(number), {
      nama: ['String', 'Siti Aminah'],
      nik: ['String', '3511114203030001'],
      tglLahir: ['Date', '2003-03-01T17:00:00.000Z'],
      luas: ['Long', '250'],
      nomorPermohonan: ['String', number],
    });
    await world.side.requests.openRequest(number, { idNumberEnding: '030001', birthDate: '2003-03-02' }, visitor);
    const opened = await world.side.requests.requireOpened(number, visitor);
    assert.deepEqual(opened.data, { ...answers, luas: 250 });

    const officer = await world.caller('rina');
    const [task] = await world.database.query<{ id: string }>("select id from task where activity_id = 'periksa'");
    assert.ok(task);
    const shown = await world.side.cases.getCase(task.id, officer, 'id');
    assert.deepEqual(Object.keys(shown.forms), ['mulai'], 'the review shows the fields');
    await world.side.cases.claim(task.id, officer);
    const marks = [
      { field: 'tglLahir', note: 'Periksa tahun.' },
      { field: 'luas', note: 'Ukur lagi.' },
    ];
    await world.side.cases.complete(
      task.id,
      { hasil: 'perbaikan', perbaikan: marks },
      { caller: officer, language: 'id' },
    );
    const correction = await getCorrection(number, visitor, world.side.correction);
    assert.deepEqual(correction.corrections, marks);
    await submitCorrection(
      number,
      { taskId: correction.taskId, data: { ...correction.data, tglLahir: '2004-03-02', luas: 90, nama: 'Lain' } },
      { visitor, parts: world.side.correction },
    );
    const after = await variablesOf(number);
    assert.deepEqual(
      [after['tglLahir'], after['luas'], after['nama']],
      [
        ['Date', '2004-03-01T17:00:00.000Z'],
        ['Long', '90'],
        ['String', 'Siti Aminah'],
      ],
    );
  });
});
