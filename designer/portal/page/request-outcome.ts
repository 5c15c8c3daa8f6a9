import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { RequestDetails } from '../../../server/contract/api/request.ts';
import type { ApiClient } from '../../kit/client/api-client.ts';
import { showDate } from '../format.ts';
import { portalText } from '../i18n/portal-text.ts';
import { pageAddress } from '../portal-routes.ts';

/** What the applicant came for: the letters, or why there are none. Nothing before there is an outcome. */
export function renderOutcome(details: RequestDetails | undefined, client: ApiClient): TemplateResult | typeof nothing {
  if (details === undefined) return nothing;
  return html` ${
    details.documents.length === 0
      ? nothing
      : html` <section class="card letter">
          <h2>${portalText('documentsIssued')}</h2>
          ${details.documents.map(
            (document) =>
              html` <div class="letter__one">
                <p>
                  <strong>${document.title}</strong><br /><span class="muted"
                    >${portalText('documentNumber', { number: document.number, date: showDate(document.issuedAt) })}</span
                  >
                </p>
                <div class="actions">
                  <a class="button" href=${client.url('downloadDocument', { code: document.code })} download
                    >${portalText('downloadPdf')}</a
                  ><a href=${pageAddress('verify', { code: document.code })}>${portalText('checkDocument')}</a>
                </div>
              </div>`,
          )}
        </section>`
  }
  ${
    details.reason === null || details.reason === ''
      ? nothing
      : html`<section class="notice notice--error">
          <h2>${portalText('reason')}</h2>
          <p>${details.reason}</p>
        </section>`
  }`;
}
