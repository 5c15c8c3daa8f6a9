import type { GeneratedField } from '../../engine/definition/generated-form.ts';
import type { VariableValue } from '../../engine/instance/value.ts';
import { formatByPattern, parseByPattern } from '../../expression/time/date-pattern.ts';

/** A value that cannot be one of the field's type. Camunda words it so. */
export class UnusableFieldValue extends Error {
  override readonly name = 'UnusableFieldValue';
}

/**
 * A submitted value or a default in the type of its field: String, Long, Boolean or Date; an empty one is empty in that
 * type. Texts are read (`"5"`, `"true"`, a date by its pattern), what is chosen must be among the choices.
 * @throws UnusableFieldValue
 */
export function toModelValue(field: GeneratedField, given: VariableValue): VariableValue {
  return given.transient === true ? { ...convert(field, given), transient: true } : convert(field, given);
}

function convert(field: GeneratedField, given: VariableValue): VariableValue {
  switch (field.type) {
    case 'string':
      return { type: 'String', value: textOf(given) };
    case 'long':
      return { type: 'Long', value: digitsOf(given) };
    case 'boolean':
      return toBoolean(given);
    case 'date':
      return { type: 'Date', value: toIso(field, given) };
    case 'enum':
      return { type: 'String', value: choiceOf(field, given) };
  }
}

function textOf(given: VariableValue): string | null {
  if (given.value === null) return null;
  if (given.type === 'File') throw new UnusableFieldValue(`Value '${given.filename}' is not of type String.`);
  return String(given.value);
}

function digitsOf(given: VariableValue): string | null {
  const text = given.value === null || given.value === '' ? null : String(given.value).trim();
  if (text === null) return null;
  const numeric = given.type === 'Long' || given.type === 'Integer' || given.type === 'Short';
  if (!numeric && given.type !== 'String' && given.type !== 'Double')
    throw new UnusableFieldValue(`Value '${text}' is not of type Long.`);
  if (!/^[+-]?\d{1,19}$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text))
    throw new UnusableFieldValue(`Value '${text}' is not of type Long.`);
  return BigInt(text).toString();
}

function toBoolean({ type, value }: VariableValue): VariableValue {
  if (value === null) return { type: 'Null', value: null };
  if (typeof value === 'boolean') return { type: 'Boolean', value };
  if (type !== 'String') throw new UnusableFieldValue(`Value '${String(value)}' is not of type Boolean.`);
  return { type: 'Boolean', value: value.toLowerCase() === 'true' };
}

function toIso({ datePattern = '' }: GeneratedField, { type, value }: VariableValue): string | null {
  if (value === null) return null;
  if (type === 'Date') return value;
  if (type !== 'String') throw new UnusableFieldValue(`Value '${String(value)}' cannot be transformed into a Date.`);
  if (value.trim() === '') return null;
  try {
    return new Date(parseByPattern(datePattern, value)).toISOString();
  } catch {
    throw new UnusableFieldValue(`Could not parse value '${value}' as date using date format '${datePattern}'.`);
  }
}

function choiceOf({ choices }: GeneratedField, { type, value }: VariableValue): string | null {
  if (value === null) return null;
  if (type !== 'String') throw new UnusableFieldValue(`Value '${String(value)}' is not of type String.`);
  if (!choices.some(({ id }) => id === value))
    throw new UnusableFieldValue(`Invalid value for enum form property: ${value}`);
  return value;
}

/** A value as a form shows it: a date as text by its pattern (none: an empty text), anything else as it is. */
export function toFormValue(field: GeneratedField, model: VariableValue): VariableValue {
  if (field.type !== 'date' || model.type !== 'Date') return model;
  const text = model.value === null ? '' : formatByPattern(field.datePattern ?? '', Date.parse(model.value));
  return { type: 'String', value: text };
}
