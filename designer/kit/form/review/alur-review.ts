import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Correction, FileFact, FormData } from '../../../../server/form/definition.ts';
import { readForm } from '../../../../server/form/read-form.ts';
import { summariseForm } from '../../../../server/form/summary.ts';
import type { Answer, AnswerSection } from '../../../../server/form/summary.ts';
import { LightElement } from '../../element/light-element.ts';
import { getLanguage } from '../../i18n/language.ts';
import { renderAnswerValue } from '../answers/alur-answers.ts';
import { fieldId } from '../field-context.ts';
import { FormFeel } from '../form-feel.ts';
import { formText } from '../form-text.ts';
import { sameContent } from '../form-values.ts';
import './review.css';

type Mark = 'right' | 'wrong' | 'unreadable';

/**
 * An officer's check of every answer and document of another form: sesuai, tidak sesuai or (documents) tidak terbaca,
 * with a note for the applicant. Fires `alur-marks-changed` with the corrections: one for each answer that is not
 * right.
 */
@customElement('alur-review')
export class AlurReview extends LightElement {
  @property() label = '';
  @property() hint = '';
  /** Schema of the reviewed form. */
  @property({ attribute: false }) schema: unknown;
  @property({ attribute: false }) data: FormData = {};
  @property({ attribute: false }) files: readonly FileFact[] = [];
  @property({ attribute: false }) fileUrl: ((file: FileFact) => string) | undefined;
  /** Corrections to begin with. */
  @property({ attribute: false }) marks: unknown;
  @property() error = '';
  @property() inputId = '';
  @property({ type: Boolean }) disabled = false;
  @state() private given: ReadonlyMap<string, { readonly mark: Mark; readonly note: string }> = new Map();
  readonly #feel = new FormFeel(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const sameSchema = !changed.has('schema') || sameContent(changed.get('schema'), this.schema);
    const sameData = !changed.has('data') || sameContent(changed.get('data'), this.data);
    if (this.hasUpdated && sameSchema && sameData) return;
    const corrections = (Array.isArray(this.marks) ? this.marks : []) as Correction[];
    this.given = new Map(corrections.map(({ field, note }) => [field, { mark: 'wrong', note }]));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { form } = readForm(this.schema);
    const feel = this.#feel.optionsFor(form);
    if (feel === undefined) return nothing;
    const sections = summariseForm(form, this.data, { language: getLanguage(), files: this.files, ...feel });
    const answers = sections.flatMap((section) => section.answers);
    const checked = answers.filter((answer) => this.given.has(answer.path)).length;
    const wrong = [...this.given.values()].filter(({ mark }) => mark !== 'right').length;
    return html` <section class="review" aria-labelledby="${this.inputId}-title">
      <div class="review__head">
        <h3 id="${this.inputId}-title">${this.label || formText('reviewTitle')}</h3>
        <p class="number" role="status">${formText('reviewProgress', { checked, total: answers.length, wrong })}</p>
        ${
          this.disabled || checked === answers.length
            ? nothing
            : html`<button
                type="button"
                class="button button--secondary button--small"
                id=${this.inputId}
                @click=${() => {
                  this.#markRest(answers);
                }}
              >
                ${formText('reviewAllRight')}
              </button>`
        }
      </div>
      ${this.hint === '' ? nothing : html`<p class="hint">${this.hint}</p>`}
      <div role="alert">${this.error === '' ? nothing : html`<p class="field__error">${this.error}</p>`}</div>
      ${sections.map((section) => this.#renderSection(section))}
    </section>`;
  }

  #renderSection(section: AnswerSection): TemplateResult {
    return html` <h4>${section.label}</h4>
      ${section.answers.map((answer) => this.#renderAnswer(answer))}`;
  }

  #renderAnswer(answer: Answer): TemplateResult {
    const id = `${this.inputId}-${fieldId(answer.path)}`;
    const given = this.given.get(answer.path);
    const label =
      answer.item === undefined
        ? answer.label
        : `${answer.item.label.replace(/\s*\(.*\)$/, '')} ${String(answer.item.number)}: ${answer.label}`;
    const document = answer.field.type === 'filepicker';
    return html` <div class="review__row review__row--${given?.mark ?? 'open'}" role="group" aria-label=${label}>
      <div class="review__answer">
        <span class="review__label">${label}</span
        ><span class="review__value">${renderAnswerValue(answer, this.fileUrl)}</span>
      </div>
      <div class="review__marks">
        ${this.#renderMark(answer, 'right', id)} ${this.#renderMark(answer, 'wrong', id)}
        ${document ? this.#renderMark(answer, 'unreadable', id) : nothing}
      </div>
      ${given === undefined || given.mark === 'right' ? nothing : this.#renderNote({ answer, id, document, note: given.note, mark: given.mark })}
    </div>`;
  }

  #renderMark(answer: Answer, mark: Mark, id: string): TemplateResult {
    const text =
      mark === 'right' ? formText('markRight') : mark === 'wrong' ? formText('markWrong') : formText('markUnreadable');
    return html` <label class="mark mark--${mark}">
      <input
        type="radio"
        name=${id}
        .checked=${live(this.given.get(answer.path)?.mark === mark)}
        ?disabled=${this.disabled}
        @change=${() => {
          this.#mark(answer.path, mark);
        }}
      />
      <span>${text}</span>
    </label>`;
  }

  #renderNote({
    answer,
    id,
    document,
    note,
    mark,
  }: {
    answer: Answer;
    id: string;
    document: boolean;
    note: string;
    mark: Mark;
  }): TemplateResult {
    const presets = document
      ? (['presetUnreadable', 'presetIncomplete', 'presetExpired'] as const)
      : (['presetDifferent', 'presetUnclear'] as const);
    const missing = note.trim() === '';
    return html` <div class="review__note">
      <label for="${id}-note">${formText('reviewNote')}</label>
      <textarea
        id="${id}-note"
        rows="2"
        maxlength="1000"
        .value=${live(note)}
        ?disabled=${this.disabled}
        aria-describedby="${id}-missing"
        @input=${(event: Event) => {
          this.#write(answer.path, mark, (event.target as HTMLTextAreaElement).value);
        }}
      ></textarea>
      <p class="field__error" id="${id}-missing">${missing ? formText('reviewNoteMissing') : ''}</p>
      ${
        this.disabled
          ? nothing
          : html`<div class="review__presets" role="group" aria-label=${formText('reviewPresets')}>
              ${presets.map(
                (preset) =>
                  html`<button
                    type="button"
                    class="chip"
                    @click=${() => {
                      this.#write(answer.path, mark, formText(preset));
                    }}
                  >
                    ${formText(preset)}
                  </button>`,
              )}
            </div>`
      }
    </div>`;
  }

  #mark(path: string, mark: Mark): void {
    const note = this.given.get(path)?.note ?? '';
    this.#write(path, mark, mark === 'unreadable' && note === '' ? formText('presetUnreadable') : note);
  }

  #write(path: string, mark: Mark, note: string): void {
    this.given = new Map([...this.given, [path, { mark, note }]]);
    this.#tell();
  }

  #markRest(answers: readonly Answer[]): void {
    const rest = answers
      .filter((answer) => !this.given.has(answer.path))
      .map((answer) => [answer.path, { mark: 'right', note: '' }] as const);
    this.given = new Map([...this.given, ...rest]);
    this.#tell();
  }

  #tell(): void {
    const corrections: Correction[] = [...this.given]
      .filter(([, { mark }]) => mark !== 'right')
      .map(([field, { note }]) => ({ field, note }));
    this.dispatchEvent(
      new CustomEvent<readonly Correction[]>('alur-marks-changed', { detail: corrections, bubbles: true }),
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-review': AlurReview;
  }
}
