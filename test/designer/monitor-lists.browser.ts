import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/monitor/monitor.css';
import '../../designer/monitor/alur-monitor.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { type Answer, type Call, later, serveApi } from './fake-api.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

const instance = (id: string): unknown => ({
  id,
  number: `BWS-${id}`,
  definitionId: 'p:1:a',
  definitionName: 'Surat Uji',
  version: 1,
  startedAt: '2026-11-24T01:00:00Z',
  endedAt: null,
  state: 'ACTIVE',
  activities: [{ id: 'periksa', name: 'Periksa' }],
  incidents: 0,
});
const incident = (id: string): unknown => ({
  id,
  kind: 'failedJob',
  instanceId: 'i1',
  number: `BWS-${id}`,
  definitionId: 'p:1:a',
  definitionName: 'Surat Uji',
  activityId: 'kabari',
  activityName: 'Kabari',
  message: 'Layanan pesan tidak menjawab.',
  details: null,
  at: '2026-11-24T02:00:00Z',
});
const busy: Answer = { status: 503, body: { detail: 'Sedang sibuk.', code: 'busy' } };
const instances = (ids: readonly string[], next: string | null = null): Answer => ({
  body: { instances: ids.map(instance), next },
});
const incidents = (ids: readonly string[], next: string | null = null): Answer => ({
  body: { incidents: ids.map(incident), next },
});

async function until(element: Element, holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !holds(); round++) await settle(element);
}
const find = (element: Element, text: string): HTMLButtonElement | undefined =>
  [...element.querySelectorAll('button')].find((each) => each.textContent.trim() === text);
const press = (element: Element, text: string): void => {
  const found = find(element, text);
  if (!found) throw new Error(`There is no "${text}" in: ${element.textContent.replaceAll(/\s+/g, ' ')}`);
  found.click();
};
const rows = (element: Element): string[] =>
  [...element.querySelectorAll('tbody tr a, .incident__head a')].map((each) => each.textContent.trim());
const retries = (calls: readonly Call[]): string[] =>
  calls.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/')[4] ?? '');

describe('lists of the monitor', () => {
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
  const open = async (address: string): Promise<HTMLElement> => {
    history.replaceState(null, '', address);
    const monitor = await mount<HTMLElement>('alur-monitor');
    await until(monitor, () => monitor.querySelector('h1') !== null && !monitor.querySelector('alur-spinner'));
    await settle(monitor);
    return monitor;
  };

  it('reads the next page once, however often it is asked for', async () => {
    const second = later<Answer>();
    const calls = serveApi({
      'GET /api/monitor/instances': (url) => (url.searchParams.has('after') ? second.promise : instances(['a'], 'c')),
    });
    const monitor = await open('/monitor/berkas');
    press(monitor, 'Tampilkan lebih banyak');
    find(monitor, 'Tampilkan lebih banyak')?.click();
    await settle(monitor);
    second.resolve(instances(['b']));
    await until(monitor, () => rows(monitor).length > 1);
    expect(rows(monitor)).to.deep.equal(['BWS-a', 'BWS-b']);
    expect(calls.filter(({ path }) => path.includes('after=')).length).to.equal(1);
  });

  it('drops the next page of a filter that is no longer chosen', async () => {
    const second = later<Answer>();
    serveApi({
      'GET /api/monitor/instances': ({ searchParams }) => {
        if (searchParams.has('after')) return second.promise;
        return searchParams.get('state') === 'ended' ? instances(['lama'], 'c2') : instances(['a'], 'c');
      },
    });
    const monitor = await open('/monitor/berkas');
    press(monitor, 'Tampilkan lebih banyak');
    type(monitor.querySelector('select'), 'ended');
    await until(monitor, () => rows(monitor)[0] === 'BWS-lama');
    second.resolve(instances(['b']));
    await settle(monitor);
    expect(rows(monitor)).to.deep.equal(['BWS-lama']);
    expect(find(monitor, 'Tampilkan lebih banyak')?.disabled).to.equal(false);
  });

  it('shows the answer to the latest filter when an earlier one comes after it', async () => {
    const ended = later<Answer>();
    let running = 0;
    serveApi({
      'GET /api/monitor/instances': ({ searchParams }) =>
        searchParams.get('state') === 'ended' ? ended.promise : instances([`jalan${String(++running)}`]),
    });
    const monitor = await open('/monitor/berkas');
    type(monitor.querySelector('select'), 'ended');
    await settle(monitor);
    type(monitor.querySelector('select'), 'running');
    await until(monitor, () => rows(monitor)[0] === 'BWS-jalan2');
    ended.resolve(instances(['lama']));
    await settle(monitor);
    expect(rows(monitor)).to.deep.equal(['BWS-jalan2']);
  });

  it('names the state filter for those who cannot see it', async () => {
    serveApi({ 'GET /api/monitor/instances': instances(['a']) });
    const monitor = await open('/monitor/berkas');
    expect(monitor.querySelector('select')?.getAttribute('aria-label')).to.equal('Keadaan');
    expect(monitor.querySelector('h1')?.textContent).to.equal('Permohonan');
  });

  it('shows more incidents, says when that fails, and keeps them all after a try', async () => {
    let broken = true;
    serveApi({
      'GET /api/monitor/incidents': ({ searchParams }) => {
        if (!searchParams.has('after')) return incidents(['k1', 'k2'], 'c');
        return broken ? busy : incidents(['k3']);
      },
      'POST /api/monitor/incidents/k1/retry': { status: 204 },
    });
    const monitor = await open('/monitor/kendala');
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
    press(monitor, 'Tampilkan lebih banyak');
    await until(monitor, () => monitor.querySelector('.toast') !== null);
    expect(monitor.querySelector('.toast')?.textContent).to.contain('Sedang sibuk.');
    expect(rows(monitor).length).to.equal(2);
    broken = false;
    press(monitor, 'Tampilkan lebih banyak');
    await until(monitor, () => rows(monitor).length === 3);
    press(monitor, 'Coba lagi');
    await until(monitor, () => monitor.querySelector('.toast')?.textContent.includes('dicoba lagi') === true);
    await settle(monitor);
    expect(rows(monitor)).to.deep.equal(['BWS-k1', 'BWS-k2', 'BWS-k3']);
  });

  it('asks before all incidents are tried again, shows how far it is, and counts what failed', async () => {
    const second = later<Answer>();
    let left = ['k1', 'k2', 'k3'];
    const calls = serveApi({
      'GET /api/monitor/incidents': () => incidents(left),
      'POST /api/monitor/incidents/k1/retry': { status: 409, body: { detail: 'Sudah selesai.', code: 'resolved' } },
      'POST /api/monitor/incidents/k2/retry': () => second.promise,
      'POST /api/monitor/incidents/k3/retry': () => {
        left = ['k2'];
        return { status: 204 };
      },
    });
    const monitor = await open('/monitor/kendala');
    press(monitor, 'Coba lagi semua (3)');
    await settle(monitor);
    expect(retries(calls)).to.deep.equal([]);
    const dialog = monitor.querySelector('alur-incident-page alur-dialog')!;
    expect(await findAccessibilityProblems(dialog)).to.deep.equal([]);
    press(dialog, 'Kembali');
    await settle(monitor);
    expect(retries(calls)).to.deep.equal([]);
    press(monitor, 'Coba lagi semua (3)');
    press(dialog, 'Coba lagi semua');
    await until(monitor, () => find(monitor, 'Mencoba lagi 1 dari 3 …') !== undefined);
    expect(
      [...monitor.querySelectorAll<HTMLButtonElement>('.incident button')].every((each) => each.disabled),
    ).to.equal(true);
    second.resolve(busy);
    await until(monitor, () => monitor.querySelector('.toast') !== null);
    // The first was resolved already: nothing is left to try there.
    expect(monitor.querySelector('.toast')?.textContent).to.contain('1 dari 3');
    expect(retries(calls)).to.deep.equal(['k1', 'k2', 'k3']);
    await until(monitor, () => rows(monitor).length === 1);
    expect(rows(monitor)).to.deep.equal(['BWS-k2']);
  });

  it('keeps what is shown, and says so, when it cannot be read again', async () => {
    let broken = false;
    serveApi({
      'GET /api/monitor/incidents': () => (broken ? busy : incidents(['k1'])),
      'POST /api/monitor/incidents/k1/retry': { status: 204 },
    });
    const monitor = await open('/monitor/kendala');
    broken = true;
    press(monitor, 'Coba lagi');
    await until(monitor, () => monitor.querySelector('.toast')?.textContent.includes('Sedang sibuk.') === true);
    expect(rows(monitor)).to.deep.equal(['BWS-k1']);
    expect(monitor.querySelector('alur-failure')).to.equal(null);
  });

  it('shows the failure and another try when there is nothing yet', async () => {
    serveApi({ 'GET /api/monitor/incidents': busy });
    const monitor = await open('/monitor/kendala');
    await until(monitor, () => monitor.querySelector('alur-failure') !== null);
    expect(monitor.querySelector('alur-failure')?.textContent).to.contain('Sedang sibuk.');
  });

  it('says of a malformed address that there is no such page', async () => {
    serveApi({});
    const monitor = await open('/monitor/%E0%A4%A');
    expect(monitor.querySelector('h1')?.textContent).to.equal('Halaman ini tidak ada');
  });
});
