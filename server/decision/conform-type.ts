import { FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction, isRange, parseDateTime } from 'feelin';
import type { DmnExpression, ItemType } from './decision-model.ts';

/** What checking a value takes. */
export interface TypeScope {
  readonly types: ReadonlyMap<string, ItemType>;
  /** Whether a value is among the allowed ones. */
  allows(test: DmnExpression, value: unknown): boolean;
  /** Whether a structure may lack components: data from outside leaves out what is empty. */
  readonly mayMiss?: boolean;
}

/** Item definitions may refer to each other in a circle. */
const DEEPEST = 60;

/**
 * A FEEL value as a type, or null when it does not conform (DMN 1.3, 10.3.2.9.4): a list of one item is that item where
 * one is wanted, an item is a list of one where a list is wanted, and a date is midnight (UTC) where a date and time is
 * wanted. Unknown types take every value.
 */
export function conformType(value: unknown, typeRef: string | null, scope: TypeScope, depth = 0): unknown {
  if (value === null || value === undefined) return null;
  if (typeRef === null) return value;
  if (depth > DEEPEST) throw new Error(`the item definition ${typeRef} refers to itself. Correct its type.`);
  const type = scope.types.get(typeRef);
  return type ? conformItem(value, type, scope, depth + 1) : conformBase(value, typeRef);
}

/** What a function gives, as the type of the function or of its result says. */
export function conformResult(value: unknown, typeRef: string | null, scope: TypeScope): unknown {
  const type = typeRef === null ? undefined : scope.types.get(typeRef);
  return conformType(value, type?.isFunction ? type.outputTypeRef : typeRef, scope);
}

function conformItem(value: unknown, type: ItemType, scope: TypeScope, depth: number): unknown {
  if (type.isFunction) return isFunction(value) || typeof value === 'function' ? value : null;
  if (!type.isCollection) {
    const whole = conformOne(value, type, scope, depth);
    return whole === null && Array.isArray(value) && value.length === 1
      ? conformOne(value[0], type, scope, depth)
      : whole;
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const conformed = items.map((item) => conformOne(item, type, scope, depth));
  return conformed.some((item, index) => item === null && isValue(items[index])) ? null : conformed;
}

function conformOne(value: unknown, type: ItemType, scope: TypeScope, depth: number): unknown {
  if (!isValue(value)) return null;
  const conformed =
    type.components.length > 0
      ? conformStructure(value, type, scope, depth)
      : conformType(value, type.typeRef, scope, depth);
  return isValue(conformed) && type.allowed && !scope.allows(type.allowed, conformed) ? null : conformed;
}

function conformStructure(value: unknown, type: ItemType, scope: TypeScope, depth: number): unknown {
  if (!isContext(value)) return null;
  const result: Record<string, unknown> = { ...value };
  for (const { name, type: component } of type.components) {
    if (!Object.hasOwn(value, name) && scope.mayMiss !== true) return null;
    if (!isValue(value[name])) continue;
    const conformed = conformItem(value[name], component, scope, depth + 1);
    if (conformed === null) return null;
    result[name] = conformed;
  }
  return result;
}

const bases: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['string', (value: unknown) => typeof value === 'string'],
  ['boolean', (value: unknown) => typeof value === 'boolean'],
  ['date', (value: unknown) => value instanceof FeelDate || value instanceof Date],
  ['datetime', (value: unknown) => value instanceof FeelDateTime || value instanceof Date],
  ['date and time', (value: unknown) => value instanceof FeelDateTime || value instanceof Date],
  ['time', (value: unknown) => value instanceof FeelTime],
  ['duration', (value: unknown) => value instanceof FeelDuration],
  ['daytimeduration', (value: unknown) => value instanceof FeelDuration && !value.yearsMonths],
  ['days and time duration', (value: unknown) => value instanceof FeelDuration && !value.yearsMonths],
  ['yearmonthduration', (value: unknown) => value instanceof FeelDuration && value.yearsMonths],
  ['years and months duration', (value: unknown) => value instanceof FeelDuration && value.yearsMonths],
  ...['number', 'integer', 'long', 'double'].map((name) => [name, isNumber] as const),
  ['context', isContext],
  ['function', (value: unknown) => isFunction(value)],
]);

function conformBase(value: unknown, typeRef: string, isItem = false): unknown {
  const name = typeRef.toLowerCase();
  if (name === 'list') return Array.isArray(value) ? value : [value];
  const check = bases.get(name);
  if (!check || check(value)) return value;
  if ((name === 'datetime' || name === 'date and time') && value instanceof FeelDate)
    return parseDateTime(`${value.iso}T00:00:00Z`);
  return !isItem && Array.isArray(value) && value.length === 1 ? conformBase(value[0], typeRef, true) : null;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A FEEL context or a plain structure. */
export function isContext(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return false;
  if (isFunction(value) || isRange(value)) return false;
  return ![FeelDate, FeelDateTime, FeelTime, FeelDuration].some((kind) => value instanceof kind);
}

function isValue(value: unknown): boolean {
  return value !== null && value !== undefined;
}
