import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { letter } from '../../server/contract/letter.ts';
import { composeLetter, type ComposedLetter } from '../../server/service/document/compose-letter.ts';
import { createLetterEvaluator } from '../../server/service/document/evaluate-letter-text.ts';
import { sampleRequest } from './sample-request.ts';

const now = Date.UTC(2026, 10, 27, 2);
const optional = ['nim', 'fakultas', 'prodi', 'pembimbing'];

function compose(name: string, change: Record<string, unknown> = {}, without: readonly string[] = []): ComposedLetter {
  const definition = letter.parse(JSON.parse(readFileSync(join(import.meta.dirname, `${name}.letter.json`), 'utf8')));
  const all = {
    ...sampleRequest,
    nomorPermohonan: 'BWS-PEN-2611-7K3MQ-9',
    hasilKajian: 'tidak-ada-dampak',
    lokasiTujuan: [{ kode: 'dinkes', nama: 'Dinas Kesehatan' }],
    ...change,
  };
  const variables = new Map<string, unknown>(Object.entries(all).filter(([key]) => !without.includes(key)));
  return composeLetter(definition, { evaluate: createLetterEvaluator(() => now), variables, sequence: 7, year: 2026 });
}

/** All that is printed, line by line. */
function print({ blocks }: ComposedLetter): string {
  return blocks
    .flatMap((block) =>
      block.type === 'paragraph'
        ? [block.text]
        : block.type === 'fields'
          ? block.rows.map((row) => `${row.label}: ${row.value}`)
          : block.items.map((item) => `- ${item}`),
    )
    .join('\n');
}

describe('The letters of the research service', () => {
  it('print the request, its places and its number', () => {
    const composed = compose('surat-keterangan');
    assert.equal(composed.number, '503/0007/430.9.12/2026');
    assert.equal(composed.validUntil, sampleRequest.selesai);
    assert.equal(composed.holder, 'Siti Aminah');
    const text = print(composed);
    assert.match(text, /Nama: Siti Aminah\nNomor induk mahasiswa: 212110101001/);
    assert.match(text, /nomor 1234\/UN25\.1\.12\/SP\/2026 tanggal 16 November 2026/);
    assert.match(text, /Waktu: 1 Desember 2026 sampai 31 Januari 2027/);
    assert.match(text, /Lokasi penelitian:\n- Dinas Kesehatan\n/);
    assert.doesNotMatch(text, /Anggota|Syarat hasil kajian|\$\{/);
  });

  it('leave out what was not given', () => {
    const text = print(compose('surat-keterangan', {}, optional));
    assert.doesNotMatch(text, /mahasiswa|Program studi|Fakultas:|Pembimbing/);
    assert.match(text, /Lembaga: Universitas Jember/);
  });

  it('list members and the conditions of the review', () => {
    const text = print(
      compose('surat-keterangan', {
        anggota: [{ nik: '3511110101010002', nama: 'Budi' }],
        hasilKajian: 'ada-syarat',
        syaratKajian: [{ syarat: 'Wawancara didampingi kader' }],
      }),
    );
    assert.match(text, /Anggota penelitian:\n- Budi\nSyarat hasil kajian:\n- Wawancara didampingi kader/);
    assert.doesNotMatch(text, /3511110101010002/);
  });

  it('do not read what an applicant wrote as an expression', () => {
    assert.match(
      print(compose('surat-keterangan', { judul: 'Nilai ${nik} dalam pasar' })),
      /Judul: Nilai \$\{nik\} dalam pasar/,
    );
  });

  it('give the reason of a refusal and the right to object', () => {
    const text = print(
      compose('surat-penolakan', {
        alasanPenolakan: 'Menimbulkan keresahan di desa.',
        dasarPenolakan: 'Permendagri 3/2018 pasal 9',
      }),
    );
    assert.match(text, /Alasan: Menimbulkan keresahan di desa\.\nDasar hukum: Permendagri 3\/2018 pasal 9/);
    assert.match(text, /keberatan tanpa biaya/);
  });
});
