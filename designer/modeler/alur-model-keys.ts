import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import { kitText } from '../kit/i18n/kit-text.ts';
import { modelerText } from './i18n/modeler-text.ts';

const KEYS = [
  ['Ctrl + Z', 'keyUndo'],
  ['Ctrl + Y', 'keyRedo'],
  ['Ctrl + C / V', 'keyCopy'],
  ['Ctrl + A', 'keyAll'],
  ['Ctrl + F', 'keyFind'],
  ['A', 'keyAppend'],
  ['N', 'keyCreate'],
  ['R', 'keyReplace'],
  ['E', 'keyLabel'],
  ['C', 'keyConnect'],
  ['H', 'keyHand'],
  ['L', 'keyLasso'],
  ['S', 'keySpace'],
  ['Ctrl + 0', 'keyFull'],
  ['Ctrl + B', 'keyFindings'],
  ['?', 'keyHelp'],
] as const;

/** The shortcuts of the editor. Set `open`; fires `alur-close`. */
@customElement('alur-model-keys')
export class AlurModelKeys extends LightElement {
  @property({ type: Boolean }) open = false;

  protected override render(): TemplateResult {
    return html` <alur-dialog heading=${modelerText('keys')} ?open=${this.open}>
      <p>${modelerText('keysText')}</p>
      <dl class="keys">
        ${KEYS.map(
          ([key, text]) =>
            html`<div>
              <dt><kbd>${key}</kbd></dt>
              <dd>${modelerText(text)}</dd>
            </div>`,
        )}
      </dl>
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
    'alur-model-keys': AlurModelKeys;
  }
}
