import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InboxCase } from '../../server/contract/api/inbox.ts';
import { ApiFailure, offlineFailure, problemFailure } from '../kit/client/api-failure.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import { inboxText } from './i18n/inbox-text.ts';

/** Where a request is, on its diagram. The diagram and what draws it are loaded when the section is opened. */
@customElement('alur-case-place')
export class AlurCasePlace extends LightElement {
  @property({ attribute: false }) diagram: InboxCase['diagram'] | undefined;
  /** Name of the diagram for screen readers. */
  @property() label = '';
  @state() private xml = '';
  @state() private failure: ApiFailure | undefined;
  @state() private open = false;
  #loaded = '';

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (this.open && this.#loaded !== this.diagram?.processDefinitionId) void this.#load();
  }

  async #load(): Promise<void> {
    const id = this.diagram?.processDefinitionId;
    if (id === undefined) return;
    this.#loaded = id;
    this.failure = undefined;
    this.xml = '';
    try {
      const [answer] = await Promise.all([
        fetch(`/engine-rest/process-definition/${encodeURIComponent(id)}/xml`, { credentials: 'same-origin' }),
        import('../kit/diagram/alur-diagram.ts'),
      ]);
      const text = await answer.text();
      if (!answer.ok) throw problemFailure(answer.status, text);
      if (id === this.#loaded) this.xml = (JSON.parse(text) as { bpmn20Xml: string }).bpmn20Xml;
    } catch (error) {
      if (id === this.#loaded) this.failure = error instanceof ApiFailure ? error : offlineFailure();
    }
  }

  protected override render(): TemplateResult {
    return html` <details
      class="case__section"
      ?open=${this.open}
      @toggle=${(event: Event) => {
        this.open = (event.target as HTMLDetailsElement).open;
      }}
    >
      <summary>${inboxText('where')}</summary>
      ${this.open ? this.#renderContent() : ''}
    </details>`;
  }

  #renderContent(): TemplateResult {
    if (this.failure !== undefined)
      return html`<alur-failure .error=${this.failure} @alur-retry=${() => this.#load()}></alur-failure>`;
    if (this.xml === '') return html`<alur-spinner></alur-spinner>`;
    return html`<alur-diagram
      .xml=${this.xml}
      .active=${this.diagram?.active ?? []}
      .done=${this.diagram?.done ?? []}
      label=${this.label}
    ></alur-diagram>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-case-place': AlurCasePlace;
  }
}
