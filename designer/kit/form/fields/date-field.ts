import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { DateField } from '../../../../server/form/definition.ts';
import { formText } from '../form-text.ts';
import type { FieldContext } from '../field-context.ts';
import { describedBy, renderFieldset, renderFrame } from './field-frame.ts';

type Part = 'day' | 'month' | 'year';

/** A date as three typed boxes hari–bulan–tahun; a time with the browser's own input. */
export function renderDateField(field: DateField, context: FieldContext): TemplateResult {
  if (field.subtype === 'date')
    return renderFieldset({ field, context, hint: dateHint(field), control: renderParts(field, context) });
  const described = describedBy(field, context);
  return renderFrame({
    field,
    context,
    control: html`<input
      id=${context.id}
      name=${context.path}
      type=${field.subtype === 'time' ? 'time' : 'datetime-local'}
      class="input--short"
      .value=${live(typeof context.value === 'string' ? context.value : '')}
      aria-describedby=${described === '' ? nothing : described}
      aria-invalid=${context.error === '' ? nothing : 'true'}
      ?disabled=${!context.editable}
      @input=${(event: Event) => {
        context.set((event.target as HTMLInputElement).value);
      }}
    />`,
  });
}

function renderParts(field: DateField, context: FieldContext): TemplateResult {
  const parts = splitDate(context.value);
  const birthday = field.properties['dictionary'] === 'tglLahir';
  const input = (part: Part, id: string, label: string): TemplateResult =>
    html` <div>
      <label for=${id}>${label}</label>
      <input
        id=${id}
        name="${context.path}-${part}"
        type="text"
        inputmode="numeric"
        maxlength=${part === 'year' ? 4 : 2}
        class=${part === 'year' ? 'date-parts__year' : nothing}
        .value=${live(parts[part])}
        autocomplete=${birthday ? `bday-${part}` : 'off'}
        aria-invalid=${context.error === '' ? nothing : 'true'}
        ?disabled=${!context.editable}
        @input=${(event: Event) => {
          context.set(joinDate({ ...parts, [part]: (event.target as HTMLInputElement).value }));
        }}
      />
    </div>`;
  return html`<div class="date-parts">
    ${input('day', context.id, formText('day'))}${input('month', `${context.id}-month`, formText('month'))}${input('year', `${context.id}-year`, formText('year'))}
  </div>`;
}

function dateHint(field: DateField): string {
  if ((field.description ?? '') !== '') return '';
  return formText(field.properties['dictionary'] === 'tglLahir' ? 'birthDateHint' : 'dateHint');
}

/** Parts of a stored or half-typed date `year-month-day`. */
export function splitDate(value: unknown): Record<Part, string> {
  const [year = '', month = '', day = ''] = typeof value === 'string' ? value.split('-') : [];
  return { year, month, day };
}

/** The opposite of `splitDate`; empty when nothing is typed. Minus signs typed by mistake are dropped. */
export function joinDate({ year, month, day }: Record<Part, string>): string {
  const parts = [year, month, day].map((part) => part.replaceAll('-', '').trim());
  return parts.every((part) => part === '') ? '' : parts.join('-');
}
