// Over 300 lines because every small part of the kit is shown and used here.
import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/kit/diagram/alur-diagram.ts';
import type { AlurDiagram } from '../../designer/kit/diagram/alur-diagram.ts';
import { listFlowNodes } from '../../designer/kit/diagram/flow-nodes.ts';
import '../../designer/kit/feedback/alur-dialog.ts';
import { announce } from '../../designer/kit/feedback/announce.ts';
import '../../designer/kit/feedback/alur-toast.ts';
import '../../designer/kit/form/answers/alur-answers.ts';
import '../../designer/kit/form/review/alur-review.ts';
import type { AlurReview } from '../../designer/kit/form/review/alur-review.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { matchPath } from '../../designer/kit/router/match-path.ts';
import '../../designer/kit/shell/alur-footer.ts';
import '../../designer/kit/shell/alur-header.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';
import penelitian from '../../workflows/penelitian/penelitian.bpmn?raw';

const reviewed = {
  id: 'r',
  components: [
    { type: 'textfield', key: 'nama', label: 'Nama' },
    { type: 'filepicker', key: 'ktp', label: 'KTP' },
  ],
};
const answers = {
  schema: reviewed,
  data: { nama: 'Siti', ktp: 'f1' },
  files: [{ id: 'f1', name: 'ktp.pdf', size: 2000, mimeType: 'application/pdf' }],
  inputId: 'periksa',
  fileUrl: (file: { id: string }) => `/api/files/${file.id}`,
};

describe('alur-review', () => {
  beforeEach(() => {
    setLanguage('id');
  });
  afterEach(clearPage);

  it('turns marks and notes into the list of corrections', async () => {
    const review = await mount<AlurReview>('alur-review', answers);
    let marks: unknown;
    review.addEventListener('alur-marks-changed', (event) => {
      marks = (event as CustomEvent<unknown>).detail;
    });
    const radios = [...review.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(radios.length).to.equal(5);
    radios[0]!.click();
    await settle(review);
    radios[4]!.click();
    await settle(review);
    expect(marks).to.deep.equal([
      { field: 'ktp', note: 'Berkas tidak terbaca. Unggah foto atau pindaian yang jelas.' },
    ]);
    type(review.querySelector('textarea'), 'Foto buram.');
    expect(marks).to.deep.equal([{ field: 'ktp', note: 'Foto buram.' }]);
    radios[2]!.click();
    expect(marks).to.deep.equal([]);
  });

  it('counts what is checked and marks the rest as right', async () => {
    const review = await mount<AlurReview>('alur-review', answers);
    expect(review.querySelector('[role=status]')?.textContent).to.equal('0 dari 2 diperiksa, 0 perlu diperbaiki');
    review.querySelector<HTMLButtonElement>('#periksa')?.click();
    await settle(review);
    expect(review.querySelector('[role=status]')?.textContent).to.equal('2 dari 2 diperiksa, 0 perlu diperbaiki');
  });

  it('stays within a narrow screen, notes and ready-made notes included', async () => {
    const review = await mount<AlurReview>('alur-review', { ...answers, marks: [{ field: 'ktp', note: '' }] });
    review.style.cssText = 'display: block; width: 300px';
    await settle(review);
    const right = review.getBoundingClientRect().right;
    const over = [...review.querySelectorAll('.review__note *')].filter(
      (part) => part.getBoundingClientRect().right > right,
    );
    expect(over.map((part) => part.textContent)).to.deep.equal([]);
  });

  it('has no accessibility problem', async () => {
    const review = await mount<AlurReview>('alur-review', { ...answers, marks: [{ field: 'nama', note: '' }] });
    expect(await findAccessibilityProblems(review)).to.deep.equal([]);
  });
});

describe('alur-answers', () => {
  beforeEach(() => {
    setLanguage('id');
  });
  afterEach(clearPage);

  it('has the link to change an answer beside it', async () => {
    const list = await mount('alur-answers', { ...answers, changeUrl: () => '#' });
    const row = list.querySelector('.summary__row');
    const top = (selector: string): number => row?.querySelector(selector)?.getBoundingClientRect().top ?? NaN;
    expect(Math.abs(top('a') - top('dt'))).to.be.lessThan(4);
    expect(row?.querySelector('a')?.textContent).to.equal('Ubah Nama');
  });
});

describe('alur-diagram', () => {
  beforeEach(() => {
    setLanguage('id');
  });
  afterEach(clearPage);

  it('shows where a process is, in the drawing and in words', async () => {
    const nodes = listFlowNodes(penelitian);
    const task = nodes.find((node) => node.kind === 'task')!;
    const diagram = await mount<AlurDiagram>('alur-diagram', {
      xml: penelitian,
      active: [task.id, 'tidak-ada'],
      counts: [{ activityId: task.id, count: 3, kind: 'running' }],
    });
    for (let wait = 0; wait < 200 && diagram.querySelector('.diagram__count') === null; wait++) await settle(diagram);
    expect(diagram.querySelector('.alur-active')?.getAttribute('data-element-id')).to.equal(task.id);
    expect(diagram.querySelector('.diagram__count')?.textContent).to.equal('3');
    expect(diagram.querySelector('ol')?.textContent).to.contain('di sini sekarang, 3 berjalan');
    expect(diagram.querySelector('.bjs-powered-by')).to.not.equal(null);
    diagram.active = [];
    await settle(diagram);
    expect(diagram.querySelector('.alur-active')).to.equal(null);
    expect(await findAccessibilityProblems(diagram)).to.deep.equal([]);
  });

  it('zooms by keyboard', async () => {
    const diagram = await mount<AlurDiagram>('alur-diagram', { xml: penelitian });
    for (let wait = 0; wait < 200 && diagram.querySelector('.viewport') === null; wait++) await settle(diagram);
    const scale = (): string => diagram.querySelector('.viewport')?.getAttribute('transform') ?? '';
    await settle(diagram);
    const before = scale();
    diagram.querySelector('.diagram__canvas')?.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
    await settle(diagram);
    expect(scale()).to.not.equal(before);
  });

  it('shows the whole again when a phone is turned, unless somebody has zoomed in', async () => {
    const diagram = await mount<AlurDiagram>('alur-diagram', { xml: penelitian });
    const canvas = diagram.querySelector<HTMLElement>('.diagram__canvas')!;
    for (let wait = 0; wait < 200 && diagram.querySelector('.diagram__cover') !== null; wait++) await settle(diagram);
    const scale = (): string => diagram.querySelector('.viewport')?.getAttribute('transform') ?? '';
    await settle(diagram);
    const whole = scale();
    canvas.style.width = '300px';
    for (let wait = 0; wait < 20 && scale() === whole; wait++) await settle(diagram);
    const drawing = diagram.querySelector('.viewport')!.getBoundingClientRect();
    expect(drawing.right).to.be.lessThan(canvas.getBoundingClientRect().right + 1);
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: '+', bubbles: true }));
    await settle(diagram);
    const zoomed = scale();
    canvas.style.width = '360px';
    await settle(diagram);
    await settle(diagram);
    expect(scale()).to.equal(zoomed);
  });

  it('says so when the diagram is broken', async () => {
    const diagram = await mount<AlurDiagram>('alur-diagram', { xml: '<kaput' });
    for (let wait = 0; wait < 200 && diagram.querySelector('[role=alert]') === null; wait++) await settle(diagram);
    expect(diagram.querySelector('[role=alert]')?.textContent).to.contain('Diagram tidak dapat ditampilkan.');
  });
});

describe('the page shell', () => {
  beforeEach(() => {
    setLanguage('id');
  });
  afterEach(clearPage);

  it('shows each person the apps of their roles, and switches the language', async () => {
    const user = { id: 'rina', name: 'Rina', opd: 'dpmptsp', opdName: 'DPMPTSP', roles: ['officer'], groups: [] };
    const header = await mount('alur-header', { app: 'inbox', session: { user, csrfToken: '', demoAccounts: null } });
    expect([...header.querySelectorAll('nav a')].map((link) => link.textContent)).to.deep.equal(['Kotak masuk']);
    expect(await findAccessibilityProblems(header)).to.deep.equal([]);
    header.querySelector<HTMLButtonElement>('[lang=en]')?.click();
    await settle(header);
    expect(header.querySelector('nav a')?.textContent).to.equal('Inbox');
    expect(document.documentElement.lang).to.equal('en');
  });

  it('has a foot with help and no accessibility problem', async () => {
    expect(await findAccessibilityProblems(await mount('alur-footer'))).to.deep.equal([]);
  });

  it('reads announcements out and closes errors only by hand', async () => {
    const toast = await mount('alur-toast');
    announce('Tersimpan', 'error');
    await settle(toast);
    expect(toast.querySelector('[role=status]')?.textContent).to.contain('Tersimpan');
    toast.querySelector('button')?.click();
    await settle(toast);
    expect(toast.querySelector('.toast')).to.equal(null);
    announce('Anggota 2 ditambahkan', 'spoken');
    await settle(toast);
    expect(toast.querySelector('[role=status]')?.textContent).to.contain('Anggota 2 ditambahkan');
    expect(toast.querySelector('.toast')).to.equal(null);
  });

  it('opens a dialog that Escape closes', async () => {
    const dialog = await mount<HTMLElement & { open: boolean }>('alur-dialog', { heading: 'Hapus?', open: true });
    const inner = dialog.shadowRoot?.querySelector('dialog');
    expect(inner?.open).to.equal(true);
    expect(await findAccessibilityProblems(dialog)).to.deep.equal([]);
    let closed = false;
    dialog.addEventListener('alur-close', () => {
      closed = true;
    });
    inner?.close();
    await settle(dialog);
    expect(closed).to.equal(true);
    expect(dialog.open).to.equal(false);
  });
});

describe('matchPath', () => {
  it('names and decodes the parts of an address', () => {
    expect(matchPath('/layanan/:key/ajukan', '/layanan/a%20b/ajukan/')).to.deep.equal({ key: 'a b' });
    expect(matchPath('/layanan/:key', '/layanan/a/b')).to.equal(undefined);
    expect(matchPath('/v/:code', '/v/%E0%A4%A')).to.equal(undefined);
  });
});
