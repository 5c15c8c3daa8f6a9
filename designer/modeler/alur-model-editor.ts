import { consume } from '@lit/context';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ModelSummary } from '../../server/contract/api/model.ts';
import type { FindingAnswer } from '../../server/contract/api/service.ts';
import { type ApiClient, failureText } from '../kit/client/api-client.ts';
import { clientContext } from '../kit/context/contexts.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-failure.ts';
import '../kit/feedback/alur-spinner.ts';
import { announce } from '../kit/feedback/announce.ts';
import { onLanguageChange } from '../kit/i18n/language.ts';
import { navigate } from '../kit/router/navigation.ts';
import './alur-deploy-dialog.ts';
import './alur-findings.ts';
import './alur-model-bar.ts';
import './alur-model-keys.ts';
import './alur-model-versions.ts';
import './alur-model-xml.ts';
import { DeploymentCheck } from './deployment-check.ts';
import { renderDraftNotice } from './draft-notice.ts';
import { modelerText } from './i18n/modeler-text.ts';
import { findDraft, forgetDraft, keepDraft, type ModelDraft } from './model-drafts.ts';
import { type ModelFile, saveFile } from './model-file.ts';
import { offerNames } from './name-choices.ts';
import { openModeler, type ProcessModeler } from './open-modeler.ts';
import { starterModel } from './starter-model.ts';
import { renderZoomButtons } from './zoom-buttons.ts';

const CHECK_PAUSE_MS = 600;
type Panel = 'deploy' | 'versions' | 'xml' | 'keys';

/**
 * One process in the editor: canvas, properties, findings, and deployment. Work that is not deployed is kept in this
 * browser, also when the page is left a moment after the last change, and is there when the process is opened again.
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
  @state() private panel: Panel | undefined;
  @state() private draft: ModelDraft | undefined;
  @state() private model: ModelSummary | undefined;
  @state() private versions: readonly ModelSummary[] = [];
  @state() private xml = '';
  @query('.editor__canvas') private readonly canvas!: HTMLElement;
  @query('.editor__properties') private readonly properties!: HTMLElement;
  readonly #checks = new DeploymentCheck(() => this.client);
  #modeler: ProcessModeler | undefined;
  #resource = '';
  #opened = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopLanguage: (() => void) | undefined;
  readonly #keepNow = (): void => void this.#keep();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('pagehide', this.#keepNow);
    // Words of bpmn-js and findings of the server come in the language of their time.
    this.#stopLanguage = onLanguageChange(() => {
      this.#modeler?.renewWords();
      void this.#check();
    });
    document.addEventListener('visibilitychange', this.#keepNow);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('pagehide', this.#keepNow);
    this.#stopLanguage?.();
    document.removeEventListener('visibilitychange', this.#keepNow);
    const modeler = this.#modeler;
    modeler?.finishEditing();
    void this.#keep().finally(() => modeler?.close());
    this.#modeler = undefined;
    this.#opened = '';
    super.disconnectedCallback();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (this.isConnected && this.#opened !== this.modelId) void this.#open();
  }

  async #open(): Promise<void> {
    const { modelId } = this;
    this.#modeler?.finishEditing();
    const kept = this.#keep();
    this.#opened = modelId;
    await kept;
    this.failure = undefined;
    this.ready = false;
    try {
      const published = await this.#load(modelId);
      const modeler = await this.#getModeler();
      if (this.#opened !== modelId) return;
      const draft = findDraft(modelId);
      this.#resource = draft?.resource || this.#resource;
      // The notice takes its room first, so that the drawing is fitted into what is left.
      this.draft = draft;
      await this.updateComplete;
      await modeler.open(draft?.xml ?? published);
      this.changed = draft !== undefined;
      this.findings = [];
      this.ready = true;
      await this.#check();
    } catch (error) {
      if (this.#opened === modelId) this.failure = error;
    }
  }

  async #getModeler(): Promise<ProcessModeler> {
    if (this.#modeler) return this.#modeler;
    const modeler = await openModeler({ canvas: this.canvas, properties: this.properties }, () => {
      this.#onChange();
    });
    // The page may have been left while it was loading, or another call was faster.
    if (!this.isConnected || this.#modeler) modeler.close();
    else void offerNames(this.client, (this.#modeler = modeler));
    return this.#modeler ?? modeler;
  }

  /** The XML that is deployed, or a new process. */
  async #load(modelId: string): Promise<string> {
    if (modelId === 'baru') {
      this.model = undefined;
      this.versions = [];
      const xml = starterModel();
      // Every new process has a file of its own: the files of a deployment follow its name.
      this.#resource = `${/<bpmn:process id="([^"]+)"/.exec(xml)?.[1] ?? 'proses-baru'}.bpmn`;
      return xml;
    }
    const { model, xml, versions } = await this.client.call('getModel', { params: { id: modelId } });
    this.#resource = model.resourceName;
    this.model = model;
    this.versions = versions;
    return xml;
  }

  #onChange(): void {
    this.changed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#check();
    }, CHECK_PAUSE_MS);
  }

  /** Puts what is drawn now into the draft, if anything has changed. @returns the XML. */
  async #keep(): Promise<string | undefined> {
    const [modeler, id, resource] = [this.#modeler, this.#opened, this.#resource];
    if (!modeler || !this.changed || !this.ready || id === '') return undefined;
    clearTimeout(this.#timer);
    const xml = await modeler.xml();
    if (!keepDraft(id, { xml, resource, at: new Date().toISOString() })) announce(modelerText('notKept'), 'error');
    return xml;
  }

  /** Keeps the draft and asks the server for findings. */
  async #check(): Promise<void> {
    if (!this.#modeler) return;
    this.checking = true;
    try {
      const content = (await this.#keep()) ?? (await this.#modeler.xml());
      const findings = await this.#checks.ask(this.#resource, content);
      if (findings === undefined) return;
      this.findings = findings;
      this.#modeler?.mark(findings);
      this.checking = false;
    } catch (error) {
      this.checking = false;
      announce(failureText(error), 'error');
    }
  }

  async #discard(): Promise<void> {
    forgetDraft(this.modelId);
    this.changed = false;
    this.#opened = '';
    await this.#open();
  }

  /** Draws the file that somebody chose in place of what is there. */
  async #replace({ name, xml }: ModelFile): Promise<void> {
    try {
      await this.#modeler?.open(xml);
      this.#resource = name;
      this.changed = true;
      announce(modelerText('fileOpened', { name }), 'success');
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
      this.draft = undefined;
      forgetDraft(this.#opened);
      this.panel = undefined;
      void offerNames(this.client, this.#modeler);
      const [first] = definitions;
      if (!first) return;
      announce(modelerText('deployedAs', { version: first.version }), 'success');
      navigate(`/designer/${encodeURIComponent(first.id)}`, { replace: true });
    } catch (error) {
      announce(failureText(error), 'error');
      this.panel = undefined;
      await this.#check();
    } finally {
      this.deploying = false;
    }
  }

  async #act(what: string): Promise<void> {
    if (!this.#modeler) return;
    if (what === 'downloadXml') saveFile(this.#resource, await this.#modeler.xml(), 'application/xml');
    else if (what === 'downloadSvg')
      saveFile(this.#resource.replace(/\.bpmn$/, '.svg'), await this.#modeler.svg(), 'image/svg+xml');
    else {
      if (what === 'xml') this.xml = await this.#modeler.xml();
      this.panel = what as Panel;
    }
  }

  protected override render(): TemplateResult {
    const show = (event: CustomEvent<string>): void => {
      this.panel = undefined;
      this.#modeler?.show(event.detail);
    };
    return html` <div class="editor" @alur-finding-chosen=${show}>
        <alur-model-bar
          .model=${this.model}
          .newest=${this.versions.every((each) => each.version <= (this.model?.version ?? 0))}
          ?changed=${this.changed}
          ?busy=${!this.ready || this.deploying}
          @alur-model-act=${(event: CustomEvent<string>) => this.#act(event.detail)}
          @alur-model-file=${(event: CustomEvent<ModelFile>) => this.#replace(event.detail)}
        ></alur-model-bar>
        ${this.draft === undefined ? nothing : renderDraftNotice(this.draft, () => void this.#discard())}
        ${this.failure === undefined ? nothing : html`<alur-failure .error=${this.failure} @alur-retry=${() => this.#open()}></alur-failure>`}
        <div class="editor__work">
          <div class="editor__drawing">
            <div class="editor__canvas" role="group" aria-label=${modelerText('canvas')}></div>
            ${this.ready || this.failure !== undefined ? nothing : html`<div class="editor__loading"><alur-spinner></alur-spinner></div>`}
            ${renderZoomButtons(() => this.#modeler)}
          </div>
          <div class="editor__properties" role="group" tabindex="-1" aria-label=${modelerText('properties')}></div>
        </div>
        ${this.failure === undefined ? html`<alur-findings .findings=${this.findings} ?checking=${this.checking || !this.ready}></alur-findings>` : nothing}
      </div>
      ${this.#renderDialogs()}`;
  }

  #renderDialogs(): TemplateResult {
    const close = (): void => {
      this.panel = undefined;
    };
    return html` <alur-deploy-dialog
        ?open=${this.panel === 'deploy'}
        ?busy=${this.deploying}
        .running=${this.model?.running ?? 0}
        .findings=${this.findings}
        @alur-close=${close}
        @alur-deploy=${() => this.#deploy()}
        @alur-finding-chosen=${(event: CustomEvent<string>) => {
          close();
          this.#modeler?.show(event.detail);
        }}
      ></alur-deploy-dialog>
      <alur-model-versions
        ?open=${this.panel === 'versions'}
        .versions=${this.versions}
        .present=${this.modelId}
        @alur-close=${close}
      ></alur-model-versions>
      <alur-model-xml ?open=${this.panel === 'xml'} .xml=${this.xml} @alur-close=${close}></alur-model-xml>
      <alur-model-keys ?open=${this.panel === 'keys'} @alur-close=${close}></alur-model-keys>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-model-editor': AlurModelEditor;
  }
}
