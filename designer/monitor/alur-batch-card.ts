import { consume } from '@lit/context';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BackgroundWork } from '../../server/contract/api/batch-monitor.ts';
import { type ApiClient, failureText } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import { announce } from '../kit/feedback/announce.ts';
import './alur-batch-failures.ts';
import { batchName, batchProgress, batchState } from './batch-words.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';

/** One batch: how far it is, what has failed, and what can be done about it. Fires `alur-batch-changed`. */
@customElement('alur-batch-card')
export class AlurBatchCard extends LightElement {
  @property({ attribute: false }) batch!: BackgroundWork;
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private busy = false;
  @state() private asking = false;
  @state() private opened = false;

  /** Does it and says so, in words that it gives. */
  async #change(work: () => Promise<string>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.asking = false;
    try {
      announce(await work(), 'success');
    } catch (error) {
      announce(failureText(error), 'error');
    } finally {
      this.busy = false;
      this.dispatchEvent(new CustomEvent('alur-batch-changed', { bubbles: true }));
    }
  }

  #suspend(suspended: boolean): Promise<void> {
    return this.#change(async () => {
      await this.client.call('suspendBackgroundWork', { params: { id: this.batch.id }, body: { suspended } });
      return monitorText(suspended ? 'suspended' : 'resumed');
    });
  }

  #stop(): Promise<void> {
    return this.#change(async () => {
      await this.client.call('stopBackgroundWork', { params: { id: this.batch.id } });
      return monitorText('stopped');
    });
  }

  #retry(): Promise<void> {
    return this.#change(async () => {
      const { count } = await this.client.call('retryFailedItems', { params: { id: this.batch.id } });
      return monitorText('retriedFailed', { count });
    });
  }

  protected override render(): TemplateResult {
    const { batch } = this;
    const name = batchName(batch.type);
    const progress = batchProgress(batch);
    return html`<article class="card" aria-label=${name}>
      <p class="batch__head">
        <strong>${name}</strong>
        <span class="badge">${batchState(batch.state)}</span>
      </p>
      <progress max=${batch.total} .value=${batch.done} aria-label=${`${name}: ${progress}`}></progress>
      <p class=${batch.failed > 0 ? 'bad' : ''}>${progress}</p>
      <p class="muted">
        ${shortTime(batch.startedAt)}${batch.endedAt === null ? nothing : html` – ${shortTime(batch.endedAt)}`}${batch.startedBy === null ? nothing : html` · ${batch.startedBy}`}
      </p>
      ${batch.endedAt === null ? this.#renderActions() : nothing} ${batch.failed > 0 ? this.#renderFailures() : nothing}
    </article>`;
  }

  #renderActions(): TemplateResult {
    const { batch } = this;
    const suspended = batch.state === 'suspended';
    const close = (): void => {
      this.asking = false;
    };
    return html`<div class="batch__actions">
        <button
          type="button"
          class="button button--small button--secondary"
          ?disabled=${this.busy}
          @click=${() => this.#suspend(!suspended)}
        >
          ${monitorText(suspended ? 'resume' : 'suspend')}
        </button>
        <button
          type="button"
          class="button button--small button--secondary"
          ?disabled=${this.busy}
          @click=${() => {
            this.asking = true;
          }}
        >
          ${monitorText('stop')}
        </button>
        ${
          batch.failed === 0
            ? nothing
            : html`<button
                type="button"
                class="button button--small"
                ?disabled=${this.busy}
                @click=${() => this.#retry()}
              >
                ${monitorText('retryFailed', { failed: batch.failed })}
              </button>`
        }
      </div>
      <alur-dialog heading=${monitorText('stopTitle')} ?open=${this.asking} @alur-close=${close}>
        <p>${monitorText('stopText', { left: batch.total - batch.done - batch.givenUp })}</p>
        <button slot="actions" type="button" class="button" @click=${() => this.#stop()}>
          ${monitorText('stopConfirmed')}
        </button>
        <button slot="actions" type="button" class="button button--secondary" @click=${close}>
          ${monitorText('back')}
        </button>
      </alur-dialog>`;
  }

  #renderFailures(): TemplateResult {
    return html`<details
      @toggle=${(event: Event) => {
        this.opened = (event.currentTarget as HTMLDetailsElement).open;
      }}
    >
      <summary>${monitorText('failedItems')}</summary>
      ${
        this.opened
          ? html`<alur-batch-failures .batchId=${this.batch.id} .count=${this.batch.failed}></alur-batch-failures>`
          : nothing
      }
    </details>`;
  }
}
