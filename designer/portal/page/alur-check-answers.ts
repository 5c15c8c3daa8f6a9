import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FileFact, FormData, FormDefinition } from '../../../server/form/definition.ts';
import { listFieldInstances } from '../../../server/form/field-instances.ts';
import { listVisiblePages } from '../../../server/form/pages.ts';
import { validateForm } from '../../../server/form/validate-form.ts';
import { failureText } from '../../kit/client/api-client.ts';
import { ApiFailure } from '../../kit/client/api-failure.ts';
import { LightElement } from '../../kit/element/light-element.ts';
import '../../kit/form/answers/alur-answers.ts';
import { fieldId } from '../../kit/form/field-context.ts';
import type { FeelOptions } from '../../kit/form/form-feel.ts';
import { getLanguage } from '../../kit/i18n/language.ts';
import { portalText } from '../i18n/portal-text.ts';
import { pageAddress } from '../portal-routes.ts';

interface FoundError {
  readonly path: string;
  readonly message: string;
}

/**
 * All answers to check, with links to change each, and the button that files the request (event `alur-submit` with the
 * values).
 */
@customElement('alur-check-answers')
export class AlurCheckAnswers extends LightElement {
  @property({ attribute: false }) schema: unknown;
  @property({ attribute: false }) form: FormDefinition = { id: '', components: [] };
  @property({ attribute: false }) data: FormData = {};
  @property({ attribute: false }) files: readonly FileFact[] = [];
  /** FEEL, when the form has conditions that need it. */
  @property({ attribute: false }) feel: FeelOptions = {};
  @property() serviceKey = '';
  @property({ type: Boolean }) busy = false;
  @state() private failure = '';
  @state() private serverErrors: readonly FoundError[] = [];

  /** Shows why filing failed; fields that the server names are listed with links. */
  showFailure(error: unknown): void {
    this.failure = failureText(error);
    this.serverErrors = error instanceof ApiFailure ? error.fields : [];
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>('.error-summary')?.focus();
    });
  }

  protected override render(): TemplateResult {
    const checked = validateForm(this.form, this.data, {
      language: getLanguage(),
      now: Date.now(),
      files: this.files,
      ...this.feel,
    });
    const errors = checked.valid ? this.serverErrors : checked.errors;
    return html` ${
        errors.length === 0 && this.failure === ''
          ? nothing
          : html` <div class="error-summary" role="alert" tabindex="-1">
              <h2>${this.failure === '' ? portalText('checkErrors') : this.failure}</h2>
              <ul>
                ${errors.map((error) => html`<li><a href=${this.#changeAddress(this.#pageOf(error.path), error.path)}>${error.message}</a></li>`)}
              </ul>
            </div>`
      }
      <p class="notice">${portalText('checkLead')}</p>
      <alur-answers
        .schema=${this.schema}
        .data=${checked.data}
        .files=${this.files}
        .changeUrl=${(page: number, path: string) => this.#changeAddress(page, path)}
      ></alur-answers>
      <p class="muted">${portalText('submitHint')}</p>
      <div class="actions">
        <button
          type="button"
          class="button button--large"
          ?disabled=${this.busy || !checked.valid}
          @click=${() => this.dispatchEvent(new CustomEvent<FormData>('alur-submit', { detail: checked.data, bubbles: true }))}
        >
          ${this.busy ? portalText('submitting') : portalText('submit')}
        </button>
        <a
          class="button button--secondary"
          href="${pageAddress('apply', { key: this.serviceKey })}?layar=${listVisiblePages(this.form, this.data, this.feel.feel).length}"
          >${portalText('back')}</a
        >
      </div>`;
  }

  #pageOf(path: string): number {
    return (
      listFieldInstances(this.form, this.data, this.feel.feel).find((instance) => instance.path === path)?.page ?? 0
    );
  }

  #changeAddress(page: number, path: string): string {
    const position = listVisiblePages(this.form, this.data, this.feel.feel).findIndex(
      (visible) => visible.index === page,
    );
    return `${pageAddress('apply', { key: this.serviceKey })}?layar=${String(position + 1)}&kembali=1#${fieldId(path)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-check-answers': AlurCheckAnswers;
  }
}
