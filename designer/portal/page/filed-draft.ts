import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { portalText } from '../i18n/portal-text.ts';
import { pageAddress } from '../portal-routes.ts';

/** Instead of a form whose draft has become a request already: where that is, and how to begin another one. */
export function renderFiled(number: string, begin: () => void): TemplateResult {
  return html` <h1>${portalText('draftSubmitted')}</h1>
    <p>${portalText('draftSubmittedText', { number })}</p>
    <div class="actions">
      <a class="button" href=${pageAddress('track', { number })}>${portalText('trackThis')}</a>
      <button type="button" class="button button--secondary" @click=${begin}>${portalText('newRequest')}</button>
    </div>`;
}
