import { html, LitElement, css } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { kitText } from '../i18n/kit-text.ts';

/**
 * A modal dialog around the browser's own `<dialog>`: focus stays inside, Escape closes it. Content is slotted, buttons
 * into slot `actions`. Set `open`; fires `alur-close` when the person closes it.
 */
@customElement('alur-dialog')
export class AlurDialog extends LitElement {
  static override styles = css`
    dialog {
      border: 0;
      border-radius: 12px;
      padding: 0;
      width: min(36rem, calc(100vw - 2rem));
      max-height: calc(100dvh - 2rem);
      color: inherit;
      box-shadow: 0 20px 60px rgb(0 0 0 / 0.3);
    }
    :host([wide]) dialog {
      width: min(64rem, calc(100vw - 2rem));
    }
    dialog::backdrop {
      background: rgb(12 30 40 / 0.55);
    }
    .head {
      display: flex;
      align-items: start;
      justify-content: space-between;
      gap: 1rem;
      padding: 1.25rem 1.5rem 0;
    }
    h2 {
      margin: 0;
      font-size: 1.25rem;
      line-height: 1.3;
    }
    .body {
      padding: 0.75rem 1.5rem 1rem;
      overflow: auto;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 0.75rem;
      padding: 1rem 1.5rem 1.25rem;
      border-top: 1px solid #d5dde3;
    }
    .close {
      font: inherit;
      font-size: 1.5rem;
      line-height: 1;
      border: 0;
      background: none;
      color: inherit;
      min-width: 44px;
      min-height: 44px;
      margin: -0.5rem -0.75rem 0 0;
      cursor: pointer;
      border-radius: 6px;
    }
    .close:focus-visible {
      outline: 3px solid #f2c14e;
      outline-offset: 0;
      box-shadow: 0 0 0 5px #14313f;
    }
  `;

  @property({ type: Boolean }) open = false;
  @property() heading = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('open')) return;
    if (this.open && !this.dialog.open) this.dialog.showModal();
    if (!this.open && this.dialog.open) this.dialog.close();
  }

  protected override render(): TemplateResult {
    return html` <dialog
      aria-labelledby="heading"
      @close=${() => {
        this.#closed();
      }}
    >
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <button
          type="button"
          class="close"
          aria-label=${kitText('close')}
          @click=${() => {
            this.dialog.close();
          }}
        >
          ×
        </button>
      </div>
      <div class="body"><slot></slot></div>
      <div class="actions"><slot name="actions"></slot></div>
    </dialog>`;
  }

  #closed(): void {
    if (!this.open) return;
    this.open = false;
    this.dispatchEvent(new CustomEvent('alur-close', { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-dialog': AlurDialog;
  }
}
