import type { TemplateResult } from 'lit';
import type { FormField, ListField, ReviewField } from '../../../../server/form/definition.ts';
import type { FieldContext } from '../field-context.ts';
import { renderCheckboxField, renderChoiceField } from './choice-field.ts';
import { renderDateField } from './date-field.ts';
import { renderFileField } from './file-field.ts';
import { renderMultiChoiceField } from './multi-choice-field.ts';
import { renderTextField } from './text-field.ts';

/** Fields that stand for themselves; repeating groups and reviews are drawn by the form. */
export type PlainField = Exclude<FormField, ListField | ReviewField>;

/** Draws a field by its type. */
export function renderField(field: PlainField, context: FieldContext): TemplateResult {
  switch (field.type) {
    case 'textfield':
    case 'textarea':
    case 'number':
      return renderTextField(field, context);
    case 'datetime':
      return renderDateField(field, context);
    case 'checkbox':
      return renderCheckboxField(field, context);
    case 'radio':
    case 'select':
      return renderChoiceField(field, context);
    case 'checklist':
    case 'taglist':
      return renderMultiChoiceField(field, context);
    case 'filepicker':
      return renderFileField(field, context);
  }
}
