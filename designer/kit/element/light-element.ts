import { LitElement } from 'lit';
import { onLanguageChange } from '../i18n/language.ts';

/**
 * Base of our elements: renders into the light DOM, so that labels, autofill, assistive technology and the page's style
 * sheet reach its content, and renders again when the language is switched.
 */
export abstract class LightElement extends LitElement {
  #stopListening: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = onLanguageChange(() => {
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    this.#stopListening?.();
    super.disconnectedCallback();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
