import type { FileField, FormComponent, FormDefinition } from './definition.ts';

/** A document that a form asks for. */
export interface FormDocument {
  readonly key: string;
  readonly name: string;
  /** Asked of everybody: required, and neither it nor a group around it is conditional. */
  readonly required: boolean;
  /** Extensions, e.g. `.pdf,.jpg`; null when any. */
  readonly accept: string | null;
  readonly maxSizeMb: number | null;
}

/** The uploads a form asks for, in its order. The page of a service shows them, so that list and form cannot differ. */
export function listDocuments(form: FormDefinition): FormDocument[] {
  return listFileFields(form.components, true).map(({ field, always }) => ({
    key: field.key,
    name: field.label || field.key,
    required: field.rules.required === true && always,
    accept: field.accept.length === 0 ? null : field.accept.join(','),
    maxSizeMb: field.maxSizeMb,
  }));
}

/** The file field with this key; undefined when the form has none. */
export function findFileField(form: FormDefinition, key: string): FileField | undefined {
  return listFileFields(form.components, true).find(({ field }) => field.key === key)?.field;
}

function listFileFields(
  components: readonly FormComponent[],
  always: boolean,
): { field: FileField; always: boolean }[] {
  return components.flatMap((component) => {
    const unconditional = always && component.hide === undefined;
    if (component.type === 'filepicker') return [{ field: component, always: unconditional }];
    return 'components' in component ? listFileFields(component.components, unconditional) : [];
  });
}
