import { expect } from '@open-wc/testing';
import '../../designer/kit/styles/base.css';
import '../../designer/modeler/modeler.css';
import '../../designer/modeler/alur-designer.ts';
import '../../designer/modeler/alur-model-editor.ts';
import type { ApiClient } from '../../designer/kit/client/api-client.ts';
import { setLanguage } from '../../designer/kit/i18n/language.ts';
import { navigate } from '../../designer/kit/router/navigation.ts';
import { DeploymentCheck } from '../../designer/modeler/deployment-check.ts';
import { findDraft, keepDraft } from '../../designer/modeler/model-drafts.ts';
import { starterModel } from '../../designer/modeler/starter-model.ts';
import penelitian from '../../workflows/penelitian/penelitian.bpmn?raw';
import { type Asked, answerApi, restoreApi, sessionOf, until } from './answer-api.ts';
import { clearPage, findAccessibilityProblems, mount, settle, type } from './kit-element.ts';

const model = (version: number): unknown => ({
  id: `penelitian:${String(version)}:d`,
  key: 'penelitian',
  name: 'Surat Keterangan Penelitian',
  version,
  deployedAt: '2026-11-24T01:00:00Z',
  resourceName: 'penelitian.bpmn',
  running: 3,
});
const opened = 'penelitian:2:d';
const task = /<bpmn:userTask id="([^"]+)"/.exec(penelitian)?.[1] ?? '';

describe('the designer', () => {
  const originalAddress = location.href;
  let asked: readonly Asked[] = [];
  let findings: unknown[] = [];
  beforeEach(() => {
    setLanguage('id');
    findings = [];
    asked = answerApi({
      'GET /api/session': () => sessionOf('sari', 'Sari Kusuma', 'analyst'),
      'GET /api/models': () => [model(2)],
      [`GET /api/models/${opened}`]: () => ({ model: model(2), xml: penelitian, versions: [model(1), model(2)] }),
      'GET /api/model-names': () => ({
        forms: ['pen-01', 'pen-kajian'],
        decisions: ['lama-kajian'],
        groups: ['dpmptsp.fo', 'kesbang.kaban', 'pemohon'],
        processes: ['penelitian', 'pembayaran'],
      }),
      'POST /api/deployment/check': () => ({ findings }),
    });
  });
  afterEach(async () => {
    clearPage();
    // What is left behind is kept as a draft a moment later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    localStorage.removeItem(`alur-model-draft:${opened}`);
    restoreApi();
    history.replaceState(null, '', originalAddress);
  });

  const edit = async (): Promise<HTMLElement> => {
    navigate(`/designer/${opened}`, { replace: true });
    const designer = await mount('alur-designer');
    designer.style.height = '700px';
    await until(() => designer.querySelector('.djs-shape') !== null, 'the diagram is drawn');
    await until(() => checks() > 0 && text(designer, '.editor__findings summary') !== '', 'it is checked');
    await settle(designer);
    return designer;
  };
  const checks = (): number => asked.filter(({ path }) => path === '/api/deployment/check').length;
  const text = (root: Element, selector: string): string => root.querySelector(selector)?.textContent.trim() ?? '';
  const button = (root: Element, name: string): HTMLButtonElement =>
    [...root.querySelectorAll('button')].find((each) => each.textContent.trim() === name)!;
  /** Names the first task in the panel of properties, as an analyst does. */
  const rename = async (designer: HTMLElement, name: string): Promise<void> => {
    designer
      .querySelector(`[data-element-id="${task}"] .djs-hit`)
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await until(() => designer.querySelector('[data-entry-id=name]') !== null, 'its properties are shown');
    await settle(designer);
    type(designer.querySelector('[data-entry-id=name] :is(input, textarea)'), name);
  };
  const choose = (designer: HTMLElement, name: string, content: string): void => {
    const input = designer.querySelector<HTMLInputElement>('input[type=file]')!;
    const files = new DataTransfer();
    files.items.add(new File([content], name));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  it('lists processes without an accessibility problem', async () => {
    navigate('/designer', { replace: true });
    const designer = await mount('alur-designer');
    await until(() => designer.querySelector('.models__item') !== null, 'the list is there');
    expect(text(designer, '.models__item')).to.contain('Surat Keterangan Penelitian');
    expect(await findAccessibilityProblems(designer)).to.deep.equal([]);
  });

  it('draws the whole diagram beside the palette', async () => {
    const designer = await edit();
    const drawing = designer.querySelector('.djs-shape .djs-visual')!.getBoundingClientRect();
    const palette = designer.querySelector('.djs-palette')!.getBoundingClientRect();
    const canvas = designer.querySelector('.editor__canvas')!.getBoundingClientRect();
    expect(drawing.left).to.be.greaterThan(palette.right);
    expect(drawing.right).to.be.lessThan(canvas.right);
    expect(drawing.bottom).to.be.lessThan(canvas.bottom);
    expect(designer.querySelector('.bjs-powered-by')).to.not.equal(null);
  });

  it('has no accessibility problem of our own, dialogs included', async () => {
    findings = [{ code: 'A1', elementId: null, severity: 'warning', message: 'Berkas ini punya catatan.' }];
    const designer = await edit();
    for (const name of ['Versi', 'XML', 'Tombol pintas', 'Terbitkan']) {
      button(designer.querySelector('.editor__bar')!, name).click();
      await until(() => [...designer.querySelectorAll('alur-dialog')].some((dialog) => dialog.open), `${name} opens`);
      await settle(designer);
      const dialog = [...designer.querySelectorAll('alur-dialog')].find((each) => each.open)!;
      expect(await findAccessibilityProblems(dialog), name).to.deep.equal([]);
      dialog.shadowRoot?.querySelector('dialog')?.close();
      await until(() => !dialog.open, `${name} closes`);
    }
    for (const part of ['alur-model-bar', 'alur-findings', '.editor__zoom'])
      expect(await findAccessibilityProblems(designer.querySelector(part)!), part).to.deep.equal([]);
  });

  it('offers the names there are where one is typed, and takes any other text as well', async () => {
    const designer = await edit();
    designer
      .querySelector(`[data-element-id="${task}"] .djs-hit`)
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const input = (entry: string): HTMLInputElement =>
      designer.querySelector<HTMLInputElement>(`[data-entry-id=${entry}] input`)!;
    const offered = (entry: string): string[] => {
      input(entry).dispatchEvent(new FocusEvent('focus'));
      return [...(input(entry).list?.options ?? [])].map(({ value }) => value);
    };
    await until(() => designer.querySelector('[data-entry-id=formRef] input[list]') !== null, 'forms are offered');
    await settle(designer);
    expect(offered('formRef')).to.deep.equal(['pen-01', 'pen-kajian']);
    expect(offered('candidateGroups')).to.deep.equal(['dpmptsp.fo', 'kesbang.kaban', 'pemohon']);
    type(input('candidateGroups'), 'pemohon, ');
    expect(offered('candidateGroups'), 'those typed before stay').to.deep.equal([
      'pemohon, dpmptsp.fo',
      'pemohon, kesbang.kaban',
    ]);
    type(input('formRef'), 'formulir-baru');
    await until(
      () =>
        (
          (asked.findLast(({ path }) => path === '/api/deployment/check')?.body as { content?: string } | undefined)
            ?.content ?? ''
        ).includes('camunda:formRef="formulir-baru"'),
      'a name that is not there yet is taken',
    );
    expect(await findAccessibilityProblems(designer.querySelector('[data-entry-id=formRef]')!)).to.deep.equal([]);
  });

  it('draws form fields that become a form of a task', async () => {
    const designer = await edit();
    designer
      .querySelector(`[data-element-id="${task}"] .djs-hit`)
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const find = (selector: string): HTMLElement | null => designer.querySelector(`.editor__properties ${selector}`);
    await until(() => find('[data-entry-id=formType] select') !== null, 'the ways to a form are offered');
    await settle(designer);
    type(find('[data-entry-id=formType] select'), 'formData');
    const group = '[data-group-id="group-CamundaPlatform__FormData"]';
    await until(() => find(`${group} .bio-properties-panel-add-entry`) !== null, 'fields can be added');
    await settle(designer);
    find(`${group} .bio-properties-panel-add-entry`)?.click();
    const own = (name: string, control: string): HTMLElement | null =>
      find(`[data-entry-id="${task}-formField-0-formField${name}"] ${control}`);
    await until(() => own('ID', 'input') !== null, 'a field is there');
    await settle(designer);
    type(own('ID', 'input'), 'lokasi');
    type(own('Label', 'input'), 'Lokasi');
    type(own('Type', 'select'), 'string');
    const drawn = (): string => {
      const last = asked.findLast(({ path }) => path === '/api/deployment/check');
      return (last?.body as { content?: string } | undefined)?.content ?? '';
    };
    await until(
      () => drawn().includes('<camunda:formField id="lokasi" label="Lokasi" type="string" />'),
      'it is drawn',
    );
    expect(new RegExp(`<bpmn:userTask id="${task}"[^>]*`).exec(drawn())?.[0]).to.not.contain('formRef');
  });

  it('keeps a change made the moment before the page is left, and opens it again', async () => {
    const designer = await edit();
    await rename(designer, 'Nama baru');
    designer.remove();
    await until(() => findDraft(opened)?.xml.includes('Nama baru') === true, 'the draft is kept');
    const again = await edit();
    expect(text(again, '.editor__draft')).to.contain('Naskah Anda dari');
    button(again, 'Buang naskah, pakai yang terbit').click();
    await until(() => again.querySelector('.editor__draft') === null && findDraft(opened) === undefined, 'it is gone');
    await until(() => !again.textContent.includes('(belum diterbitkan)'), 'what is deployed is shown');
  });

  it('opens a file under its own name, twice if need be, and asks before it replaces changes', async () => {
    const designer = await edit();
    const resources = (): unknown[] =>
      asked.flatMap(({ path, body }) =>
        path === '/api/deployment/check' ? [(body as { resource: string }).resource] : [],
      );
    choose(designer, 'izin-keramaian.bpmn', starterModel());
    await until(() => resources().at(-1) === 'izin-keramaian.bpmn', 'the file is checked under its name');
    expect(designer.querySelector<HTMLInputElement>('input[type=file]')?.value).to.equal('');
    const before = resources().length;
    choose(designer, 'izin-keramaian.bpmn', starterModel());
    await until(
      () => designer.querySelector<HTMLElement & { open: boolean }>('alur-model-bar alur-dialog')?.open === true,
      'it asks',
    );
    expect(resources().length).to.equal(before);
    button(designer.querySelector('alur-model-bar')!, 'Ganti').click();
    await until(() => resources().length > before, 'the file is checked again');
  });

  it('refuses a file that is no BPMN in plain words, and keeps the drawing', async () => {
    const designer = await edit();
    for (const content of ['<html/>', 'bukan xml', '']) {
      choose(designer, 'surat.xml', content);
      await until(() => text(designer, '.toast').includes('Berkas surat.xml bukan bagan BPMN.'), 'it is refused');
      designer.querySelector<HTMLButtonElement>('.toast__close')?.click();
      await settle(designer);
    }
    expect(designer.querySelectorAll('.djs-shape').length).to.be.greaterThan(10);
  });

  it('changes the words of bpmn-js with the language', async () => {
    const designer = await edit();
    const before = checks();
    setLanguage('en');
    await until(() => text(designer, '.bio-properties-panel-group-header') === 'General', 'the panel is English');
    expect(designer.querySelector('.djs-palette [data-action=hand-tool]')?.getAttribute('aria-label')).to.equal(
      'Activate hand tool',
    );
    expect(
      text(designer, '.djs-minimap .toggle') || designer.querySelector('.djs-minimap .toggle')?.getAttribute('title'),
    ).to.equal('Open minimap');
    await until(() => checks() > before, 'findings are asked for in the new language');
  });

  it('leads from a finding to its element', async () => {
    findings = [{ code: 'E7', elementId: task, severity: 'error', message: 'Belum ada kelompok petugas.' }];
    const designer = await edit();
    await until(() => designer.querySelector('alur-findings .finding button') !== null, 'the finding is listed');
    expect(designer.querySelector<HTMLDetailsElement>('.editor__findings')?.open).to.equal(true);
    designer.querySelector<HTMLButtonElement>('alur-findings .finding button')?.click();
    await until(
      () => designer.querySelector('.djs-shape.selected')?.getAttribute('data-element-id') === task,
      'it is selected',
    );
    expect(designer.querySelector(`[data-element-id="${task}"]`)?.classList.contains('alur-error')).to.equal(true);
  });
});

describe('a check of a deployment', () => {
  it('drops the answer to an older drawing that comes after a newer one', async () => {
    const answers: ((findings: unknown[]) => void)[] = [];
    const client = {
      call: () =>
        new Promise((resolve) => {
          answers.push((findings) => resolve({ findings }));
        }),
    } as unknown as ApiClient;
    const check = new DeploymentCheck(() => client);
    const [older, newer] = [check.ask('a.bpmn', 'lama'), check.ask('a.bpmn', 'baru')];
    answers[1]?.([]);
    expect(await newer).to.deep.equal([]);
    answers[0]?.([{ code: 'E1' }]);
    expect(await older).to.equal(undefined);
  });
});

describe('drafts of models', () => {
  it('are found by process, and a damaged one is none', () => {
    keepDraft('uji:1:d', { xml: '<a/>', resource: 'uji.bpmn', at: '2026-11-24T01:00:00Z' });
    expect(findDraft('uji:1:d')?.resource).to.equal('uji.bpmn');
    localStorage.setItem('alur-model-draft:uji:1:d', '{rusak');
    expect(findDraft('uji:1:d')).to.equal(undefined);
    localStorage.removeItem('alur-model-draft:uji:1:d');
  });
});
