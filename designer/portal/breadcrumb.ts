import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { portalText } from './i18n/portal-text.ts';

/** Way back to the pages above. */
export function renderBreadcrumb(
  ...above: readonly { readonly address: string; readonly text: string }[]
): TemplateResult {
  return html` <nav class="breadcrumb" aria-label=${portalText('breadcrumb')}>
    <ol>
      <li><a href="/">${portalText('home')}</a></li>
      ${above.map((page) => html`<li><a href=${page.address}>${page.text}</a></li>`)}
    </ol>
  </nav>`;
}
