// Over 300 lines because every rule of a field is kept and broken here.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { validateForm } from '../../server/form/validate-form.ts';
import type { FormData } from '../../server/form/definition.ts';
import { formOf, now } from './fixtures.ts';

const required = { required: true };

function errorsOf(components: readonly Record<string, unknown>[], data: FormData): Record<string, string> {
  return Object.fromEntries(
    validateForm(formOf(...components), data, { now }).errors.map((error) => [error.path, error.code]),
  );
}

describe('validateForm', () => {
  it('asks for a required text and says so with its label', () => {
    const { valid, errors } = validateForm(
      formOf({ type: 'textfield', key: 'judul', label: 'Judul penelitian', validate: required }),
      { judul: '   ' },
      { now },
    );
    assert.equal(valid, false);
    assert.deepEqual(errors, [{ path: 'judul', code: 'required', message: 'Isi judul penelitian.' }]);
  });

  it('asks to answer a label that is a question', () => {
    const { errors } = validateForm(
      formOf({
        type: 'radio',
        key: 'a',
        label: 'Apa jenis kegiatan Anda?',
        validate: required,
        values: [{ value: 'x' }],
      }),
      {},
      { now },
    );
    assert.equal(errors[0]?.message, 'Jawab pertanyaan “Apa jenis kegiatan Anda?”');
  });

  it('names a long statement by its beginning', () => {
    const { errors } = validateForm(
      formOf({
        type: 'checkbox',
        key: 'a',
        label: 'Saya menaati hukum dan adat setempat, dan tidak meneliti di luar yang saya ajukan.',
        validate: required,
      }),
      {},
      { now },
    );
    assert.equal(errors[0]?.message, 'Centang “Saya menaati hukum dan adat setempat, dan tidak meneliti…”.');
  });

  it('speaks English when asked', () => {
    const { errors } = validateForm(
      formOf({ type: 'textfield', key: 'nik', label: 'NIK', validate: required }),
      {},
      { now, language: 'en' },
    );
    assert.equal(errors[0]?.message, 'Enter NIK.');
  });

  it('trims texts and leaves empty optional ones out', () => {
    const { data } = validateForm(
      formOf({ type: 'textfield', key: 'a', label: 'A' }, { type: 'textfield', key: 'b', label: 'B' }),
      { a: '  satu ', b: ' ' },
      { now },
    );
    assert.deepEqual(data, { a: 'satu' });
  });

  it('drops keys that the form does not have, also those of the prototype', () => {
    const { data } = validateForm(
      formOf({ type: 'textfield', key: 'a', label: 'A' }),
      JSON.parse('{"a":"x","hadiah":1,"__proto__":{"b":1},"constructor":"y"}') as FormData,
      { now },
    );
    assert.deepEqual(Object.keys(data), ['a']);
  });

  it('drops values of hidden fields and does not ask for them', () => {
    const form = formOf(
      {
        type: 'radio',
        key: 'tipe',
        label: 'Tipe',
        values: [
          { label: 'Lembaga', value: 'lembaga' },
          { label: 'Orang', value: 'orang' },
        ],
      },
      {
        type: 'textfield',
        key: 'akta',
        label: 'Akta',
        validate: required,
        conditional: { hide: '=tipe != "lembaga"' },
      },
    );
    assert.deepEqual(validateForm(form, { tipe: 'orang', akta: 'x' }, { now }), {
      valid: true,
      data: { tipe: 'orang' },
      errors: [],
    });
    assert.equal(validateForm(form, { tipe: 'lembaga' }, { now }).errors[0]?.path, 'akta');
  });

  it('does not let the value of a hidden field show another one', () => {
    const form = formOf(
      { type: 'checkbox', key: 'a', label: 'A' },
      { type: 'checkbox', key: 'b', label: 'B', conditional: { hide: '=a != true' } },
      { type: 'textfield', key: 'c', label: 'C', validate: required, conditional: { hide: '=b != true' } },
    );
    assert.deepEqual(validateForm(form, { a: false, b: true, c: 'x' }, { now }).data, { a: false });
  });

  it('counts characters after trimming', () => {
    const judul = { type: 'textfield', key: 'judul', label: 'Judul', validate: { minLength: 10, maxLength: 12 } };
    assert.deepEqual(errorsOf([judul], { judul: '  pendek   ' }), { judul: 'minLength' });
    assert.deepEqual(errorsOf([judul], { judul: 'terlalu panjang' }), { judul: 'maxLength' });
    assert.deepEqual(errorsOf([judul], { judul: 'pas sepuluh' }), {});
  });

  it('takes a pattern for the whole text', () => {
    const nim = { type: 'textfield', key: 'nim', label: 'NIM', validate: { pattern: '[A-Z]\\d{3}' } };
    assert.deepEqual(errorsOf([nim], { nim: 'xA123' }), { nim: 'pattern' });
    assert.deepEqual(errorsOf([nim], { nim: 'A123' }), {});
  });

  it('removes control and direction characters that could disguise a text', () => {
    const { data } = validateForm(
      formOf({ type: 'textfield', key: 'a', label: 'A' }),
      { a: 'surat\u202Efdp\u0000.exe\u200B' },
      { now },
    );
    assert.equal(data['a'], 'suratfdp.exe');
  });

  it('reads numbers as they are written in Indonesia', () => {
    const form = formOf({ type: 'number', key: 'n', label: 'N' });
    for (const [given, expected] of [
      ['1.250.000', 1_250_000],
      ['2,5', 2.5],
      ['Rp 15.000', 15_000],
      [' 25 ', 25],
      [7, 7],
    ] as const) {
      assert.equal(validateForm(form, { n: given }, { now }).data['n'], expected);
    }
    assert.deepEqual(errorsOf([{ type: 'number', key: 'n', label: 'N' }], { n: 'banyak' }), { n: 'number' });
  });

  it('keeps numbers within their bounds', () => {
    const n = { type: 'number', key: 'n', label: 'Jumlah', decimalDigits: 0, validate: { min: 1, max: 1000 } };
    assert.deepEqual(errorsOf([n], { n: 0 }), { n: 'min' });
    assert.deepEqual(errorsOf([n], { n: 1001 }), { n: 'max' });
    assert.deepEqual(errorsOf([n], { n: '1,5' }), { n: 'wholeNumber' });
    assert.equal(validateForm(formOf(n), { n: 5000 }, { now }).errors[0]?.message, 'Jumlah paling besar 1.000.');
  });

  it('refuses amounts of money that are negative or have decimals', () => {
    const n = { type: 'number', key: 'n', label: 'N', properties: { dictionary: 'rupiah' } };
    assert.deepEqual(errorsOf([n], { n: -1 }), { n: 'min' });
    assert.deepEqual(errorsOf([n], { n: '10,50' }), { n: 'wholeNumber' });
  });

  it('accepts only values of the list', () => {
    const values = [
      { label: 'Satu', value: '1' },
      { label: 'Dua', value: '2' },
    ];
    assert.deepEqual(errorsOf([{ type: 'radio', key: 'r', label: 'R', values }], { r: '3' }), { r: 'option' });
    assert.deepEqual(errorsOf([{ type: 'checklist', key: 'c', label: 'C', values }], { c: ['1', '9'] }), {
      c: 'option',
    });
    assert.deepEqual(errorsOf([{ type: 'checklist', key: 'c', label: 'C', values }], { c: '1' }), { c: 'list' });
    assert.deepEqual(
      validateForm(formOf({ type: 'checklist', key: 'c', label: 'C', values }), { c: ['2', '1', '2'] }, { now }).data,
      { c: ['1', '2'] },
    );
  });

  it('asks to tick a statement that is required', () => {
    assert.deepEqual(errorsOf([{ type: 'checkbox', key: 's', label: 'S', validate: required }], { s: false }), {
      s: 'requiredTick',
    });
    assert.deepEqual(errorsOf([{ type: 'checkbox', key: 's', label: 'S', validate: required }], { s: 'true' }), {
      s: 'requiredTick',
    });
    assert.deepEqual(errorsOf([{ type: 'checkbox', key: 's', label: 'S', validate: required }], { s: true }), {});
  });

  it('knows dates that do not exist', () => {
    const d = { type: 'datetime', subtype: 'date', key: 'd', label: 'D' };
    for (const wrong of ['2026-02-29', '2026-13-01', '2026--1', '26-1-1', '27-03-2026', 'kemarin', '20260327'])
      assert.deepEqual(errorsOf([d], { d: wrong }), { d: 'date' }, wrong);
    for (const right of ['2028-02-29', '2026-03-27', '2026-3-7'])
      assert.deepEqual(errorsOf([d], { d: right }), {}, right);
  });

  it('compares dates with today, with fixed dates and with other fields', () => {
    const mulai = {
      type: 'datetime',
      subtype: 'date',
      key: 'mulai',
      label: 'Mulai',
      properties: { notBefore: 'today' },
    };
    const selesai = {
      type: 'datetime',
      subtype: 'date',
      key: 'selesai',
      label: 'Selesai',
      properties: { notBefore: 'mulai', notAfter: 'mulai+12M' },
    };
    assert.deepEqual(errorsOf([mulai, selesai], { mulai: '2026-11-23', selesai: '2026-11-30' }), {
      mulai: 'dateNotBefore',
    });
    assert.deepEqual(errorsOf([mulai, selesai], { mulai: '2026-12-01', selesai: '2026-11-30' }), {
      selesai: 'dateNotBefore',
    });
    assert.deepEqual(errorsOf([mulai, selesai], { mulai: '2026-12-01', selesai: '2027-12-02' }), {
      selesai: 'dateNotAfter',
    });
    assert.deepEqual(errorsOf([mulai, selesai], { mulai: '2026-12-01', selesai: '2027-12-01' }), {});
    const { errors } = validateForm(formOf(mulai), { mulai: '2026-01-01' }, { now });
    assert.equal(errors[0]?.message, 'Mulai tidak boleh sebelum 24 November 2026.');
  });

  it('takes today from the clock of the regency', () => {
    const lateEvening = Date.UTC(2026, 10, 24, 18); // 01.00 WIB on the 25th
    const form = formOf({
      type: 'datetime',
      subtype: 'date',
      key: 'mulai',
      label: 'Mulai',
      properties: { notBefore: 'today' },
    });
    assert.equal(validateForm(form, { mulai: '2026-11-24' }, { now: lateEvening }).valid, false);
    assert.equal(validateForm(form, { mulai: '2026-11-25' }, { now: lateEvening }).valid, true);
  });

  it('names errors of repeating members by their index', () => {
    const anggota = {
      type: 'dynamiclist',
      path: 'anggota',
      label: 'Anggota',
      isRepeating: true,
      properties: { maxItems: '3' },
      components: [
        { type: 'textfield', key: 'nik', label: 'NIK', validate: required, properties: { dictionary: 'nik' } },
        { type: 'textfield', key: 'nama', label: 'Nama', validate: required },
      ],
    };
    assert.deepEqual(
      errorsOf([anggota], {
        anggota: [
          { nik: '3511 0144 0101 0001', nama: 'Siti' },
          { nik: '12', nama: '' },
        ],
      }),
      { 'anggota[1].nik': 'nik', 'anggota[1].nama': 'required' },
    );
    assert.deepEqual(
      validateForm(formOf(anggota), { anggota: [{ nik: '3511 0144 0101 0001', nama: 'Siti', jabatan: 'x' }] }, { now })
        .data,
      { anggota: [{ nik: '3511014401010001', nama: 'Siti' }] },
    );
    assert.deepEqual(
      errorsOf([anggota], { anggota: Array.from({ length: 4 }, () => ({ nik: '3511014401010001', nama: 'S' })) }),
      { anggota: 'maxItems' },
    );
    assert.deepEqual(errorsOf([anggota], { anggota: 'banyak' }), { anggota: 'list' });
    assert.deepEqual(errorsOf([{ ...anggota, properties: { minItems: '1' } }], {}), { anggota: 'minItems' });
  });

  it('sees the item before the form in conditions of repeating members', () => {
    const form = formOf(
      { type: 'textfield', key: 'jenis', label: 'Jenis' },
      {
        type: 'dynamiclist',
        path: 'orang',
        label: 'Orang',
        components: [
          { type: 'textfield', key: 'jenis', label: 'Jenis' },
          {
            type: 'textfield',
            key: 'paspor',
            label: 'Paspor',
            validate: required,
            conditional: { hide: '=jenis != "asing"' },
          },
        ],
      },
    );
    assert.deepEqual(
      validateForm(
        form,
        {
          jenis: 'asing',
          orang: [
            { jenis: 'dalam negeri', paspor: 'x' },
            { jenis: 'asing', paspor: 'A1' },
          ],
        },
        { now },
      ).data,
      { jenis: 'asing', orang: [{ jenis: 'dalam negeri' }, { jenis: 'asing', paspor: 'A1' }] },
    );
  });

  it('knows which files were uploaded, and their type and size', () => {
    const field = {
      type: 'filepicker',
      key: 'ktp',
      label: 'KTP',
      accept: '.pdf,.jpg,.jpeg,.png',
      validate: required,
      properties: { maxSizeMb: '2' },
    };
    const file = { id: 'f1', name: 'ktp.pdf', size: 1000, mimeType: 'application/pdf' };
    const check = (changes: object, value: unknown = 'f1'): string | undefined =>
      validateForm(formOf(field), { ktp: value }, { now, files: [{ ...file, ...changes }] }).errors[0]?.message;
    assert.equal(check({}), undefined);
    assert.equal(check({}, ''), 'Unggah KTP.');
    assert.equal(check({}, 'f2'), 'Berkas gagal diunggah. Unggah KTP sekali lagi.');
    assert.equal(check({ size: 3 * 1024 * 1024 }), 'Ukuran berkas maksimal 2 MB.');
    assert.equal(check({ size: 0 }), 'Berkas kosong. Pilih berkas lain.');
    assert.equal(check({ mimeType: 'text/html' }), 'Berkas harus PDF, JPG, PNG.');
    assert.equal(check({}, ['f1', 'f1']), 'Berkas gagal diunggah. Unggah KTP sekali lagi.');
  });

  it('takes a review as a list of corrections with notes', () => {
    const review = { type: 'review', key: 'perbaikan', form: 'pen-01', label: 'Periksa' };
    assert.deepEqual(validateForm(formOf(review), {}, { now }).data, { perbaikan: [] });
    assert.deepEqual(
      validateForm(formOf(review), { perbaikan: [{ field: 'anggota[0].nik', note: ' NIK salah ', extra: 1 }] }, { now })
        .data,
      { perbaikan: [{ field: 'anggota[0].nik', note: 'NIK salah' }] },
    );
    assert.deepEqual(errorsOf([review], { perbaikan: [{ field: 'nik', note: '' }] }), { perbaikan: 'requiredReview' });
    assert.deepEqual(errorsOf([review], { perbaikan: [{ field: '__proto__.x', note: 'a' }] }), { perbaikan: 'review' });
    assert.deepEqual(errorsOf([review], { perbaikan: 'semua' }), { perbaikan: 'review' });
  });

  it('reports errors of one screen only when asked for one', () => {
    const page = (label: string, key: string): Record<string, unknown> => ({
      type: 'group',
      label,
      properties: { page: 'true' },
      components: [{ type: 'textfield', key, label: key, validate: required }],
    });
    const form = formOf(page('Satu', 'a'), page('Dua', 'b'));
    assert.deepEqual(
      validateForm(form, {}, { now, page: 1 }).errors.map((error) => error.path),
      ['b'],
    );
    assert.equal(validateForm(form, {}, { now }).errors.length, 2);
  });

  it('survives values of every wrong kind', () => {
    const values = [{ label: 'A', value: 'a' }];
    const form = formOf(
      { type: 'textfield', key: 't', label: 'T' },
      { type: 'number', key: 'n', label: 'N' },
      { type: 'datetime', key: 'd', label: 'D' },
      { type: 'radio', key: 'r', label: 'R', values },
      { type: 'checklist', key: 'c', label: 'C', values },
      { type: 'filepicker', key: 'f', label: 'F' },
      { type: 'review', key: 'v', form: 'x', label: 'V' },
      { type: 'dynamiclist', path: 'l', label: 'L', components: [{ type: 'textfield', key: 'k', label: 'K' }] },
    );
    for (const wrong of [
      {},
      [],
      [[]],
      [{}],
      [null],
      1,
      -0,
      true,
      Number.NaN,
      'x'.repeat(100_000),
      { toString: 'x' },
      [1, 'a', {}],
    ]) {
      const data = Object.fromEntries(['t', 'n', 'd', 'r', 'c', 'f', 'v', 'l'].map((key) => [key, wrong]));
      assert.doesNotThrow(() => validateForm(form, data, { now, files: [] }));
    }
  });
});
