import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { create as createQrCode } from 'qrcode';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { launchBrowser } from '../kit/browser.ts';
import { type ServerProcess, startServerProcess } from '../kit/server-process.ts';
import { Analyst } from './analyst.ts';
import { Applicant } from './applicant.ts';
import { readQrSquares } from './letter-pdf.ts';
import { Officer } from './officer.ts';
import { Operator } from './operator.ts';
import { request } from './research-request.ts';
import { drawPicture } from './sample-files.ts';

const screenshots = join(import.meta.dirname, 'screenshots');
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, locale: 'id-ID', acceptDownloads: true };
const brokenNik = '35111142030300';

/**
 * The shipped service from drawing to document, in a real browser: every act is a click or a key press. The steps build
 * on each other.
 */
describe('a research permit from application to letter', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alur-journey-'));
  const environment = { PORT: '0', ALUR_DATA: directory };
  let server: ServerProcess;
  let browser: Browser;
  let citizen: Applicant;
  let number = '';
  let running = '';
  let version = 0;

  const visit = async (): Promise<Applicant> => {
    const context = await browser.newContext(phone);
    context.setDefaultTimeout(10_000);
    return new Applicant(await context.newPage(), server.url);
  };
  const shot = async (page: Page, name: string) =>
    void (await page.screenshot({ path: join(screenshots, `${name}.png`) }));
  const officer = (user: string) => Officer.open(browser, server.url, user);

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    server = await startServerProcess(environment);
    browser = await launchBrowser();
    citizen = await visit();
  });
  after(async () => {
    await browser.close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is found in the catalogue, explains itself and begins with one question after the other', async () => {
    await citizen.begin();
    await citizen.chooseKind('Kelompok');
  });

  it('says what is wrong with a NIK in the words of the server, and keeps what was typed', async () => {
    await citizen.fillPerson(brokenNik);
    await citizen.page.getByRole('button', { name: 'Lanjut', exact: true }).click();
    const summary = citizen.page.locator('.error-summary');
    await summary.waitFor();
    await shot(citizen.page, 'form-errors-360');
    const [message = ''] = await summary.getByRole('link').allInnerTexts();
    assert.equal(await citizen.page.locator('#f-nik-error').innerText(), message);
    assert.equal(message, await serverMessage(server.url, { nik: brokenNik }));
    await summary.getByRole('link', { name: message }).click();
    assert.equal(await citizen.page.evaluate(() => document.activeElement?.id), 'f-nik');
    assert.equal(await citizen.field('NIK').inputValue(), brokenNik);
    assert.equal(await citizen.field('Alamat').inputValue(), request.alamat);
    await citizen.field('NIK').fill(request.nik);
    await citizen.next('Lembaga asal');
  });

  it('is filled in over all screens, with two members and four documents', async () => {
    await citizen.fillInstitution();
    await citizen.fillResearch();
    await citizen.choosePlaces('Anggota');
    await citizen.addMembers();
    await citizen.uploadDocuments();
    const answers = await citizen.page.locator('alur-answers').innerText();
    for (const answer of [...request.members.map(({ name }) => name), 'ktp.jpg', 'Kecamatan Maesan', request.judul])
      assert.ok(answers.includes(answer), `${answer} is not among the answers to check: ${answers}`);
    await shot(citizen.page, 'check-360');
  });

  it('is changed once more from the answers to check, and sent', async () => {
    await citizen.page.getByRole('link', { name: 'Ubah Nama pembimbing' }).click();
    await citizen.field('Nama pembimbing').fill('Dr. Andi Wijaya, M.Kes.');
    await citizen.page.getByRole('button', { name: 'Simpan dan kembali memeriksa' }).click();
    await citizen.heading('Periksa lalu kirim');
    await citizen.page.getByText('Dr. Andi Wijaya, M.Kes.').waitFor();
    number = await citizen.send();
    assert.match(number, /^BWS-PEN-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/);
  });

  it('is followed by its number, which shows no personal data', async () => {
    const stranger = await visit();
    await stranger.follow(number);
    await stranger.page.getByText('Kelengkapan berkas diperiksa').first().waitFor();
    assert.doesNotMatch(await stranger.page.locator('main').innerText(), /Siti|posyandu|3511/);
    await stranger.page.context().close();
  });

  it('is sent back by the front office with one answer and one document to correct', async () => {
    const rina = await officer('rina');
    await rina.take(number);
    await shot(rina.page, 'case-1366');
    assert.match((await rina.look('Surat pengantar dari lembaga')).type, /application\/pdf/);
    for (const label of ['Surat pengantar dari lembaga', 'Proposal penelitian dalam bahasa Indonesia', 'Pas foto']) {
      assert.ok((await rina.look(label)).size > 500, `${label} is empty`);
      await rina.mark(label, 'Sesuai');
    }
    await rina.mark('KTP atau kartu mahasiswa', 'Tidak terbaca');
    await rina.mark('Judul penelitian', 'Tidak sesuai');
    await rina.row('Judul penelitian').getByLabel('Catatan untuk pemohon').fill('Tulis nama desanya.');
    await rina.page.getByRole('button', { name: 'Tandai sisanya sesuai' }).click();
    await rina.page.getByText(/(\d+) dari \1 diperiksa, 2 perlu diperbaiki/).waitFor();
    await rina.decide('Kembalikan untuk diperbaiki');
  });

  it('survives kill -9 of the server', async () => {
    const { port } = new URL(server.url);
    await server.kill();
    server = await startServerProcess({ ...environment, PORT: port });
    await citizen.follow(number);
    await citizen.page.getByText('Perlu perbaikan').first().waitFor();
  });

  it('shows the applicant what to correct, lets nothing else be changed, and is sent again', async () => {
    const elsewhere = await visit();
    await elsewhere.follow(number);
    await elsewhere.prove();
    await elsewhere.page.getByText('2 bagian perlu diperbaiki.').waitFor();
    await elsewhere.page.getByRole('link', { name: 'Perbaiki sekarang' }).click();
    await elsewhere.heading('Ada yang perlu Anda perbaiki');
    await shot(elsewhere.page, 'correction-360');
    assert.deepEqual(await elsewhere.openFields(), ['Judul penelitian', 'KTP atau kartu mahasiswa']);
    await elsewhere.page.getByText('Catatan petugas: Tulis nama desanya.').waitFor();
    await elsewhere.page.getByText(/Catatan petugas: Berkas tidak terbaca\./).waitFor();
    await elsewhere.field('Judul penelitian').fill('Faktor yang memengaruhi kunjungan posyandu di Desa Sucolor');
    await elsewhere.page.getByRole('button', { name: 'Ganti berkas ktp.jpg' }).click();
    await elsewhere.upload('KTP atau kartu mahasiswa', await drawPicture(elsewhere.page, 'ktp-baru.jpg'));
    await elsewhere.page.getByRole('button', { name: 'Kirim perbaikan' }).click();
    await elsewhere.page.getByText('Perbaikan terkirim.').first().waitFor();
    await elsewhere.page.getByText('Sedang diperiksa').first().waitFor();
    await elsewhere.page.context().close();
  });

  it('comes back to the front office with both corrections, and is passed on', async () => {
    const rina = await officer('rina');
    await rina.take(number);
    assert.match(await rina.row('Judul penelitian').innerText(), /Desa Sucolor/);
    assert.match(await rina.row('KTP atau kartu mahasiswa').innerText(), /ktp-baru\.jpg/);
    assert.match(await rina.row('Nama pembimbing').innerText(), /M\.Kes\./);
    await rina.page.getByRole('button', { name: 'Tandai sisanya sesuai' }).click();
    await rina.decide('Berkas lengkap, teruskan');
  });

  it('is seen by Kesbangpol, whose task it is, and by nobody else', async () => {
    for (const user of ['dewi', 'hadi', 'rina']) {
      const other = await officer(user);
      assert.deepEqual(await other.freeTasks(), [], user);
      await other.leave();
    }
    const budi = await officer('budi');
    assert.deepEqual(await budi.freeTasks(), [['Kajian dampak penelitian', number]]);
    await budi.take(number);
    await budi.page.getByLabel('Ringkasan kajian').fill('Tidak ditemukan dampak negatif dari penelitian ini.');
    await shot(budi.page, 'review-1366');
    await budi.decide('Tidak ada dampak negatif');
  });

  it('is signed, and the letter that the applicant downloads carries its code', async () => {
    const hadi = await officer('hadi');
    await hadi.take(number);
    await hadi.decide('Setujui dan terbitkan surat');
    const elsewhere = await visit();
    await elsewhere.follow(number);
    await elsewhere.prove();
    for (let tries = 0; tries < 40; tries += 1) {
      if (await elsewhere.page.getByRole('link', { name: 'Unduh PDF' }).isVisible()) break;
      await elsewhere.page.waitForTimeout(250);
      await elsewhere.page.reload();
      await elsewhere.page.getByText('Isian permohonan').waitFor();
    }
    await shot(elsewhere.page, 'letter-360');
    const [download] = await Promise.all([
      elsewhere.page.waitForEvent('download'),
      elsewhere.page.getByRole('link', { name: 'Unduh PDF' }).click(),
    ]);
    const pdf = join(directory, 'surat.pdf');
    await download.saveAs(pdf);
    const bytes = readFileSync(pdf);
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');

    await elsewhere.page.getByRole('link', { name: 'Periksa keaslian' }).click();
    await elsewhere.page.getByText('Surat ini asli dan berlaku').waitFor();
    const address = elsewhere.page.url();
    assert.match(address, /\/v\/[0-9A-Z-]+$/);
    const { modules } = createQrCode(address, { errorCorrectionLevel: 'M' });
    const expected = Array.from({ length: modules.size }, (_, row) =>
      Array.from({ length: modules.size }, (__, column) => (modules.get(row, column) ? '#' : ' '))
        .join('')
        .trimEnd(),
    );
    assert.deepEqual(
      readQrSquares(bytes).map((row) => row.trimEnd()),
      expected,
    );
    await elsewhere.page.locator('#letter-file').setInputFiles(pdf);
    await elsewhere.page.getByText('Berkas ini sama persis').waitFor();
    await shot(elsewhere.page, 'verify-360');
    await elsewhere.page
      .locator('#letter-file')
      .setInputFiles({
        name: 'surat.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.concat([bytes, Buffer.from(' ')]),
      });
    await elsewhere.page.getByText('Berkas ini BERBEDA').waitFor();
    assert.match(readFileSync(join(directory, 'outbox/penelitian.ndjson'), 'utf8'), /Dinas Kesehatan/);
    await elsewhere.page.context().close();
  });

  it('is drawn anew by the analyst, who sees a mistake where it is and deploys only without it', async () => {
    const tono = await Operator.open(browser, server.url);
    version = await tono.versionOf(number, 'Selesai');
    await tono.leave();
    running = await (await visit()).file();
    const sari = await Analyst.open(browser, server.url, 'Surat Keterangan Penelitian');
    await shot(sari.page, 'designer-1366');
    await sari.selectFlow('alur-lengkap');
    await sari.writeCondition('${hasilKelengkapan == }');
    assert.match((await sari.findings()).join(), /Kesalahan BPMN-101 .*alur-lengkap/);
    await shot(sari.page, 'designer-finding-1366');
    await sari.openDeployment();
    assert.ok(await sari.deployButton.isDisabled(), 'A process with an error can be deployed.');
    await sari.cancelDeployment();
    await sari.followFinding();
    await sari.writeCondition("${hasilKelengkapan == 'lengkap'}");
    await sari.noFindings();
    await sari.rename('periksa-kelengkapan', 'Periksa berkas');
    assert.equal(await sari.deploy(), version + 1);
    await sari.leave();
  });

  it('runs on the new version from then on; what ran before stays on its own', async () => {
    const newer = await (await visit()).file();
    const tono = await Operator.open(browser, server.url);
    assert.equal(await tono.versionOf(newer, 'Berjalan'), version + 1);
    assert.equal(await tono.versionOf(running, 'Berjalan'), version);
    assert.equal(await tono.versionOf(number, 'Selesai'), version);
    await tono.leave();
    const rina = await officer('rina');
    const tasks = new Map((await rina.freeTasks()).map(([task, of]) => [of, task]));
    assert.deepEqual(
      tasks,
      new Map([
        [newer, 'Periksa berkas'],
        [running, 'Periksa kelengkapan'],
      ]),
    );
    await rina.take(running);
    await rina.page.getByRole('button', { name: 'Tandai sisanya sesuai' }).click();
    await rina.decide('Berkas lengkap, teruskan');
  });
});

/** What the server says of a NIK when the form is sent without the browser's own check. */
async function serverMessage(url: string, data: Readonly<Record<string, unknown>>): Promise<string> {
  const visitor = await ApiVisitor.open(url);
  const draft = (await visitor.call('POST', '/api/drafts', { service: 'penelitian' })) as { id: string; key: string };
  const refused = await visitor
    .call('POST', `/api/drafts/${draft.id}/submit`, { data }, { 'x-draft-key': draft.key })
    .then(
      () => undefined,
      (error: unknown) => String(error),
    );
  const { fields } = JSON.parse(refused?.slice(refused.indexOf('{')) ?? '{}') as {
    fields: { path: string; message: string }[];
  };
  return fields.find(({ path }) => path === 'nik')?.message ?? '';
}
