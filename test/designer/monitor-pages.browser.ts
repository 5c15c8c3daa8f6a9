import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/monitor/monitor.css';
import '../../designer/monitor/alur-monitor.ts';
import { activityName } from '../../designer/monitor/activity-name.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { navigate } from '../../designer/kit/router/navigation.ts';
import penelitian from '../../workflows/penelitian/penelitian.bpmn?raw';
import { type AnswerTo, answerApi, refuse, restoreApi, sessionOf, until } from './answer-api.ts';
import { clearPage, findAccessibilityProblems, mount, settle } from './kit-element.ts';

const definition = {
  id: 'penelitian:1:d1',
  key: 'penelitian',
  name: 'Surat Keterangan Penelitian',
  version: 1,
  latest: true,
  deployedAt: '2026-11-24T01:00:00Z',
  running: 2,
  incidents: 1,
};
const instance = (number: number, endedAt: string | null = null): unknown => ({
  id: `i${String(number)}`,
  number: `BWS-PEN-2611-0000${String(number)}-X`,
  definitionId: definition.id,
  definitionName: definition.name,
  version: 1,
  startedAt: '2026-11-24T01:00:00Z',
  endedAt,
  state: endedAt === null ? 'ACTIVE' : 'COMPLETED',
  activities: endedAt === null ? [{ id: 'periksa', name: 'Periksa kelengkapan' }] : [],
  incidents: 0,
});
const incident = (number: number): unknown => ({
  id: `k${String(number)}`,
  kind: 'failedJob',
  instanceId: 'i1',
  number: 'BWS-PEN-2611-00001-X',
  definitionId: definition.id,
  definitionName: definition.name,
  activityId: 'kabari',
  activityName: 'Kabari pemohon',
  message: 'Layanan pesan tidak menjawab.',
  details: 'at line 1',
  at: '2026-11-24T02:00:00Z',
});
const step = (activityId: string, name: string, type: string, assignee: string | null = null): unknown => ({
  activityId,
  name,
  type,
  startedAt: '2026-11-24T01:00:00Z',
  endedAt: '2026-11-24T02:00:00Z',
  canceled: false,
  assignee,
});

describe('the monitor', () => {
  const originalAddress = location.href;
  beforeEach(() => {
    setLanguage('id');
  });
  afterEach(() => {
    restoreApi();
    clearPage();
    history.replaceState(null, '', originalAddress);
  });
  const open = async (address: string, answers: Readonly<Record<string, AnswerTo>>): Promise<HTMLElement> => {
    answerApi({ 'GET /api/session': () => sessionOf('tono', 'Tono Hidayat', 'operator'), ...answers });
    navigate(address, { replace: true });
    const monitor = await mount('alur-monitor');
    await until(
      () =>
        monitor.querySelector('main h1, main alur-empty') !== null && monitor.querySelector('alur-spinner') === null,
      'the page is loaded',
    );
    await settle(monitor);
    return monitor;
  };
  const button = (monitor: Element, text: string): HTMLButtonElement =>
    [...monitor.querySelectorAll('button')].find((each) => each.textContent.trim().startsWith(text))!;

  it('lists processes without an accessibility problem', async () => {
    const monitor = await open('/monitor', { 'GET /api/monitor/definitions': () => [definition] });
    expect(monitor.querySelector('tbody a')?.textContent).to.equal(definition.name);
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
  });

  it('names every value of a row for the cards of a narrow screen', async () => {
    const monitor = await open('/monitor/berkas', {
      'GET /api/monitor/instances': () => ({ instances: [instance(1)], next: null }),
    });
    const labels = [...monitor.querySelectorAll<HTMLElement>('tbody td')].map((cell) => cell.dataset['label']);
    const heads = [...monitor.querySelectorAll('th')].map((head) => head.textContent);
    expect(labels).to.deep.equal(heads);
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
  });

  it('keeps the list and says so when its next page cannot be read', async () => {
    const monitor = await open('/monitor/berkas', {
      'GET /api/monitor/instances': ({ query }) =>
        query.has('after') ? refuse(503, 'Sedang sibuk.') : { instances: [instance(1)], next: 'c1' },
    });
    button(monitor, 'Tampilkan lebih banyak').click();
    await until(() => monitor.querySelector('.toast') !== null, 'the failure is announced');
    expect(monitor.querySelector('.toast')?.textContent).to.contain('Sedang sibuk.');
    expect(monitor.querySelectorAll('tbody tr').length).to.equal(1);
    expect(button(monitor, 'Tampilkan lebih banyak').disabled).to.equal(false);
  });

  it('shows one request with the names of people, its gateways in words, and no accessibility problem', async () => {
    const monitor = await open('/monitor/berkas/i1', {
      'GET /api/monitor/instances/i1': () => ({
        instance: instance(1),
        xml: penelitian,
        active: [],
        done: [],
        history: [
          step('periksa', 'Periksa kelengkapan', 'userTask', 'rina'),
          step('gw_1', 'gw_1', 'exclusiveGateway'),
          step('kaji', 'Kaji', 'userTask', 'tak-dikenal'),
        ],
        variables: [{ name: 'nama', type: 'String', value: 'Siti', scope: 'process' }],
        incidents: [incident(1)],
      }),
      'GET /engine-rest/user': ({ query }) =>
        query.get('idIn') === 'rina,tak-dikenal' ? [{ id: 'rina', firstName: 'Rina', lastName: 'Wulandari' }] : [],
    });
    await until(() => monitor.textContent.includes('Rina Wulandari'), 'the name is shown');
    const cells = [...monitor.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()),
    );
    expect(cells[1]?.[0]).to.equal('Percabangan: salah satu');
    expect(cells[2]?.[3]).to.equal('tak-dikenal');
    await until(() => monitor.querySelector('.djs-container') !== null, 'the diagram is drawn');
    expect(await findAccessibilityProblems(monitor)).to.deep.equal([]);
  });

  it('calls what has no name by its kind', () => {
    const of = (type: string): string => activityName({ activityId: 'x1', name: 'x1', type });
    expect(['parallelGateway', 'startEvent', 'noneEndEvent', 'boundaryTimer', 'serviceTask'].map(of)).to.deep.equal([
      'Percabangan: serentak',
      'Mulai',
      'Selesai',
      'Peristiwa',
      'x1',
    ]);
  });
});
