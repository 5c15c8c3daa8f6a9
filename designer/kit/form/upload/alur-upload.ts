import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { checkFileFact } from '../../../../server/form/check-value.ts';
import type { FileFact, FileField } from '../../../../server/form/definition.ts';
import { formatSize } from '../../../../server/form/format.ts';
import { describeProblem } from '../../../../server/form/validate-form.ts';
import { failureText } from '../../client/api-client.ts';
import { LightElement } from '../../element/light-element.ts';
import { getLanguage } from '../../i18n/language.ts';
import { formText } from '../form-text.ts';
import { compressImage } from './compress-image.ts';
import type { UploadFile } from './upload-request.ts';

interface Running {
  readonly name: string;
  readonly share: number;
  readonly abort: AbortController;
}

/**
 * Picks and sends the files of one field: type and size are told before and checked before sending, photos are made
 * smaller, progress is shown and can be cancelled. Fires `alur-files-changed` with the field's files.
 */
@customElement('alur-upload')
export class AlurUpload extends LightElement {
  @property({ attribute: false }) field!: FileField;
  /** Files the field holds now. */
  @property({ attribute: false }) files: readonly FileFact[] = [];
  @property({ attribute: false }) upload: UploadFile | undefined;
  @property({ attribute: false }) fileUrl: ((file: FileFact) => string) | undefined;
  @property() inputId = '';
  @property() describedBy = '';
  @property({ type: Boolean }) invalid = false;
  @state() private running: Running | undefined;
  @state() private message = '';
  @state() private note = '';
  @state() private over = false;

  /** Whether a file is on its way. */
  get uploading(): boolean {
    return this.running !== undefined;
  }

  override disconnectedCallback(): void {
    this.running?.abort.abort();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    const mayAdd = this.running === undefined && (this.field.multiple || this.files.length === 0);
    return html` <div
      class=${this.over ? 'upload upload--over' : 'upload'}
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        this.over = true;
      }}
      @dragleave=${() => {
        this.over = false;
      }}
      @drop=${(event: DragEvent) => {
        event.preventDefault();
        this.over = false;
        void this.#take(event.dataTransfer?.files);
      }}
    >
      ${this.files.map((file) => this.#renderFile(file))}
      ${this.running === undefined ? nothing : this.#renderRunning(this.running)}
      ${
        mayAdd
          ? html` <label class="button button--secondary upload__choose" for=${this.inputId}
                >${formText('chooseFile')}</label
              >
              <input
                id=${this.inputId}
                class="upload__input"
                type="file"
                accept=${this.field.accept.length === 0 ? nothing : this.field.accept.join(',')}
                ?multiple=${this.field.multiple}
                aria-describedby=${this.describedBy}
                aria-invalid=${this.invalid ? 'true' : nothing}
                @change=${(event: Event) => void this.#take((event.target as HTMLInputElement).files)}
              />`
          : nothing
      }
      <p class="upload__message" role="alert">${this.message}</p>
      <p class="hint" role="status">${this.note}</p>
    </div>`;
  }

  /** Its button stands where the input was and would be called after the field's label; it is called what it does. */
  #renderFile(file: FileFact): TemplateResult {
    const owns = this.files[0] === file && !this.field.multiple;
    const size = file.size > 0 ? ` (${formatSize(file.size, getLanguage())})` : '';
    return html` <p class="upload__file">
      <span class="upload__name"
        >✓
        ${this.fileUrl === undefined ? file.name : html`<a href=${this.fileUrl(file)} target="_blank" rel="noopener">${file.name}</a>`}${size}</span
      >
      <button
        type="button"
        class="link-button"
        id=${owns ? this.inputId : nothing}
        aria-labelledby=${owns ? `${this.inputId}-does` : nothing}
        @click=${() => {
          this.#remove(file);
        }}
      >
        <span id=${owns ? `${this.inputId}-does` : nothing}
          >${this.field.multiple ? formText('remove') : formText('replaceFile')}<span class="visually-hidden">
            ${file.name}</span
          ></span
        >
      </button>
    </p>`;
  }

  #renderRunning(running: Running): TemplateResult {
    const percent = Math.round(running.share * 100);
    return html` <p class="upload__file">
        <span class="upload__name"
          >${percent === 0 ? formText('compressing', { name: running.name }) : formText('uploading', { name: running.name, percent })}</span
        >
        <button
          type="button"
          class="link-button"
          id=${this.files.length === 0 ? this.inputId : nothing}
          aria-labelledby=${this.files.length === 0 ? `${this.inputId}-does` : nothing}
          @click=${() => {
            running.abort.abort();
          }}
        >
          <span id="${this.inputId}-does">${formText('cancelUpload')}</span>
        </button>
      </p>
      <progress max="1" .value=${running.share} aria-label=${running.name}></progress>`;
  }

  #remove(file: FileFact): void {
    this.note = '';
    this.#change(this.files.filter((other) => other.id !== file.id));
    void this.updateComplete.then(() => {
      this.querySelector<HTMLElement>(`#${CSS.escape(this.inputId)}`)?.focus();
    });
  }

  async #take(list: FileList | null | undefined): Promise<void> {
    const chosen = [...(list ?? [])].slice(0, this.field.multiple ? 20 : 1);
    this.message = '';
    for (const file of chosen) await this.#send(file);
  }

  async #send(original: File): Promise<void> {
    if (this.upload === undefined) return;
    const abort = new AbortController();
    this.running = { name: original.name, share: 0, abort };
    try {
      const file = await compressImage(original);
      const problem = checkFileFact(this.field, { size: file.size, mimeType: file.type || typeByName(file.name) });
      if (problem !== undefined) {
        this.message = describeProblem(this.field, problem, getLanguage());
        return;
      }
      const stored = await this.upload({
        field: this.field.key,
        file,
        name: file.name,
        signal: abort.signal,
        onProgress: (share) => {
          this.running = { name: file.name, share, abort };
        },
      });
      this.note =
        formText('uploaded', { name: stored.name }) +
        (file === original
          ? ''
          : `, ${formText('compressed', { before: formatSize(original.size, getLanguage()), after: formatSize(file.size, getLanguage()) })}`);
      this.#change([...this.files, stored], stored);
    } catch (error) {
      if (!abort.signal.aborted) this.message = formText('uploadFailed', { reason: failureText(error) });
    } finally {
      this.running = undefined;
    }
  }

  #change(files: readonly FileFact[], added?: FileFact): void {
    this.files = files;
    this.dispatchEvent(
      new CustomEvent<{ files: readonly FileFact[]; added: FileFact | undefined }>('alur-files-changed', {
        detail: { files, added },
        bubbles: true,
      }),
    );
  }
}

/** Some phones tell no type; the server looks at the content in any case. */
function typeByName(name: string): string {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return extension === 'pdf'
    ? 'application/pdf'
    : extension === 'png'
      ? 'image/png'
      : extension === 'jpg' || extension === 'jpeg'
        ? 'image/jpeg'
        : '';
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-upload': AlurUpload;
  }
}
