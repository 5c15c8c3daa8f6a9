import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  Correction,
  FileFact,
  FormComponent,
  FormData,
  FormDefinition,
  FormField,
  ListField,
} from '../../../server/form/definition.ts';
import { hasProperty, isField } from '../../../server/form/definition.ts';
import { isHidden } from '../../../server/form/conditions.ts';
import { isCorrectable, validateCorrection } from '../../../server/form/correctable.ts';
import { initialData, initialItem } from '../../../server/form/defaults.ts';
import { listFieldInstances, ownValue } from '../../../server/form/field-instances.ts';
import type { FieldInstance } from '../../../server/form/field-instances.ts';
import { listVisiblePages } from '../../../server/form/pages.ts';
import { readForm } from '../../../server/form/read-form.ts';
import { validateForm } from '../../../server/form/validate-form.ts';
import type { FormError, ValidatedForm } from '../../../server/form/validate-form.ts';
import { LightElement } from '../element/light-element.ts';
import { announce } from '../feedback/announce.ts';
import { getLanguage } from '../i18n/language.ts';
import { listConsequences } from './consequences.ts';
import { renderErrorSummary } from './error-summary.ts';
import type { ShownError } from './error-summary.ts';
import { fieldId } from './field-context.ts';
import type { FieldContext } from './field-context.ts';
import { renderField } from './fields/render-field.ts';
import { renderReviewField } from './fields/review-field.ts';
import type { ReviewSource } from './fields/review-field.ts';
import { FormFeel } from './form-feel.ts';
import type { FeelOptions } from './form-feel.ts';
import { formText } from './form-text.ts';
import { listItems, sameContent, withValue } from './form-values.ts';
import { renderList } from './fields/list-field.ts';
import { renderTextBlock } from './text-block.ts';
import type { UploadFile } from './upload/upload-request.ts';
import './form.css';

/**
 * Draws a form (Camunda Forms JSON) and collects its values. Errors are shown after `validate()` and not while typing:
 * a summary with links gets the focus. With `corrections` only the marked fields are shown and can be changed.
 *
 * Fires `alur-form-change` with the values after every change.
 */
@customElement('alur-form')
export class AlurForm extends LightElement {
  /** The form's JSON. */
  @property({ attribute: false }) schema: unknown;
  /** Values to begin with; other values given later replace what was typed. */
  @property({ attribute: false }) data: FormData = {};
  @property({ attribute: false }) files: readonly FileFact[] = [];
  /** Index of the only screen to show; all screens one below the other when undefined. */
  @property({ attribute: false }) page: number | undefined;
  @property({ attribute: false }) corrections: readonly Correction[] | undefined;
  @property({ attribute: false }) upload: UploadFile | undefined;
  @property({ attribute: false }) fileUrl: ((file: FileFact) => string) | undefined;
  @property({ attribute: false }) review: ReviewSource | undefined;
  /** Shown but not to be changed (a task that somebody else has claimed). */
  @property({ type: Boolean }) disabled = false;
  @state() private errors: readonly ShownError[] = [];

  readonly #feel = new FormFeel(this);
  #form: FormDefinition = { id: '', components: [] };
  #values: FormData = {};
  #present: FormData = {};
  #files: FileFact[] = [];

  /** The form as it was understood. */
  get definition(): FormDefinition {
    return this.#form;
  }

  /** The values as they were typed. */
  get values(): FormData {
    return this.#values;
  }

  /** Files that were there or have been uploaded since. */
  get knownFiles(): readonly FileFact[] {
    return this.#files;
  }

  /** What the person should confirm before the values are sent. */
  get consequences(): readonly string[] {
    return listConsequences(this.#form.components, this.#values, this.#feelOptions.feel);
  }

  /**
   * Checks the values (of one screen, when `page` is set) and shows what is wrong. Gives the result; its `data` is what
   * to send.
   */
  validate(): ValidatedForm {
    const feel = this.#feelOptions;
    const options = {
      language: getLanguage(),
      now: Date.now(),
      files: this.#files,
      ...feel,
      ...(this.page === undefined ? {} : { page: this.page }),
    };
    const result =
      this.corrections === undefined
        ? validateForm(this.#form, this.#values, options)
        : validateCorrection(
            { form: this.#form, present: this.#present, given: this.#values, corrections: this.corrections, ...feel },
            options,
          );
    const running = this.#runningUploads();
    const errors = [...result.errors.filter(({ path }) => running.every((upload) => upload.path !== path)), ...running];
    this.showErrors(errors);
    return running.length === 0 ? result : { ...result, valid: false, errors };
  }

  /** Files on their way would be lost with the screen: they are to be waited for. */
  #runningUploads(): FormError[] {
    const running = [...this.querySelectorAll('alur-upload')].filter((upload) => upload.uploading);
    if (running.length === 0) return [];
    return listFieldInstances(this.#form, this.#values, this.#feelOptions.feel).flatMap(({ path, field }) =>
      running.some((upload) => upload.inputId === fieldId(path))
        ? [{ path, code: 'fileMissing' as const, message: formText('uploadRunning', { label: field.label }) }]
        : [],
    );
  }

  /** Shows errors, the server's too, and moves the focus to their summary. */
  showErrors(errors: readonly ShownError[]): void {
    this.errors = errors;
    const title = document.title.replace(/^(?:Kesalahan|Error): /, '');
    document.title = errors.length === 0 ? title : formText('errorPrefix') + title;
    if (errors.length > 0)
      void this.updateComplete.then(() => {
        this.querySelector<HTMLElement>('.error-summary')?.focus();
      });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const schemaChanged = changed.has('schema') && !sameContent(changed.get('schema'), this.schema);
    const dataChanged = changed.has('data') && !(this.hasUpdated && sameContent(changed.get('data'), this.data));
    if (schemaChanged) {
      this.#form = readForm(this.schema).form;
    }
    if (schemaChanged || dataChanged) {
      this.#present = this.data;
      this.#values = { ...initialData(this.#form), ...this.data };
      this.errors = [];
    }
    if (changed.has('files')) this.#files = [...this.files];
    if (changed.has('page')) this.errors = [];
  }

  protected override render(): TemplateResult | typeof nothing {
    const options = this.#feel.optionsFor(this.#form);
    if (options === undefined) return nothing;
    const visible = new Map(
      listFieldInstances(this.#form, this.#values, options.feel).map((instance) => [instance.path, instance]),
    );
    const pages = listVisiblePages(this.#form, this.#values, options.feel).filter(
      (page) => this.page === undefined || page.index === this.page,
    );
    return html` ${renderErrorSummary(this.errors)}
    ${pages.map((page) => {
      const content = this.#renderComponents(page.components, visible, '');
      if (content.length === 0) return nothing;
      if (this.page !== undefined || page.label === '') return content;
      return html`<section class="form-page">
        <h2>${page.label}</h2>
        ${page.description === undefined ? nothing : html`<p class="hint">${page.description}</p>`}${content}
      </section>`;
    })}`;
  }

  #renderComponents(
    components: readonly FormComponent[],
    visible: ReadonlyMap<string, FieldInstance>,
    prefix: string,
  ): TemplateResult[] {
    return components.flatMap((component): TemplateResult[] => {
      if (isField(component)) return this.#renderOne(component, visible, prefix);
      if (component.type === 'group') {
        const content = this.#renderComponents(component.components, visible, prefix);
        if (content.length === 0) return [];
        return component.label === ''
          ? content
          : [
              html`<fieldset class="group">
                <legend>${component.label}</legend>
                ${content}
              </fieldset>`,
            ];
      }
      if (this.corrections !== undefined) return [];
      // A condition within a repeating group is about its item, whose values are not at hand here.
      if (prefix === '' && isHidden(component, this.#values, this.#feelOptions.feel)) return [];
      if (component.type === 'text') return [renderTextBlock(component.text, hasProperty(component, 'confirm'))];
      return component.type === 'separator' ? [html`<hr class="separator" />`] : [];
    });
  }

  #renderOne(field: FormField, visible: ReadonlyMap<string, FieldInstance>, prefix: string): TemplateResult[] {
    const path = prefix + field.key;
    const instance = visible.get(path);
    if (instance === undefined) return [];
    if (field.type === 'dynamiclist') return this.#renderList(field, visible, path);
    if (!this.#mayChange(path)) return [];
    const context = this.#context(field, path, instance.value);
    return [field.type === 'review' ? renderReviewField(field, context, this.review) : renderField(field, context)];
  }

  #renderList(field: ListField, visible: ReadonlyMap<string, FieldInstance>, path: string): TemplateResult[] {
    const items = listItems(this.#values, path);
    const whole = this.#mayChange(path);
    const contents = items.map((_, index) =>
      this.#renderComponents(field.components, visible, `${path}[${String(index)}].`),
    );
    if (!whole && contents.every((content) => content.length === 0)) return [];
    return [
      renderList({
        field,
        context: this.#context(field, path, items),
        items: contents,
        headingLevel: this.page === undefined ? 3 : 2,
        mayChangeItems: whole && !this.disabled && !field.readonly,
        add: () => {
          const present = listItems(this.#values, path);
          this.#set(path, [...present, initialItem(field.components)]);
          this.#announceItem('itemAdded', field, present.length + 1);
          void this.updateComplete.then(() => {
            this.querySelector<HTMLElement>(`#${fieldId(`${path}[${String(present.length)}]`)}`)?.focus();
          });
        },
        remove: (index) => {
          this.#set(
            path,
            listItems(this.#values, path).filter((_, position) => position !== index),
          );
          this.#announceItem('itemRemoved', field, index + 1);
          void this.updateComplete.then(() => {
            this.querySelector<HTMLElement>(`#${fieldId(path)}-add`)?.focus();
          });
        },
      }),
    ];
  }

  #announceItem(text: 'itemAdded' | 'itemRemoved', field: ListField, number: number): void {
    announce(formText(text, { label: field.label, number }), 'spoken');
  }

  #context(field: FormField, path: string, value: unknown): FieldContext {
    return {
      path,
      id: fieldId(path),
      value: value ?? ownValue(this.#values, path),
      error: this.errors.find((error) => error.path === path)?.message ?? '',
      note: this.corrections?.find((correction) => correction.field === path)?.note ?? '',
      editable: !this.disabled && !field.readonly,
      files: this.#files,
      fileUrl: this.fileUrl,
      upload: this.upload,
      set: (next) => {
        this.#set(path, next);
      },
      addFile: (file) => {
        this.#files = [...this.#files, file];
      },
    };
  }

  #mayChange(path: string): boolean {
    if (this.corrections === undefined) return true;
    return isCorrectable(path, {
      form: this.#form,
      present: this.#present,
      corrections: this.corrections,
      ...this.#feelOptions,
    });
  }

  #set(path: string, value: unknown): void {
    this.#values = withValue(this.#values, path, value);
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent<FormData>('alur-form-change', { detail: this.#values, bubbles: true }));
  }

  get #feelOptions(): FeelOptions {
    return this.#feel.optionsFor(this.#form) ?? {};
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'alur-form': AlurForm;
  }
}
