import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelSummary } from '../../server/contract/api/model.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import { kitText } from '../kit/i18n/kit-text.ts';
import { modelerText } from './i18n/modeler-text.ts';
import { longTime } from './long-time.ts';

/** The versions of a process, newest first; each opens in the editor. Set `open`; fires `alur-close`. */
@customElement('alur-model-versions')
export class AlurModelVersions extends LightElement {
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) versions: readonly ModelSummary[] = [];
  /** Id of the version in the editor. */
  @property({ attribute: false }) present = '';

  protected override render(): TemplateResult {
    const sorted = [...this.versions].sort((left, right) => right.version - left.version);
    return html` <alur-dialog heading=${modelerText('versions')} ?open=${this.open}>
      <p>${modelerText('versionsText')}</p>
      <ul class="versions">
        ${sorted.map(
          (each, index) =>
            html`<li>
              <a
                href=${`/designer/${encodeURIComponent(each.id)}`}
                aria-current=${each.id === this.present ? 'true' : 'false'}
                @click=${() => this.dispatchEvent(new CustomEvent('alur-close', { bubbles: true }))}
                >${modelerText('version')} ${each.version}</a
              >
              ${index === 0 ? html`<span class="badge">${modelerText('latest')}</span>` : nothing}
              ${each.id === this.present ? html`<span class="badge">${modelerText('opened')}</span>` : nothing}
              <span class="muted"
                >${modelerText('deployed')} ${longTime(each.deployedAt)} · ${modelerText('running')}:
                ${each.running}</span
              >
            </li>`,
        )}
      </ul>
      <button
        slot="actions"
        type="button"
        class="button button--secondary"
        @click=${() => this.dispatchEvent(new CustomEvent('alur-close', { bubbles: true }))}
      >
        ${kitText('close')}
      </button>
    </alur-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-model-versions': AlurModelVersions;
  }
}
