import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FindingAnswer } from '../../server/contract/api/service.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import './alur-finding-list.ts';
import { modelerText } from './i18n/modeler-text.ts';

/** Asks before a new version goes live. Fires `alur-deploy` when it is wanted and `alur-close` when it is not. */
@customElement('alur-deploy-dialog')
export class AlurDeployDialog extends LightElement {
  @property({ type: Boolean }) open = false;
  /** It is on its way. */
  @property({ type: Boolean }) busy = false;
  /** Requests that run on the present version. */
  @property({ attribute: false }) running = 0;
  @property({ attribute: false }) findings: readonly FindingAnswer[] = [];

  protected override render(): TemplateResult {
    const errors = this.findings.some((finding) => finding.severity === 'error');
    return html` <alur-dialog heading=${modelerText('deployTitle')} ?open=${this.open}>
      <p>${modelerText('deployText')}</p>
      ${this.running === 0 ? nothing : html`<p>${modelerText('deployRunning', { count: this.running })}</p>`}
      ${errors ? html`<p class="bad">${modelerText('deployErrors')}</p>` : this.findings.length > 0 ? html`<p>${modelerText('deployWarnings')}</p>` : nothing}
      <alur-finding-list .findings=${this.findings}></alur-finding-list>
      <button
        slot="actions"
        type="button"
        class="button"
        ?disabled=${errors || this.busy}
        @click=${() => this.dispatchEvent(new CustomEvent('alur-deploy', { bubbles: true }))}
      >
        ${modelerText(this.busy ? 'deploying' : 'deploy')}
      </button>
      <button
        slot="actions"
        type="button"
        class="button button--secondary"
        @click=${() => this.dispatchEvent(new CustomEvent('alur-close', { bubbles: true }))}
      >
        ${modelerText('cancel')}
      </button>
    </alur-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-deploy-dialog': AlurDeployDialog;
  }
}
