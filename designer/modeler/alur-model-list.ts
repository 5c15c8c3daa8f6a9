import { consume } from '@lit/context';
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ModelSummary } from '../../server/contract/api/model.ts';
import type { ApiClient } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-empty.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import { modelerText } from './i18n/modeler-text.ts';
import { longTime } from './long-time.ts';

/** The latest version of every process, to be opened. */
@customElement('alur-model-list')
export class AlurModelList extends LightElement {
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private models: readonly ModelSummary[] | undefined;
  @state() private failure: unknown;

  protected override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    this.failure = undefined;
    try {
      this.models = await this.client.call('listModels');
    } catch (error) {
      this.failure = error;
    }
  }

  protected override render(): TemplateResult {
    return html` <div class="models">
      <div class="models__head">
        <h1>${modelerText('models')}</h1>
        <a class="button" href="/designer/baru">${modelerText('newProcess')}</a>
      </div>
      ${this.#renderModels()}
    </div>`;
  }

  #renderModels(): TemplateResult {
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => this.#load()}></alur-failure>`;
    if (this.models === undefined) return html`<alur-spinner></alur-spinner>`;
    if (this.models.length === 0)
      return html`<alur-empty heading=${modelerText('noModels')} text=${modelerText('noModelsText')}></alur-empty>`;
    return html` <ul class="models__list">
      ${this.models.map(
        (model) =>
          html` <li>
            <a class="models__item" href=${`/designer/${encodeURIComponent(model.id)}`}>
              <strong>${model.name}</strong>
              <span class="muted"
                >${modelerText('version')} ${model.version} · ${modelerText('running')}: ${model.running} ·
                ${modelerText('deployed')} ${longTime(model.deployedAt)}</span
              >
            </a>
          </li>`,
      )}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-model-list': AlurModelList;
  }
}
