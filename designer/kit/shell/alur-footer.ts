import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LightElement } from '../element/light-element.ts';
import { kitText } from '../i18n/kit-text.ts';

/** Foot of a page: help stands in the same place everywhere (WCAG 3.2.6). */
@customElement('alur-footer')
export class AlurFooter extends LightElement {
  protected override render(): TemplateResult {
    return html` <footer class="footer">
      <div class="footer__bar">
        <p><strong>${kitText('footerHelp')}</strong><br />${kitText('footerHelpText')}</p>
        <p>${kitText('footerPrivacy')}</p>
        <p><a href="/inbox">${kitText('staffApps')}</a></p>
      </div>
    </footer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-footer': AlurFooter;
  }
}
