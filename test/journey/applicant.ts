import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { request } from './research-request.ts';
import { drawPdf, drawPicture, type SampleFile } from './sample-files.ts';

type Day = readonly [string, string, string];

/** A citizen at the portal with a phone. Everything is found by what it says, as a person finds it. */
export class Applicant {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** From the first page to the first screen of the form. */
  async begin(): Promise<void> {
    await this.page.goto(this.#url);
    await this.page
      .getByRole('link', { name: /Surat Keterangan Penelitian/ })
      .first()
      .click();
    await this.page.getByRole('link', { name: 'Mulai', exact: true }).first().click();
    await this.heading('Jenis penelitian');
  }

  async chooseKind(as: 'Perorangan' | 'Kelompok'): Promise<void> {
    await this.page.getByLabel('Apa jenis kegiatan Anda?').selectOption('Skripsi');
    await this.page.getByRole('radio', { name: as, exact: true }).check();
    await this.next('Pemohon');
  }

  async fillPerson(nik: string): Promise<void> {
    await this.fill([
      ['NIK', nik],
      ['Nama lengkap sesuai KTP', request.nama],
      ['Alamat', request.alamat],
      ['Nomor HP atau WhatsApp', '0812 3456 7890'],
    ]);
    await this.fillDay('Tanggal lahir', ['2', '3', '2003']);
  }

  async fillInstitution(): Promise<void> {
    await this.fill([
      ['Nama lembaga atau perguruan tinggi', request.institusi],
      ['Fakultas', request.fakultas],
      ['Program studi', request.prodi],
      ['Nomor induk mahasiswa (NIM)', request.nim],
      ['Nama pembimbing', request.pembimbing],
      ['Nomor surat pengantar', request.suratPengantarNomor],
      ['Pejabat yang menandatangani surat pengantar', request.suratPengantarPejabat],
    ]);
    await this.fillDay('Tanggal surat pengantar', request.letterDate);
    await this.next('Penelitian');
  }

  async fillResearch(): Promise<void> {
    await this.fill([
      ['Judul penelitian', request.judul],
      ['Latar belakang', request.latarBelakang],
      ['Maksud dan tujuan', request.maksud],
      ['Ruang lingkup', request.ruangLingkup],
      ['Metode', request.metode],
      ['Sasaran atau responden', request.sasaran],
      ['Perkiraan jumlah responden', String(request.jumlahResponden)],
    ]);
    await this.next('Data dan topik');
    await this.next('Lokasi dan waktu');
  }

  /** Two places out of a long list, found by typing a part of their names. */
  async choosePlaces(next: string): Promise<void> {
    for (const [words, place] of [
      ['kesehatan', 'Dinas Kesehatan'],
      ['maesan', 'Kecamatan Maesan'],
    ] as const) {
      await this.page.getByRole('searchbox', { name: 'Cari dalam daftar' }).fill(words);
      await this.page.getByLabel(place, { exact: true }).check();
    }
    await this.fillDay('Mulai penelitian', request.begin);
    await this.fillDay('Selesai penelitian', request.end);
    await this.next(next);
  }

  async addMembers(): Promise<void> {
    for (const [index, member] of request.members.entries()) {
      await this.page.getByRole('button', { name: 'Tambah Anggota' }).click();
      const group = this.page.getByRole('group', { name: `Anggota ${String(index + 1)}`, exact: true });
      await group.getByLabel('NIK').fill(member.nik);
      await group.getByLabel('Nama lengkap').fill(member.name);
    }
    await this.next('Dokumen');
  }

  async uploadDocuments(): Promise<void> {
    await this.upload('Surat pengantar dari lembaga', await drawPdf('surat-pengantar.pdf', 'Surat pengantar'));
    await this.upload('Proposal penelitian dalam bahasa Indonesia', await drawPdf('proposal.pdf', request.judul));
    await this.upload('KTP atau kartu mahasiswa', await drawPicture(this.page, 'ktp.jpg'));
    await this.upload('Pas foto', await drawPicture(this.page, 'pas-foto.png'));
    await this.next('Pernyataan');
    for (const text of ['Saya menaati hukum', 'Isian dan dokumen saya benar']) await this.page.getByLabel(text).check();
    await this.next('Periksa lalu kirim');
  }

  /** Sends the request. @returns its number, as the page shows it. */
  async send(): Promise<string> {
    await this.page.getByRole('button', { name: 'Kirim permohonan' }).click();
    await this.heading('Permohonan terkirim');
    return await this.page.locator('.sent__number').innerText();
  }

  /** Types the number on the page for following a request. */
  async follow(number: string): Promise<void> {
    await this.page.goto(`${this.#url}/lacak`);
    await this.page.getByLabel('Nomor permohonan').fill(number.toLowerCase());
    await this.page.getByRole('button', { name: 'Lacak', exact: true }).click();
    await this.heading(new RegExp(number));
  }

  /** Proves to be the applicant of the request that is shown. */
  async prove(): Promise<void> {
    await this.page.getByLabel('6 angka terakhir NIK pemohon').fill(request.nik.slice(-6));
    await this.fillDay('Tanggal lahir pemohon', ['2', '3', '2003']);
    await this.page.getByRole('button', { name: 'Buka', exact: true }).click();
    await this.page.getByText('Isian permohonan').waitFor();
  }

  /** Labels of the fields that can be changed on the correction page. */
  async openFields(): Promise<string[]> {
    return await this.page.locator('alur-form .field > label, alur-form .field > legend').allInnerTexts();
  }

  /** The whole way of one person without mistakes. @returns the number. */
  async file(): Promise<string> {
    await this.begin();
    await this.chooseKind('Perorangan');
    await this.fillPerson(request.nik);
    await this.next('Lembaga asal');
    await this.fillInstitution();
    await this.fillResearch();
    await this.choosePlaces('Dokumen');
    await this.uploadDocuments();
    const number = await this.send();
    await this.page.context().close();
    return number;
  }

  async upload(label: string, file: SampleFile): Promise<void> {
    const field = this.page.locator('.field', { has: this.page.getByText(label, { exact: true }) });
    await field.locator('input[type=file]').setInputFiles({ ...file });
    await field.getByText(`${file.name} terunggah`).waitFor();
  }

  async fill(answers: readonly (readonly [label: string, value: string])[]): Promise<void> {
    for (const [label, value] of answers) await this.field(label).fill(value);
  }

  /** A field by its label, with or without the word that it is optional. */
  field(label: string): Locator {
    const escaped = label.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return this.page.getByLabel(new RegExp(`^\\s*${escaped}(?: \\(opsional\\))?\\s*$`));
  }

  async fillDay(legend: string, [day, month, year]: Day): Promise<void> {
    const group = this.page.getByRole('group', { name: legend, exact: true });
    await group.getByLabel('Hari').fill(day);
    await group.getByLabel('Bulan').fill(month);
    await group.getByLabel('Tahun').fill(year);
  }

  /** Goes on; `heading` is the screen that must follow. */
  async next(heading: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Lanjut', exact: true }).click();
    await this.heading(heading);
  }

  async heading(name: string | RegExp): Promise<void> {
    const wanted = this.page.getByRole('heading', { level: 1, name, exact: true });
    await wanted.waitFor({ timeout: 10_000 }).catch(async (error: unknown) => {
      const summary = await this.page.locator('main').innerText();
      throw new assert.AssertionError({ message: `No heading ${String(name)}: ${String(error)}\n${summary}` });
    });
  }
}
