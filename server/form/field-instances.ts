import type { FormComponent, FormData, FormDefinition, FormField, ListField } from './definition.ts';
import { isField } from './definition.ts';
import { isHidden } from './conditions.ts';
import type { FeelEvaluator } from './conditions.ts';
import { listPages } from './pages.ts';

/** A field as it stands in a filled form: a field of a repeating group has one instance per item. */
export interface FieldInstance {
  readonly field: FormField;
  /** Path of the value, e.g. `nik` or `anggota[1].nik`. */
  readonly path: string;
  /** Index of the screen. */
  readonly page: number;
  readonly value: unknown;
  /** The values that conditions of this field see: the item's own before the form's. */
  readonly scope: FormData;
}

/**
 * Every visible field with its value, in the order of the form. Values of hidden fields do not count for the conditions
 * of others; therefore visibility is worked out again until it no longer changes.
 */
export function listFieldInstances(form: FormDefinition, data: FormData, feel?: FeelEvaluator): FieldInstance[] {
  const all = withUnticked(form.components, data);
  let seen: FormData = all;
  let result = collect(form, { data: all, seen, feel });
  for (let round = 0; round < 5; round++) {
    const next = keepVisible(result, all);
    if (sameKeys(next, seen)) break;
    seen = next;
    result = collect(form, { data: all, seen, feel });
  }
  return result;
}

interface Source {
  readonly data: FormData;
  /** What conditions see. */
  readonly seen: FormData;
  readonly feel: FeelEvaluator | undefined;
}

function collect(form: FormDefinition, source: Source): FieldInstance[] {
  const result: FieldInstance[] = [];
  for (const page of listPages(form)) {
    if (page.group !== undefined && isHidden(page.group, source.seen, source.feel)) continue;
    collectFrom(page.components, { ...source, page: page.index, prefix: '', result });
  }
  return result;
}

function collectFrom(
  components: readonly FormComponent[],
  at: Source & { page: number; prefix: string; result: FieldInstance[] },
): void {
  for (const component of components) {
    if (isHidden(component, at.seen, at.feel)) continue;
    if (component.type === 'group') collectFrom(component.components, at);
    if (!isField(component)) continue;
    const value = ownValue(at.data, component.key);
    const path = at.prefix + component.key;
    at.result.push({ field: component, path, page: at.page, value, scope: at.seen });
    if (component.type === 'dynamiclist') collectItems(component, value, { ...at, prefix: path });
  }
}

function collectItems(
  list: ListField,
  value: unknown,
  at: Source & { page: number; prefix: string; result: FieldInstance[] },
): void {
  if (!Array.isArray(value)) return;
  for (const [index, item] of value.slice(0, list.maxItems).entries()) {
    const own = withUnticked(list.components, isRecord(item) ? item : {});
    collectFrom(list.components, {
      ...at,
      data: own,
      seen: { ...at.seen, ...own },
      prefix: `${at.prefix}[${String(index)}].`,
    });
  }
}

/** A checkbox that was never touched is not ticked; conditions then see `false` and not `null`. */
function withUnticked(components: readonly FormComponent[], data: FormData): FormData {
  const result: Record<string, unknown> = { ...data };
  const fill = (list: readonly FormComponent[]): void => {
    for (const component of list) {
      if (component.type === 'group') fill(component.components);
      else if (component.type === 'checkbox') result[component.key] ??= false;
    }
  };
  fill(components);
  return result;
}

function keepVisible(instances: readonly FieldInstance[], data: FormData): FormData {
  const visible: Record<string, unknown> = {};
  for (const { path } of instances) if (!path.includes('[')) visible[path] = data[path];
  return visible;
}

function sameKeys(left: FormData, right: FormData): boolean {
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  const others = Object.keys(right).filter((key) => right[key] !== undefined);
  return keys.length === others.length && keys.every((key) => Object.hasOwn(right, key));
}

/** The value under a key that came from outside; never something inherited. */
export function ownValue(data: FormData, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
