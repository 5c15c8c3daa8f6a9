import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { WebhookSummary } from '../../server/contract/api/webhook.ts';
import '../kit/feedback/alur-empty.ts';
import './alur-webhook-form.ts';
import { renderTable } from './data-table.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';
import { renderSecret } from './webhook-secret.ts';

/** State of a webhook in words. */
export function webhookState(webhook: WebhookSummary): TemplateResult {
  if (!webhook.enabled) {
    const reason = { manual: 'webhookOff', failing: 'webhookOffFailing', gone: 'webhookOffGone' } as const;
    return html`<strong class=${webhook.disabledReason === 'manual' ? '' : 'bad'}
      >${monitorText(reason[webhook.disabledReason ?? 'manual'])}</strong
    >`;
  }
  if (webhook.failingSince !== null)
    return html`<strong class="bad"
      >${monitorText('webhookFailing', { since: shortTime(webhook.failingSince) })}</strong
    >`;
  return html`${monitorText('webhookOn')}`;
}

/** Who is told what: all webhooks, and a form for a new one. */
@customElement('alur-webhook-list')
export class AlurWebhookList extends LoadingElement<readonly WebhookSummary[]> {
  @state() private secret = '';

  protected override key(): string {
    return 'webhooks';
  }

  protected override load(): Promise<readonly WebhookSummary[]> {
    return this.client.call('listWebhooks');
  }

  protected override renderContent(webhooks: readonly WebhookSummary[]): TemplateResult {
    const columns = [
      { text: monitorText('name') },
      { text: monitorText('webhookUrl') },
      { text: monitorText('state') },
      { text: monitorText('webhookPending'), number: true },
      { text: monitorText('webhookFailed'), number: true },
    ];
    const rows = webhooks.map((each) => [
      html`<a href=${`/monitor/webhook/${each.id}`}>${each.name}</a>`,
      each.url,
      webhookState(each),
      String(each.pending),
      each.failed > 0 ? html`<strong class="bad">${each.failed}</strong>` : '0',
    ]);
    return html`${webhooks.length === 0 ? html`<alur-empty heading=${monitorText('noWebhooks')} text=${monitorText('noWebhooksText')}></alur-empty>` : renderTable(columns, rows)}
      ${renderSecret(this.secret)}
      <h2>${monitorText('webhookNew')}</h2>
      <alur-webhook-form
        @alur-webhook-added=${(event: CustomEvent<string>) => {
          this.secret = event.detail;
          void this.reload();
        }}
      ></alur-webhook-form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-webhook-list': AlurWebhookList;
  }
}
