import { expect } from '@open-wc/testing';
import type { WebhookDelivery, WebhookSummary } from '../../server/contract/api/webhook.ts';
import '../../designer/kit/styles/base.css';
import '../../designer/monitor/monitor.css';
import '../../designer/monitor/alur-monitor.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { navigate } from '../../designer/kit/router/navigation.ts';
import { answerApi, type Asked, restoreApi, sessionOf, until } from './answer-api.ts';
import { clearPage, findAccessibilityProblems, mount, type } from './kit-element.ts';

const webhook: WebhookSummary = {
  id: 'w1',
  name: 'Aplikasi OPD',
  url: 'https://opd.go.id/masuk',
  kinds: ['task.created'],
  processDefinitionKeys: null,
  tenantIds: null,
  enabled: true,
  disabledReason: null,
  failingSince: '2026-11-24T01:00:00Z',
  pending: 1,
  failed: 2,
  createdAt: '2026-11-24T01:00:00Z',
  createdBy: 'admin',
};
const delivery: WebhookDelivery = {
  id: 'd1',
  type: 'task.created',
  state: 'failed',
  processInstanceId: 'i1',
  createdAt: '2026-11-24T01:00:00Z',
  attempts: 10,
  lastAttemptAt: '2026-11-24T02:00:00Z',
  lastStatus: 503,
  lastError: 'The receiver answered 503.',
  nextAttemptAt: null,
  body: {},
};

describe('webhooks in the monitor', () => {
  const originalAddress = location.href;
  let asked: readonly Asked[] = [];
  const open = async (address: string, role = 'administrator'): Promise<HTMLElement> => {
    setLanguage('id');
    asked = answerApi({
      'GET /api/session': () => sessionOf('admin', 'Admin', role),
      'GET /api/webhooks': () => [webhook],
      'POST /api/webhooks': () => ({ webhook, secret: 'whsec_rahasia' }),
      'PUT /api/webhooks/w1': () => webhook,
      'GET /api/webhooks/w1/deliveries': () => ({ deliveries: [delivery], next: null }),
      'POST /api/webhooks/w1/deliveries/d1/replay': () => undefined,
    });
    navigate(address, { replace: true });
    const monitor = await mount<HTMLElement>('alur-monitor');
    await until(() => monitor.querySelector('h1') !== null && !monitor.querySelector('alur-spinner'), 'it is loaded');
    return monitor;
  };
  afterEach(() => {
    restoreApi();
    clearPage();
    history.replaceState(null, '', originalAddress);
  });

  it('are listed and added, and the secret is shown once', async () => {
    const monitor = await open('/monitor/webhook');
    await until(() => monitor.querySelector('tbody tr') !== null, 'the webhook is listed');
    expect(monitor.querySelector('tbody tr')?.textContent).to.contain('Aplikasi OPD').and.to.contain('Gagal sejak');
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
    const form = monitor.querySelector('form')!;
    type(form.querySelector('[name=name]'), 'Pesan');
    type(form.querySelector('[name=url]'), 'https://pesan.go.id/');
    type(form.querySelector('[name=keys]'), 'penelitian, izin');
    form.requestSubmit();
    await until(() => form.textContent.includes('Pilih paling sedikit satu kabar.'), 'a kind is asked for');
    form.querySelector<HTMLInputElement>('[value="task.created"]')!.click();
    form.requestSubmit();
    await until(() => monitor.textContent.includes('whsec_rahasia'), 'the secret is shown');
    expect(asked.find(({ method }) => method === 'POST')?.body).to.deep.equal({
      name: 'Pesan',
      url: 'https://pesan.go.id/',
      kinds: ['task.created'],
      processDefinitionKeys: ['penelitian', 'izin'],
    });
  });

  it('are changed, and what is not asked for stays', async () => {
    const monitor = await open('/monitor/webhook/w1');
    const [edit] = [...monitor.querySelectorAll('button')].filter((each) => each.textContent.trim() === 'Ubah');
    edit!.click();
    await until(() => monitor.querySelector('form') !== null, 'the form is there');
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
    const form = monitor.querySelector('form')!;
    expect(form.querySelector<HTMLInputElement>('[name=url]')!.value).to.equal('https://opd.go.id/masuk');
    type(form.querySelector('[name=url]'), 'https://opd.go.id/baru');
    type(form.querySelector('[name=keys]'), 'izin');
    form.querySelector<HTMLInputElement>('[value="task.completed"]')!.click();
    form.requestSubmit();
    await until(() => monitor.querySelector('form') === null, 'it is saved');
    expect(asked.find(({ method }) => method === 'PUT')?.body).to.deep.equal({
      name: 'Aplikasi OPD',
      url: 'https://opd.go.id/baru',
      kinds: ['task.created', 'task.completed'],
      processDefinitionKeys: ['izin'],
      tenantIds: null,
      enabled: true,
    });
  });

  it('have a log from which a delivery is sent again', async () => {
    const monitor = await open('/monitor/webhook/w1');
    await until(() => monitor.querySelector('tbody tr') !== null, 'the log is there');
    expect(monitor.querySelector('tbody tr')?.textContent).to.contain('503');
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
    monitor.querySelector<HTMLButtonElement>('tbody button')!.click();
    const replay = '/api/webhooks/w1/deliveries/d1/replay';
    await until(() => asked.some(({ path }) => path === replay), 'it is sent again');
  });

  it('are not there for operators', async () => {
    const monitor = await open('/monitor/webhook', 'operator');
    expect(monitor.querySelector('h1')?.textContent).to.equal('Halaman ini tidak ada');
    expect(monitor.querySelector('a[href="/monitor/webhook"]')).to.equal(null);
  });
});
