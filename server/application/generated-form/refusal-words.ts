import type { FieldProblem } from '../errors.ts';
import { readForm } from '../../form/read-form.ts';
import type { FormField, FormLanguage } from '../../form/definition.ts';
import { isField } from '../../form/definition.ts';
import { describeProblem } from '../../form/validate-form.ts';
import type { ValueProblem } from '../../form/check-value.ts';
import { formatNumber } from '../../form/format.ts';
import { toFormJson } from './form-json.ts';
import type { BrokenConstraint, FormFieldRefused } from './submit-form.ts';

/** What is wrong with each refused field, in the words of our forms. */
export function describeRefusal({ broken }: FormFieldRefused, language: FormLanguage): readonly FieldProblem[] {
  return broken.map((each) => ({
    path: each.field.id,
    message: describeProblem(formFieldOf(each), problemOf(each, language), language),
  }));
}

function formFieldOf({ field, label }: BrokenConstraint): FormField {
  const shown = {
    field,
    label,
    isBusinessKey: false,
    defaultValue: null,
    value: { type: 'Null', value: null },
    problem: null,
  } as const;
  const [component] = readForm(toFormJson('field', [shown])).form.components;
  if (!component || !isField(component)) throw new Error(`The field ${field.id} has no form field.`);
  return component;
}

function problemOf({ field, constraint, value }: BrokenConstraint, language: FormLanguage): ValueProblem {
  const limit = Number(constraint.config);
  switch (constraint.name) {
    case 'required':
      return {
        code: field.type === 'enum' ? 'requiredChoice' : field.type === 'boolean' ? 'requiredTick' : 'required',
      };
    case 'readonly':
      return { code: 'readonly' };
    case 'minlength':
      return { code: 'minLength', values: { limit, actual: String(value).length } };
    case 'maxlength':
      return { code: 'maxLength', values: { limit, actual: String(value).length } };
    case 'min':
    case 'max':
      if (Number.isNaN(Number(value))) return { code: 'number' };
      return {
        code: constraint.name,
        values: { limit: formatNumber(constraint.name === 'max' ? limit - 1 : limit, language) },
      };
  }
}
