import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { InstanceSummary } from '../../server/contract/api/monitor.ts';
import '../kit/feedback/alur-empty.ts';
import { renderTable } from './data-table.ts';
import { monitorText, shortTime } from './i18n/monitor-text.ts';
import { LoadingElement } from './loading-element.ts';

const STATES = { running: 'stateRunning', incident: 'stateIncident', ended: 'stateEnded' } as const;
type State = keyof typeof STATES;
interface Page {
  readonly instances: readonly InstanceSummary[];
  readonly next: string | null;
}
const SEARCH_PAUSE_MS = 300;

/** Instances of one definition or of all, newest first. */
@customElement('alur-instance-list')
export class AlurInstanceList extends LoadingElement<Page> {
  @property({ attribute: false }) definitionId: string | undefined;
  @state() private chosen: State = 'running';
  @state() private searched = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override key(): string {
    return `${this.definitionId ?? ''} ${this.chosen} ${this.searched}`;
  }

  protected override load(): Promise<Page> {
    return this.#page();
  }

  #page(after?: string): Promise<Page> {
    return this.client.call('listInstances', {
      query: {
        state: this.chosen,
        ...(this.definitionId === undefined ? {} : { definitionId: this.definitionId }),
        ...(this.searched === '' ? {} : { search: this.searched }),
        ...(after === undefined ? {} : { after }),
      },
    });
  }

  #more(after: string): void {
    void this.readMore(
      () => this.#page(after),
      (shown, more) => ({ instances: [...shown.instances, ...more.instances], next: more.next }),
    );
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html` <div class="filter">
        <select
          class="select"
          aria-label=${monitorText('state')}
          @change=${(event: Event) => {
            this.chosen = (event.target as HTMLSelectElement).value as State;
          }}
        >
          ${Object.entries(STATES).map(([value, text]) => html`<option value=${value} ?selected=${value === this.chosen}>${monitorText(text)}</option>`)}
        </select>
        <input
          type="search"
          placeholder=${monitorText('search')}
          aria-label=${monitorText('search')}
          @input=${(event: Event) => {
            clearTimeout(this.#timer);
            const text = (event.target as HTMLInputElement).value.trim().toUpperCase();
            this.#timer = setTimeout(() => {
              this.searched = text;
            }, SEARCH_PAUSE_MS);
          }}
        />
      </div>
      ${super.render()}`;
  }

  protected override renderContent({ instances, next }: Page): TemplateResult {
    if (instances.length === 0)
      return html`<alur-empty
        heading=${monitorText('noInstances')}
        text=${monitorText('noInstancesText')}
      ></alur-empty>`;
    const columns = [
      { text: monitorText('number') },
      { text: monitorText('process') },
      { text: monitorText(this.chosen === 'ended' ? 'ended' : 'at') },
      { text: monitorText('started') },
      { text: monitorText('incidents'), number: true },
    ];
    const rows = instances.map((each) => [
      html`<a href=${`/monitor/berkas/${each.id}`}>${each.number ?? each.id.slice(-12)}</a>`,
      html`${each.definitionName} <span class="muted">v${each.version}</span>`,
      each.endedAt === null ? each.activities.map((activity) => activity.name).join(', ') : shortTime(each.endedAt),
      shortTime(each.startedAt),
      each.incidents > 0 ? html`<strong class="bad">${each.incidents}</strong>` : '0',
    ]);
    return html`${renderTable(columns, rows)}
    ${next === null ? nothing : html`<button type="button" class="button button--secondary" ?disabled=${this.readingMore} @click=${() => this.#more(next)}>${monitorText('more')}</button>`}`;
  }
}
