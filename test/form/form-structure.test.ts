// Over 300 lines because every structure a form file may have is read and refused here.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readForm } from '../../server/form/read-form.ts';
import { listPages, listVisiblePages } from '../../server/form/pages.ts';
import { findFileField, listDocuments } from '../../server/form/documents.ts';
import { summariseForm } from '../../server/form/summary.ts';
import { applyCorrections, isCorrectable, validateCorrection } from '../../server/form/correctable.ts';
import { initialData } from '../../server/form/defaults.ts';
import { matchesPattern, patternProblem } from '../../server/form/pattern.ts';
import { formOf, now } from './fixtures.ts';

function codesOf(json: unknown): string[] {
  return readForm(json).findings.map((finding) => finding.code);
}

describe('readForm', () => {
  it('says what is wrong and where', () => {
    const { form, findings } = readForm({
      id: 'x',
      components: [
        { type: 'map', key: 'peta' },
        { type: 'textfield', key: 'a', label: 'A' },
      ],
    });
    assert.equal(findings[0]?.component, 'peta');
    assert.match(findings[0]?.message ?? '', /"map" is not known/);
    assert.deepEqual(
      form.components.map((component) => component.type),
      ['textfield'],
    );
  });

  const broken: [string, unknown, string][] = [
    ['something that is no object', [], 'FORM-001'],
    ['a form without id', { components: [] }, 'FORM-002'],
    ['a form without components', { id: 'x' }, 'FORM-003'],
    ['a component that is no object', { id: 'x', components: ['a'] }, 'FORM-005'],
    ['a group with a path', { id: 'x', components: [{ type: 'group', path: 'a', components: [] }] }, 'FORM-007'],
    ['a component that is not shown', { id: 'x', components: [{ type: 'html', content: '<script>' }] }, 'FORM-008'],
    ['an unusable key', { id: 'x', components: [{ type: 'textfield', key: 'a.b' }] }, 'FORM-010'],
    ['a key of the prototype', { id: 'x', components: [{ type: 'textfield', key: '__proto__' }] }, 'FORM-010'],
    [
      'a key used twice',
      {
        id: 'x',
        components: [
          { type: 'textfield', key: 'a' },
          { type: 'group', components: [{ type: 'number', key: 'a' }] },
        ],
      },
      'FORM-011',
    ],
    ['a review without form', { id: 'x', components: [{ type: 'review', key: 'a' }] }, 'FORM-012'],
    [
      'a choice without value',
      { id: 'x', components: [{ type: 'radio', key: 'a', values: [{ label: 'A' }, { label: 'B', value: 'b' }] }] },
      'FORM-013',
    ],
    [
      'a choice that is there twice',
      { id: 'x', components: [{ type: 'radio', key: 'a', values: [{ value: 'b' }, { value: 'b' }] }] },
      'FORM-014',
    ],
    ['a choice field without choices', { id: 'x', components: [{ type: 'select', key: 'a' }] }, 'FORM-015'],
    [
      'a dangerous pattern',
      { id: 'x', components: [{ type: 'textfield', key: 'a', validate: { pattern: '(a+)+$' } }] },
      'FORM-017',
    ],
    [
      'a list in a list',
      {
        id: 'x',
        components: [
          { type: 'dynamiclist', path: 'a', components: [{ type: 'dynamiclist', path: 'b', components: [] }] },
        ],
      },
      'FORM-018',
    ],
  ];
  for (const [what, json, code] of broken)
    it(`finds ${what}`, () => {
      assert.deepEqual(codesOf(json), [code]);
    });

  it('checks the syntax of conditions that need FEEL', () => {
    const { findings } = readForm(
      { id: 'x', components: [{ type: 'textfield', key: 'a', conditional: { hide: '=sum(' } }] },
      { checkFeel: () => 'ends too early' },
    );
    assert.equal(findings[0]?.code, 'FORM-016');
  });

  it('allows the same key in a repeating group and outside of it', () => {
    assert.deepEqual(
      codesOf({
        id: 'x',
        components: [
          { type: 'textfield', key: 'nik' },
          { type: 'dynamiclist', path: 'anggota', components: [{ type: 'textfield', key: 'nik' }] },
        ],
      }),
      [],
    );
  });

  it('stands deeply nested and very long forms', () => {
    let nested: Record<string, unknown> = { type: 'text', text: 'x' };
    for (let depth = 0; depth < 500; depth++) nested = { type: 'group', components: [nested] };
    assert.deepEqual(codesOf({ id: 'x', components: [nested] }), ['FORM-006']);
    assert.deepEqual(
      codesOf({
        id: 'x',
        components: Array.from({ length: 5000 }, (_, index) => ({ type: 'text', text: String(index) })),
      }),
      ['FORM-004'],
    );
  });
});

describe('pages', () => {
  const form = formOf(
    { type: 'text', text: 'Selamat datang' },
    {
      type: 'group',
      label: 'Pemohon',
      properties: { page: 'true' },
      components: [{ type: 'checkbox', key: 'kelompok', label: 'Kelompok' }],
    },
    {
      type: 'group',
      label: 'Anggota',
      properties: { page: 'true' },
      conditional: { hide: '=kelompok != true' },
      components: [],
    },
  );
  it('are the top-level groups that say so, with loose components on a screen of their own', () => {
    assert.deepEqual(
      listPages(form).map((page) => page.label),
      ['', 'Pemohon', 'Anggota'],
    );
  });
  it('can be hidden', () => {
    assert.deepEqual(
      listVisiblePages(form, { kelompok: false }).map((page) => page.index),
      [0, 1],
    );
    assert.deepEqual(
      listVisiblePages(form, { kelompok: true }).map((page) => page.index),
      [0, 1, 2],
    );
  });
});

describe('documents', () => {
  const form = formOf(
    {
      type: 'group',
      components: [
        { type: 'filepicker', key: 'proposal', label: 'Proposal', accept: '.PDF', validate: { required: true } },
      ],
    },
    {
      type: 'group',
      conditional: { hide: '=lembaga != true' },
      components: [
        {
          type: 'filepicker',
          key: 'akta',
          label: 'Akta',
          validate: { required: true },
          properties: { maxSizeMb: '2' },
        },
      ],
    },
  );
  it('are the uploads of the form; a conditional one is not asked of everybody', () => {
    assert.deepEqual(listDocuments(form), [
      { key: 'proposal', name: 'Proposal', required: true, accept: '.pdf', maxSizeMb: 5 },
      { key: 'akta', name: 'Akta', required: false, accept: null, maxSizeMb: 2 },
    ]);
  });
  it('are found by key', () => {
    assert.equal(findFileField(form, 'akta')?.maxSizeMb, 2);
    assert.equal(findFileField(form, 'ktp'), undefined);
  });
});

describe('summariseForm', () => {
  it('shows every visible answer in words, by screen', () => {
    const form = formOf(
      {
        type: 'group',
        label: 'Data',
        properties: { page: 'true' },
        components: [
          { type: 'textfield', key: 'hp', label: 'HP', properties: { dictionary: 'hp' } },
          { type: 'datetime', key: 'lahir', label: 'Lahir' },
          { type: 'number', key: 'biaya', label: 'Biaya', properties: { dictionary: 'rupiah' } },
          {
            type: 'checklist',
            key: 'lokasi',
            label: 'Lokasi',
            values: [
              { label: 'Dinas Kesehatan', value: 'dinkes' },
              { label: 'Maesan', value: 'kec' },
            ],
          },
          { type: 'checkbox', key: 'setuju', label: 'Setuju' },
          { type: 'textfield', key: 'rahasia', label: 'Rahasia', conditional: { hide: '=setuju != true' } },
          { type: 'textfield', key: 'email', label: 'Email' },
        ],
      },
      {
        type: 'group',
        label: 'Anggota',
        properties: { page: 'true' },
        components: [
          {
            type: 'dynamiclist',
            path: 'anggota',
            label: 'Anggota',
            components: [{ type: 'textfield', key: 'nama', label: 'Nama' }],
          },
          { type: 'filepicker', key: 'foto', label: 'Foto' },
        ],
      },
    );
    const sections = summariseForm(
      form,
      {
        hp: '+6281234567890',
        lahir: '1990-03-19',
        biaya: 1_250_000,
        lokasi: ['dinkes', 'kec'],
        rahasia: 'x',
        anggota: [{ nama: 'Siti' }],
        foto: 'f1',
      },
      { files: [{ id: 'f1', name: 'foto.jpg', size: 5, mimeType: 'image/jpeg' }] },
    );
    assert.deepEqual(
      sections.map((section) => [section.label, section.answers.map((answer) => [answer.path, answer.text])]),
      [
        [
          'Data',
          [
            ['hp', '0812 3456 7890'],
            ['lahir', '19 Maret 1990'],
            ['biaya', 'Rp1.250.000'],
            ['lokasi', 'Dinas Kesehatan\nMaesan'],
            ['setuju', 'Tidak'],
            ['email', ''],
          ],
        ],
        [
          'Anggota',
          [
            ['anggota[0].nama', 'Siti'],
            ['foto', ''],
          ],
        ],
      ],
    );
    assert.equal(sections[1]?.answers[0]?.item?.number, 1);
    assert.equal(sections[1]?.answers[1]?.files[0]?.name, 'foto.jpg');
  });
});

describe('corrections', () => {
  const form = formOf(
    { type: 'textfield', key: 'judul', label: 'Judul' },
    { type: 'textfield', key: 'nik', label: 'NIK' },
    { type: 'checkbox', key: 'lembaga', label: 'Lembaga' },
    { type: 'textfield', key: 'akta', label: 'Akta', conditional: { hide: '=lembaga != true' } },
    {
      type: 'dynamiclist',
      path: 'anggota',
      label: 'Anggota',
      components: [{ type: 'textfield', key: 'nama', label: 'Nama' }],
    },
  );
  const present = { judul: 'Lama', nik: '1', lembaga: false, anggota: [{ nama: 'A' }, { nama: 'B' }] };
  it('change only the fields that are marked', () => {
    assert.deepEqual(
      applyCorrections({
        form,
        present,
        given: { judul: 'Baru', nik: '2' },
        corrections: [{ field: 'judul', note: 'n' }],
      }),
      { ...present, judul: 'Baru' },
    );
  });
  it('change one field of one item', () => {
    const given = { anggota: [{ nama: 'X' }, { nama: 'Y' }, { nama: 'Z' }] };
    assert.deepEqual(
      applyCorrections({ form, present, given, corrections: [{ field: 'anggota[1].nama', note: 'n' }] })['anggota'],
      [{ nama: 'A' }, { nama: 'Y' }],
    );
  });
  it('open a field that a correction makes visible', () => {
    assert.deepEqual(
      applyCorrections({
        form,
        present,
        given: { lembaga: true, akta: 'A1', nik: '2' },
        corrections: [{ field: 'lembaga', note: 'n' }],
      }),
      { ...present, lembaga: true, akta: 'A1' },
    );
    assert.equal(isCorrectable('akta', { form, present, corrections: [] }), true);
    assert.equal(isCorrectable('nik', { form, present, corrections: [] }), false);
    assert.equal(
      isCorrectable('anggota[0].nama', { form, present, corrections: [{ field: 'anggota', note: 'n' }] }),
      true,
    );
  });
  it('are checked without blaming the applicant for what cannot be changed', () => {
    const dated = formOf(
      { type: 'datetime', key: 'mulai', label: 'Mulai', properties: { notBefore: 'today' } },
      { type: 'textfield', key: 'judul', label: 'Judul', validate: { required: true } },
    );
    const corrected = {
      form: dated,
      present: { mulai: '2026-11-01', judul: 'Lama' },
      corrections: [{ field: 'judul', note: 'n' }],
    };
    assert.deepEqual(validateCorrection({ ...corrected, given: { judul: 'Baru' } }, { now }), {
      valid: true,
      data: { mulai: '2026-11-01', judul: 'Baru' },
      errors: [],
    });
    assert.deepEqual(
      validateCorrection({ ...corrected, given: { judul: '' } }, { now }).errors.map((error) => error.path),
      ['judul'],
    );
  });
  it('leave the stored values untouched', () => {
    applyCorrections({
      form,
      present,
      given: { anggota: [{ nama: 'X' }] },
      corrections: [{ field: 'anggota[0].nama', note: 'n' }],
    });
    assert.equal(present.anggota[0]?.nama, 'A');
  });
});

describe('initialData', () => {
  it('holds defaults and the items that a repeating group must have', () => {
    const form = formOf(
      { type: 'textfield', key: 'a', label: 'A', defaultValue: 'x' },
      {
        type: 'dynamiclist',
        path: 'l',
        label: 'L',
        properties: { minItems: '2' },
        components: [{ type: 'textfield', key: 'k', label: 'K', defaultValue: 'y' }],
      },
    );
    assert.deepEqual(initialData(form), { a: 'x', l: [{ k: 'y' }, { k: 'y' }] });
  });
});

describe('patterns', () => {
  for (const evil of [
    '(a+)+$',
    '(a|a)*$',
    '([a-z]+)*b',
    '(.*)(.*)(.*)x',
    'a*a*a*a*b',
    'a?'.repeat(40),
    '(?=a)b',
    '(a)\\1',
    '(',
    'a{1,500}a{1,500}a{1,500}b',
    `${'(a|a)'.repeat(30)}b`,
  ]) {
    it(`are refused: ${evil.slice(0, 40)}`, () => {
      assert.notEqual(patternProblem(evil), null);
    });
  }
  for (const good of [
    '\\d{16}',
    '[A-Z]{2}-\\d{1,6}',
    '\\+62\\d{8,12}',
    '[^@\\s]+@[a-z]{1,40}',
    '(L|P)',
    'a\\+b\\*',
    '[(+*?)]{1,20}',
  ]) {
    it(`are allowed: ${good}`, () => {
      assert.equal(patternProblem(good), null);
    });
  }
  it('match the whole text, and never a very long one', () => {
    assert.equal(matchesPattern('\\d{3}', '123'), true);
    assert.equal(matchesPattern('\\d{3}', '1234'), false);
    assert.equal(matchesPattern('a|b', 'ab'), false);
    assert.equal(matchesPattern('a+', 'a'.repeat(3000)), false);
  });
});
