import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { portalText } from '../i18n/portal-text.ts';
import { PageElement } from '../page-element.ts';
import './alur-track-box.ts';

/** Asks for the number of the request to track. */
@customElement('alur-track-start')
export class AlurTrackStart extends PageElement {
  protected override pageTitle(): string {
    return portalText('trackTitle');
  }

  protected override render(): TemplateResult {
    return html`<h1>${portalText('trackTitle')}</h1>
      <p class="lead">${portalText('trackLead')}</p>
      <alur-track-box class="card reading" plain></alur-track-box>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-track-start': AlurTrackStart;
  }
}
