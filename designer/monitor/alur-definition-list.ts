import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { DefinitionSummary } from '../../server/contract/api/monitor.ts';
import '../kit/feedback/alur-empty.ts';
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
    return html` <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${monitorText('process')}</th>
            <th scope="col">${monitorText('version')}</th>
            <th scope="col" class="number">${monitorText('running')}</th>
            <th scope="col" class="number">${monitorText('incidents')}</th>
            <th scope="col">${monitorText('deployed')}</th>
          </tr>
        </thead>
        <tbody>
          ${definitions.map(
            (each) =>
              html` <tr>
                <td><a href=${`/monitor/proses/${encodeURIComponent(each.id)}`}>${each.name}</a></td>
                <td>
                  ${each.version} ${each.latest ? html`<span class="badge">${monitorText('latest')}</span>` : nothing}
                </td>
                <td class="number">${each.running}</td>
                <td class="number">
                  ${each.incidents > 0 ? html`<strong class="bad">${each.incidents}</strong>` : '0'}
                </td>
                <td>${shortTime(each.deployedAt)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
