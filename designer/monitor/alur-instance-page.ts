import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnswerOf } from '../../server/contract/endpoint.ts';
import type { Api } from '../../server/contract/api.ts';
import '../kit/diagram/alur-diagram.ts';
import { activityName } from './activity-name.ts';
import './alur-incident-table.ts';
import { renderTable } from './data-table.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';
import { readNames } from './read-names.ts';

type Instance = AnswerOf<Api['getInstance']>;

/** One instance: where it is on its diagram, its incidents, what it did, its data. */
@customElement('alur-instance-page')
export class AlurInstancePage extends LoadingElement<Instance> {
  @property({ attribute: false }) instanceId = '';
  @state() private names: ReadonlyMap<string, string> = new Map();

  protected override key(): string {
    return this.instanceId;
  }

  protected override async load(): Promise<Instance> {
    const instance = await this.client.call('getInstance', { params: { id: this.instanceId } });
    void readNames(instance.history.flatMap((each) => each.assignee ?? [])).then((names) => {
      this.names = names;
    });
    return instance;
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
      ${renderTable(
        [
          { text: monitorText('activity') },
          { text: monitorText('started') },
          { text: monitorText('until') },
          { text: monitorText('by') },
        ],
        history.map((each) => [
          html`${activityName(each)}
          ${each.canceled ? html`<span class="badge">${monitorText('canceled')}</span>` : nothing}`,
          shortTime(each.startedAt),
          each.endedAt === null ? monitorText('untilNow') : shortTime(each.endedAt),
          each.assignee === null ? '' : (this.names.get(each.assignee) ?? each.assignee),
        ]),
      )}
      <details class="monitor__variables">
        <summary>${monitorText('variables')} (${variables.length})</summary>
        ${renderTable(
          [
            { text: monitorText('name') },
            { text: monitorText('type') },
            { text: monitorText('value') },
            { text: monitorText('scope') },
          ],
          variables.map((each) => [
            each.name,
            each.type,
            html`<span class="value">${each.value}</span>`,
            each.scope === 'process' ? monitorText('scopeProcess') : each.scope,
          ]),
        )}
      </details>`;
  }
}
