import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnswerOf } from '../../server/contract/endpoint.ts';
import type { Api } from '../../server/contract/api.ts';
import '../kit/diagram/alur-diagram.ts';
import type { DiagramCount } from '../kit/diagram/diagram-marks.ts';
import './alur-instance-list.ts';
import { monitorText } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

type Overview = AnswerOf<Api['getDefinitionOverview']>;

const mark = (activityId: string, count: number, kind: 'running' | 'incident'): readonly DiagramCount[] =>
  count > 0 ? [{ activityId, count, kind }] : [];

/** One definition: its diagram with what waits where, and its instances. */
@customElement('alur-definition-page')
export class AlurDefinitionPage extends LoadingElement<Overview> {
  @property({ attribute: false }) definitionId = '';

  protected override key(): string {
    return this.definitionId;
  }

  protected override load(): Promise<Overview> {
    return this.client.call('getDefinitionOverview', { params: { id: this.definitionId } });
  }

  protected override renderContent({ definition, xml, activities }: Overview): TemplateResult {
    return html` <p><a href="/monitor">← ${monitorText('back')}</a></p>
      <h1>${definition.name} <small class="muted">${monitorText('version')} ${definition.version}</small></h1>
      <alur-diagram
        .xml=${xml}
        .active=${activities.filter((each) => each.running > 0).map((each) => each.id)}
        .incidents=${activities.filter((each) => each.incidents > 0).map((each) => each.id)}
        .counts=${activities.flatMap((each) => [...mark(each.id, each.running, 'running'), ...mark(each.id, each.incidents, 'incident')])}
        label=${definition.name}
      ></alur-diagram>
      <h2>${monitorText('instances')}</h2>
      <alur-instance-list .definitionId=${definition.id}></alur-instance-list>`;
  }
}
