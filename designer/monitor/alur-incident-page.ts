import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { IncidentSummary } from '../../server/contract/api/monitor.ts';
import { failureText } from '../kit/client/api-client.ts';
import '../kit/feedback/alur-empty.ts';
import { announce } from '../kit/feedback/announce.ts';
import './alur-incident-table.ts';
import { monitorText } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

interface Page {
  readonly incidents: readonly IncidentSummary[];
  readonly next: string | null;
}

/** Open incidents, oldest first, with another try for one or for all that are shown. */
@customElement('alur-incident-page')
export class AlurIncidentPage extends LoadingElement<Page> {
  /** How many of how many are being tried again. */
  @state() private progress: { readonly done: number; readonly count: number } | undefined;

  protected override key(): string {
    return 'incidents';
  }

  protected override load(): Promise<Page> {
    return this.client.call('listIncidents', { query: {} });
  }

  async #more(after: string): Promise<void> {
    try {
      const page = await this.client.call('listIncidents', { query: { after } });
      this.content = { incidents: [...(this.content?.incidents ?? []), ...page.incidents], next: page.next };
    } catch (error) {
      announce(failureText(error), 'error');
    }
  }

  /** One after the other: the failed work often waits for the same system, which has just come back. */
  async #retryAll(incidents: readonly IncidentSummary[]): Promise<void> {
    let failed = 0;
    for (const [done, { id }] of incidents.entries()) {
      this.progress = { done, count: incidents.length };
      try {
        await this.client.call('retryIncident', { params: { id }, body: { retries: 1 } });
      } catch {
        failed += 1;
      }
    }
    this.progress = undefined;
    if (failed === 0) announce(monitorText('retriedAll', { count: incidents.length }), 'success');
    else announce(monitorText('retriedSome', { count: incidents.length, failed }), 'error');
    await this.reload();
  }

  protected override renderContent({ incidents, next }: Page): TemplateResult {
    if (incidents.length === 0)
      return html`<alur-empty
        heading=${monitorText('noIncidents')}
        text=${monitorText('noIncidentsText')}
      ></alur-empty>`;
    return html` ${incidents.length < 2 ? nothing : this.#renderAll(incidents)}
      <alur-incident-table .incidents=${incidents} @alur-incident-retried=${() => this.reload()}></alur-incident-table>
      ${next === null ? nothing : html`<button type="button" class="button button--secondary" @click=${() => this.#more(next)}>${monitorText('more')}</button>`}`;
  }

  #renderAll(incidents: readonly IncidentSummary[]): TemplateResult {
    const { progress } = this;
    return html`<p>
      <button
        type="button"
        class="button button--secondary"
        ?disabled=${progress !== undefined}
        @click=${() => this.#retryAll(incidents)}
      >
        ${progress === undefined ? monitorText('retryAll', { count: incidents.length }) : monitorText('retrying', { done: progress.done, count: progress.count })}
      </button>
    </p>`;
  }
}
