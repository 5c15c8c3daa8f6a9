import { consume } from '@lit/context';
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { NoticeKind } from '../../server/contract/notice.ts';
import { type ApiClient, failureText } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import { monitorText } from './i18n/monitor-text.ts';
import { webhookKinds } from './webhook-kinds.ts';

/** Asks for a new webhook. Fires `alur-webhook-added` with its secret, which is shown this once. */
@customElement('alur-webhook-form')
export class AlurWebhookForm extends LightElement {
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private failure = '';
  @state() private busy = false;

  async #add(event: SubmitEvent): Promise<void> {
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
      const { secret } = await this.client.call('createWebhook', {
        body: {
          name: textOf('name'),
          url: textOf('url'),
          kinds,
          processDefinitionKeys: keys.length === 0 ? null : keys,
        },
      });
      form.reset();
      this.dispatchEvent(new CustomEvent<string>('alur-webhook-added', { detail: secret, bubbles: true }));
    } catch (error) {
      this.failure = failureText(error);
    } finally {
      this.busy = false;
    }
  }

  protected override render(): TemplateResult {
    return html`<form class="card" @submit=${(event: SubmitEvent) => this.#add(event)}>
      <div class="field">
        <label for="webhook-name">${monitorText('name')}</label>
        <input class="input" id="webhook-name" name="name" required maxlength="100" autocomplete="off" />
      </div>
      <div class="field">
        <label for="webhook-url">${monitorText('webhookUrl')}</label>
        <p class="hint" id="webhook-url-hint">${monitorText('webhookUrlHint')}</p>
        <input
          class="input"
          id="webhook-url"
          name="url"
          type="url"
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
              ><input type="checkbox" name="kinds" value=${kind} />
              <span>${monitorText(webhookKinds[kind])}</span></label
            >`,
        )}
      </fieldset>
      <div class="field">
        <label for="webhook-keys"
          >${monitorText('webhookProcesses')} <span class="field__optional">${monitorText('optional')}</span></label
        >
        <p class="hint" id="webhook-keys-hint">${monitorText('webhookProcessesHint')}</p>
        <input class="input" id="webhook-keys" name="keys" autocomplete="off" aria-describedby="webhook-keys-hint" />
      </div>
      ${this.failure === '' ? nothing : html`<p class="field__error" role="alert">${this.failure}</p>`}
      <button type="submit" class="button" ?disabled=${this.busy}>${monitorText('webhookAdd')}</button>
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-webhook-form': AlurWebhookForm;
  }
}
