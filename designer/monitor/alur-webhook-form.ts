import { consume } from '@lit/context';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { WebhookSummary } from '../../server/contract/api/webhook.ts';
import type { NoticeKind } from '../../server/contract/notice.ts';
import { type ApiClient, failureText } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import { monitorText } from './i18n/monitor-text.ts';
import { webhookKinds } from './webhook-kinds.ts';

type Asked = Pick<WebhookSummary, 'name' | 'url' | 'kinds' | 'processDefinitionKeys'>;

/**
 * Asks for a new webhook, or for what is to be different about one. Fires `alur-webhook-added` with the secret of a new
 * one, which is shown this once; `alur-webhook-changed` when one was changed; `alur-webhook-left` when it stays as it is.
 */
@customElement('alur-webhook-form')
export class AlurWebhookForm extends LightElement {
  /** The webhook to change; absent: a new one. */
  @property({ attribute: false }) webhook: WebhookSummary | undefined;
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private failure = '';
  @state() private busy = false;

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const textOf = (name: string): string => String(fields.get(name) ?? '').trim();
    const kinds = fields.getAll('kinds') as NoticeKind[];
    if (kinds.length === 0) {
      this.failure = monitorText('webhookChooseKind');
      return;
    }
    const keys = textOf('keys')
      .split(/[\s,]+/)
      .filter((key) => key !== '');
    this.busy = true;
    this.failure = '';
    try {
      const body = {
        name: textOf('name'),
        url: textOf('url'),
        kinds,
        processDefinitionKeys: keys.length === 0 ? null : keys,
      };
      if (this.webhook) await this.#change(this.webhook, body);
      else {
        const { secret } = await this.client.call('createWebhook', { body });
        form.reset();
        this.dispatchEvent(new CustomEvent<string>('alur-webhook-added', { detail: secret, bubbles: true }));
      }
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.busy = false;
    }
  }

  /** What is not asked for stays: its tenants, and whether it is on. */
  async #change({ id, tenantIds, enabled }: WebhookSummary, asked: Asked): Promise<void> {
    await this.client.call('changeWebhook', { params: { id }, body: { ...asked, tenantIds, enabled } });
    this.dispatchEvent(new CustomEvent('alur-webhook-changed', { bubbles: true }));
  }

  protected override render(): TemplateResult {
    const { webhook } = this;
    return html`<form class="card" @submit=${(event: SubmitEvent) => this.#save(event)}>
      <div class="field">
        <label for="webhook-name">${monitorText('name')}</label>
        <input
          class="input"
          id="webhook-name"
          name="name"
          required
          maxlength="100"
          autocomplete="off"
          .defaultValue=${webhook?.name ?? ''}
        />
      </div>
      <div class="field">
        <label for="webhook-url">${monitorText('webhookUrl')}</label>
        <p class="hint" id="webhook-url-hint">${monitorText('webhookUrlHint')}</p>
        <input
          class="input"
          id="webhook-url"
          name="url"
          type="url"
          .defaultValue=${webhook?.url ?? ''}
          required
          maxlength="2000"
          autocomplete="off"
          aria-describedby="webhook-url-hint"
        />
      </div>
      <fieldset class="field">
        <legend>${monitorText('webhookKinds')}</legend>
        ${(Object.keys(webhookKinds) as NoticeKind[]).map(
          (kind) =>
            html`<label class="choice"
              ><input
                type="checkbox"
                name="kinds"
                value=${kind}
                .defaultChecked=${webhook?.kinds.includes(kind) ?? false}
              />
              <span>${monitorText(webhookKinds[kind])}</span></label
            >`,
        )}
      </fieldset>
      <div class="field">
        <label for="webhook-keys"
          >${monitorText('webhookProcesses')} <span class="field__optional">${monitorText('optional')}</span></label
        >
        <p class="hint" id="webhook-keys-hint">${monitorText('webhookProcessesHint')}</p>
        <input
          class="input"
          id="webhook-keys"
          name="keys"
          autocomplete="off"
          .defaultValue=${(webhook?.processDefinitionKeys ?? []).join(', ')}
          aria-describedby="webhook-keys-hint"
        />
      </div>
      ${this.failure === '' ? nothing : html`<p class="field__error" role="alert">${this.failure}</p>`}
      <div class="actions">
        <button type="submit" class="button" ?disabled=${this.busy}>
          ${monitorText(webhook ? 'webhookSave' : 'webhookAdd')}
        </button>
        ${
          webhook
            ? html`<button
                type="button"
                class="button button--secondary"
                @click=${() => this.dispatchEvent(new CustomEvent('alur-webhook-left', { bubbles: true }))}
              >
                ${monitorText('webhookLeave')}
              </button>`
            : nothing
        }
      </div>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-webhook-form': AlurWebhookForm;
  }
}
