import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FailedItem } from '../../server/contract/api/batch-monitor.ts';
import { monitorText } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

interface Page {
  readonly items: readonly FailedItem[];
  readonly next: number | null;
}

/** What has failed in a batch, each with its reason. `count` is how many there are: another number reads again. */
@customElement('alur-batch-failures')
export class AlurBatchFailures extends LoadingElement<Page> {
  @property({ attribute: false }) batchId = '';
  @property({ attribute: false }) count = 0;

  protected override key(): string {
    return `${this.batchId} ${String(this.count)}`;
  }

  protected override load(): Promise<Page> {
    return this.#page(0);
  }

  #page(after: number): Promise<Page> {
    return this.client.call('listFailedItems', { params: { id: this.batchId }, query: { after } });
  }

  protected override renderContent({ items, next }: Page): TemplateResult {
    if (items.length === 0) return html`<p class="muted">${monitorText('noFailedItems')}</p>`;
    return html`<ul>
        ${items.map(
          ({ item, isInstance, message, details }) =>
            html`<li>
              ${isInstance ? html`<a href=${`/monitor/berkas/${encodeURIComponent(item)}`}>${item}</a>` : item}:
              ${message ?? ''}
              ${
                details === null || details === message
                  ? nothing
                  : html`<details>
                      <summary>${monitorText('details')}</summary>
                      <pre>${details}</pre>
                    </details>`
              }
            </li>`,
        )}
      </ul>
      ${next === null ? nothing : html`<button type="button" class="button button--small button--secondary" ?disabled=${this.readingMore} @click=${() => this.readMore(() => this.#page(next), join)}>${monitorText('more')}</button>`}`;
  }
}

function join(shown: Page, more: Page): Page {
  const known = new Set(shown.items.map(({ id }) => id));
  return { items: [...shown.items, ...more.items.filter(({ id }) => !known.has(id))], next: more.next };
}
