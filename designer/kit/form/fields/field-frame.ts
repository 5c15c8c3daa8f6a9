import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FormField } from '../../../../server/form/definition.ts';
import { formText } from '../form-text.ts';
import type { FieldContext } from '../field-context.ts';

/** Ids of hint, note and error, for `aria-describedby`. */
export function describedBy(field: FormField, context: FieldContext, extraHint = ''): string {
  const ids = [];
  if (context.note !== '') ids.push(`${context.id}-note`);
  if ((field.description ?? '') !== '' || extraHint !== '') ids.push(`${context.id}-hint`);
  if (context.error !== '') ids.push(`${context.id}-error`);
  return ids.join(' ');
}

/** Label text; fields that may be left empty say so. */
export function renderLabel(field: FormField): TemplateResult {
  const label = field.label.replace(/\s*\((?:opsional|optional)\)\s*$/i, '');
  const optional =
    !field.readonly &&
    field.rules.required !== true &&
    field.type !== 'checkbox' &&
    field.type !== 'review' &&
    field.type !== 'dynamiclist';
  return html`${label}${optional ? html` <span class="field__optional">${formText('optional')}</span>` : nothing}`;
}

interface Frame {
  readonly field: FormField;
  readonly context: FieldContext;
  readonly control: TemplateResult;
  /** Hint besides the field's own description. */
  readonly hint?: string;
}

/** A field with one control: label, officer's note, hint, error, control. */
export function renderFrame({ field, context, control, hint = '' }: Frame): TemplateResult {
  return html` <div class=${frameClass(context)}>
    <label for=${context.id}>${renderLabel(field)}</label>
    ${renderBeside(field, context, hint)}${control}${renderError(context)}${renderPurpose(field)}
  </div>`;
}

/** A field of several controls: a fieldset with the label as its legend. */
export function renderFieldset({ field, context, control, hint = '' }: Frame): TemplateResult {
  const described = describedBy(field, context, hint);
  return html` <fieldset class=${frameClass(context)} aria-describedby=${described === '' ? nothing : described}>
    <legend>${renderLabel(field)}</legend>
    ${renderBeside(field, context, hint)}${control}${renderError(context)}${renderPurpose(field)}
  </fieldset>`;
}

/** Officer's note and hint of a field. */
export function renderBeside(field: FormField, context: FieldContext, hint = ''): TemplateResult {
  const hints = [field.description ?? '', hint].filter((text) => text !== '').join(' ');
  return html` ${context.note === '' ? nothing : html`<p class="field__note" id="${context.id}-note">${formText('officerNote', { note: context.note })}</p>`}
  ${hints === '' ? nothing : html`<p class="hint" id="${context.id}-hint">${hints}</p>`}`;
}

/** The field's error. Its line is always there, so that nothing jumps under the pointer when an error comes or goes. */
export function renderError(context: FieldContext): TemplateResult {
  return html`<p class="field__error" id="${context.id}-error">${context.error}</p>`;
}

/** Why the field is asked for: purpose and legal basis (UU 27/2022 art. 21). */
export function renderPurpose(field: FormField): TemplateResult | typeof nothing {
  const purpose = field.properties['purpose'] ?? '';
  const basis = field.properties['legalBasis'] ?? '';
  if (purpose === '' && basis === '') return nothing;
  return html` <details class="purpose">
    <summary>${formText('whyAsked')}</summary>
    <p>
      ${purpose === '' ? nothing : formText('purpose', { text: purpose })}
      ${basis === '' ? nothing : formText('legalBasis', { text: basis })}
    </p>
  </details>`;
}

export function frameClass(context: FieldContext): string {
  return ['field', context.error === '' ? '' : 'field--invalid', context.note === '' ? '' : 'field--noted']
    .filter((name) => name !== '')
    .join(' ');
}
