import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FindingAnswer } from '../../server/contract/api/service.ts';
import { LightElement } from '../kit/element/light-element.ts';
import { modelerText } from './i18n/modeler-text.ts';

/** What a deployment would find. Fires `alur-finding-chosen` with the id of the element that a finding is about. */
@customElement('alur-finding-list')
export class AlurFindingList extends LightElement {
  @property({ attribute: false }) findings: readonly FindingAnswer[] = [];

  protected override render(): TemplateResult {
    if (this.findings.length === 0) return html`<p class="good">${modelerText('noFindings')}</p>`;
    return html`<ul class="finding-list">
      ${this.findings.map((finding) => html`<li class="finding finding--${finding.severity}">${this.#renderFinding(finding)}</li>`)}
    </ul>`;
  }

  #renderFinding({ severity, code, message, elementId }: FindingAnswer): TemplateResult {
    const text = html`<strong>${modelerText(severity)} ${code}</strong> ${message}`;
    // A finding about the file as a whole leads nowhere.
    if (elementId === null) return text;
    return html`<button
      type="button"
      class="link-button"
      @click=${() => {
        this.dispatchEvent(new CustomEvent<string>('alur-finding-chosen', { detail: elementId, bubbles: true }));
      }}
    >
      ${text}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-finding-list': AlurFindingList;
  }
}
