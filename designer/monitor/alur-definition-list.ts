import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { DefinitionSummary } from '../../server/contract/api/monitor.ts';
import '../kit/feedback/alur-empty.ts';
import { renderTable } from './data-table.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

/** All process definitions with what runs and what is stuck. */
@customElement('alur-definition-list')
export class AlurDefinitionList extends LoadingElement<readonly DefinitionSummary[]> {
  protected override key(): string {
    return 'definitions';
  }

  protected override load(): Promise<readonly DefinitionSummary[]> {
    return this.client.call('listRunningDefinitions');
  }

  protected override renderContent(definitions: readonly DefinitionSummary[]): TemplateResult {
    if (definitions.length === 0)
      return html`<alur-empty
        heading=${monitorText('noDefinitions')}
        text=${monitorText('noDefinitionsText')}
      ></alur-empty>`;
    return renderTable(
      [
        { text: monitorText('process') },
        { text: monitorText('version') },
        { text: monitorText('running'), number: true },
        { text: monitorText('incidents'), number: true },
        { text: monitorText('deployed') },
      ],
      definitions.map((each) => [
        html`<a href=${`/monitor/proses/${encodeURIComponent(each.id)}`}>${each.name}</a>`,
        html`${each.version} ${each.latest ? html`<span class="badge">${monitorText('latest')}</span>` : nothing}`,
        each.running,
        each.incidents > 0 ? html`<strong class="bad">${each.incidents}</strong>` : '0',
        shortTime(each.deployedAt),
      ]),
    );
  }
}
