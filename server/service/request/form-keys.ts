import { isField, type FormComponent } from '../../form/definition.ts';

/** Keys of the fields at the top level of a form's values: groups are looked into, repeating groups are one value. */
export function listFormKeys(components: readonly FormComponent[]): string[] {
  return components.flatMap((component) =>
    isField(component) ? [component.key] : 'components' in component ? listFormKeys(component.components) : [],
  );
}
