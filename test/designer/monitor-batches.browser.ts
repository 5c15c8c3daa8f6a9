import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/monitor/monitor.css';
import '../../designer/monitor/alur-monitor.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { navigate } from '../../designer/kit/router/navigation.ts';
import { type AnswerTo, answerApi, type Asked, restoreApi, sessionOf, until } from './answer-api.ts';
import { clearPage, findAccessibilityProblems, mount, settle } from './kit-element.ts';

const batch = (id: string, change: object = {}): object => ({
  id,
  type: 'instance-deletion',
  state: 'running',
  total: 500,
  done: 412,
  failed: 3,
  givenUp: 0,
  startedAt: '2026-11-24T01:00:00Z',
  endedAt: null,
  startedBy: 'tono',
  ...change,
});
const failures = {
  items: [{ id: 'j1', item: 'i-1', isInstance: true, message: 'Sudah selesai.', details: 'at line 1' }],
  next: null,
};

describe('the monitor of bulk work', () => {
  const originalAddress = location.href;
  beforeEach(() => {
    setLanguage('id');
  });
  afterEach(() => {
    restoreApi();
    clearPage();
    history.replaceState(null, '', originalAddress);
  });
  const open = async (
    answers: Readonly<Record<string, AnswerTo>>,
  ): Promise<{ readonly monitor: HTMLElement; readonly asked: readonly Asked[] }> => {
    const asked = answerApi({ 'GET /api/session': () => sessionOf('tono', 'Tono Hidayat', 'operator'), ...answers });
    navigate('/monitor/massal', { replace: true });
    const monitor = await mount('alur-monitor');
    await until(() => monitor.querySelector('alur-batch-card, alur-empty') !== null, 'the page is loaded');
    await settle(monitor);
    return { monitor, asked };
  };
  const button = (monitor: Element, text: string): HTMLButtonElement =>
    [...monitor.querySelectorAll('button')].find((each) => each.textContent.trim().startsWith(text))!;

  it('shows how far each is in words and as a bar, without an accessibility problem', async () => {
    const { monitor } = await open({
      'GET /api/monitor/batches': () => ({
        batches: [
          batch('b1'),
          batch('b2', {
            type: 'lain',
            state: 'stopped',
            done: 10,
            failed: 0,
            givenUp: 490,
            endedAt: '2026-11-24T02:00:00Z',
          }),
        ],
        next: null,
      }),
    });
    const [first, second] = [...monitor.querySelectorAll('article')];
    expect(first?.textContent).to.contain('Membatalkan proses');
    expect(first?.textContent).to.contain('412 dari 500 selesai · 3 gagal');
    expect(first?.querySelector('progress')?.value).to.equal(412);
    expect(second?.textContent).to.contain('10 dari 500 selesai · 490 tidak dikerjakan');
    expect(second?.querySelectorAll('button').length).to.equal(0);
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
  });

  it('looks again by itself while something runs', async () => {
    let done = 10;
    const { monitor } = await open({
      'GET /api/monitor/batches': () => ({ batches: [batch('b1', { done, failed: 0 })], next: null }),
    });
    done = 500;
    await until(() => monitor.textContent.includes('500 dari 500 selesai'), 'the progress is shown');
  });

  it('tells what has failed and why, and lets it be tried again', async () => {
    const { monitor, asked } = await open({
      'GET /api/monitor/batches': () => ({ batches: [batch('b1')], next: null }),
      'GET /api/monitor/batches/b1/failures': () => failures,
      'POST /api/monitor/batches/b1/retry': () => ({ count: 3 }),
    });
    monitor.querySelector<HTMLElement>('alur-batch-card summary')?.click();
    await until(() => monitor.textContent.includes('Sudah selesai.'), 'the reason is shown');
    expect(monitor.querySelector('alur-batch-failures a')?.getAttribute('href')).to.equal('/monitor/berkas/i-1');
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
    button(monitor, 'Coba lagi yang gagal (3)').click();
    await until(() => monitor.querySelector('.toast')?.textContent.includes('3 butir dicoba lagi') === true);
    expect(asked.some(({ method, path }) => method === 'POST' && path.endsWith('/retry'))).to.equal(true);
  });

  it('suspends at once, and stops only what was confirmed', async () => {
    const { monitor, asked } = await open({
      'GET /api/monitor/batches': () => ({ batches: [batch('b1')], next: null }),
      'PUT /api/monitor/batches/b1/suspended': () => undefined,
      'POST /api/monitor/batches/b1/stop': () => undefined,
    });
    const changes = (): readonly Asked[] => asked.filter(({ method }) => method !== 'GET');
    button(monitor, 'Tunda').click();
    await until(() => changes().length === 1, 'it is suspended');
    expect(changes()[0]?.body).to.deep.equal({ suspended: true });
    await until(() => !button(monitor, 'Hentikan').disabled);
    button(monitor, 'Hentikan').click();
    await settle(monitor);
    expect(monitor.querySelector('alur-dialog')?.textContent).to.contain('Sisanya, 88 butir');
    button(monitor, 'Kembali').click();
    await settle(monitor);
    expect(changes().length).to.equal(1);
    button(monitor, 'Hentikan').click();
    await settle(monitor);
    button(monitor, 'Ya, hentikan').click();
    await until(() => changes().length === 2, 'it is stopped');
    expect(changes()[1]?.path).to.equal('/api/monitor/batches/b1/stop');
  });
});
