import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FileFact, FormData, FormDefinition } from '../../../server/form/definition.ts';
import { listVisiblePages } from '../../../server/form/pages.ts';
import type { FormPage } from '../../../server/form/pages.ts';
import { readForm } from '../../../server/form/read-form.ts';
import { ApiFailure } from '../../kit/client/api-failure.ts';
import { failureText } from '../../kit/client/api-client.ts';
import '../../kit/feedback/alur-failure.ts';
import '../../kit/feedback/alur-spinner.ts';
import { announce } from '../../kit/feedback/announce.ts';
import '../../kit/form/alur-form.ts';
import type { AlurForm } from '../../kit/form/alur-form.ts';
import { loadFormFeel } from '../../kit/form/form-feel.ts';
import type { FeelOptions } from '../../kit/form/form-feel.ts';
import { navigate } from '../../kit/router/navigation.ts';
import { renderBreadcrumb } from '../breadcrumb.ts';
import { DraftSession, readDraftAddress } from '../draft/draft-session.ts';
import { forgetDraft } from '../draft/draft-storage.ts';
import { showClock } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import { pageAddress } from '../portal-routes.ts';
import './alur-check-answers.ts';
import './alur-draft-later.ts';
import { renderFiled } from './filed-draft.ts';

/** Name of the last screen in the address: check the answers, then send. */
const checkScreen = 'periksa';

interface Opened {
  readonly name: string;
  readonly schema: unknown;
  readonly form: FormDefinition;
  readonly feel: FeelOptions;
  readonly draft: DraftSession;
}

/**
 * Files a request: one screen after the other (`?layar=2`), saved after each, then the answers to check
 * (`?layar=periksa`) and to send. `&kembali` leads back to checking after a change.
 */
@customElement('alur-apply')
export class AlurApply extends PageElement {
  @property() key = '';
  /** Screen in the address: its number from 1, or `periksa`. */
  @property() screen = '';
  @state() private opened: Opened | undefined;
  @state() private failure: unknown;
  @state() private values: FormData = {};
  @state() private files: readonly FileFact[] = [];
  @state() private saved = '';
  @state() private busy = false;
  @state() private later = false;
  @query('alur-form') private readonly formElement!: AlurForm | null;
  /** Values a screen begins with. They stay the same object while it is filled in, else the form would start over. */
  #begun: FormData = {};
  #keepTimer: ReturnType<typeof setTimeout> | undefined;

  protected override pageTitle(): string {
    const page = this.#page();
    const name = this.opened === undefined ? '' : portalText('formTitle', { service: this.opened.name });
    return page === undefined || page === 'check' ? name : `${page.page.label} – ${name}`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('screen')) this.#begun = this.values;
    if (changed.has('key')) void this.#open();
  }

  override disconnectedCallback(): void {
    this.#keepNow();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => void this.#open()}></alur-failure>`;
    if (this.opened === undefined) return html`<alur-spinner></alur-spinner>`;
    const { name, draft } = this.opened;
    return html` ${renderBreadcrumb({ address: pageAddress('service', { key: this.key }), text: name })}
      ${
        draft.number === null
          ? this.#renderScreen(this.opened)
          : renderFiled(draft.number, () => {
              forgetDraft(this.key);
              history.replaceState(null, '', location.pathname);
              void this.#open();
            })
      }
      <alur-draft-later
        .address=${draft.address}
        .expiresAt=${draft.expiresAt}
        ?open=${this.later}
        @alur-close=${() => {
          this.later = false;
        }}
      ></alur-draft-later>`;
  }

  #renderScreen(opened: Opened): TemplateResult {
    const page = this.#page();
    const pages = this.#pages();
    if (page === 'check' || page === undefined) {
      return html` ${this.#renderProgress(pages.length + 1, pages.length + 1)}
        <h1>${portalText('checkTitle')}</h1>
        <alur-check-answers
          .schema=${opened.schema}
          .form=${opened.form}
          .feel=${opened.feel}
          .data=${this.values}
          .files=${this.files}
          .serviceKey=${this.key}
          .busy=${this.busy}
          @alur-submit=${(event: CustomEvent<FormData>) => void this.#submit(event.detail)}
        ></alur-check-answers>
        <p class="saved" role="status">${this.saved}</p>`;
    }
    return html` ${this.#renderProgress(page.position + 1, pages.length + 1)}
      <h1>${page.page.label || opened.name}</h1>
      ${page.page.description === undefined ? nothing : html`<p class="lead">${page.page.description}</p>`}
      <form
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.#next(page.position);
        }}
      >
        <alur-form
          .schema=${opened.schema}
          .data=${this.#begun}
          .files=${this.files}
          .page=${page.page.index}
          .upload=${(request: Parameters<DraftSession['upload']>[0]) => opened.draft.upload(request)}
          @alur-form-change=${(event: CustomEvent<FormData>) => {
            this.#changed(event.detail);
          }}
          @alur-files-changed=${() => {
            setTimeout(() => void this.#save());
          }}
        ></alur-form>
        <div class="actions">
          <button class="button" ?disabled=${this.busy}>
            ${this.#comesFromCheck() ? portalText('backToCheck') : portalText('next')}
          </button>
          ${page.position === 0 ? nothing : html`<a class="button button--secondary" href=${this.#address(page.position)}>${portalText('back')}</a>`}
          <button type="button" class="link-button" @click=${() => void this.#saveForLater()}>
            ${portalText('saveLater')}
          </button>
        </div>
      </form>
      <p class="saved" role="status">${this.saved}</p>`;
  }

  #renderProgress(current: number, total: number): TemplateResult {
    return html`<div class="progress">
      <p>${portalText('progress', { current, total })}</p>
      <progress max=${total} value=${current} aria-hidden="true"></progress>
    </div>`;
  }

  #pages(): FormPage[] {
    return this.opened === undefined ? [] : listVisiblePages(this.opened.form, this.values, this.opened.feel.feel);
  }

  /** The screen to show; undefined before the form is known. */
  #page(): { page: FormPage; position: number } | 'check' | undefined {
    if (this.screen === checkScreen) return 'check';
    const pages = this.#pages();
    const wanted = Number(this.screen || 1);
    const position = Math.min(Math.max(Number.isInteger(wanted) ? wanted - 1 : 0, 0), pages.length - 1);
    const page = pages[position];
    return page === undefined ? undefined : { page, position };
  }

  #address(screen: number | string): string {
    return `${pageAddress('apply', { key: this.key })}?layar=${String(screen)}`;
  }

  #comesFromCheck(): boolean {
    return new URLSearchParams(location.search).has('kembali');
  }

  async #open(): Promise<void> {
    this.failure = undefined;
    this.opened = undefined;
    try {
      const params = { key: this.key };
      const [service, schema, draft] = await Promise.all([
        this.client.call('getService', { params }),
        this.client.call('getServiceForm', { params }),
        DraftSession.open(this.client, this.key, readDraftAddress(location.hash)),
      ]);
      const { form } = readForm(schema);
      const feel = await loadFormFeel(form);
      if (location.hash.startsWith('#draf='))
        history.replaceState(history.state, '', location.pathname + location.search);
      this.values = draft.data;
      this.#begun = draft.data;
      this.files = draft.files;
      this.opened = { name: service.name, schema, form, feel, draft };
      if (draft.origin === 'renewed') announce(portalText('draftGone'));
      await this.updateComplete;
      this.#focusHash();
    } catch (error) {
      this.failure = error;
    }
  }

  /** A link "Ubah" points at one field. */
  #focusHash(): void {
    const id = location.hash.slice(1);
    if (!id.startsWith('f-')) return;
    setTimeout(() => {
      const control = document.getElementById(id);
      control?.scrollIntoView({ block: 'center' });
      control?.focus({ preventScroll: true });
    }, 50);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has('screen') && changed.get('screen') !== undefined) this.#focusHash();
  }

  #changed(values: FormData): void {
    this.values = values;
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => {
      this.#keepNow();
    }, 400);
  }

  #keepNow(): void {
    clearTimeout(this.#keepTimer);
    this.opened?.draft.keepHere(this.values);
  }

  /** Saves on the server; without signal the device has it and the journey goes on. */
  async #save(): Promise<boolean> {
    const draft = this.opened?.draft;
    if (draft === undefined) return false;
    clearTimeout(this.#keepTimer);
    this.#takeFiles();
    this.saved = portalText('saving');
    try {
      await draft.save(this.values);
      this.saved = portalText('saved', { time: `${showClock(Date.now())} WIB` });
      return true;
    } catch (error) {
      const lost = error instanceof ApiFailure && error.kind !== 'problem';
      this.saved = lost ? portalText('savedHere') : failureText(error);
      return lost;
    }
  }

  #takeFiles(): void {
    if (this.formElement !== null) this.files = this.formElement.knownFiles;
  }

  async #next(position: number): Promise<void> {
    const result = this.formElement?.validate();
    if (result === undefined || !result.valid) return;
    this.busy = true;
    try {
      if (!(await this.#save())) return;
      const pages = this.#pages();
      const last = position + 1 >= pages.length;
      navigate(this.#address(this.#comesFromCheck() || last ? checkScreen : position + 2));
    } finally {
      this.busy = false;
    }
  }

  async #saveForLater(): Promise<void> {
    if (await this.#save()) this.later = true;
  }

  async #submit(data: FormData): Promise<void> {
    const opened = this.opened;
    if (opened === undefined || this.busy) return;
    this.busy = true;
    try {
      const number = await opened.draft.submit(data);
      navigate(pageAddress('sent', { number }), { replace: true });
    } catch (error) {
      this.querySelector('alur-check-answers')?.showFailure(error);
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-apply': AlurApply;
  }
}
