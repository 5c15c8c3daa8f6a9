import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import { announce } from '../kit/feedback/announce.ts';
import { modelerText } from './i18n/modeler-text.ts';

/** The drawing as BPMN XML, to read and copy. Set `open`; fires `alur-close`. */
@customElement('alur-model-xml')
export class AlurModelXml extends LightElement {
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) xml = '';

  protected override render(): TemplateResult {
    return html` <alur-dialog wide heading=${modelerText('xml')} ?open=${this.open}>
      <pre class="model-xml" tabindex="0" aria-label=${modelerText('xml')}>${this.xml}</pre>
      <button slot="actions" type="button" class="button button--secondary" @click=${() => this.#copy()}>
        ${modelerText('copy')}
      </button>
    </alur-dialog>`;
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.xml);
      announce(modelerText('copied'), 'success');
    } catch {
      // Some browsers refuse on plain HTTP: then the text is marked, ready for Ctrl+C.
      const text = this.querySelector('.model-xml');
      if (text) getSelection()?.selectAllChildren(text);
      announce(modelerText('copyByHand'), 'info');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-model-xml': AlurModelXml;
  }
}
