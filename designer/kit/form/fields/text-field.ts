import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { NumberField, TextField } from '../../../../server/form/definition.ts';
import { findDictionaryEntry } from '../../../../server/form/dictionary.ts';
import type { InputHints } from '../../../../server/form/dictionary.ts';
import { formText } from '../form-text.ts';
import type { FieldContext } from '../field-context.ts';
import { describedBy, renderFrame } from './field-frame.ts';

/** Text and number: one input, or a larger box with a count of letters. */
export function renderTextField(field: TextField | NumberField, context: FieldContext): TemplateResult {
  return renderFrame({
    field,
    context,
    control: field.type === 'textarea' ? renderBox(field, context) : renderInput(field, context),
  });
}

function renderInput(field: TextField | NumberField, context: FieldContext): TemplateResult {
  const hints = inputHints(field);
  const described = describedBy(field, context);
  return html`<input
    id=${context.id}
    name=${context.path}
    type="text"
    class=${hints.width === undefined ? nothing : `input--${hints.width}`}
    .value=${live(asText(context.value))}
    inputmode=${hints.inputMode ?? nothing}
    autocomplete=${context.path.includes('[') ? 'off' : (hints.autocomplete ?? nothing)}
    spellcheck=${hints.spellcheck === false ? 'false' : nothing}
    aria-describedby=${described === '' ? nothing : described}
    aria-invalid=${context.error === '' ? nothing : 'true'}
    ?disabled=${!context.editable}
    @input=${(event: Event) => {
      context.set((event.target as HTMLInputElement).value);
    }}
  />`;
}

function renderBox(field: TextField, context: FieldContext): TemplateResult {
  const described = describedBy(field, context);
  const limit = field.rules.maxLength;
  const text = asText(context.value);
  return html`<textarea
      id=${context.id}
      name=${context.path}
      .value=${live(text)}
      rows=${(limit ?? 2000) > 500 ? 6 : 3}
      aria-describedby=${described === '' ? nothing : described}
      aria-invalid=${context.error === '' ? nothing : 'true'}
      ?disabled=${!context.editable}
      @input=${(event: Event) => {
        context.set((event.target as HTMLTextAreaElement).value);
      }}
    ></textarea>
    ${limit === undefined ? nothing : html`<p class="hint number">${formText('charactersLeft', { count: [...text.trim()].length, limit })}</p>`}`;
}

function inputHints(field: TextField | NumberField): InputHints {
  const entry = findDictionaryEntry(field.properties['dictionary']);
  if (entry !== undefined) return entry.hints;
  if (field.type === 'number') return { inputMode: field.decimalDigits === 0 ? 'numeric' : 'decimal', width: 'short' };
  if (field.rules.validationType === 'email')
    return { inputMode: 'email', autocomplete: 'email', spellcheck: false, width: 'medium' };
  if (field.rules.validationType === 'phone')
    return { inputMode: 'tel', autocomplete: 'tel', spellcheck: false, width: 'medium' };
  return (field.rules.maxLength ?? 500) <= 30 ? { width: 'medium' } : {};
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
