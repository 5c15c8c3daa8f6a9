import { consume } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FindingAnswer } from '../../server/contract/api/service.ts';
import { type ApiClient, failureText } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import { announce } from '../kit/feedback/announce.ts';
import { navigate } from '../kit/router/navigation.ts';
import { modelerText } from './i18n/modeler-text.ts';
import type { ProcessModeler } from './open-modeler.ts';
import { openModeler } from './open-modeler.ts';
import { starterModel } from './starter-model.ts';

const CHECK_PAUSE_MS = 600;
interface StoredDraft {
  readonly xml: string;
  readonly at: string;
}

/**
 * One process in the editor: canvas, properties, findings, and deployment. Drafts stay in this browser until deployed.
 */
@customElement('alur-model-editor')
export class AlurModelEditor extends LightElement {
  /** Definition id, or `baru`. */
  @property({ attribute: false }) modelId = '';
  @consume({ context: clientContext }) private client!: ApiClient;
  @state() private failure: unknown;
  @state() private ready = false;
  @state() private changed = false;
  @state() private checking = false;
  @state() private findings: readonly FindingAnswer[] = [];
  @state() private deploying = false;
  @state() private dialogOpen = false;
  @state() private draft: StoredDraft | undefined;
  @state() private heading = '';
  @query('.editor__canvas') private readonly canvas!: HTMLElement;
  @query('.editor__properties') private readonly properties!: HTMLElement;
  #modeler: ProcessModeler | undefined;
  #resource = 'proses-baru.bpmn';
  #opened = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #beforeUnload = (event: BeforeUnloadEvent): void => {
    if (this.changed) event.preventDefault();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.#beforeUnload);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('beforeunload', this.#beforeUnload);
    clearTimeout(this.#timer);
    this.#modeler?.close();
    this.#modeler = undefined;
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (this.#opened !== this.modelId) void this.#open();
  }

  async #open(): Promise<void> {
    this.#opened = this.modelId;
    this.failure = undefined;
    this.ready = false;
    try {
      const xml = await this.#load();
      this.#modeler ??= await openModeler({ canvas: this.canvas, properties: this.properties }, () => {
        this.#onChange();
      });
      await this.#modeler.open(xml);
      this.ready = true;
      this.changed = false;
      this.draft = this.#readDraft();
      await this.#check();
    } catch (error) {
      this.failure = error;
    }
  }

  async #load(): Promise<string> {
    if (this.modelId === 'baru') {
      this.heading = modelerText('newName');
      const xml = starterModel();
      // Every new process has a file of its own: the files of a deployment follow its name.
      this.#resource = `${/<bpmn:process id="([^"]+)"/.exec(xml)?.[1] ?? 'proses-baru'}.bpmn`;
      return xml;
    }
    const { model, xml } = await this.client.call('getModel', { params: { id: this.modelId } });
    this.#resource = model.resourceName;
    this.heading = `${model.name} · ${modelerText('version')} ${String(model.version)}`;
    return xml;
  }

  #onChange(): void {
    this.changed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#check();
    }, CHECK_PAUSE_MS);
  }

  /** Keeps the draft and asks the server for findings. */
  async #check(): Promise<void> {
    if (!this.#modeler) return;
    this.checking = true;
    try {
      const content = await this.#modeler.xml();
      if (this.changed)
        localStorage.setItem(this.#draftKey, JSON.stringify({ xml: content, at: new Date().toISOString() }));
      this.findings = (
        await this.client.call('checkDeployment', { body: { resource: this.#resource, content } })
      ).findings;
      this.#modeler?.mark(this.findings);
    } catch (error) {
      announce(failureText(error), 'error');
    } finally {
      this.checking = false;
    }
  }

  get #draftKey(): string {
    return `alur-model-draft:${this.modelId}`;
  }

  #readDraft(): StoredDraft | undefined {
    try {
      const stored = localStorage.getItem(this.#draftKey);
      return stored === null ? undefined : (JSON.parse(stored) as StoredDraft);
    } catch {
      // A damaged draft is no reason not to open the process.
      return undefined;
    }
  }

  async #restore(xml: string): Promise<void> {
    this.draft = undefined;
    await this.#replace(xml);
  }

  #discard(): void {
    localStorage.removeItem(this.#draftKey);
    this.draft = undefined;
  }

  async #replace(xml: string): Promise<void> {
    try {
      await this.#modeler?.open(xml);
      this.changed = true;
      await this.#check();
    } catch (error) {
      announce(modelerText('unreadable', { reason: failureText(error) }), 'error');
    }
  }

  async #deploy(): Promise<void> {
    if (!this.#modeler) return;
    this.deploying = true;
    try {
      const content = await this.#modeler.xml();
      const { definitions, findings } = await this.client.call('deployModel', {
        body: { resource: this.#resource, content },
      });
      this.findings = findings;
      this.changed = false;
      localStorage.removeItem(this.#draftKey);
      this.dialogOpen = false;
      const [first] = definitions;
      if (!first) return;
      announce(modelerText('deployedAs', { version: first.version }), 'success');
      navigate(`/designer/${encodeURIComponent(first.id)}`, { replace: true });
    } catch (error) {
      announce(failureText(error), 'error');
      this.dialogOpen = false;
      await this.#check();
    } finally {
      this.deploying = false;
    }
  }

  async #download(kind: 'xml' | 'svg'): Promise<void> {
    if (!this.#modeler) return;
    const text = kind === 'xml' ? await this.#modeler.xml() : await this.#modeler.svg();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: kind === 'xml' ? 'application/xml' : 'image/svg+xml' }));
    link.download = kind === 'xml' ? this.#resource : this.#resource.replace(/\.bpmn$/, '.svg');
    link.click();
    URL.revokeObjectURL(link.href);
  }

  protected override render(): TemplateResult {
    const errors = this.findings.filter((finding) => finding.severity === 'error').length;
    return html` <div class="editor">
        <header class="editor__bar">
          <a href="/designer">← ${modelerText('back')}</a>
          <h1>
            ${this.heading} ${this.changed ? html`<small class="muted">(${modelerText('unsaved')})</small>` : nothing}
          </h1>
          <label class="button button--secondary button--small"
            >${modelerText('upload')}<input
              class="visually-hidden"
              type="file"
              accept=".bpmn,.xml"
              @change=${async (event: Event) => {
                const file = (event.target as HTMLInputElement).files?.[0];
                if (file) await this.#replace(await file.text());
              }}
          /></label>
          <button type="button" class="button button--secondary button--small" @click=${() => this.#download('xml')}>
            ${modelerText('downloadXml')}
          </button>
          <button type="button" class="button button--secondary button--small" @click=${() => this.#download('svg')}>
            ${modelerText('downloadSvg')}
          </button>
          <button
            type="button"
            class="button button--small"
            ?disabled=${!this.ready || this.deploying}
            @click=${() => {
              this.dialogOpen = true;
            }}
          >
            ${modelerText('deploy')}
          </button>
        </header>
        ${this.draft === undefined ? nothing : this.#renderDraft(this.draft)}
        ${this.failure === undefined ? nothing : html`<alur-failure .error=${this.failure} @alur-retry=${() => this.#open()}></alur-failure>`}
        <div class="editor__work">
          <div class="editor__canvas" aria-label=${modelerText('canvas')}></div>
          <div class="editor__properties" aria-label=${modelerText('properties')}></div>
        </div>
        <section class="editor__findings" aria-live="polite" aria-label=${modelerText('findings')}>
          <h2>
            ${modelerText('findings')}
            ${this.checking ? html`<small class="muted">${modelerText('checking')}</small>` : html`<small class="muted">${this.findings.length}</small>`}
          </h2>
          ${this.#renderFindings()}
          <p class="muted editor__keys">${modelerText('keys')}</p>
        </section>
      </div>
      <alur-dialog
        heading=${modelerText('deployTitle')}
        ?open=${this.dialogOpen}
        @alur-close=${() => {
          this.dialogOpen = false;
        }}
      >
        <p>${modelerText('deployText')}</p>
        ${errors > 0 ? html`<p class="bad">${modelerText('deployErrors')}</p>` : this.findings.length > 0 ? html`<p>${modelerText('deployWarnings')}</p>` : nothing}
        ${this.#renderFindings()}
        <button
          slot="actions"
          type="button"
          class="button"
          ?disabled=${errors > 0 || this.deploying}
          @click=${() => this.#deploy()}
        >
          ${this.deploying ? modelerText('deploying') : modelerText('deploy')}
        </button>
        <button
          slot="actions"
          type="button"
          class="button button--secondary"
          @click=${() => {
            this.dialogOpen = false;
          }}
        >
          ${modelerText('cancel')}
        </button>
      </alur-dialog>`;
  }

  #renderDraft(draft: StoredDraft): TemplateResult {
    return html` <p class="editor__draft" role="status">
      ${modelerText('draftFound', { date: new Date(draft.at).toLocaleString('id-ID', { dateStyle: 'long', timeStyle: 'short' }) })}
      <button type="button" class="button button--small" @click=${() => this.#restore(draft.xml)}>
        ${modelerText('restore')}
      </button>
      <button
        type="button"
        class="button button--secondary button--small"
        @click=${() => {
          this.#discard();
        }}
      >
        ${modelerText('discard')}
      </button>
    </p>`;
  }

  #renderFindings(): TemplateResult {
    if (this.findings.length === 0) return html`<p class="good">${this.ready ? modelerText('noFindings') : ''}</p>`;
    return html`<ul class="finding-list">
      ${this.findings.map(
        (finding) =>
          html` <li class="finding finding--${finding.severity}">
            <button
              type="button"
              class="link-button"
              ?disabled=${finding.elementId === null}
              @click=${() => {
                if (finding.elementId !== null) this.#modeler?.show(finding.elementId);
                this.dialogOpen = false;
              }}
            >
              <strong>${modelerText(finding.severity)} ${finding.code}</strong> ${finding.message}
            </button>
          </li>`,
      )}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-model-editor': AlurModelEditor;
  }
}
