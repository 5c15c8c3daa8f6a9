import { html, nothing, type TemplateResult } from 'lit';
import { monitorText } from './i18n/monitor-text.ts';

/** The secret of a webhook, which is told once: after it is made or changed. Empty: there is nothing to tell. */
export function renderSecret(secret: string): TemplateResult {
  return html`<div role="status">
    ${
      secret === ''
        ? nothing
        : html`<div class="card">
            <p>${monitorText('webhookSecret')}</p>
            <p><code>${secret}</code></p>
          </div>`
    }
  </div>`;
}
