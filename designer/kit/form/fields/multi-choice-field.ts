import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { MultiChoiceField } from '../../../../server/form/definition.ts';
import type { FieldContext } from '../field-context.ts';
import { renderFieldset } from './field-frame.ts';
import './alur-choice-list.ts';

/** Several of many. */
export function renderMultiChoiceField(field: MultiChoiceField, context: FieldContext): TemplateResult {
  const chosen = Array.isArray(context.value) ? context.value.map(String) : [];
  return renderFieldset({
    field,
    context,
    control: html`<alur-choice-list
      .options=${field.options}
      .chosen=${chosen}
      .inputId=${context.id}
      .name=${context.path}
      .disabled=${!context.editable}
      @alur-chosen=${(event: CustomEvent<readonly string[]>) => {
        context.set(event.detail);
      }}
    ></alur-choice-list>`,
  });
}
