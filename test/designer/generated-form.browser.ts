import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/kit/form/alur-form.ts';
import type { AlurForm } from '../../designer/kit/form/alur-form.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { toFormData, toFormJson, toSubmitted } from '../../server/application/generated-form/form-json.ts';
import { showForm } from '../../server/application/generated-form/show-form.ts';
import type { GeneratedField, GeneratedForm } from '../../server/engine/definition/generated-form.ts';
import type { VariableValue } from '../../server/engine/instance/value.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

const literal = (source: string) => ({ language: 'juel' as const, source });
const field = (id: string, label: string, more: Partial<GeneratedField>): GeneratedField => ({
  id,
  type: 'string',
  label: literal(label),
  choices: [],
  constraints: [],
  properties: {},
  ...more,
});
const form: GeneratedForm = {
  fields: [
    field('pemohon', 'Pemohon', { constraints: [{ name: 'readonly' }, { name: 'required' }] }),
    field('lokasi', 'Lokasi', { constraints: [{ name: 'required' }, { name: 'minlength', config: '3' }] }),
    field('jumlah', 'Jumlah', { type: 'long', constraints: [{ name: 'max', config: '10' }] }),
    field('mulai', 'Mulai', { type: 'date', datePattern: 'dd/MM/yyyy' }),
    field('putusan', 'Putusan', {
      type: 'enum',
      choices: [
        { id: 'ya', name: 'Disetujui' },
        { id: 'tidak', name: 'Ditolak' },
      ],
      constraints: [{ name: 'required' }],
    }),
    field('nomor-surat', 'Nomor surat', {}),
    field('lengkap', 'Berkas lengkap', { type: 'boolean' }),
  ],
};
const variables = new Map<string, VariableValue>([
  ['pemohon', { type: 'String', value: 'Siti <b>' }],
  ['jumlah', { type: 'Long', value: '12' }],
  ['mulai', { type: 'Date', value: '2026-08-16T17:00:00.000Z' }],
]);
const shown = showForm(form, variables, ({ source }) => ({ type: 'String', value: source }));

describe('a form generated from fields of the model', () => {
  let element: AlurForm;
  const input = (id: string): HTMLInputElement => element.querySelector<HTMLInputElement>(`#f-${id}`)!;
  const messages = (): string[] =>
    [...element.querySelectorAll('.error-summary li')].map((each) => each.textContent.trim());

  beforeEach(async () => {
    setLanguage('id');
    element = await mount('alur-form', { schema: toFormJson('kajian', shown), data: toFormData(shown) });
  });
  afterEach(clearPage);

  it('has a control of its type for each field, with what the task shows in it', async () => {
    expect(
      [...element.querySelectorAll('label, legend')].map((each) => each.textContent.trim().replaceAll(/\s+/g, ' ')),
    ).to.include.members([
      'Pemohon',
      'Lokasi',
      'Jumlah (opsional)',
      'Disetujui',
      'Ditolak',
      'Nomor surat (opsional)',
      'Berkas lengkap',
    ]);
    expect(input('pemohon').disabled || input('pemohon').readOnly).to.equal(true);
    expect(input('pemohon').value).to.equal('Siti <b>');
    expect(input('jumlah').value).to.equal('12');
    expect(element.values).to.deep.include({ mulai: '2026-08-17' });
    expect(await findAccessibilityProblems(element)).to.deep.equal([]);
  });

  it('tells what breaks a constraint in the words of every form', async () => {
    type(input('lokasi'), 'ab');
    const result = element.validate();
    await settle(element);
    expect(result.valid).to.equal(false);
    expect(messages()).to.deep.equal([
      'Lokasi paling sedikit 3 huruf. Sekarang 2.',
      'Jumlah paling besar 9.',
      'Pilih putusan.',
    ]);
    setLanguage('en');
    element.validate();
    await settle(element);
    expect(messages()[1]).to.equal('Jumlah must be 9 or less.');
  });

  it('gives values that are submitted in the types of the fields, without those that are read-only', async () => {
    type(input('lokasi'), 'Bondowoso');
    type(input('jumlah'), '7');
    type(input('field_6'), '12/A');
    element.querySelector<HTMLInputElement>('input[type=radio][value=tidak]')!.click();
    element.querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
    await settle(element);
    const { valid, data } = element.validate();
    expect(valid).to.equal(true);
    expect(Object.fromEntries(toSubmitted(shown, data))).to.deep.equal({
      lokasi: { type: 'String', value: 'Bondowoso' },
      jumlah: { type: 'Long', value: '7' },
      mulai: { type: 'Date', value: '2026-08-16T17:00:00.000Z' },
      putusan: { type: 'String', value: 'tidak' },
      'nomor-surat': { type: 'String', value: '12/A' },
      lengkap: { type: 'Boolean', value: true },
    });
  });
});
