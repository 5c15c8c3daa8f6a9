// Over 300 lines because all stories of the inbox share one small server.
import { expect } from '@open-wc/testing';
import type { InboxCase, InboxTask } from '../../server/contract/api/inbox.ts';
import '../../designer/kit/styles/base.css';
import '../../designer/inbox/inbox.css';
import '../../designer/inbox/alur-inbox.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { navigate } from '../../designer/kit/router/navigation.ts';
import { answerApi, type Asked, refuse, restoreApi, sessionOf, until } from './answer-api.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

const me = { id: 'rina', name: 'Rina Wulandari' };
const task = (number: number, change: Partial<InboxTask> = {}): InboxTask => ({
  id: `t${String(number)}`,
  name: 'Periksa kelengkapan',
  activityId: 'periksa',
  number: `BWS-PEN-2611-0000${String(number)}-X`,
  service: { key: 'penelitian', name: 'Surat Keterangan Penelitian' },
  applicant: `Pemohon ${String(number)}`,
  assignee: null,
  group: 'dpmptsp.fo',
  createdAt: '2026-11-24T01:00:00Z',
  dueAt: '2026-11-24T05:00:00Z',
  remaining: { hours: 4, share: 1, soon: true },
  ...change,
});
const form = {
  id: 'putusan',
  components: [
    { type: 'textarea', key: 'catatan', label: 'Catatan' },
    { type: 'review', key: 'perbaikan', form: 'pen-01', label: 'Isian dan dokumen' },
  ],
} as unknown as InboxCase['form'];
const reviewed = { id: 'pen-01', components: [{ type: 'textfield', key: 'nama', label: 'Nama' }] };

describe('the inbox', () => {
  const originalAddress = location.href;
  let tasks: InboxTask[] = [];
  let asked: readonly Asked[] = [];
  let claim: () => unknown = () => undefined;
  const held = (id: string): InboxTask | undefined => tasks.find((each) => each.id === id);
  const replace = (id: string, assignee: InboxTask['assignee']): void => {
    tasks = tasks.map((each) => (each.id === id ? { ...each, assignee } : each));
  };
  const caseOf = (id: string): unknown => {
    const found = held(id);
    if (!found) return refuse(404, 'Tugas ini tidak ada.');
    const mine = found.assignee?.id === me.id;
    return {
      task: found,
      form,
      formData: {},
      request: null,
      forms: { 'pen-01': reviewed },
      data: { nama: 'Siti' },
      files: [],
      documents: [],
      history: [{ at: '2026-11-24T01:00:00Z', activity: 'Periksa', by: null, what: 'started' }],
      diagram: { processDefinitionId: 'p:1:1', active: ['periksa'], done: [] },
      allowed: { claim: found.assignee === null, unclaim: mine, complete: mine },
    };
  };

  beforeEach(() => {
    setLanguage('id');
    sessionStorage.clear();
    tasks = [task(1), task(2), task(3)];
    claim = () => undefined;
    const ofTask = Object.fromEntries(
      [1, 2, 3, 4].flatMap((each) => {
        const id = `t${String(each)}`;
        return [
          [`GET /api/inbox/tasks/${id}`, () => caseOf(id)],
          [
            `POST /api/inbox/tasks/${id}/claim`,
            () => {
              const answer = claim();
              if (answer === undefined) replace(id, me);
              return answer;
            },
          ],
          [`POST /api/inbox/tasks/${id}/unclaim`, () => replace(id, null)],
          [
            `POST /api/inbox/tasks/${id}/complete`,
            () => {
              tasks = tasks.filter((other) => other.id !== id);
            },
          ],
        ];
      }),
    ) as Record<string, () => unknown>;
    asked = answerApi({
      ...ofTask,
      'GET /api/session': () => sessionOf(me.id, me.name, 'officer'),
      'GET /api/inbox': ({ query }) => ({
        tasks: tasks.filter((each) => (query.get('tab') === 'mine') === (each.assignee?.id === me.id)),
        next: null,
      }),
      'GET /api/inbox/counts': () => ({ mine: 0, available: tasks.length, soon: 0, late: 0, doneToday: 5 }),
    });
  });
  afterEach(() => {
    restoreApi();
    clearPage();
    history.replaceState(null, '', originalAddress);
  });

  const open = async (address = '/inbox'): Promise<HTMLElement> => {
    navigate(address, { replace: true });
    const inbox = await mount('alur-inbox');
    await until(() => inbox.querySelector('alur-task-list') !== null, 'the list is there');
    await settle(inbox);
    return inbox;
  };
  const items = (inbox: Element): HTMLElement[] => [...inbox.querySelectorAll<HTMLElement>('.task-list__item')];
  const button = (inbox: Element, text: string): HTMLButtonElement =>
    [...inbox.querySelectorAll('button')].find((each) => each.textContent.trim() === text)!;
  const openFirst = async (inbox: HTMLElement): Promise<void> => {
    items(inbox)[0]!.click();
    await until(() => inbox.querySelector('.case__head') !== null, 'the case is there');
    await settle(inbox);
  };
  const take = async (inbox: HTMLElement): Promise<HTMLTextAreaElement> => {
    await openFirst(inbox);
    button(inbox, 'Ambil').click();
    await until(() => button(inbox, 'Simpan keputusan') !== undefined, 'the decision can be saved');
    await until(() => items(inbox).length === 1 && location.search.includes('tab=mine'), 'the list has followed');
    await until(() => document.activeElement?.id === 'case-decision', 'the focus is at the decision');
    await settle(inbox);
    return inbox.querySelector<HTMLTextAreaElement>('alur-form textarea')!;
  };

  it('lists tasks in the colour of their tab and has no accessibility problem', async () => {
    tasks = [
      task(1),
      task(2, { remaining: { hours: 20, share: 0.9, soon: false } }),
      task(3, { remaining: { hours: -2, share: -0.1, soon: false } }),
    ];
    const inbox = await open();
    expect(items(inbox).map((item) => item.querySelector('.time-left')?.classList[1])).to.deep.equal([
      'time-left--last',
      'time-left--good',
      'time-left--late',
    ]);
    expect(await findAccessibilityProblems(inbox)).to.deep.equal([]);
  });

  it('says what is wrong with the list and offers another try', async () => {
    answerApi({
      'GET /api/session': () => sessionOf(me.id, me.name, 'officer'),
      'GET /api/inbox': () => refuse(503, 'Sedang diperbarui.'),
    });
    const inbox = await mount('alur-inbox');
    await until(() => inbox.querySelector('alur-failure') !== null, 'the failure is shown');
    expect(inbox.querySelector('alur-failure')?.textContent).to.contain('Sedang diperbarui.');
    answerApi({ 'GET /api/inbox': () => ({ tasks, next: null }) });
    button(inbox, 'Coba lagi').click();
    await until(() => items(inbox).length === 3, 'the list is there');
  });

  it('goes with a task that is taken, to its decision', async () => {
    const inbox = await open();
    await take(inbox);
    expect(new URLSearchParams(location.search).get('tab')).to.equal('mine');
    expect(items(inbox).map((item) => item.dataset['task'])).to.deep.equal(['t1']);
    await until(() => document.activeElement?.id === 'case-decision', 'the focus is at the decision');
    expect(await findAccessibilityProblems(inbox)).to.deep.equal([]);
  });

  it('tells who was faster, and shows the task as it is now', async () => {
    claim = () => {
      replace('t1', { id: 'budi', name: 'Budi Prasetyo' });
      return refuse(409, 'Tugas ini sedang dikerjakan oleh Budi Prasetyo.', 'already-claimed');
    };
    const inbox = await open();
    await openFirst(inbox);
    button(inbox, 'Ambil').click();
    await until(
      () => inbox.querySelector('.case__facts')?.textContent.includes('Budi') === true,
      'the new holder is shown',
    );
    expect(inbox.querySelector('alur-toast')?.textContent).to.contain('Budi Prasetyo');
    expect(button(inbox, 'Ambil')).to.equal(undefined);
  });

  it('says that there are new files and shows them when asked to, with focus, selection and what is typed kept', async () => {
    const inbox = await open();
    const note = await take(inbox);
    type(note, 'Foto KTP buram');
    // The window of the tests is narrow: there the case takes the place of the list.
    inbox.querySelector<HTMLElement>('.inbox__list')!.style.display = 'block';
    const focused = items(inbox)[0]!;
    focused.focus();
    tasks = [task(4, { assignee: me }), ...tasks];
    document.dispatchEvent(new Event('visibilitychange'));
    await until(() => button(inbox, '1 berkas baru — tampilkan') !== undefined, 'the news is told');
    expect(items(inbox).length).to.equal(1);
    expect(document.activeElement === focused).to.equal(true);
    expect(await findAccessibilityProblems(inbox)).to.deep.equal([]);
    button(inbox, '1 berkas baru — tampilkan').click();
    await until(() => items(inbox).length === 2, 'the new task is listed');
    expect(document.activeElement === focused).to.equal(true);
    expect(focused.getAttribute('aria-current')).to.equal('true');
    expect(inbox.querySelector<HTMLTextAreaElement>('alur-form textarea')?.value).to.equal('Foto KTP buram');
  });

  it('hears of news by the stream of events, and moves nothing that is used', async () => {
    const sources: FakeSource[] = [];
    class FakeSource extends EventTarget {
      static readonly OPEN = 1;
      static readonly CLOSED = 2;
      readyState = 1;
      readonly address: string;
      constructor(address: string) {
        super();
        this.address = address;
        sources.push(this);
      }
      close(): void {
        this.readyState = 2;
      }
    }
    const original = window.EventSource;
    Object.assign(window, { EventSource: FakeSource });
    try {
      tasks = [task(1), task(2), task(3)];
      const inbox = await open();
      expect(sources.map(({ address }) => address)).to.deep.equal(['/api/events?kinds=task']);
      items(inbox)[2]!.focus();
      tasks = [task(3)];
      sources[0]!.dispatchEvent(new Event('task.assigned'));
      const before = asked.length;
      await until(() => asked.length > before, 'it looks');
      await settle(inbox);
      expect(items(inbox).length).to.equal(3);
      items(inbox)[2]!.blur();
      sources[0]!.dispatchEvent(new Event('task.completed'));
      await until(() => items(inbox).length === 1, 'what is gone goes when nobody is at the list');
      tasks = [];
      sources[0]!.dispatchEvent(new Event('gap'));
      await until(() => items(inbox).length === 0, 'a gap is news as well');
      tasks = [task(4), task(5)];
      sources[0]!.dispatchEvent(new Event('task.created'));
      await until(() => items(inbox).length === 2, 'an empty list shows new tasks at once');
      inbox.remove();
      expect(sources[0]!.readyState).to.equal(2);
    } finally {
      Object.assign(window, { EventSource: original });
    }
  });

  it('keeps a decision that is not saved while another file is looked at', async () => {
    tasks = [task(1, { assignee: me }), task(2, { assignee: me })];
    const inbox = await open('/inbox?tab=mine');
    await openFirst(inbox);
    type(inbox.querySelector('alur-form textarea'), 'Belum selesai');
    items(inbox)[1]!.click();
    await until(
      () => inbox.querySelector('.case__number')?.textContent.includes('00002') === true,
      'the other is open',
    );
    await settle(inbox);
    expect(inbox.querySelector<HTMLTextAreaElement>('alur-form textarea')?.value).to.equal('');
    items(inbox)[0]!.click();
    await until(
      () => inbox.querySelector('.case__number')?.textContent.includes('00001') === true,
      'the first is open',
    );
    await settle(inbox);
    expect(inbox.querySelector<HTMLTextAreaElement>('alur-form textarea')?.value).to.equal('Belum selesai');
  });

  it('asks before it throws typed answers away', async () => {
    const inbox = await open();
    type(await take(inbox), 'Hampir jadi');
    button(inbox, 'Lepaskan').click();
    await settle(inbox);
    const dialog = inbox.querySelector<HTMLElement & { open: boolean }>('alur-case alur-dialog')!;
    expect(dialog.open).to.equal(true);
    expect(asked.some(({ path }) => path.endsWith('/unclaim'))).to.equal(false);
    expect(await findAccessibilityProblems(dialog)).to.deep.equal([]);
    button(dialog, 'Lepaskan').click();
    await until(() => held('t1')?.assignee === null, 'the task is given back');
    await until(() => new URLSearchParams(location.search).get('tab') === 'available', 'the list has followed');
    expect(sessionStorage.length).to.equal(0);
  });

  it('goes on with the next file after a decision', async () => {
    tasks = [task(1, { assignee: me }), task(2, { assignee: me })];
    const inbox = await open('/inbox?tab=mine');
    await openFirst(inbox);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }));
    await until(() => inbox.querySelector('.case__number')?.textContent.includes('00002') === true, 'the next is open');
    await until(() => document.activeElement?.localName === 'h2', 'the focus is at its heading');
    expect(asked.find(({ path }) => path === '/api/inbox/tasks/t1/complete')?.body).to.deep.equal({
      data: { perbaikan: [] },
    });
  });

  it('moves with single keys, unless somebody types or has switched them off', async () => {
    const inbox = await open();
    const press = async (key: string, target: EventTarget = document): Promise<string | null> => {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await settle(inbox);
      return new URLSearchParams(location.search).get('tugas');
    };
    expect(await press('j')).to.equal('t1');
    expect(await press('j')).to.equal('t2');
    expect(await press('k')).to.equal('t1');
    expect(await press('j', inbox.querySelector('input[type=search]')!)).to.equal('t1');
    await press('?');
    const dialog = inbox.querySelector<HTMLElement & { open: boolean }>('alur-shortcuts alur-dialog')!;
    expect(dialog.open).to.equal(true);
    expect(await findAccessibilityProblems(dialog)).to.deep.equal([]);
    dialog.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    button(dialog, 'Tutup').click();
    await settle(inbox);
    expect(await press('j')).to.equal('t1');
  });
});
