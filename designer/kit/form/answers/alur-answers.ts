import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FileFact, FormData } from '../../../../server/form/definition.ts';
import { formatSize } from '../../../../server/form/format.ts';
import { readForm } from '../../../../server/form/read-form.ts';
import { summariseForm } from '../../../../server/form/summary.ts';
import type { Answer, AnswerSection } from '../../../../server/form/summary.ts';
import { LightElement } from '../../element/light-element.ts';
import { getLanguage } from '../../i18n/language.ts';
import { FormFeel } from '../form-feel.ts';
import { formText } from '../form-text.ts';

/**
 * The answers of a form in words, screen by screen: to check before sending, or to read. With `changeUrl` each answer
 * has a link "Ubah" whose hidden text names the field.
 */
@customElement('alur-answers')
export class AlurAnswers extends LightElement {
  @property({ attribute: false }) schema: unknown;
  @property({ attribute: false }) data: FormData = {};
  @property({ attribute: false }) files: readonly FileFact[] = [];
  @property({ attribute: false }) fileUrl: ((file: FileFact) => string) | undefined;
  /** Address where the answer can be changed. */
  @property({ attribute: false }) changeUrl: ((page: number, path: string) => string) | undefined;
  readonly #feel = new FormFeel(this);

  protected override render(): TemplateResult | typeof nothing {
    const { form } = readForm(this.schema);
    const feel = this.#feel.optionsFor(form);
    if (feel === undefined) return nothing;
    const sections = summariseForm(form, this.data, { language: getLanguage(), files: this.files, ...feel });
    return html`${sections.map(
      (section) =>
        html` <section class="card">
          ${section.label === '' ? nothing : html`<h2>${section.label}</h2>`}
          <dl class="summary">${section.answers.map((answer) => this.#renderAnswer(section, answer))}</dl>
        </section>`,
    )}`;
  }

  #renderAnswer(section: AnswerSection, answer: Answer): TemplateResult {
    const label =
      answer.item === undefined
        ? answer.label
        : `${answer.item.label.replace(/\s*\(.*\)$/, '')} ${String(answer.item.number)}: ${answer.label}`;
    return html` <div class="summary__row">
      <dt>${label}</dt>
      <dd>${renderAnswerValue(answer, this.fileUrl)}</dd>
      ${
        this.changeUrl === undefined
          ? nothing
          : html`<dd class="summary__actions">
              <a href=${this.changeUrl(section.page, answer.path)}
                >${formText('change')}<span class="visually-hidden"> ${label}</span></a
              >
            </dd>`
      }
    </div>`;
  }
}

/** An answer's text or links to its files. Written without blanks around, for line breaks in answers are kept. */
export function renderAnswerValue(answer: Answer, fileUrl: ((file: FileFact) => string) | undefined): TemplateResult {
  if (answer.files.length > 0) {
    return html`${answer.files.map((file, index) => html`${index === 0 ? '' : html`<br />`}${fileUrl === undefined ? file.name : html`<a href=${fileUrl(file)} target="_blank" rel="noopener" aria-label=${formText('openFile', { name: file.name })}>${file.name}</a>`}${file.size > 0 ? ` (${formatSize(file.size, getLanguage())})` : ''}`)}`;
  }
  return answer.text === '' ? html`<span class="muted">${formText('notFilled')}</span>` : html`${answer.text}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-answers': AlurAnswers;
  }
}
