import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/inbox/inbox.css';
import '../../designer/inbox/alur-inbox.ts';
import { findDecision, forgetDecisionsOfOthers, keepDecision } from '../../designer/inbox/decision-drafts.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { type Answer, type Call, serveApi, staffSession } from './fake-api.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

const rina = { id: 'rina', name: 'Rina' };
const task = {
  id: 't1',
  name: 'Kajian dampak',
  activityId: 'kajian',
  number: 'BWS-UJI-2611-7K3MQ-9',
  service: { key: 'uji', name: 'Surat Uji' },
  applicant: 'Siti',
  assignee: rina,
  group: 'kesbangpol',
  createdAt: '2026-11-23T03:12:00Z',
  dueAt: '2026-11-30T03:12:00Z',
  remaining: { hours: 12, share: 0.5, soon: false },
};
const other = { ...task, id: 't2', name: 'Periksa kelengkapan', assignee: null, number: 'BWS-UJI-2611-8K3MQ-7' };
const form = {
  id: 'kajian',
  components: [
    {
      type: 'radio',
      key: 'hasil',
      label: 'Hasil',
      validate: { required: true },
      values: [
        { label: 'Baik', value: 'baik' },
        { label: 'Tolak', value: 'tolak' },
      ],
      properties: { outcome: 'true' },
    },
    {
      type: 'text',
      text: 'Permohonan ditolak dan berakhir.',
      conditional: { hide: '=hasil = null or hasil != "tolak"' },
      properties: { confirm: 'true' },
    },
    { type: 'textarea', key: 'catatan', label: 'Catatan' },
    { type: 'textarea', key: 'ringkasan', label: 'Ringkasan', readonly: true },
  ],
};
const caseOf = (each: typeof task | typeof other): unknown => ({
  task: each,
  form,
  formData: {},
  request: null,
  forms: { 'uji-01': { id: 'uji-01', components: [{ type: 'textfield', key: 'nama', label: 'Nama' }] } },
  data: { nama: 'Siti' },
  files: [],
  documents: [],
  history: [{ at: '2026-11-23T03:12:00Z', activity: 'Diajukan', by: 'Siti', what: 'completed' }],
  diagram: { processDefinitionId: 'uji:1:a', active: [], done: [] },
  allowed: { claim: each.assignee === null, unclaim: each.assignee !== null, complete: each.assignee !== null },
});

const completePath = '/api/inbox/tasks/t1/complete';
const answers = {
  'GET /api/inbox': { body: { tasks: [task, other], next: null } },
  'GET /api/inbox/counts': { body: { mine: 1, available: 1, soon: 0, late: 0, doneToday: 0 } },
  'GET /api/inbox/tasks/t1': { body: caseOf(task) },
  'GET /api/inbox/tasks/t2': { body: caseOf(other) },
  [`POST ${completePath}`]: { status: 204 } as Answer,
};
const completions = (calls: readonly Call[]): unknown[] =>
  calls.filter(({ path }) => path === completePath).map(({ body }) => body);

async function until(element: Element, holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100 && !holds(); round++) await settle(element);
}
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
const buttonOf = (element: Element, text: string): HTMLButtonElement => {
  const found = [...element.querySelectorAll('button')].find((each) => each.textContent.trim() === text);
  if (found === undefined) throw new Error(`There is no "${text}" in: ${element.textContent.replaceAll(/\s+/g, ' ')}`);
  return found;
};
const ctrlEnter = (target: EventTarget | null): void => {
  target?.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, composed: true, cancelable: true }),
  );
};
const choose = async (inbox: Element, label: string): Promise<void> => {
  const radio = [...inbox.querySelectorAll<HTMLInputElement>('alur-form input[type=radio]')].find(
    (each) => each.labels?.[0]?.textContent.trim() === label,
  );
  radio!.click();
  await settle(inbox);
};
const openDialogs = (inbox: Element): number =>
  [...inbox.querySelectorAll('alur-dialog')].filter((dialog) => dialog.open).length;

describe('the inbox', () => {
  const originalFetch = window.fetch;
  const originalAddress = location.href;
  beforeEach(() => {
    setLanguage('id');
    sessionStorage.clear();
  });
  afterEach(() => {
    clearPage();
    sessionStorage.clear();
    window.fetch = originalFetch;
    history.replaceState(null, '', originalAddress);
  });
  const open = async (address: string): Promise<HTMLElement> => {
    history.replaceState(null, '', address);
    const inbox = await mount<HTMLElement>('alur-inbox');
    await until(inbox, () => inbox.querySelector('.task-list') !== null);
    if (address.includes('tugas=')) await until(inbox, () => inbox.querySelector('alur-case h2') !== null);
    await settle(inbox);
    return inbox;
  };

  it('lists tasks that everybody can read and reach', async () => {
    serveApi(answers);
    const inbox = await open('/inbox?tab=mine');
    expect(inbox.querySelectorAll('.task-list__item').length).to.equal(2);
    expect(await findAccessibilityProblems(inbox)).to.deep.equal([]);
  });

  it('shows a case that everybody can read and reach', async () => {
    serveApi(answers);
    const inbox = await open('/inbox?tab=mine&tugas=t1');
    expect(inbox.querySelector('alur-answers')?.textContent).to.contain('Siti');
    expect(await findAccessibilityProblems(inbox)).to.deep.equal([]);
  });

  it('shows a review that everybody can read and reach', async () => {
    const reviewed = {
      ...(caseOf(task) as object),
      form: {
        id: 'periksa',
        components: [{ type: 'review', key: 'perbaikan', label: 'Isian dan dokumen', form: 'uji-01' }],
      },
    };
    serveApi({ ...answers, 'GET /api/inbox/tasks/t1': { body: reviewed } });
    const inbox = await open('/inbox?tab=mine&tugas=t1');
    await until(inbox, () => inbox.querySelector('alur-review [role=group], alur-review fieldset') !== null);
    expect(inbox.querySelector('alur-review')?.textContent).to.contain('Siti');
    expect(await findAccessibilityProblems(inbox)).to.deep.equal([]);
  });

  it('saves a decision by Ctrl+Enter within the case only', async () => {
    const calls = serveApi(answers);
    const inbox = await open('/inbox?tab=mine&tugas=t1');
    await choose(inbox, 'Baik');
    ctrlEnter(inbox.querySelector('.inbox__tools input'));
    await settle(inbox);
    expect(completions(calls)).to.deep.equal([]);
    ctrlEnter(inbox.querySelector('alur-form textarea'));
    await until(inbox, () => completions(calls).length > 0);
    expect(completions(calls)).to.deep.equal([{ data: { hasil: 'baik' } }]);
  });

  it('saves nothing by Ctrl+Enter while a dialog is open', async () => {
    const calls = serveApi(answers);
    const inbox = await open('/inbox?tab=mine&tugas=t1');
    await choose(inbox, 'Baik');
    buttonOf(inbox, '?').click();
    await settle(inbox);
    expect(openDialogs(inbox)).to.equal(1);
    ctrlEnter(document.body);
    ctrlEnter(inbox.querySelector('alur-form textarea'));
    await settle(inbox);
    expect(completions(calls)).to.deep.equal([]);
  });

  it('asks once before a decision that the form says will end the request', async () => {
    const calls = serveApi(answers);
    const inbox = await open('/inbox?tab=mine&tugas=t1');
    expect(inbox.querySelector('alur-form')?.textContent).to.not.contain('berakhir');
    await choose(inbox, 'Tolak');
    expect(inbox.querySelector('alur-form .notice--warning')?.textContent).to.contain('berakhir.');
    const labels = [...inbox.querySelectorAll('alur-form label')].map((label) => label.textContent.trim());
    expect(labels.filter((label) => /Catatan|Ringkasan/.test(label))).to.deep.equal([
      'Catatan (opsional)',
      'Ringkasan',
    ]);
    buttonOf(inbox, 'Simpan keputusan').click();
    await settle(inbox);
    const dialog = [...inbox.querySelectorAll('alur-dialog')].find((each) => each.open)!;
    expect(dialog.textContent).to.contain('Permohonan ditolak dan berakhir.');
    expect(await findAccessibilityProblems(dialog)).to.deep.equal([]);
    buttonOf(dialog, 'Kembali').click();
    await settle(inbox);
    expect([openDialogs(inbox), completions(calls).length]).to.deep.equal([0, 0]);
    ctrlEnter(inbox.querySelector('alur-form textarea'));
    await settle(inbox);
    expect([openDialogs(inbox), completions(calls).length]).to.deep.equal([1, 0]);
    buttonOf(dialog, 'Ya, simpan keputusan').click();
    await until(inbox, () => completions(calls).length > 0);
    expect(completions(calls)).to.deep.equal([{ data: { hasil: 'tolak' } }]);
    expect(openDialogs(inbox)).to.equal(0);
  });

  it('keeps the opened task open when words were typed just before', async () => {
    const calls = serveApi(answers);
    const inbox = await open('/inbox?tab=mine');
    type(inbox.querySelector('.inbox__tools input'), 'siti');
    inbox.querySelector<HTMLElement>('[data-task=t1]')!.click();
    await pause(400);
    await settle(inbox);
    expect(location.search).to.equal('?tab=mine&cari=siti&tugas=t1');
    expect(calls.some(({ path }) => path.startsWith('/api/inbox?') && path.includes('search=siti'))).to.equal(true);
  });

  it('forgets words typed just before the tab is changed', async () => {
    const calls = serveApi(answers);
    const inbox = await open('/inbox?tab=mine');
    type(inbox.querySelector('.inbox__tools input'), 'siti');
    [...inbox.querySelectorAll<HTMLElement>('.tabs__tab')][2]!.click();
    await pause(400);
    await settle(inbox);
    expect(location.search).to.equal('?tab=soon');
    expect(inbox.querySelector<HTMLInputElement>('.inbox__tools input')?.value).to.equal('');
    expect(calls.some(({ path }) => path.includes('siti'))).to.equal(false);
  });

  it('leaves nothing half-filled behind at sign-out', async () => {
    let out = false;
    serveApi({
      ...answers,
      'DELETE /api/session': () => {
        out = true;
        return { status: 204 };
      },
    });
    const inbox = await open('/inbox?tab=mine&tugas=t1');
    let begun = false;
    Object.assign(inbox, {
      startAgain: () => {
        begun = true;
      },
    });
    await choose(inbox, 'Baik');
    expect(findDecision('t1', 'rina')).to.deep.include({ hasil: 'baik' });
    inbox.querySelector('alur-header')!.dispatchEvent(new CustomEvent('alur-sign-out', { bubbles: true }));
    await until(inbox, () => begun);
    expect([out, begun, sessionStorage.length]).to.deep.equal([true, true, 0]);
  });

  it('keeps what is half-filled, and says so, when signing out fails', async () => {
    serveApi({ ...answers, 'DELETE /api/session': { status: 503, body: { detail: 'Sibuk.', code: 'busy' } } });
    const inbox = await open('/inbox?tab=mine');
    keepDecision('t1', 'rina', { hasil: 'baik' });
    inbox.querySelector('alur-header')!.dispatchEvent(new CustomEvent('alur-sign-out', { bubbles: true }));
    await until(inbox, () => inbox.textContent.includes('Sibuk.'));
    expect(inbox.querySelector('alur-toast')?.textContent).to.contain('Sibuk.');
    expect(findDecision('t1', 'rina')).to.deep.equal({ hasil: 'baik' });
  });

  it('drops what somebody else left half-filled in the tab', () => {
    keepDecision('t1', 'rina', { hasil: 'baik' });
    keepDecision('t1', 'budi', { hasil: 'tolak' });
    forgetDecisionsOfOthers(staffSession.user.id);
    expect(findDecision('t1', 'rina')).to.deep.equal({ hasil: 'baik' });
    expect(findDecision('t1', 'budi')).to.equal(undefined);
  });
});
