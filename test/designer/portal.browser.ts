// Over 300 lines because every page of the portal is shown and used here.
import { expect } from '@open-wc/testing';
import '../../designer/portal/style/portal.css';
import '../../designer/kit/styles/base.css';
import '../../designer/portal/alur-portal.ts';
import '../../designer/portal/page/alur-apply.ts';
import '../../designer/portal/page/alur-request-page.ts';
import '../../designer/portal/page/alur-sent.ts';
import '../../designer/portal/page/alur-service-page.ts';
import '../../designer/portal/page/alur-verify.ts';
import { findStoredDraft, storeDraft } from '../../designer/portal/draft/draft-storage.ts';
import { readRequestNumber } from '../../designer/portal/request-number.ts';
import { findPage } from '../../designer/portal/portal-routes.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { navigate } from '../../designer/kit/router/navigation.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

const number = 'BWS-UJI-2611-7K3MQ-9';
const summary = {
  key: 'uji',
  name: 'Surat Uji',
  summary: 'Untuk mencoba.',
  category: 'Umum',
  owner: { key: 'dpmptsp', name: 'DPMPTSP' },
  workingDays: 4,
  fee: 0,
  open: true,
};
const list = ['Satu'];
const detail = {
  ...summary,
  numberCode: 'UJI',
  form: 'uji-01',
  applicant: { name: 'nama', idNumber: 'nik', birthDate: 'lahir' },
  measured: null,
  documents: [],
  standard: {
    requirements: [{ name: 'KTP' }],
    procedure: list,
    duration: { workingDays: 4 },
    fee: { amount: 0 },
    product: 'Surat',
    complaints: list,
    legalBasis: ['UU 25/2009'],
    facilities: list,
    competence: list,
    supervision: list,
    staff: { count: 2 },
    serviceGuarantee: list,
    safetyGuarantee: list,
    evaluation: list,
  },
};
const page = (label: string, ...components: unknown[]): unknown => ({
  type: 'group',
  label,
  properties: { page: 'true' },
  components,
});
const schema = {
  id: 'uji-01',
  components: [
    page('Pemohon', { type: 'textfield', key: 'nama', label: 'Nama', validate: { required: true } }),
    page('Tujuan', { type: 'textarea', key: 'maksud', label: 'Maksud', validate: { required: true } }),
  ],
};
const overview = {
  number,
  service: { key: 'uji', name: 'Surat Uji' },
  status: 'perbaikan',
  submittedAt: '2026-11-23T03:12:00Z',
  endedAt: null,
  holder: 'Anda',
  holderSince: '2026-11-24T01:00:00Z',
  dueDate: '2026-11-30',
  dueDateEstimated: false,
  clock: { state: 'running', startedAt: '2026-11-23T02:00:00Z', allowedDays: 5, usedDays: 1, stops: [] },
  timeline: [
    { label: 'Diajukan', status: 'diajukan', startedAt: '2026-11-23T03:12:00Z', endedAt: null, holder: 'Anda' },
  ],
};
const details = {
  ...overview,
  data: { nama: 'Siti', maksud: 'Belajar' },
  form: schema,
  files: [],
  documents: [{ code: 'K7Q2', title: 'Surat', number: '1/2026', issuedAt: '2026-11-27T03:00:00Z', url: '/v/K7Q2' }],
  correction: { taskId: 't', count: 2, dueAt: '2026-12-08' },
  messages: [{ at: '2026-11-24T01:00:00Z', text: 'Perbaiki.' }],
  reason: null,
  canWithdraw: true,
};

type Answers = Record<string, { status?: number; body?: unknown } | (() => { status?: number; body?: unknown })>;

/** Answers of a small server, by method and path. */
function serve(answers: Answers): { method: string; path: string; body: unknown }[] {
  const calls: { method: string; path: string; body: unknown }[] = [];
  const known: Answers = {
    'GET /api/session': { body: { user: null, csrfToken: 't', demoAccounts: null } },
    'GET /api/services': { body: [summary] },
    'GET /api/services/uji': { body: detail },
    'GET /api/services/uji/form': { body: schema },
    ...answers,
  };
  window.fetch = (url, init = {}) => {
    const method = init.method ?? 'GET';
    calls.push({ method, path: String(url), body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined });
    const found = known[`${method} ${String(url)}`];
    const answer = typeof found === 'function' ? found() : found;
    if (answer === undefined)
      return Promise.resolve(
        new Response(JSON.stringify({ detail: 'Tidak ada.', code: 'not-found' }), { status: 404 }),
      );
    return Promise.resolve(
      new Response(answer.status === 204 ? null : JSON.stringify(answer.body), { status: answer.status ?? 200 }),
    );
  };
  return calls;
}

async function open(address: string): Promise<HTMLElement> {
  history.replaceState(null, '', address);
  const portal = await mount<HTMLElement>('alur-portal');
  await until(portal, () => portal.querySelector('alur-spinner') === null);
  return portal;
}

async function until(element: Element, holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !holds(); round++) await settle(element);
}

const press = async (element: Element, text: string): Promise<void> => {
  const button = [...element.querySelectorAll<HTMLElement>('button, a')].find(
    (candidate) => candidate.textContent.trim() === text,
  );
  if (button === undefined)
    throw new Error(`There is no "${text}" in: ${element.textContent.replaceAll(/\s+/g, ' ').slice(0, 500)}`);
  button.click();
  await settle(element);
};

describe('the portal', () => {
  const originalFetch = window.fetch;
  const originalAddress = location.href;
  beforeEach(() => {
    setLanguage('id');
  });
  afterEach(() => {
    clearPage();
    window.fetch = originalFetch;
    history.replaceState(null, '', originalAddress);
  });

  it('lists the services and finds them by words', async () => {
    serve({
      'GET /api/services': { body: [summary, { ...summary, key: 'lain', name: 'Izin Lain', category: 'Izin' }] },
    });
    const portal = await open('/');
    expect(portal.querySelectorAll('.service-card').length).to.equal(2);
    expect(await findAccessibilityProblems(portal)).to.deep.equal([]);
    type(portal.querySelector('#service-search'), 'izin');
    await until(portal, () => portal.querySelectorAll('.service-card').length === 1);
    type(portal.querySelector('#service-search'), 'zzz');
    await until(portal, () => portal.querySelector('alur-empty') !== null);
    expect(portal.textContent).to.contain('Tidak ada layanan yang cocok');
  });

  it('says when there is no service yet, and when the server does not answer', async () => {
    serve({ 'GET /api/services': { body: [] } });
    expect((await open('/')).textContent).to.contain('Belum ada layanan');
    clearPage();
    window.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await open('/')).textContent).to.contain('Belum ada sinyal');
  });

  it('shows all about a service', async () => {
    serve({});
    const portal = await open('/layanan/uji');
    expect(portal.querySelector('h1')?.textContent).to.equal('Surat Uji');
    expect(portal.querySelectorAll('details').length).to.equal(9);
    expect(document.title).to.equal('Surat Uji – Layanan Kabupaten Bondowoso');
    expect(await findAccessibilityProblems(portal)).to.deep.equal([]);
  });

  it('offers to continue a draft of this device', async () => {
    serve({});
    storeDraft('uji', { id: 'd1', key: 'k', data: {}, savedAt: '2026-11-24T01:00:00Z' });
    expect((await open('/layanan/uji')).textContent).to.contain('Lanjutkan draf');
  });

  it('files a request over its screens, saving after each', async () => {
    const draft = {
      id: 'd1',
      service: 'uji',
      data: {},
      files: [],
      savedAt: '2026-11-24T01:00:00Z',
      expiresAt: '2026-12-24T00:00:00Z',
      number: null,
    };
    const calls = serve({
      'POST /api/drafts': { body: { ...draft, key: 'rahasia' } },
      'PUT /api/drafts/d1': { body: draft },
      'POST /api/drafts/d1/submit': { body: { number, dueDate: null } },
      [`GET /api/requests/${number}`]: { body: overview },
    });
    const portal = await open('/layanan/uji/ajukan');
    await until(portal, () => portal.querySelector('#f-nama') !== null);
    await press(portal, 'Lanjut');
    expect(portal.querySelector('.error-summary')?.textContent).to.contain('Isi nama.');
    type(portal.querySelector('#f-nama'), 'Siti');
    await press(portal, 'Lanjut');
    await until(portal, () => portal.querySelector('#f-maksud') !== null);
    expect(calls.filter((call) => call.method === 'PUT').map((call) => call.body)).to.deep.equal([
      { data: { nama: 'Siti' } },
    ]);
    expect(findStoredDraft('uji')?.data).to.deep.equal({ nama: 'Siti' });
    type(portal.querySelector('#f-maksud'), 'Belajar');
    await press(portal, 'Lanjut');
    await until(portal, () => portal.querySelector('alur-answers dd') !== null);
    expect(location.search).to.equal('?layar=periksa');
    expect(await findAccessibilityProblems(portal)).to.deep.equal([]);
    await press(portal, 'Kirim permohonan');
    await until(portal, () => portal.querySelector('.sent .card') !== null);
    expect(portal.querySelector('.sent__number')?.textContent).to.equal(number);
    expect(portal.textContent).to.contain('30 November 2026');
    expect(findStoredDraft('uji')).to.equal(undefined);
    expect(await findAccessibilityProblems(portal)).to.deep.equal([]);
  });

  it('files a request whose screens depend on a FEEL condition', async () => {
    const draft = {
      id: 'd1',
      service: 'uji',
      data: {},
      files: [],
      savedAt: '2026-11-24T01:00:00Z',
      expiresAt: '2026-12-24T00:00:00Z',
      number: null,
    };
    const page = { page: 'true' };
    const calls = serve({
      'GET /api/services/uji/form': {
        body: {
          id: 'f',
          components: [
            {
              type: 'group',
              label: 'Luas',
              properties: page,
              components: [{ type: 'number', key: 'luas', label: 'Luas' }],
            },
            {
              type: 'group',
              label: 'Gambar bangunan',
              properties: page,
              conditional: { hide: '=luas = null or luas * 2 < 100' },
              components: [{ type: 'textfield', key: 'arsitek', label: 'Arsitek', validate: { required: true } }],
            },
          ],
        },
      },
      'POST /api/drafts': { body: { ...draft, key: 'rahasia' } },
      'PUT /api/drafts/d1': { body: draft },
      'POST /api/drafts/d1/submit': { body: { number, dueDate: null } },
      [`GET /api/requests/${number}`]: { body: overview },
    });
    const portal = await open('/layanan/uji/ajukan');
    await until(portal, () => portal.querySelector('#f-luas') !== null);
    expect(portal.textContent).to.contain('Layar 1 dari 2');
    type(portal.querySelector('#f-luas'), '80');
    await settle(portal);
    expect(portal.textContent).to.contain('Layar 1 dari 3');
    await press(portal, 'Lanjut');
    await until(portal, () => portal.querySelector('#f-arsitek') !== null);
    type(portal.querySelector('#f-arsitek'), 'Ani');
    await press(portal, 'Lanjut');
    await until(portal, () => portal.querySelector('alur-answers dd') !== null);
    expect(portal.querySelector('alur-answers')?.textContent).to.contain('Ani');
    await press(portal, 'Kirim permohonan');
    expect(calls.find(({ path }) => path.endsWith('/submit'))?.body).to.deep.equal({
      data: { luas: 80, arsitek: 'Ani' },
    });
  });

  it('loses nothing that is typed after a pause, on the screen and on the way back to it', async () => {
    const draft = {
      id: 'd1',
      service: 'uji',
      data: {},
      files: [],
      savedAt: '2026-11-24T01:00:00Z',
      expiresAt: '2026-12-24T00:00:00Z',
      number: null,
    };
    serve({ 'POST /api/drafts': { body: { ...draft, key: 'k' } }, 'PUT /api/drafts/d1': { body: draft } });
    const portal = await open('/layanan/uji/ajukan');
    await until(portal, () => portal.querySelector('#f-nama') !== null);
    const name = (): HTMLInputElement => portal.querySelector('#f-nama')!;
    for (const text of ['S', 'Si', 'Sit', 'Siti']) {
      type(name(), text);
      await new Promise((resolve) => {
        setTimeout(resolve, 450);
      });
      await settle(portal);
      expect(name().value).to.equal(text);
    }
    await press(portal, 'Lanjut');
    await until(portal, () => portal.querySelector('#f-maksud') !== null);
    navigate('/layanan/uji/ajukan?layar=periksa');
    await until(portal, () => portal.querySelector('alur-answers dd') !== null);
    navigate('/layanan/uji/ajukan?layar=1&kembali=1#f-nama');
    await until(portal, () => portal.querySelector('#f-nama') !== null);
    expect(name().value).to.equal('Siti');
  });

  it('goes on without signal, keeping the answers on the device', async () => {
    const draft = {
      id: 'd1',
      service: 'uji',
      data: {},
      files: [],
      savedAt: '2026-11-24T01:00:00Z',
      expiresAt: '2026-12-24T00:00:00Z',
      number: null,
    };
    serve({ 'POST /api/drafts': { body: { ...draft, key: 'rahasia' } } });
    const portal = await open('/layanan/uji/ajukan');
    await until(portal, () => portal.querySelector('#f-nama') !== null);
    type(portal.querySelector('#f-nama'), 'Siti');
    window.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await press(portal, 'Lanjut');
    await until(portal, () => portal.querySelector('#f-maksud') !== null);
    expect(portal.querySelector('.saved')?.textContent).to.equal(
      'Tersimpan di perangkat ini. Belum ada sinyal ke server.',
    );
    expect(findStoredDraft('uji')?.data).to.deep.equal({ nama: 'Siti' });
  });

  it('begins a new draft with the typed answers when the old one is gone', async () => {
    const draft = {
      id: 'd2',
      service: 'uji',
      data: {},
      files: [],
      savedAt: '2026-11-24T01:00:00Z',
      expiresAt: '2026-12-24T00:00:00Z',
      number: null,
    };
    serve({ 'POST /api/drafts': { body: { ...draft, key: 'baru' } } });
    storeDraft('uji', { id: 'd1', key: 'k', data: { nama: 'Siti' }, savedAt: '2026-11-24T01:00:00Z' });
    const portal = await open('/layanan/uji/ajukan');
    await until(portal, () => portal.querySelector('#f-nama') !== null);
    expect((portal.querySelector('#f-nama') as HTMLInputElement).value).to.equal('Siti');
    expect(findStoredDraft('uji')?.id).to.equal('d2');
  });

  it('leads from an error of the server to the screen of its field', async () => {
    const draft = {
      id: 'd1',
      service: 'uji',
      data: { nama: 'Siti', maksud: 'x' },
      files: [],
      savedAt: '2026-11-24T01:00:00Z',
      expiresAt: '2026-12-24T00:00:00Z',
      number: null,
    };
    serve({
      'POST /api/drafts': { body: { ...draft, key: 'k' } },
      'GET /api/drafts/d1': { body: draft },
      'POST /api/drafts/d1/submit': {
        status: 422,
        body: {
          detail: 'Ada isian yang belum benar.',
          code: 'invalid-form',
          fields: [{ path: 'maksud', message: 'Maksud terlalu pendek.' }],
        },
      },
    });
    storeDraft('uji', { id: 'd1', key: 'k', data: draft.data, savedAt: '2026-11-24T00:00:00Z' });
    const portal = await open('/layanan/uji/ajukan?layar=periksa');
    await until(portal, () => portal.querySelector('alur-answers dd') !== null);
    await press(portal, 'Kirim permohonan');
    await until(portal, () => portal.querySelector('.error-summary') !== null);
    expect(portal.querySelector('.error-summary a')?.getAttribute('href')).to.equal(
      '/layanan/uji/ajukan?layar=2&kembali=1#f-maksud',
    );
  });

  it('shows the status by number and opens the details after proof', async () => {
    let opened = false;
    const calls = serve({
      'DELETE /api/session': { status: 204 },
      [`GET /api/requests/${number}`]: { body: overview },
      [`GET /api/requests/${number}/details`]: () =>
        opened ? { body: details } : { status: 403, body: { detail: 'Buka dulu.', code: 'forbidden' } },
      [`POST /api/requests/${number}/access`]: () => {
        opened = true;
        return { status: 204 };
      },
    });
    const portal = await open(`/lacak/${number}`);
    await until(portal, () => portal.querySelector('#nik-ending') !== null);
    expect(portal.querySelector('.status')?.textContent).to.contain('Perlu perbaikan');
    expect(portal.textContent).to.not.contain('Siti');
    expect(await findAccessibilityProblems(portal)).to.deep.equal([]);
    await press(portal, 'Buka');
    expect(portal.querySelector('alur-proof .field--invalid')?.textContent).to.contain('Tulis 6 angka terakhir NIK.');
    for (const [id, text] of [
      ['nik-ending', '900001'],
      ['birth-day', '2'],
      ['birth-month', '3'],
      ['birth-year', '2003'],
    ])
      type(portal.querySelector(`#${id!}`), text!);
    await press(portal, 'Buka');
    await until(portal, () => portal.querySelector('.letter') !== null);
    expect(calls.find((call) => call.path.endsWith('/access'))?.body).to.deep.equal({
      idNumberEnding: '900001',
      birthDate: '2003-03-02',
    });
    expect(portal.textContent).to.contain('2 bagian perlu diperbaiki.');
    storeDraft('uji', { id: 'd1', key: 'k', data: {}, savedAt: '' });
    expect(await findAccessibilityProblems(portal)).to.deep.equal([]);
    await press(portal, 'Keluar dan hapus data di perangkat ini');
    await until(portal, () => location.pathname === '/');
    expect(calls.some((call) => call.method === 'DELETE')).to.equal(true);
    expect(findStoredDraft('uji')).to.equal(undefined);
  });

  it('says which number is unknown and lets it be typed again', async () => {
    serve({});
    const portal = await open(`/lacak/${number}`);
    expect(portal.querySelector('[role=alert]')?.textContent).to.contain(`Nomor ${number} tidak ditemukan`);
    type(portal.querySelector('#request-number'), 'abc');
    await press(portal, 'Lacak');
    expect(portal.querySelector('#request-number-error')?.textContent).to.contain('tidak sesuai');
  });

  it('tells a genuine letter from an unknown one and from an altered file', async () => {
    const sha256 = 'b21f39b9d166703eef620824c482feca49d136d17fd1cb29196e5af90a34c95d'; // of the text "asli"
    serve({
      'GET /api/documents/K7Q2': {
        body: {
          code: 'K7Q2',
          state: 'valid',
          title: 'Surat',
          number: '1/2026',
          holderInitials: 'S. N.',
          issuer: 'DPMPTSP',
          signer: 'Kepala',
          issuedAt: '2026-11-27T03:00:00Z',
          validUntil: null,
          sha256,
        },
      },
    });
    const portal = await open('/v/K7Q2');
    await until(portal, () => portal.querySelector('.verdict--success') !== null);
    expect(await findAccessibilityProblems(portal)).to.deep.equal([]);
    const give = async (text: string): Promise<void> => {
      const files = new DataTransfer();
      files.items.add(new File([text], 'surat.pdf'));
      const input = portal.querySelector<HTMLInputElement>('#letter-file')!;
      input.files = files.files;
      input.dispatchEvent(new Event('change'));
      await until(portal, () => portal.querySelector('.file-verdict') !== null);
      await settle(portal);
    };
    await give('diubah');
    expect(portal.querySelector('.file-verdict')?.textContent).to.contain('BERBEDA');
    await give('asli');
    expect(portal.querySelector('.file-verdict')?.textContent).to.contain('sama persis');
    navigate('/v/SALAH');
    await until(portal, () => portal.querySelector('.verdict--error') !== null);
    expect(portal.textContent).to.contain('Kode SALAH tidak ada');
  });

  it('says when a page does not exist and shows the services instead', async () => {
    serve({});
    const portal = await open('/tidak/ada');
    expect(portal.querySelector('h1')?.textContent).to.equal('Halaman tidak ditemukan');
    expect(portal.querySelector('.service-card')).to.not.equal(null);
  });
});

describe('readRequestNumber', () => {
  it('takes numbers as people type and paste them', () => {
    for (const text of ['bws-pen-2611-7k3mq-9', ' BWS–PEN–2611–7K3MQ–9 ', 'BWS - PEN - 2611 - 7K3MQ - 9'])
      expect(readRequestNumber(text)).to.equal('BWS-PEN-2611-7K3MQ-9');
    expect(readRequestNumber('BWS-PEN-2611-7K3OI-9')).to.equal('BWS-PEN-2611-7K301-9');
    for (const text of ['', 'BWS-PEN-2611', 'BWS-PEN-2611-7K3MU-9', '../..'])
      expect(readRequestNumber(text)).to.equal(undefined);
  });
});

describe('findPage', () => {
  it('knows the addresses of the portal and no others', () => {
    expect(findPage('/layanan/uji/ajukan')).to.deep.equal({ page: 'apply', params: { key: 'uji' } });
    expect(findPage('/lacak/A/perbaiki')?.page).to.equal('correction');
    expect(findPage('/inbox')).to.equal(undefined);
  });
});
