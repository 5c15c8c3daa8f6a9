import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { WebhookDelivery, WebhookSummary } from '../../server/contract/api/webhook.ts';
import { failureText } from '../kit/client/api-client.ts';
import '../kit/feedback/alur-dialog.ts';
import '../kit/feedback/alur-empty.ts';
import { announce } from '../kit/feedback/announce.ts';
import { navigate } from '../kit/router/navigation.ts';
import './alur-webhook-form.ts';
import { webhookState } from './alur-webhook-list.ts';
import { renderTable } from './data-table.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';
import { webhookKinds } from './webhook-kinds.ts';
import { renderSecret } from './webhook-secret.ts';

interface Page {
  readonly webhook: WebhookSummary | undefined;
  readonly deliveries: readonly WebhookDelivery[];
  readonly next: string | null;
}

/** One webhook: what it is told, what was delivered, and what can be delivered again. */
@customElement('alur-webhook-page')
export class AlurWebhookPage extends LoadingElement<Page> {
  @property({ attribute: false }) webhookId = '';
  @state() private busy = false;
  @state() private asking = false;
  @state() private secret = '';
  @state() private editing = false;

  protected override key(): string {
    return this.webhookId;
  }

  protected override async load(): Promise<Page> {
    const [webhooks, log] = await Promise.all([this.client.call('listWebhooks'), this.#log()]);
    return { webhook: webhooks.find(({ id }) => id === this.webhookId), ...log };
  }

  #log(after?: string): Promise<Omit<Page, 'webhook'>> {
    const query = after === undefined ? {} : { after };
    return this.client.call('listWebhookDeliveries', { params: { id: this.webhookId }, query });
  }

  /** Does one thing and shows the log as it is then. */
  async #do(work: () => Promise<unknown>, done: string): Promise<void> {
    this.busy = true;
    try {
      await work();
      announce(done, 'success');
    } catch (error) {
      announce(failureText(error), 'error');
    } finally {
      this.busy = false;
    }
    await this.reload();
  }

  async #renewSecret(params: { readonly id: string }): Promise<void> {
    this.secret = (await this.client.call('renewWebhookSecret', { params })).secret;
  }

  async #delete(id: string): Promise<void> {
    this.asking = false;
    try {
      await this.client.call('deleteWebhook', { params: { id } });
      navigate('/monitor/webhook');
    } catch (error) {
      announce(failureText(error), 'error');
    }
  }

  protected override renderContent({ webhook, deliveries, next }: Page): TemplateResult {
    if (webhook === undefined) return html`<p>${monitorText('notFound')}</p>`;
    const { id, enabled } = webhook;
    const { name, url, kinds, processDefinitionKeys, tenantIds } = webhook;
    const button = (text: string, done: string, work: () => Promise<unknown>): TemplateResult =>
      html`<button
        type="button"
        class="button button--secondary button--small"
        ?disabled=${this.busy}
        @click=${() => this.#do(work, done)}
      >
        ${text}
      </button>`;
    const switchTo = (on: boolean): Promise<unknown> =>
      this.client.call('changeWebhook', {
        params: { id },
        body: { name, url, kinds, processDefinitionKeys, tenantIds, enabled: on },
      });
    return html`<h1>${name}</h1>
      <p>${url} · ${webhookState(webhook)}</p>
      <p class="muted">
        ${kinds.map((kind) => monitorText(webhookKinds[kind])).join(' · ')}${processDefinitionKeys === null ? '' : ` (${processDefinitionKeys.join(', ')})`}
      </p>
      <div class="actions">
        ${enabled ? button(monitorText('webhookPing'), monitorText('webhookPinged'), () => this.client.call('pingWebhook', { params: { id } })) : nothing}
        ${enabled && webhook.failed > 0 ? button(monitorText('webhookReplayFailed', { count: webhook.failed }), monitorText('webhookReplayed'), () => this.client.call('replayFailedDeliveries', { params: { id } })) : nothing}
        ${enabled ? button(monitorText('webhookSwitchOff'), monitorText('webhookOff'), () => switchTo(false)) : button(monitorText('webhookSwitchOn'), monitorText('webhookOn'), () => switchTo(true))}
        <button
          type="button"
          class="button button--secondary button--small"
          aria-expanded=${String(this.editing)}
          @click=${() => {
            this.editing = !this.editing;
          }}
        >
          ${monitorText('webhookEdit')}
        </button>
        ${button(monitorText('webhookRenew'), monitorText('webhookRenewed'), () => this.#renewSecret({ id }))}
        ${button(monitorText('webhookRefresh'), monitorText('webhookRefreshed'), () => Promise.resolve())}
        <button
          type="button"
          class="button button--danger button--small"
          @click=${() => {
            this.asking = true;
          }}
        >
          ${monitorText('webhookDelete')}
        </button>
      </div>
      ${renderSecret(this.secret)} ${this.editing ? this.#renderForm(webhook) : nothing}
      <h2>${monitorText('webhookLog')}</h2>
      ${deliveries.length === 0 ? html`<alur-empty heading=${monitorText('noDeliveries')}></alur-empty>` : this.#renderLog(webhook, deliveries)}
      ${next === null ? nothing : html`<button type="button" class="button button--secondary" ?disabled=${this.readingMore} @click=${() => this.#more(webhook, next)}>${monitorText('more')}</button>`}
      ${this.#renderQuestion(webhook)}`;
  }

  #renderForm(webhook: WebhookSummary): TemplateResult {
    const close = (): void => {
      this.editing = false;
    };
    return html`<h2>${monitorText('webhookEditTitle')}</h2>
      <alur-webhook-form
        .webhook=${webhook}
        @alur-webhook-left=${close}
        @alur-webhook-changed=${() => {
          close();
          announce(monitorText('webhookSaved'), 'success');
          void this.reload();
        }}
      ></alur-webhook-form>`;
  }

  #more(webhook: WebhookSummary, after: string): void {
    void this.readMore(
      async () => ({ webhook, ...(await this.#log(after)) }),
      (shown, more) => ({ ...more, deliveries: [...shown.deliveries, ...more.deliveries] }),
    );
  }

  #renderLog({ id, enabled }: WebhookSummary, deliveries: readonly WebhookDelivery[]): TemplateResult {
    const states = { pending: 'deliveryPending', delivered: 'deliveryDelivered', failed: 'deliveryFailed' } as const;
    const columns = [
      { text: monitorText('webhookEvent') },
      { text: monitorText('since') },
      { text: monitorText('state') },
      { text: monitorText('webhookAnswer') },
      { text: monitorText('webhookAttempts'), number: true },
      { text: '' },
    ];
    const rows = deliveries.map((each) => [
      each.processInstanceId === null
        ? each.type
        : html`<a href=${`/monitor/berkas/${each.processInstanceId}`}>${each.type}</a>`,
      shortTime(each.createdAt),
      html`${each.state === 'failed' ? html`<strong class="bad">${monitorText(states.failed)}</strong>` : monitorText(states[each.state])}${each.nextAttemptAt === null || each.attempts === 0 ? nothing : html` <span class="muted">${monitorText('deliveryNext', { at: shortTime(each.nextAttemptAt) })}</span>`}`,
      `${each.lastStatus ?? ''} ${each.lastError ?? ''}`.trim(),
      String(each.attempts),
      enabled
        ? html`<button
            type="button"
            class="button button--secondary button--small"
            aria-label=${monitorText('deliveryReplayOf', { type: each.type, at: shortTime(each.createdAt) })}
            ?disabled=${this.busy}
            @click=${() =>
              this.#do(
                () => this.client.call('replayWebhookDelivery', { params: { id, deliveryId: each.id } }),
                monitorText('webhookReplayed'),
              )}
          >
            ${monitorText('deliveryReplay')}
          </button>`
        : '',
    ]);
    return renderTable(columns, rows);
  }

  #renderQuestion({ id, name }: WebhookSummary): TemplateResult {
    const close = (): void => {
      this.asking = false;
    };
    return html`<alur-dialog
      heading=${monitorText('webhookDeleteTitle', { name })}
      ?open=${this.asking}
      @alur-close=${close}
    >
      <p>${monitorText('webhookDeleteText')}</p>
      <button slot="actions" type="button" class="button button--danger" @click=${() => this.#delete(id)}>
        ${monitorText('webhookDelete')}
      </button>
      <button slot="actions" type="button" class="button button--secondary" @click=${close}>
        ${monitorText('back')}
      </button>
    </alur-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-webhook-page': AlurWebhookPage;
  }
}
