import type { Expression } from '../../engine/definition/expression.ts';
import type { GeneratedField, GeneratedForm } from '../../engine/definition/generated-form.ts';
import type { Variables, VariableValue } from '../../engine/instance/value.ts';
import { toModelValue, UnusableFieldValue } from './field-value.ts';

/** Evaluates an expression of the form with the variables given: those of the place and what fields have set since. */
export type Evaluate = (expression: Expression, variables: Variables) => VariableValue;

/** A field as it is shown now. */
export interface ShownField {
  readonly field: GeneratedField;
  readonly isBusinessKey: boolean;
  readonly label: string | null;
  /** Evaluated, in the field's type; null when it has none or that is empty. */
  readonly defaultValue: VariableValue | null;
  /** Its variable, else its default, in the field's type. */
  readonly value: VariableValue;
  /** Why its variable cannot be shown: it is of another type. `value` is empty then. */
  readonly problem: string | null;
}

/**
 * The fields of a form with their evaluated labels and defaults.
 * @throws UnusableFieldValue when a default is not of the field's type, and whatever an expression throws
 */
export function showForm(form: GeneratedForm, variables: Variables, evaluate: Evaluate): ShownField[] {
  return form.fields.map((field) => {
    const label = labelOf(field, variables, evaluate);
    const fallback = evaluateDefault(field, variables, evaluate);
    const present = variables.get(field.id);
    return {
      field,
      isBusinessKey: field.id === form.businessKeyField,
      label,
      defaultValue: fallback === null || fallback.value === null ? null : fallback,
      ...(present ? readPresent(field, present) : { value: fallback ?? emptyOf(field), problem: null }),
    };
  });
}

/** The evaluated label of a field. */
export function labelOf(field: GeneratedField, variables: Variables, evaluate: Evaluate): string | null {
  const label = field.label && evaluate(field.label, variables).value;
  return label === null || label === undefined ? null : String(label);
}

/** The evaluated default of a field in its type; null when the model gives none. @throws UnusableFieldValue */
export function evaluateDefault(field: GeneratedField, variables: Variables, evaluate: Evaluate): VariableValue | null {
  return field.defaultValue ? toModelValue(field, evaluate(field.defaultValue, variables)) : null;
}

function readPresent(field: GeneratedField, present: VariableValue): Pick<ShownField, 'value' | 'problem'> {
  try {
    if (field.type === 'date' && present.type === 'String')
      throw new UnusableFieldValue(`Expected value to be of type 'date' but got 'string'.`);
    return { value: toModelValue(field, present), problem: null };
  } catch (error) {
    if (!(error instanceof UnusableFieldValue)) throw error;
    return { value: emptyOf(field), problem: `failed to convert '${field.id}': ${error.message}` };
  }
}

function emptyOf(field: GeneratedField): VariableValue {
  return toModelValue(field, { type: 'Null', value: null });
}
