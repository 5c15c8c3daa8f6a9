import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ModelSummary } from '../../server/contract/api/model.ts';
import { failureText } from '../kit/client/api-client.ts';
import { LightElement } from '../kit/element/light-element.ts';
import '../kit/feedback/alur-dialog.ts';
import { announce } from '../kit/feedback/announce.ts';
import { modelerText } from './i18n/modeler-text.ts';
import { type ModelFile, readModelFile } from './model-file.ts';

const ACTS = ['versions', 'xml', 'downloadXml', 'downloadSvg', 'keys'] as const;

/**
 * Name of the process and what can be done with it. Fires `alur-model-act` with `deploy`, `versions`, `xml`, `keys`,
 * `downloadXml` or `downloadSvg`, and `alur-model-file` with a BPMN file that was chosen.
 */
@customElement('alur-model-bar')
export class AlurModelBar extends LightElement {
  /** Undefined for a process that is not deployed yet. */
  @property({ attribute: false }) model: ModelSummary | undefined;
  /** Whether it is the newest version. */
  @property({ attribute: false }) newest = true;
  /** There are changes that are not deployed. */
  @property({ type: Boolean }) changed = false;
  @property({ type: Boolean }) busy = false;
  /** A file that would take the place of changes, until the person has said yes. */
  @state() private waiting: ModelFile | undefined;
  @query('input[type=file]') private readonly input!: HTMLInputElement;

  readonly #onKey = (event: KeyboardEvent): void => {
    const typing =
      event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null;
    if (event.key !== '?' || typing) return;
    event.preventDefault();
    this.#act('keys');
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.#onKey);
    super.disconnectedCallback();
  }

  async #choose(): Promise<void> {
    const file = this.input.files?.[0];
    if (!file) return;
    try {
      const read = await readModelFile(file);
      if (this.changed) this.waiting = read;
      else this.#open(read);
    } catch (error) {
      announce(failureText(error), 'error');
    } finally {
      // The same file can be chosen again, once it is mended.
      this.input.value = '';
    }
  }

  #open(file: ModelFile): void {
    this.waiting = undefined;
    this.dispatchEvent(new CustomEvent<ModelFile>('alur-model-file', { detail: file, bubbles: true }));
  }

  #act(what: string): void {
    this.dispatchEvent(new CustomEvent<string>('alur-model-act', { detail: what, bubbles: true }));
  }

  protected override render(): TemplateResult {
    const { model } = this;
    return html` <header class="editor__bar">
        <a href="/designer">← ${modelerText('back')}</a>
        <h1>
          ${model === undefined ? modelerText('newName') : `${model.name} · ${modelerText('version')} ${String(model.version)}`}
          ${this.newest ? nothing : html`<span class="badge">${modelerText('oldVersion')}</span>`}
          ${this.changed ? html`<small class="muted">(${modelerText('unsaved')})</small>` : nothing}
        </h1>
        <input
          class="visually-hidden"
          type="file"
          accept=".bpmn,.xml"
          tabindex="-1"
          aria-label=${modelerText('upload')}
          @change=${() => this.#choose()}
        />
        ${this.#renderButton('upload', () => {
          this.input.click();
        })}
        ${ACTS.filter((act) => act !== 'versions' || model !== undefined).map((act) =>
          this.#renderButton(act, () => {
            this.#act(act);
          }),
        )}
        <button
          type="button"
          class="button button--small"
          ?disabled=${this.busy}
          @click=${() => {
            this.#act('deploy');
          }}
        >
          ${modelerText('deploy')}
        </button>
      </header>
      ${this.#renderQuestion()}`;
  }

  #renderButton(text: (typeof ACTS)[number] | 'upload', act: () => void): TemplateResult {
    return html`<button
      type="button"
      class="button button--secondary button--small"
      ?disabled=${this.busy}
      @click=${act}
    >
      ${modelerText(text)}
    </button>`;
  }

  #renderQuestion(): TemplateResult {
    const close = (event?: Event): void => {
      event?.stopPropagation();
      this.waiting = undefined;
    };
    return html` <alur-dialog
      heading=${modelerText('replaceTitle')}
      ?open=${this.waiting !== undefined}
      @alur-close=${close}
    >
      <p>${modelerText('replaceText', { name: this.waiting?.name ?? '' })}</p>
      <button
        slot="actions"
        type="button"
        class="button button--danger"
        @click=${() => {
          if (this.waiting) this.#open(this.waiting);
        }}
      >
        ${modelerText('replace')}
      </button>
      <button slot="actions" type="button" class="button button--secondary" @click=${close}>
        ${modelerText('cancel')}
      </button>
    </alur-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-model-bar': AlurModelBar;
  }
}
