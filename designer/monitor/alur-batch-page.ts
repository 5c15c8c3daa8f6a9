import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { BackgroundWork } from '../../server/contract/api/batch-monitor.ts';
import '../kit/feedback/alur-empty.ts';
import './alur-batch-card.ts';
import { monitorText } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

interface Page {
  readonly batches: readonly BackgroundWork[];
  readonly next: number | null;
}
/** How often the progress is looked at while something runs. */
const LOOK_AGAIN_MS = 2_000;

/** Operations on many things in the background, newest first, with their progress. */
@customElement('alur-batch-page')
export class AlurBatchPage extends LoadingElement<Page> {
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override key(): string {
    return 'batches';
  }

  /** As many as are shown, so that another look does not take pages away. */
  protected override async load(): Promise<Page> {
    clearTimeout(this.#timer);
    const count = this.content?.batches.length ?? 0;
    let page = await this.#page(0);
    while (page.next !== null && page.batches.length < count) page = join(page, await this.#page(page.next));
    if (this.isConnected && page.batches.some(({ state }) => state === 'running'))
      this.#timer = setTimeout(() => void this.reload(), LOOK_AGAIN_MS);
    return page;
  }

  #page(after: number): Promise<Page> {
    return this.client.call('listBackgroundWork', { query: { after } });
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override renderContent({ batches, next }: Page): TemplateResult {
    if (batches.length === 0)
      return html`<alur-empty heading=${monitorText('noBatches')} text=${monitorText('noBatchesText')}></alur-empty>`;
    return html`<ul class="incident-list" @alur-batch-changed=${() => this.reload()}>
        ${repeat(
          batches,
          ({ id }) => id,
          (batch) => html`<li><alur-batch-card .batch=${batch}></alur-batch-card></li>`,
        )}
      </ul>
      ${next === null ? nothing : html`<button type="button" class="button button--secondary" ?disabled=${this.readingMore} @click=${() => this.readMore(() => this.#page(next), join)}>${monitorText('more')}</button>`}`;
  }
}

function join(shown: Page, more: Page): Page {
  const known = new Set(shown.batches.map(({ id }) => id));
  return { batches: [...shown.batches, ...more.batches.filter(({ id }) => !known.has(id))], next: more.next };
}
