import { isFunction, isRange } from 'feelin';
import { feelTypeName } from './feel-type-name.ts';

/** A FEEL type as it is written behind `instance of` and in parameters (DMN 1.3, 10.3.2.9.1; ranges as in DMN 1.4). */
export type FeelType =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'range'; readonly of: FeelType }
  | { readonly kind: 'context'; readonly entries: readonly { readonly name: string; readonly type: FeelType }[] }
  | { readonly kind: 'function' };

/** The type that a model defines under a name; undefined when it has none. */
export type FindType = (name: string) => FeelType | undefined;

/** Names that no model can give another meaning. */
const builtIn: ReadonlySet<string> = new Set([
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
  'list',
  'context',
  'range',
  'Null',
]);

/** Types may be defined by each other in a circle. */
const DEEPEST = 60;

const known = new Map<string, FeelType>();

/** Reads a type; what is no type is a name that nothing has. */
export function readFeelType(text: string): FeelType {
  const before = known.get(text);
  if (before) return before;
  const type = readType(text.replaceAll(/\s+/g, ' ').trim());
  if (known.size >= 2_000) known.clear();
  known.set(text, type);
  return type;
}

function readType(text: string): FeelType {
  const [, kind = '', inside = ''] = /^(list|range|context|function) ?<(.*)>/s.exec(text) ?? [];
  if (kind === 'function' || text === 'function') return { kind: 'function' };
  if ((kind === 'list' || kind === 'range') && text.endsWith('>')) return { kind, of: readType(inside.trim()) };
  if (kind !== 'context') return { kind: 'name', name: text };
  const entries = splitAtCommas(inside).map((entry) => {
    const colon = entry.indexOf(':');
    return { name: entry.slice(0, colon).trim(), type: readType(entry.slice(colon + 1).trim()) };
  });
  return { kind, entries };
}

/** Parts between commas that stand in no bracket of their own; the `>` of an arrow closes none. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, part] = [0, ''];
  for (const character of text.replaceAll('->', '→')) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return part.trim() === '' ? parts : [...parts, part];
}

/** Whether a value has a type. What is missing has no type of its own, but may stand wherever a value may. */
export function isInstance(value: unknown, type: FeelType, findType: FindType, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  const inside = (each: unknown, of: FeelType) =>
    each === null || each === undefined || isInstance(each, of, findType, depth + 1);
  switch (type.kind) {
    case 'function':
      return isFunction(value) || typeof value === 'function';
    case 'list':
      return Array.isArray(value) && value.every((item) => inside(item, type.of));
    case 'range':
      return isRange(value) && inside(value.start, type.of) && inside(value.end, type.of);
    case 'context':
      return (
        feelTypeName(value) === 'context' &&
        type.entries.every(({ name, type: of }) => {
          const entries = value as Readonly<Record<string, unknown>>;
          return Object.hasOwn(entries, name) && inside(entries[name], of);
        })
      );
    case 'name': {
      if (type.name === 'Any') return value !== null && value !== undefined;
      const own = builtIn.has(type.name) ? undefined : findType(type.name);
      return own ? isInstance(value, own, findType, depth + 1) : feelTypeName(value) === type.name;
    }
  }
}
