import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { AppElement } from '../kit/app/app-element.ts';
import type { AppName } from '../kit/shell/app-links.ts';
import { portalText } from './i18n/portal-text.ts';
import { findPage } from './portal-routes.ts';
import './page/alur-catalogue.ts';

/** The citizens' portal. The first page comes at once, every other one when it is visited. */
@customElement('alur-portal')
export class AlurPortal extends AppElement {
  protected override readonly app: AppName = 'portal';

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    document.title = portalText('portalTitle');
  }

  protected override renderPage(): TemplateResult {
    const found = findPage(location.pathname);
    const params = found?.params ?? {};
    switch (found?.page) {
      case 'catalogue':
        return html`<alur-catalogue></alur-catalogue>`;
      case 'service':
        void import('./page/alur-service-page.ts');
        return html`<alur-service-page .key=${params['key'] ?? ''}></alur-service-page>`;
      case 'apply':
        void import('./page/alur-apply.ts');
        return html`<alur-apply
          .key=${params['key'] ?? ''}
          .screen=${new URLSearchParams(location.search).get('layar') ?? ''}
        ></alur-apply>`;
      case 'sent':
        void import('./page/alur-sent.ts');
        return html`<alur-sent .number=${params['number'] ?? ''}></alur-sent>`;
      case 'trackStart':
        void import('./page/alur-track-start.ts');
        return html`<alur-track-start></alur-track-start>`;
      case 'track':
        void import('./page/alur-request-page.ts');
        return html`<alur-request-page .number=${params['number'] ?? ''}></alur-request-page>`;
      case 'correction':
        void import('./page/alur-correct.ts');
        return html`<alur-correct .number=${params['number'] ?? ''}></alur-correct>`;
      case 'verifyStart':
      case 'verify':
        void import('./page/alur-verify.ts');
        return html`<alur-verify .code=${params['code'] ?? ''}></alur-verify>`;
      case undefined:
        return html`<div class="reading">
            <h1>${portalText('notFoundTitle')}</h1>
            <p>${portalText('notFoundText')}</p>
          </div>
          <alur-catalogue embedded></alur-catalogue>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-portal': AlurPortal;
  }
}
