import type { FieldConstraintName, GeneratedField } from '../../engine/definition/generated-form.ts';
import { toPlain } from '../../engine/instance/convert.ts';
import type { Variables, VariableValue } from '../../engine/instance/value.ts';
import { describeDatePattern } from '../../expression/time/date-pattern.ts';
import { findMoment } from '../../expression/time/moment.ts';
import { formatMoment } from '../../expression/time/zone.ts';
import type { ShownField } from './show-form.ts';

/** Choices up to this number are all shown; more are a list that opens. */
const MOST_SHOWN_CHOICES = 5;

/** Length of a text whose field has no `maxlength`: what a variable of type String holds in Camunda. */
const LONGEST_TEXT = 4_000;

/** A generated form as Camunda Forms JSON, for the elements and rules of all our forms. */
export function toFormJson(id: string, fields: readonly ShownField[]) {
  return { id, type: 'default', components: fields.map(toComponent) };
}

/** Key in our form: the id of the field, or its place where the id is more than letters, digits and `_`. */
function keyOf({ id }: GeneratedField, index: number): string {
  return /^[A-Za-z_]\w{0,99}$/.test(id) && !['constructor', 'prototype', '__proto__'].includes(id)
    ? id
    : `field_${String(index + 1)}`;
}

function toComponent({ field, label, value }: ShownField, index: number): Readonly<Record<string, unknown>> {
  const has = (name: FieldConstraintName) => field.constraints.some((each) => each.name === name);
  const limit = (name: FieldConstraintName) => {
    const given = field.constraints.find((each) => each.name === name)?.config;
    return given === undefined ? undefined : Number(given);
  };
  const readonly = has('readonly');
  const base = {
    id: `generated_${String(index + 1)}`,
    key: keyOf(field, index),
    label: label ?? field.id,
    properties: field.properties,
    ...(readonly ? { readonly } : {}),
    ...(value.value === null ? {} : { defaultValue: toAnswer(field, value) }),
  };
  const required = has('required') && !readonly ? { required: true } : {};
  switch (field.type) {
    case 'string':
      return {
        ...base,
        type: 'textfield',
        validate: readonly
          ? {}
          : { ...required, minLength: limit('minlength'), maxLength: limit('maxlength') ?? LONGEST_TEXT },
      };
    case 'long': {
      // Camunda's `max` is the first number that is too large.
      const max = limit('max');
      return {
        ...base,
        type: 'number',
        decimalDigits: 0,
        validate: readonly ? {} : { ...required, min: limit('min'), ...(max === undefined ? {} : { max: max - 1 }) },
      };
    }
    case 'boolean':
      return { ...base, type: 'checkbox', validate: required };
    case 'date':
      return { ...base, type: 'datetime', subtype: subtypeOf(field), validate: required };
    case 'enum':
      return {
        ...base,
        type: has('required') && field.choices.length <= MOST_SHOWN_CHOICES ? 'radio' : 'select',
        values: field.choices.map(({ id, name }) => ({ value: id, label: name })),
        validate: required,
      };
  }
}

function subtypeOf({ datePattern = '' }: GeneratedField): 'date' | 'time' | 'datetime' {
  const { hasDate, hasTime } = describeDatePattern(datePattern);
  return hasDate && hasTime ? 'datetime' : hasTime ? 'time' : 'date';
}

/** What our form begins with: values by key, dates in local time as ISO text; what is empty is left out. */
export function toFormData(fields: readonly ShownField[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ field, value }, index) =>
      value.value === null ? [] : [[keyOf(field, index), toAnswer(field, value)]],
    ),
  );
}

function toAnswer(field: GeneratedField, value: VariableValue): unknown {
  if (value.type !== 'Date') {
    const plain = toPlain(value);
    return typeof plain === 'bigint' ? plain.toString() : plain;
  }
  const local = formatMoment(Date.parse(value.value ?? ''));
  const subtype = subtypeOf(field);
  return subtype === 'date' ? local.slice(0, 10) : subtype === 'time' ? local.slice(11, 16) : local.slice(0, 16);
}

/**
 * Checked values of our form as they are submitted: in the type of the field, an empty one as null. Read-only fields are
 * not among them.
 */
export function toSubmitted(fields: readonly ShownField[], data: Readonly<Record<string, unknown>>): Variables {
  return new Map(
    fields.flatMap(({ field }, index): [string, VariableValue][] => {
      if (field.constraints.some(({ name }) => name === 'readonly')) return [];
      const key = keyOf(field, index);
      const value = Object.hasOwn(data, key) ? data[key] : undefined;
      return [[field.id, submittedValue(field, value)]];
    }),
  );
}

function submittedValue(field: GeneratedField, value: unknown): VariableValue {
  if (value === undefined || value === null) return { type: 'Null', value: null };
  if (typeof value === 'boolean') return { type: 'Boolean', value };
  const text = String(value);
  if (field.type === 'long') return { type: 'Long', value: text };
  if (field.type !== 'date') return { type: 'String', value: text };
  const whole = subtypeOf(field) === 'time' ? `1970-01-01T${text}` : text;
  const moment = findMoment(whole);
  return { type: 'Date', value: moment === undefined ? null : new Date(moment).toISOString() };
}
