import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DocumentCheck } from '../../../server/contract/api/document.ts';
import { ApiFailure } from '../../kit/client/api-failure.ts';
import '../../kit/feedback/alur-failure.ts';
import '../../kit/feedback/alur-spinner.ts';
import { navigate } from '../../kit/router/navigation.ts';
import { showDate } from '../format.ts';
import { findFileHash } from '../hash-file.ts';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import { pageAddress } from '../portal-routes.ts';

const verdicts = {
  valid: ['verifyValid', 'success', '✓'],
  expired: ['verifyExpired', 'warning', '!'],
  revoked: ['verifyRevoked', 'error', '✗'],
} as const;

/** The page behind a letter's QR code: whether it is genuine and in force, and whether a PDF is the one we issued. */
@customElement('alur-verify')
export class AlurVerify extends PageElement {
  @property() code = '';
  @state() private document: DocumentCheck | undefined;
  @state() private failure: unknown;
  @state() private message = '';
  @state() private match: boolean | undefined;
  @state() private uncheckable = false;
  @state() private over = false;

  protected override pageTitle(): string {
    return portalText('verifyTitle');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('code')) void this.#load();
  }

  protected override render(): TemplateResult {
    return html`<div class="reading">
      <h1>${portalText('verifyTitle')}</h1>
      ${this.#renderContent()}
    </div>`;
  }

  #renderContent(): TemplateResult {
    if (this.code === '') return this.#renderAsk();
    if (this.failure instanceof ApiFailure && this.failure.status === 404) {
      return html`<div class="verdict verdict--error" role="alert">
          <p class="verdict__sign" aria-hidden="true">✗</p>
          <div>
            <h2>${portalText('verifyUnknown')}</h2>
            <p>${portalText('verifyUnknownText', { code: this.code })}</p>
          </div>
        </div>
        ${this.#renderAsk()}`;
    }
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => void this.#load()}></alur-failure>`;
    if (this.document === undefined) return html`<alur-spinner></alur-spinner>`;
    return this.#renderDocument(this.document);
  }

  #renderAsk(): TemplateResult {
    return html` <form
      class="card"
      novalidate
      @submit=${(event: SubmitEvent) => {
        this.#ask(event);
      }}
    >
      <div class=${this.message === '' ? 'field' : 'field field--invalid'}>
        <label for="letter-code">${portalText('verifyCodeLabel')}</label>
        <p class="hint" id="letter-code-hint">${portalText('verifyCodeHint')}</p>
        <input
          id="letter-code"
          class="input--medium"
          type="text"
          autocomplete="off"
          spellcheck="false"
          maxlength="40"
          aria-describedby="letter-code-hint letter-code-error"
          aria-invalid=${this.message === '' ? 'false' : 'true'}
        />
        <p class="field__error" id="letter-code-error" role="alert">${this.message}</p>
      </div>
      <button class="button">${portalText('verifyStart')}</button>
    </form>`;
  }

  #renderDocument(document: DocumentCheck): TemplateResult {
    const [text, kind, sign] = verdicts[document.state];
    return html` <div class="verdict verdict--${kind}" role="status">
        <p class="verdict__sign" aria-hidden="true">${sign}</p>
        <h2>${portalText(text)}</h2>
      </div>
      <dl class="summary card">
        ${this.#renderRow('verifyKind', document.title)} ${this.#renderRow('verifyNumber', document.number)}
        ${this.#renderRow('verifyHolder', document.holderInitials)} ${this.#renderRow('verifyIssuer', document.issuer)}
        ${this.#renderRow('verifySigner', document.signer)}
        ${this.#renderRow('verifyIssued', showDate(document.issuedAt))}
        ${this.#renderRow('verifyUntil', document.validUntil === null ? portalText('verifyForever') : showDate(document.validUntil))}
      </dl>
      <section class="card">
        <h2>${portalText('verifyFileTitle')}</h2>
        <div
          class=${this.over ? 'upload upload--over' : 'upload'}
          @dragover=${(event: DragEvent) => {
            event.preventDefault();
            this.over = true;
          }}
          @dragleave=${() => {
            this.over = false;
          }}
          @drop=${(event: DragEvent) => {
            event.preventDefault();
            this.over = false;
            void this.#compare(document, event.dataTransfer?.files[0]);
          }}
        >
          <p class="hint">${portalText('verifyFileText')}</p>
          <label class="button button--secondary upload__choose" for="letter-file"
            >${portalText('verifyFileLabel')}</label
          >
          <input
            id="letter-file"
            class="upload__input"
            type="file"
            accept=".pdf"
            @change=${(event: Event) => void this.#compare(document, (event.target as HTMLInputElement).files?.[0])}
          />
        </div>
        <div role="status">
          ${this.uncheckable ? html`<p class="notice notice--warning file-verdict">${portalText('verifyUncheckable')}</p>` : nothing}${this.match === undefined ? nothing : html`<p class="notice ${this.match ? 'notice--success' : 'notice--error'} file-verdict"><strong>${this.match ? `✓ ${portalText('verifySame')}` : `✗ ${portalText('verifyDifferent')}`}</strong></p>`}
        </div>
      </section>`;
  }

  #renderRow(label: Parameters<typeof portalText>[0], text: string): TemplateResult {
    return html`<div class="summary__row">
      <dt>${portalText(label)}</dt>
      <dd>${text}</dd>
    </div>`;
  }

  #ask(event: SubmitEvent): void {
    event.preventDefault();
    const code = this.querySelector<HTMLInputElement>('#letter-code')?.value.trim() ?? '';
    this.message = code === '' ? portalText('verifyCodeMissing') : '';
    if (code !== '') navigate(pageAddress('verify', { code }));
  }

  async #load(): Promise<void> {
    this.failure = undefined;
    this.document = undefined;
    this.match = undefined;
    if (this.code === '') return;
    try {
      this.document = await this.client.call('verifyDocument', { params: { code: this.code } });
    } catch (error) {
      this.failure = error;
    }
  }

  async #compare(document: DocumentCheck, file: File | undefined): Promise<void> {
    if (file === undefined) return;
    const hash = await findFileHash(file);
    this.match = hash === undefined ? undefined : hash === document.sha256.toLowerCase();
    this.uncheckable = hash === undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-verify': AlurVerify;
  }
}
