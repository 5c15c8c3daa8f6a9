import type { FormComponent, FormDefinition } from './definition.ts';

/**
 * Values a new form starts with: the fields' own defaults, and for each repeating group that must have items that many
 * empty ones.
 */
export function initialData(form: FormDefinition): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  collect(form.components, data);
  return data;
}

/** Values a new item of a repeating group starts with. */
export function initialItem(components: readonly FormComponent[]): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  collect(components, item);
  return item;
}

function collect(components: readonly FormComponent[], data: Record<string, unknown>): void {
  for (const component of components) {
    if (component.type === 'group') collect(component.components, data);
    else if (component.type === 'dynamiclist') {
      if (component.minItems > 0)
        data[component.key] = Array.from({ length: component.minItems }, () => initialItem(component.components));
    } else if ('key' in component && component.defaultValue !== undefined) data[component.key] = component.defaultValue;
  }
}
