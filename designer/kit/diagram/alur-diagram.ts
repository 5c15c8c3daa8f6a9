import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { failureText } from '../client/api-client.ts';
import { LightElement } from '../element/light-element.ts';
import '../feedback/alur-spinner.ts';
import type { DiagramCount } from './diagram-marks.ts';
import { diagramText } from './diagram-text.ts';
import { listFlowNodes } from './flow-nodes.ts';
import type { FlowNodeText } from './flow-nodes.ts';
import { openViewer } from './open-viewer.ts';
import type { DiagramViewer } from './open-viewer.ts';
import './diagram.css';

/**
 * Shows a BPMN diagram: where it is, what is done, incidents, counts. Moved and zoomed with mouse, buttons or keys
 * (`+`, `-`, `0`, arrows while it has the focus). A list of the same states in words stands below it.
 *
 * Fires `alur-activity-selected` with the id of an activity that was clicked.
 */
@customElement('alur-diagram')
export class AlurDiagram extends LightElement {
  /** BPMN XML with diagram information. */
  @property() xml = '';
  /** Ids of activities where the process is now. */
  @property({ attribute: false }) active: readonly string[] = [];
  /** Ids of activities that are done. */
  @property({ attribute: false }) done: readonly string[] = [];
  /** Ids of activities with an open incident. */
  @property({ attribute: false }) incidents: readonly string[] = [];
  @property({ attribute: false }) counts: readonly DiagramCount[] = [];
  /** Name of the diagram for screen readers. */
  @property() label = '';
  @state() private failure: unknown;
  @state() private ready = false;
  @state() private nodes: readonly FlowNodeText[] = [];
  @query('.diagram__canvas') private readonly canvasElement!: HTMLElement;
  #viewer: DiagramViewer | undefined;
  #opening = 0;

  override disconnectedCallback(): void {
    this.#opening++;
    this.#viewer?.close();
    this.#viewer = undefined;
    super.disconnectedCallback();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.xml !== '') void this.#open();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has('xml')) void this.#open();
    else if (changed.has('active') || changed.has('done') || changed.has('incidents') || changed.has('counts'))
      this.#mark();
  }

  protected override render(): TemplateResult {
    return html` <div class="diagram">
        <div
          class="diagram__canvas"
          tabindex="0"
          role="group"
          aria-label=${this.label === '' ? diagramText('diagram') : this.label}
          @keydown=${(event: KeyboardEvent) => {
            this.#key(event);
          }}
        ></div>
        ${this.xml !== '' && !this.ready && this.failure === undefined ? html`<div class="diagram__cover"><alur-spinner></alur-spinner></div>` : nothing}
        ${this.failure === undefined ? nothing : html`<p class="diagram__cover notice notice--error" role="alert">${diagramText('failed')} ${failureText(this.failure)}</p>`}
        <div class="diagram__tools" role="group" aria-label=${diagramText('view')}>
          <button
            type="button"
            aria-label=${diagramText('zoomIn')}
            title=${diagramText('zoomIn')}
            @click=${() => {
              this.#viewer?.zoomBy(1.25);
            }}
          >
            +
          </button>
          <button
            type="button"
            aria-label=${diagramText('zoomOut')}
            title=${diagramText('zoomOut')}
            @click=${() => {
              this.#viewer?.zoomBy(0.8);
            }}
          >
            −
          </button>
          <button
            type="button"
            aria-label=${diagramText('fit')}
            title=${diagramText('fit')}
            @click=${() => {
              this.#viewer?.fit();
            }}
          >
            ⤢
          </button>
        </div>
      </div>
      ${
        this.nodes.length === 0
          ? nothing
          : html` <details class="diagram__list">
              <summary>${diagramText('asList')}</summary>
              <ol>
                ${this.nodes.map((node) => this.#renderNode(node))}
              </ol>
            </details>`
      }`;
  }

  #renderNode(node: FlowNodeText): TemplateResult {
    const states: string[] = [];
    if (this.incidents.includes(node.id)) states.push(diagramText('incident'));
    if (this.active.includes(node.id)) states.push(diagramText('here'));
    else if (this.done.includes(node.id)) states.push(diagramText('done'));
    for (const { activityId, count, kind } of this.counts)
      if (activityId === node.id && count > 0)
        states.push(diagramText(kind === 'incident' ? 'countIncident' : 'countRunning', { count }));
    return html`<li>
      ${diagramText(node.kind)}:
      <strong>${node.name}</strong
      >${node.lane === '' ? nothing : `, ${diagramText('lane', { name: node.lane })}`}${states.length === 0 ? nothing : html` – <em>${states.join(', ')}</em>`}
    </li>`;
  }

  async #open(): Promise<void> {
    const turn = ++this.#opening;
    this.#viewer?.close();
    this.#viewer = undefined;
    this.ready = false;
    this.failure = undefined;
    this.nodes = listFlowNodes(this.xml);
    if (this.xml === '') return;
    try {
      const viewer = await openViewer(this.canvasElement, this.xml, (activityId) => {
        this.dispatchEvent(new CustomEvent<string>('alur-activity-selected', { detail: activityId, bubbles: true }));
      });
      if (turn !== this.#opening) {
        viewer.close();
        return;
      }
      this.#viewer = viewer;
      this.ready = true;
      this.#mark();
    } catch (error) {
      if (turn === this.#opening) this.failure = error;
    }
  }

  #mark(): void {
    this.#viewer?.mark({ active: this.active, done: this.done, incidents: this.incidents, counts: this.counts });
  }

  #key(event: KeyboardEvent): void {
    const viewer = this.#viewer;
    if (viewer === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, () => void>> = {
      '+': () => {
        viewer.zoomBy(1.25);
      },
      '=': () => {
        viewer.zoomBy(1.25);
      },
      '-': () => {
        viewer.zoomBy(0.8);
      },
      '0': () => {
        viewer.fit();
      },
      ArrowLeft: () => {
        viewer.move(60, 0);
      },
      ArrowRight: () => {
        viewer.move(-60, 0);
      },
      ArrowUp: () => {
        viewer.move(0, 60);
      },
      ArrowDown: () => {
        viewer.move(0, -60);
      },
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (move === undefined) return;
    event.preventDefault();
    move();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-diagram': AlurDiagram;
  }
}
