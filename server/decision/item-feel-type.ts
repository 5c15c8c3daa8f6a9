import type { FeelType, FindType } from '../expression/feel/feel-type.ts';
import type { ItemType } from './decision-model.ts';

/** Names of FEEL's types as files have them, and as FEEL does. */
const feelNames: ReadonlyMap<string, string> = new Map([
  ['any', 'Any'],
  ['datetime', 'date and time'],
  ['daytimeduration', 'days and time duration'],
  ['yearmonthduration', 'years and months duration'],
  ...['integer', 'long', 'double'].map((name) => [name, 'number'] as const),
]);

/** Finds item definitions by name as types of FEEL. Allowed values do not belong to a type (DMN 1.3, 10.3.2.9.1). */
export function findItemType(types: ReadonlyMap<string, ItemType>): FindType {
  const found = new Map<string, FeelType>();
  return (name) => {
    const item = types.get(name);
    if (!item) return undefined;
    const type = found.get(name) ?? toFeelType(item);
    found.set(name, type);
    return type;
  };
}

function toFeelType(item: ItemType): FeelType {
  const one = oneOf(item);
  return item.isCollection ? { kind: 'list', of: one } : one;
}

function oneOf(item: ItemType): FeelType {
  if (item.isFunction) return { kind: 'function' };
  if (item.components.length > 0)
    return { kind: 'context', entries: item.components.map(({ name, type }) => ({ name, type: toFeelType(type) })) };
  const name = item.typeRef ?? 'Any';
  return { kind: 'name', name: feelNames.get(name.toLowerCase()) ?? name };
}
