import type { FieldConstraint, GeneratedField, GeneratedForm } from '../../engine/definition/generated-form.ts';
import type { Variables, VariableValue } from '../../engine/instance/value.ts';
import { toModelValue, UnusableFieldValue } from './field-value.ts';
import { type Evaluate, evaluateDefault, labelOf } from './show-form.ts';

/** A constraint that a submitted value breaks. */
export interface BrokenConstraint {
  readonly field: GeneratedField;
  readonly label: string | null;
  readonly constraint: FieldConstraint;
  readonly value: VariableValue['value'];
}

/** What was submitted breaks constraints of the form (Camunda's `FormFieldValidationException`); nothing is stored. */
export class FormFieldRefused extends Error {
  override readonly name = 'FormFieldRefused';
  readonly broken: readonly BrokenConstraint[];
  constructor(broken: readonly [BrokenConstraint, ...BrokenConstraint[]]) {
    const [{ field, constraint }] = broken;
    const rule = constraint.config === undefined ? constraint.name : `${constraint.name}(${constraint.config})`;
    super(`Invalid value submitted for form field '${field.id}': validation of ${rule} failed.`);
    this.broken = broken;
  }
}

/**
 * The variables that a submitted form sets, as Camunda: every field is checked and converted; one that was not submitted
 * takes its default, whatever its variable holds; what belongs to no field is set as it is. A field sees what those
 * before it have set.
 * @throws FormFieldRefused with the first broken constraint of each field, UnusableFieldValue
 */
export function submitForm(form: GeneratedForm, sent: Variables, present: Variables, evaluate: Evaluate): Variables {
  const seen = new Map(present);
  const set = new Map<string, VariableValue>();
  const rest = new Map(sent);
  const broken: BrokenConstraint[] = [];
  for (const field of form.fields) {
    if (field.id === form.businessKeyField) continue;
    const submitted = sent.get(field.id);
    rest.delete(field.id);
    const constraint = field.constraints.find((each) => !holds(each, { field, submitted, seen, evaluate }));
    if (constraint) {
      broken.push({ field, constraint, label: labelOf(field, seen, evaluate), value: submitted?.value ?? null });
      continue;
    }
    const value = submitted ? toModelValue(field, submitted) : evaluateDefault(field, seen, evaluate);
    if (value === null) continue;
    set.set(field.id, value);
    seen.set(field.id, value);
  }
  const [first, ...others] = broken;
  if (first) throw new FormFieldRefused([first, ...others]);
  for (const [name, value] of rest) set.set(name, value);
  return set;
}

interface Submission {
  readonly field: GeneratedField;
  readonly submitted: VariableValue | undefined;
  readonly seen: Variables;
  readonly evaluate: Evaluate;
}

/** `min` includes its number, `max` does not (Camunda). */
function holds({ name, config }: FieldConstraint, submission: Submission): boolean {
  const { submitted } = submission;
  const value = submitted?.value ?? null;
  switch (name) {
    case 'readonly':
      return value === null;
    case 'required':
      return value === null ? isThereAlready(submission) : value !== '';
    case 'minlength':
    case 'maxlength': {
      if (value === null || submitted === undefined) return true;
      if (submitted.type !== 'String')
        throw new UnusableFieldValue(
          `String validator ${name} cannot be used on non-string value of type ${submitted.type}`,
        );
      const length = String(value).length;
      return name === 'minlength' ? length >= Number(config) : length <= Number(config);
    }
    case 'min':
    case 'max': {
      if (value === null || submitted === undefined) return true;
      const number = numberOf(submitted);
      if (number === undefined) return false;
      const limit = typeof number === 'bigint' ? BigInt(config ?? '0') : Number(config);
      return name === 'min' ? number >= limit : number < limit;
    }
  }
}

/** A field that was left out is there all the same when its variable is, or when it has a default. */
function isThereAlready({ field, seen, evaluate }: Submission): boolean {
  const present = seen.get(field.id);
  if (present) return present.value !== null;
  const fallback = evaluateDefault(field, seen, evaluate);
  return fallback !== null && fallback.value !== null;
}

function numberOf({ type, value }: VariableValue): bigint | number | undefined {
  if (type === 'Long') return BigInt(value ?? '0');
  return typeof value === 'number' ? value : undefined;
}
