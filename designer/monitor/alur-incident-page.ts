import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { IncidentSummary } from '../../server/contract/api/monitor.ts';
import '../kit/feedback/alur-empty.ts';
import './alur-incident-table.ts';
import { monitorText } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

/** Open incidents, oldest first. */
@customElement('alur-incident-page')
export class AlurIncidentPage extends LoadingElement<readonly IncidentSummary[]> {
  protected override key(): string {
    return 'incidents';
  }

  protected override async load(): Promise<readonly IncidentSummary[]> {
    return (await this.client.call('listIncidents', { query: { limit: 100 } })).incidents;
  }

  protected override renderContent(incidents: readonly IncidentSummary[]): TemplateResult {
    return incidents.length === 0
      ? html`<alur-empty heading=${monitorText('noIncidents')} text=${monitorText('noIncidentsText')}></alur-empty>`
      : html`<alur-incident-table
          .incidents=${incidents}
          @alur-incident-retried=${() => this.reload()}
        ></alur-incident-table>`;
  }
}
