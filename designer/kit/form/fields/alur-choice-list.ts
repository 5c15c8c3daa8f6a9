import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Option } from '../../../../server/form/definition.ts';
import { LightElement } from '../../element/light-element.ts';
import { formText } from '../form-text.ts';

/** Longest list shown without a search box. */
const shortList = 8;

/** Several of many: tick boxes, with a search box over a long list. Fires `alur-chosen` with the chosen values. */
@customElement('alur-choice-list')
export class AlurChoiceList extends LightElement {
  @property({ attribute: false }) options: readonly Option[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];
  @property() inputId = '';
  @property() name = '';
  @property({ type: Boolean }) disabled = false;
  @state() private search = '';

  protected override render(): TemplateResult {
    const long = this.options.length > shortList;
    const words = this.search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const shown = this.options.filter((option) => words.every((word) => option.label.toLowerCase().includes(word)));
    const searchId = this.inputId;
    return html` ${
        long
          ? html` <div class="choices__search">
                <label class="visually-hidden" for=${searchId}>${formText('searchChoices')}</label>
                <input
                  type="search"
                  id=${searchId}
                  placeholder=${formText('searchChoices')}
                  autocomplete="off"
                  .value=${live(this.search)}
                  @input=${(event: Event) => {
                    this.search = (event.target as HTMLInputElement).value;
                  }}
                />
                <p class="hint" role="status">
                  ${shown.length === 0 ? formText('noChoices') : formText('choicesShown', { count: shown.length, chosen: this.chosen.length })}
                </p>
              </div>
              ${this.chosen.length === 0 ? nothing : this.#renderChosen()}`
          : nothing
      }
      <ul
        class=${long ? 'choices choices--scroll' : 'choices'}
        tabindex=${long ? 0 : nothing}
        aria-label=${long ? formText('searchChoices') : nothing}
      >
        ${shown.map(
          (option, index) =>
            html` <li>
              <label class="choice">
                <input
                  type="checkbox"
                  id=${!long && index === 0 ? this.inputId : nothing}
                  name=${this.name}
                  value=${option.value}
                  .checked=${live(this.chosen.includes(option.value))}
                  ?disabled=${this.disabled}
                  @change=${() => {
                    this.#toggle(option.value);
                  }}
                />
                <span>${option.label}</span>
              </label>
            </li>`,
        )}
      </ul>`;
  }

  #renderChosen(): TemplateResult {
    return html`<ul class="chips">
      ${this.chosen.map((value) => {
        const label = this.options.find((option) => option.value === value)?.label ?? value;
        return html`<li>
          <button
            type="button"
            class="chip"
            ?disabled=${this.disabled}
            aria-label="${formText('remove')} ${label}"
            @click=${() => {
              this.#toggle(value);
            }}
          >
            ${label} <span aria-hidden="true">×</span>
          </button>
        </li>`;
      })}
    </ul>`;
  }

  #toggle(value: string): void {
    const chosen = this.chosen.includes(value)
      ? this.chosen.filter((other) => other !== value)
      : [...this.chosen, value];
    this.chosen = chosen;
    this.dispatchEvent(new CustomEvent<readonly string[]>('alur-chosen', { detail: chosen, bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-choice-list': AlurChoiceList;
  }
}
