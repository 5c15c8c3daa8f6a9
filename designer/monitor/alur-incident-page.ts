import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { IncidentSummary } from '../../server/contract/api/monitor.ts';
import { ApiFailure } from '../kit/client/api-failure.ts';
import '../kit/feedback/alur-dialog.ts';
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
  @state() private asking = false;

  protected override key(): string {
    return 'incidents';
  }

  /** As many as are shown, so that another look after a try does not take pages away. */
  protected override async load(): Promise<Page> {
    const count = this.content?.incidents.length ?? 0;
    let page = await this.#page();
    while (page.next !== null && page.incidents.length < count) page = join(page, await this.#page(page.next));
    return page;
  }

  #page(after?: string): Promise<Page> {
    return this.client.call('listIncidents', { query: after === undefined ? {} : { after } });
  }

  /** One after the other: the failed work often waits for the same system, which has just come back. */
  async #retryAll(incidents: readonly IncidentSummary[]): Promise<void> {
    this.asking = false;
    if (this.progress !== undefined) return;
    let failed = 0;
    for (const [done, { id }] of incidents.entries()) {
      // Another page is shown: what has not been tried yet stays as it is.
      if (!this.isConnected) break;
      this.progress = { done, count: incidents.length };
      try {
        await this.client.call('retryIncident', { params: { id }, body: { retries: 1 } });
      } catch (error) {
        if (!isResolved(error)) failed += 1;
      }
    }
    this.progress = undefined;
    if (!this.isConnected) return;
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
      <alur-incident-table
        .incidents=${incidents}
        ?locked=${this.progress !== undefined}
        @alur-incident-retried=${() => this.reload()}
      ></alur-incident-table>
      ${next === null ? nothing : html`<button type="button" class="button button--secondary" ?disabled=${this.readingMore || this.progress !== undefined} @click=${() => this.readMore(() => this.#page(next), join)}>${monitorText('more')}</button>`}`;
  }

  #renderAll(incidents: readonly IncidentSummary[]): TemplateResult {
    const { progress } = this;
    const close = (): void => {
      this.asking = false;
    };
    return html`<p>
        <button
          type="button"
          class="button button--secondary"
          ?disabled=${progress !== undefined}
          @click=${() => {
            this.asking = true;
          }}
        >
          ${progress === undefined ? monitorText('retryAll', { count: incidents.length }) : monitorText('retrying', { done: progress.done, count: progress.count })}
        </button>
      </p>
      <alur-dialog
        heading=${monitorText('retryAllTitle', { count: incidents.length })}
        ?open=${this.asking}
        @alur-close=${close}
      >
        <p>${monitorText('retryAllText')}</p>
        <button slot="actions" type="button" class="button" @click=${() => this.#retryAll(incidents)}>
          ${monitorText('retryAllConfirmed')}
        </button>
        <button slot="actions" type="button" class="button button--secondary" @click=${close}>
          ${monitorText('back')}
        </button>
      </alur-dialog>`;
  }
}

function join(shown: Page, more: Page): Page {
  const known = new Set(shown.incidents.map(({ id }) => id));
  return { incidents: [...shown.incidents, ...more.incidents.filter(({ id }) => !known.has(id))], next: more.next };
}

/** Somebody else was faster, or the work has gone on by itself. */
function isResolved(error: unknown): boolean {
  return error instanceof ApiFailure && [404, 409].includes(error.status);
}
