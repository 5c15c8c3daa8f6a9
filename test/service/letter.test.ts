import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { letter as letterSchema } from '../../server/contract/letter.ts';
import { composeLetter } from '../../server/service/document/compose-letter.ts';
import { createLetterEvaluator } from '../../server/service/document/evaluate-letter-text.ts';
import { checkDocument, initialsOf } from '../../server/service/document/present-document.ts';
import { findLetterFonts } from '../../server/service/document/letter-fonts.ts';
import { renderLetter } from '../../server/service/document/render-letter.ts';
import { spellNumber } from '../../server/service/document/spell-number.ts';
import { readPdf } from './kit/read-pdf.ts';

const now = Date.parse('2026-11-24T09:00:00+07:00');
const evaluate = createLetterEvaluator(() => now);
const compose = (json: object, variables: Record<string, unknown>) =>
  composeLetter(letterSchema.parse(json), {
    evaluate,
    variables: new Map(Object.entries(variables)),
    sequence: 7,
    year: 2026,
  });

const simple = {
  id: 'surat',
  title: 'SURAT',
  number: { pattern: '503/{{urut}}/U/{{tahun}}', unit: 'U' },
  letterhead: { lines: ['PEMERINTAH', 'DINAS'] },
  blocks: [
    {
      type: 'paragraph',
      text: 'Nama ${nama}, ${tanggal(mulai)}, ${rupiah(biaya)} (${terbilang(biaya)} rupiah), ${daftar(kota)}.',
    },
    { type: 'paragraph', text: 'Hanya kadang', when: '${ada}' },
    {
      type: 'fields',
      rows: [
        { label: 'NIM', value: '${nim}', when: "${not empty execution.getVariable('nim')}" },
        { label: 'Nama', value: '${nama}' },
      ],
    },
    { type: 'list', items: '${anggota}', text: '${item.nama}' },
  ],
  signature: { place: 'Bondowoso', capacity: 'Kepala', name: 'Hadi' },
  holder: '${nama}',
  validUntil: '${mulai}',
};
const values = {
  nama: 'Siti Aminah',
  mulai: '2026-03-19',
  biaya: 1250000,
  kota: ['a', 'b', 'c'],
  ada: false,
  anggota: [{ nama: 'Budi' }, { nama: 'Ani' }],
};

describe('letters', () => {
  it('fill in values, functions, conditions and lists', () => {
    const composed = compose(simple, values);
    assert.equal(composed.number, '503/0007/U/2026');
    assert.equal(composed.validUntil, '2026-03-19');
    assert.deepEqual(composed.blocks, [
      {
        type: 'paragraph',
        text: 'Nama Siti Aminah, 19 Maret 2026, Rp1.250.000 (satu juta dua ratus lima puluh ribu rupiah), a, b, dan c.',
        align: 'left',
        bold: false,
      },
      { type: 'fields', rows: [{ label: 'Nama', value: 'Siti Aminah' }] },
      { type: 'list', items: ['Budi', 'Ani'] },
    ]);
  });
  it('print what applicants wrote and never evaluate it', async () => {
    for (const payload of [
      '${1+1}',
      '{{7*7}}',
      '<%= 7*7 %>',
      '#{1+1}',
      'file:///etc/passwd',
      'http://127.0.0.1:9/',
      '<img src=x>',
    ]) {
      const composed = compose(simple, { ...values, nama: payload });
      assert.ok(composed.blocks[0]?.type === 'paragraph' && composed.blocks[0].text.startsWith(`Nama ${payload},`));
      const pdf = await renderLetter(composed, { verifyUrl: 'http://localhost/v/X', issuedAt: now, compress: false });
      assert.ok(readPdf(pdf).text.includes(payload), `the PDF does not show ${payload}`);
    }
  });
  it('say which text cannot be filled in', () => {
    assert.throws(
      () => compose(simple, { ...values, biaya: 'banyak' }),
      /The text "Nama .*cannot be filled in.*rupiah\(n\) needs a number/s,
    );
  });
  for (const [font, fonts, name] of [
    ['built-in', null, 'Dr. Ñuri Siti Dâ’t ?ódz ?'],
    ['installed', findLetterFonts(), findLetterFonts() ? 'Dr. Ñuri Šiti Ḍâ’ṭ Łódź ?' : 'Dr. Ñuri Siti Dâ’t ?ódz ?'],
  ] as const)
    it(`render in the ${font} font with all texts, the same bytes for the same letter`, async () => {
      const composed = compose(simple, { ...values, nama: 'Dr. Ñuri Šiti D\u0323\u00e2’ṭ Łódź 王' });
      const print = { verifyUrl: 'http://127.0.0.1:8080/v/ABCD', issuedAt: now, compress: false, fonts };
      const pdf = await renderLetter(composed, print);
      const { text, pages } = readPdf(pdf);
      assert.equal(Buffer.from(pdf.subarray(0, 5)).toString(), '%PDF-');
      assert.equal(pages, 1);
      for (const expected of [
        'SURAT',
        'Nomor: 503/0007/U/2026',
        'Bondowoso, 24 November 2026',
        'Hadi',
        'Budi',
        name,
        'http://127.0.0.1:8080/v/ABCD',
      ])
        assert.ok(text.includes(expected), `missing: ${expected} in ${text}`);
      assert.deepEqual(Buffer.from(await renderLetter(composed, print)), Buffer.from(pdf));
      const sent = await renderLetter(composed, { ...print, compress: true });
      assert.ok(sent.length < 40_000, `${sent.length} bytes: only letters that occur are embedded`);
    });
  it('of the shipped service fit on their pages also with the longest values', async () => {
    const shipped = letterSchema.parse(
      JSON.parse(
        await readFile(new URL('../../workflows/penelitian/surat-keterangan.letter.json', import.meta.url), 'utf8'),
      ),
    );
    const long = 'Kata '.repeat(400);
    const variables = new Map<string, unknown>(
      Object.entries({
        suratPengantarPejabat: 'Dekan',
        suratPengantarNomor: '1',
        suratPengantarTanggal: '2026-11-16',
        nama: 'Siti',
        institusi: 'Universitas',
        alamat: long,
        judul: long,
        maksud: long,
        sasaran: long,
        mulai: '2026-12-01',
        selesai: '2027-01-31',
        lokasiTujuan: Array.from({ length: 30 }, (_each, index) => ({ nama: `Lokasi ${index}` })),
        hasilKajian: 'tidak-ada',
        anggota: [],
      }),
    );
    const { text, pages } = readPdf(
      await renderLetter(composeLetter(shipped, { evaluate, variables, sequence: 1, year: 2026 }), {
        verifyUrl: 'http://localhost/v/X',
        issuedAt: now,
        compress: false,
      }),
    );
    assert.ok(pages >= 2);
    assert.ok(text.includes('Lokasi 29') && text.includes('Hadi Santoso'));
  });
});

describe('document check', () => {
  const document = {
    code: 'X',
    externalTaskId: 't',
    processInstanceId: 'p',
    requestNumber: null,
    title: 'Surat',
    number: '1',
    holder: 'Siti Nur Aminah',
    issuer: 'Dinas',
    signer: 'Hadi',
    issuedAt: now,
    validUntil: '2026-11-24',
    revokedAt: null,
    sha256: 'a',
  };
  it('shows initials, and the last day of validity counts whole by local time', () => {
    assert.equal(initialsOf(' Siti  Nur Aminah '), 'S. N. A.');
    assert.equal(checkDocument(document, Date.parse('2026-11-24T23:59:00+07:00')).state, 'valid');
    assert.equal(checkDocument(document, Date.parse('2026-11-25T00:00:00+07:00')).state, 'expired');
    assert.equal(checkDocument({ ...document, revokedAt: now }, now).state, 'revoked');
    assert.ok(!JSON.stringify(checkDocument(document, now)).includes('Aminah'));
  });
});

describe('numbers in words', () => {
  it('follow Indonesian', () => {
    const words: [number, string][] = [
      [0, 'nol'],
      [11, 'sebelas'],
      [15, 'lima belas'],
      [21, 'dua puluh satu'],
      [100, 'seratus'],
      [1999, 'seribu sembilan ratus sembilan puluh sembilan'],
      [1_000_000, 'satu juta'],
      [2_500_000_000, 'dua miliar lima ratus juta'],
    ];
    for (const [number, word] of words) assert.equal(spellNumber(number), word);
  });
});
