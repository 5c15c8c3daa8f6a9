import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnswerOf } from '../../server/contract/endpoint.ts';
import type { Api } from '../../server/contract/api.ts';
import '../kit/diagram/alur-diagram.ts';
import './alur-incident-table.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

type Instance = AnswerOf<Api['getInstance']>;

/** One instance: where it is on its diagram, its incidents, what it did, its data. */
@customElement('alur-instance-page')
export class AlurInstancePage extends LoadingElement<Instance> {
  @property({ attribute: false }) instanceId = '';

  protected override key(): string {
    return this.instanceId;
  }

  protected override load(): Promise<Instance> {
    return this.client.call('getInstance', { params: { id: this.instanceId } });
  }

  protected override renderContent({
    instance,
    xml,
    active,
    done,
    history,
    variables,
    incidents,
  }: Instance): TemplateResult {
    return html` <p>
        <a href=${`/monitor/proses/${encodeURIComponent(instance.definitionId)}`}>← ${instance.definitionName}</a>
      </p>
      <h1>${instance.number ?? instance.id}</h1>
      <p class="muted">
        ${instance.definitionName} v${instance.version} · ${monitorText('started')}
        ${shortTime(instance.startedAt)}${instance.endedAt === null ? nothing : html` · ${monitorText('ended')} ${shortTime(instance.endedAt)}`}
      </p>
      ${
        incidents.length === 0
          ? nothing
          : html`<h2>${monitorText('incidents')}</h2>
              <alur-incident-table
                .incidents=${incidents}
                @alur-incident-retried=${() => this.reload()}
              ></alur-incident-table>`
      }
      <alur-diagram
        .xml=${xml}
        .active=${active}
        .done=${done}
        .incidents=${incidents.map((each) => each.activityId)}
        label=${instance.definitionName}
      ></alur-diagram>
      <h2>${monitorText('history')}</h2>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${monitorText('activity')}</th>
              <th scope="col">${monitorText('started')}</th>
              <th scope="col">${monitorText('until')}</th>
              <th scope="col">${monitorText('by')}</th>
            </tr>
          </thead>
          <tbody>
            ${history.map(
              (each) =>
                html`<tr>
                  <td>
                    ${each.name}
                    ${each.canceled ? html`<span class="badge">${monitorText('canceled')}</span>` : nothing}
                  </td>
                  <td>${shortTime(each.startedAt)}</td>
                  <td>${each.endedAt === null ? '' : shortTime(each.endedAt)}</td>
                  <td>${each.assignee ?? ''}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <details class="monitor__variables">
        <summary>${monitorText('variables')} (${variables.length})</summary>
        <div class="table-frame">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${monitorText('name')}</th>
                <th scope="col">${monitorText('type')}</th>
                <th scope="col">${monitorText('value')}</th>
                <th scope="col">${monitorText('scope')}</th>
              </tr>
            </thead>
            <tbody>
              ${variables.map(
                (each) =>
                  html`<tr>
                    <td>${each.name}</td>
                    <td>${each.type}</td>
                    <td class="value">${each.value}</td>
                    <td>${each.scope}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </details>`;
  }
}
