import { consume } from '@lit/context';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { IncidentSummary } from '../../server/contract/api/monitor.ts';
import { type ApiClient, failureText } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import { announce } from '../kit/feedback/announce.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';

/** Incidents with their message and another try. Fires `alur-incident-retried`. */
@customElement('alur-incident-table')
export class AlurIncidentTable extends LightElement {
  @property({ attribute: false }) incidents: readonly IncidentSummary[] = [];
  /** Nothing can be tried while all are. */
  @property({ type: Boolean }) locked = false;
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private busy = '';

  async #retry(id: string): Promise<void> {
    this.busy = id;
    try {
      await this.client.call('retryIncident', { params: { id }, body: { retries: 1 } });
      announce(monitorText('retried'), 'success');
    } catch (error) {
      announce(failureText(error), 'error');
    } finally {
      this.busy = '';
      this.dispatchEvent(new CustomEvent('alur-incident-retried', { bubbles: true }));
    }
  }

  protected override render(): TemplateResult {
    return html` <ul class="incident-list">
      ${this.incidents.map(
        (each) =>
          html` <li class="card incident">
            <p class="incident__head">
              <strong>${each.activityName}</strong> ·
              <a href=${`/monitor/berkas/${each.instanceId}`}>${each.number ?? each.instanceId.slice(-12)}</a> ·
              ${each.definitionName} · <span class="muted">${shortTime(each.at)}</span>
            </p>
            <p>${each.message ?? ''}</p>
            ${
              each.details === null
                ? nothing
                : html`<details>
                    <summary>${monitorText('details')}</summary>
                    <pre>${each.details}</pre>
                  </details>`
            }
            <button
              type="button"
              class="button button--small"
              ?disabled=${this.locked || this.busy !== ''}
              @click=${() => this.#retry(each.id)}
            >
              ${monitorText('retry')}
            </button>
          </li>`,
      )}
    </ul>`;
  }
}
