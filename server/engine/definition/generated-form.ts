import type { Expression } from './expression.ts';

export type GeneratedFieldType = 'string' | 'long' | 'boolean' | 'date' | 'enum';
export type FieldConstraintName = 'required' | 'readonly' | 'minlength' | 'maxlength' | 'min' | 'max';

/** One `camunda:constraint`. The four that compare have a whole number as `config`. */
export interface FieldConstraint {
  readonly name: FieldConstraintName;
  readonly config?: string;
}

/** One `camunda:formField`: a variable that a person fills in. */
export interface GeneratedField {
  /** Name of the variable. */
  readonly id: string;
  readonly type: GeneratedFieldType;
  readonly label?: Expression;
  /** What the field begins with while its variable is not there, and what is stored when it is not submitted. */
  readonly defaultValue?: Expression;
  /** How a date is written, in the letters of Java's `SimpleDateFormat`. Of fields of type `date` only. */
  readonly datePattern?: string;
  /** What may be chosen, in the order of the model. Of fields of type `enum` only. */
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  readonly constraints: readonly FieldConstraint[];
  readonly properties: Readonly<Record<string, string>>;
}

/** A form made of the fields in the model (`camunda:formData`). The engine does not read it. */
export interface GeneratedForm {
  readonly fields: readonly GeneratedField[];
  /** The field that is the business key of what is started: it fills no variable of its own (Camunda). */
  readonly businessKeyField?: string;
}
