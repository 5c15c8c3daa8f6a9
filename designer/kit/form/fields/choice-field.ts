import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CheckboxField, ChoiceField } from '../../../../server/form/definition.ts';
import { hasProperty } from '../../../../server/form/definition.ts';
import { formText } from '../form-text.ts';
import type { FieldContext } from '../field-context.ts';
import {
  describedBy,
  frameClass,
  renderBeside,
  renderError,
  renderFieldset,
  renderFrame,
  renderPurpose,
} from './field-frame.ts';

/**
 * One of several: radio buttons, or a drop-down list. With property `outcome` the choices are large decision buttons.
 */
export function renderChoiceField(field: ChoiceField, context: FieldContext): TemplateResult {
  return field.type === 'select' ? renderSelect(field, context) : renderRadios(field, context);
}

function renderRadios(field: ChoiceField, context: FieldContext): TemplateResult {
  const outcome = hasProperty(field, 'outcome');
  return renderFieldset({
    field,
    context,
    control: html` <div class=${outcome ? 'outcomes' : 'choices'}>
      ${field.options.map(
        (option, index) =>
          html` <label class=${outcome ? 'outcome' : 'choice'}>
            <input
              type="radio"
              id=${index === 0 ? context.id : `${context.id}-${String(index)}`}
              name=${context.path}
              value=${option.value}
              .checked=${live(context.value === option.value)}
              ?disabled=${!context.editable}
              @change=${() => {
                context.set(option.value);
              }}
            />
            <span>${option.label}</span>
          </label>`,
      )}
    </div>`,
  });
}

function renderSelect(field: ChoiceField, context: FieldContext): TemplateResult {
  const described = describedBy(field, context);
  return renderFrame({
    field,
    context,
    control: html` <select
      id=${context.id}
      name=${context.path}
      class="input--medium"
      aria-describedby=${described === '' ? nothing : described}
      aria-invalid=${context.error === '' ? nothing : 'true'}
      ?disabled=${!context.editable}
      @change=${(event: Event) => {
        context.set((event.target as HTMLSelectElement).value);
      }}
    >
      <option value="" ?selected=${context.value === undefined || context.value === ''}>${formText('choose')}</option>
      ${field.options.map((option) => html`<option value=${option.value} .selected=${live(context.value === option.value)}>${option.label}</option>`)}
    </select>`,
  });
}

/** A statement or yes/no to tick. */
export function renderCheckboxField(field: CheckboxField, context: FieldContext): TemplateResult {
  const described = describedBy(field, context);
  return html` <div class=${frameClass(context)}>
    ${renderBeside(field, context)}
    <label class="choice">
      <input
        type="checkbox"
        id=${context.id}
        name=${context.path}
        .checked=${live(context.value === true)}
        aria-describedby=${described === '' ? nothing : described}
        aria-invalid=${context.error === '' ? nothing : 'true'}
        ?disabled=${!context.editable}
        @change=${(event: Event) => {
          context.set((event.target as HTMLInputElement).checked);
        }}
      />
      <span>${field.label}</span> </label
    >${renderError(context)}${renderPurpose(field)}
  </div>`;
}
