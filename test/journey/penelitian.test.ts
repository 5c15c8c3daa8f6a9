import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { sampleRequest } from '../../workflows/penelitian/sample-request.ts';
import { ApiVisitor } from '../kit/api-visitor.ts';
import { launchBrowser } from '../kit/browser.ts';
import { type ServerProcess, startServerProcess } from '../kit/server-process.ts';

const screenshots = join(import.meta.dirname, 'screenshots');
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
);

interface Overview {
  readonly status: string;
  readonly endedAt: string | null;
}

/**
 * The shipped service from drawing to document, in a real browser, with a kill -9 in the middle. The steps build on
 * each other.
 */
describe('a research permit from application to letter', () => {
  const directory = mkdtempSync(join(tmpdir(), 'alur-journey-'));
  const environment = { PORT: '0', ALUR_DATA: directory };
  let server: ServerProcess;
  let browser: Browser;
  let citizen: Page;
  let number = '';
  let first = '';

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    server = await startServerProcess(environment);
    browser = await launchBrowser();
    citizen = await visit({ width: 360, height: 740 });
  });
  after(async () => {
    await browser.close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const visit = async (viewport: { readonly width: number; readonly height: number }): Promise<Page> =>
    await (await browser.newContext({ viewport, locale: 'id-ID' })).newPage();
  const shot = async (page: Page, name: string) =>
    void (await page.screenshot({ path: join(screenshots, `${name}.png`) }));
  const staff = async (user: string, path: string): Promise<Page> => {
    const page = await visit({ width: 1366, height: 768 });
    await page.goto(server.url + path);
    await page.fill('input[autocomplete=username]', user);
    await page.fill('input[type=password]', 'alur-demo');
    await page.keyboard.press('Enter');
    await page.waitForSelector('alur-sign-in', { state: 'detached' });
    return page;
  };
  const openTask = async (user: string, of = number): Promise<Page> => {
    const page = await staff(user, '/inbox');
    await page.locator('.task-list__item', { hasText: of }).click();
    await page.getByRole('button', { name: 'Ambil', exact: true }).click();
    await page.getByRole('button', { name: 'Simpan keputusan' }).waitFor();
    return page;
  };
  const choose = async (page: Page, value: string) =>
    await page.locator(`alur-form label:has(input[value="${value}"])`).first().click();
  const decide = async (page: Page) => {
    await page.getByRole('button', { name: 'Simpan keputusan' }).click();
    await page.getByText('Keputusan tersimpan.').waitFor();
    await page.context().close();
  };
  const file = async (): Promise<string> => {
    const visitor = await ApiVisitor.open(server.url);
    const draft = (await visitor.call('POST', '/api/drafts', { service: 'penelitian' })) as { id: string; key: string };
    const headers = { 'x-draft-key': draft.key };
    const data: Record<string, unknown> = { ...sampleRequest };
    for (const field of ['suratPengantar', 'proposal', 'kartuIdentitas', 'pasFoto']) {
      const isPicture = field === 'pasFoto' || field === 'kartuIdentitas';
      const form = new FormData();
      form.set('field', field);
      form.set('file', new Blob([isPicture ? png : pdf]), `${field}.${isPicture ? 'png' : 'pdf'}`);
      data[field] = ((await visitor.call('POST', `/api/drafts/${draft.id}/files`, form, headers)) as { id: string }).id;
    }
    return ((await visitor.call('POST', `/api/drafts/${draft.id}/submit`, { data }, headers)) as { number: string })
      .number;
  };
  const overview = async (): Promise<Overview> =>
    (await (await fetch(`${server.url}/api/requests/${number}`)).json()) as Overview;
  const versionOf = async (of: string): Promise<number> => {
    const admin = await ApiVisitor.open(server.url, 'admin');
    for (const state of ['running', 'ended']) {
      const { instances } = (await admin.call('GET', `/api/monitor/instances?state=${state}&search=${of}`)) as {
        instances: { number: string; version: number }[];
      };
      const found = instances.find((instance) => instance.number === of);
      if (found) return found.version;
    }
    throw new Error(`no instance ${of}`);
  };

  it('is found in the catalogue and explains itself', async () => {
    await citizen.goto(server.url);
    await citizen
      .getByRole('link', { name: /Surat Keterangan Penelitian/ })
      .first()
      .click();
    await citizen.getByRole('heading', { name: 'Surat Keterangan Penelitian' }).waitFor();
    await shot(citizen, 'service-360');
    assert.match(await citizen.locator('main').innerText(), /Permendagri/);
  });

  it('says beside the field and in a summary what is wrong, and keeps what was typed', async () => {
    await citizen.goto(`${server.url}/layanan/penelitian/ajukan`);
    await citizen.getByRole('button', { name: 'Lanjut', exact: true }).click();
    await citizen.locator('.error-summary').waitFor();
    await shot(citizen, 'form-errors-360');
    assert.match(await citizen.locator('.error-summary').innerText(), /Ada yang perlu diperbaiki/);
  });

  it('is filed, gets a number and can be followed by it', async () => {
    number = await file();
    first = number;
    assert.match(number, /^BWS-PEN-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/);
    await citizen.goto(`${server.url}/lacak/${number}`);
    await citizen.getByText('Kelengkapan berkas diperiksa').first().waitFor();
    await shot(citizen, 'track-360');
  });

  it('is sent back by the front office with the fields to correct', async () => {
    const page = await openTask('rina');
    await shot(page, 'case-1366');
    const row = page.locator('alur-review').getByText('Judul penelitian', { exact: false }).first();
    await row.scrollIntoViewIfNeeded();
    const rina = await ApiVisitor.open(server.url, 'rina');
    const { tasks } = (await rina.call('GET', '/api/inbox?tab=mine')) as { tasks: { id: string; number: string }[] };
    const task = tasks.find((each) => each.number === number);
    assert.ok(task);
    await rina.call('POST', `/api/inbox/tasks/${task.id}/complete`, {
      data: { hasilKelengkapan: 'perbaikan', perbaikan: [{ field: 'judul', note: 'Tulis nama desa.' }] },
    });
    await page.context().close();
    assert.equal((await overview()).status, 'perbaikan');
  });

  it('survives kill -9 of the server, and the applicant corrects only what was marked', async () => {
    const { port } = new URL(server.url);
    await server.kill();
    server = await startServerProcess({ ...environment, PORT: port });
    assert.equal((await overview()).status, 'perbaikan');
    const applicant = await ApiVisitor.open(server.url);
    await applicant.call('POST', `/api/requests/${number}/access`, {
      idNumberEnding: '030001',
      birthDate: '2003-03-02',
    });
    const correction = (await applicant.call('GET', `/api/requests/${number}/correction`)) as {
      taskId: string;
      data: Record<string, unknown>;
      corrections: { field: string }[];
    };
    assert.deepEqual(
      correction.corrections.map((each) => each.field),
      ['judul'],
    );
    await applicant.call('POST', `/api/requests/${number}/correction`, {
      taskId: correction.taskId,
      data: {
        ...correction.data,
        judul: 'Faktor yang memengaruhi kunjungan posyandu di Desa Sucolor',
        metode: 'diam-diam diubah',
      },
    });
    const details = (await applicant.call('GET', `/api/requests/${number}/details`)) as {
      data: Record<string, unknown>;
    };
    assert.match(String(details.data['judul']), /Sucolor/);
    assert.equal(details.data['metode'], sampleRequest.metode);
  });

  it('is passed on by the front office, and seen by Kesbangpol but not by another OPD', async () => {
    const page = await openTask('rina');
    await choose(page, 'lengkap');
    await decide(page);
    const dewi = await ApiVisitor.open(server.url, 'dewi');
    assert.deepEqual(((await dewi.call('GET', '/api/inbox?tab=available')) as { tasks: unknown[] }).tasks, []);
    const budi = await openTask('budi');
    await budi.locator('textarea').first().fill('Tidak ditemukan dampak negatif dari penelitian ini.');
    await choose(budi, 'tidak-ada-dampak');
    await shot(budi, 'review-1366');
    await decide(budi);
  });

  it('is signed, and the letter behind its code is valid', async () => {
    const hadi = await openTask('hadi');
    await choose(hadi, 'setujui');
    await decide(hadi);
    for (let tries = 0; tries < 100 && (await overview()).endedAt === null; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal((await overview()).status, 'terbit');
    const applicant = await ApiVisitor.open(server.url);
    await applicant.call('POST', `/api/requests/${number}/access`, {
      idNumberEnding: '030001',
      birthDate: '2003-03-02',
    });
    const { documents } = (await applicant.call('GET', `/api/requests/${number}/details`)) as {
      documents: { code: string; number: string }[];
    };
    assert.equal(documents.length, 1);
    await citizen.goto(`${server.url}/v/${documents[0]?.code ?? ''}`);
    await citizen
      .getByText(documents[0]?.number ?? '?')
      .first()
      .waitFor();
    await shot(citizen, 'verify-360');
    assert.match(readFileSync(join(directory, 'outbox/penelitian.ndjson'), 'utf8'), /Dinas Kesehatan/);
  });

  it('runs on a new version once the analyst has changed the model; what ran stays on its version', async () => {
    number = await file();
    const version = await versionOf(number);
    const page = await staff('sari', '/designer');
    await page.locator('.models__item').first().click();
    await page.locator('.djs-element[data-element-id="periksa-kelengkapan"]').first().waitFor();
    await page.locator('.editor__findings').getByText('Tidak ada temuan').waitFor();
    await shot(page, 'designer-1366');
    await page
      .locator('.djs-element[data-element-id="periksa-kelengkapan"] .djs-hit')
      .first()
      .dblclick({ force: true });
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Periksa berkas');
    await page.locator('.editor__canvas').click({ position: { x: 500, y: 20 }, force: true });
    await page.getByText('(belum diterbitkan)').waitFor();
    await page.getByRole('button', { name: 'Terbitkan' }).first().click();
    await page.locator('alur-dialog').getByRole('button', { name: 'Terbitkan' }).click();
    await page.getByText(`Terbit sebagai versi ${version + 1}.`).waitFor();
    await page.context().close();
    const newer = await file();
    assert.equal(await versionOf(newer), version + 1);
    assert.equal(await versionOf(number), version);
    assert.equal(await versionOf(first), version);
  });
});
