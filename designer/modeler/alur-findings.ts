import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FindingAnswer } from '../../server/contract/api/service.ts';
import { LightElement } from '../kit/element/light-element.ts';
import './alur-finding-list.ts';
import { modelerText } from './i18n/modeler-text.ts';

/** The strip of findings below the drawing: open as soon as there are any, opened and closed with Ctrl+B too. */
@customElement('alur-findings')
export class AlurFindings extends LightElement {
  @property({ attribute: false }) findings: readonly FindingAnswer[] = [];
  @property({ type: Boolean }) checking = false;
  /** What the person has chosen; undefined before. */
  @state() private chosen: boolean | undefined;
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'b' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.chosen = !this.#open;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.#onKey);
    super.disconnectedCallback();
  }

  get #open(): boolean {
    return this.chosen ?? this.findings.length > 0;
  }

  protected override render(): TemplateResult {
    const none = this.findings.length === 0;
    const text = this.checking
      ? modelerText('checking')
      : none
        ? modelerText('noFindings')
        : modelerText('findingsCount', { count: this.findings.length });
    return html` <details
      class="editor__findings"
      ?open=${this.#open}
      @toggle=${(event: Event) => {
        const { open } = event.target as HTMLDetailsElement;
        if (open !== this.#open) this.chosen = open;
      }}
    >
      <summary>
        <h2>${modelerText('findings')}</h2>
        <span role="status" class=${none ? 'good' : ''}>${text}</span>
      </summary>
      ${none ? nothing : html`<alur-finding-list .findings=${this.findings}></alur-finding-list>`}
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-findings': AlurFindings;
  }
}
