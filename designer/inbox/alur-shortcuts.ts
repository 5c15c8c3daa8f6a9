import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import { kitText } from '../kit/i18n/kit-text.ts';
import { inboxText } from './i18n/inbox-text.ts';
import { shortcutsAreOn, switchShortcuts } from './shortcut-keys.ts';

const KEYS = [
  ['j', 'keyNext'],
  ['k', 'keyPrevious'],
  ['a', 'keyClaim'],
  ['Ctrl + Enter', 'keyComplete'],
  ['/', 'keySearch'],
  ['?', 'keyHelp'],
] as const;

/** The list of shortcuts, with their switch. Set `open`; fires `alur-close`. */
@customElement('alur-shortcuts')
export class AlurShortcuts extends LightElement {
  @property({ type: Boolean }) open = false;

  protected override render(): TemplateResult {
    return html` <alur-dialog heading=${inboxText('shortcuts')} ?open=${this.open}>
      <dl class="keys">
        ${KEYS.map(
          ([key, text]) =>
            html`<div>
              <dt><kbd>${key}</kbd></dt>
              <dd>${inboxText(text)}</dd>
            </div>`,
        )}
      </dl>
      <label class="choice"
        ><input
          type="checkbox"
          .checked=${shortcutsAreOn()}
          @change=${(event: Event) => {
            switchShortcuts((event.target as HTMLInputElement).checked);
          }}
        />
        ${inboxText('shortcutsOn')}</label
      >
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
    'alur-shortcuts': AlurShortcuts;
  }
}
