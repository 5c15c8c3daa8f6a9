/** Values that a field of a cron expression allows, in ascending order. */
export type FieldValues = readonly number[];

export interface FieldRule {
  /** In error messages. */
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names for numbers, e.g. JAN for 1. */
  readonly names?: ReadonlyMap<string, number>;
}

const months = new Map(
  ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'].map((name, index) => [
    name,
    index + 1,
  ]),
);
/** Quartz counts the days of the week from 1 = Sunday. */
const weekdays = new Map(['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'].map((name, index) => [name, index + 1]));

export const fieldRules = {
  second: { name: 'seconds', least: 0, most: 59 },
  minute: { name: 'minutes', least: 0, most: 59 },
  hour: { name: 'hours', least: 0, most: 23 },
  dayOfMonth: { name: 'day of month', least: 1, most: 31 },
  month: { name: 'month', least: 1, most: 12, names: months },
  dayOfWeek: { name: 'day of week', least: 1, most: 7, names: weekdays },
  year: { name: 'year', least: 1970, most: 2199 },
} as const satisfies Record<string, FieldRule>;

/**
 * Reads one field: `*`, `5`, `1-5`, `22-2` (around the end), `0/15`, `1-30/2`, and lists of these with commas.
 * @throws Error that names the field.
 */
export function readField(text: string, rule: FieldRule): FieldValues {
  const values = new Set<number>();
  for (const part of text.split(',')) for (const value of readPart(part, rule)) values.add(value);
  return [...values].sort((a, b) => a - b);
}

/** One number or name of a field. */
export function readFieldNumber(text: string, rule: FieldRule): number {
  const number = rule.names?.get(text) ?? (/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN);
  if (number >= rule.least && number <= rule.most) return number;
  throw new Error(`${rule.name}: "${text}" is not between ${rule.least} and ${rule.most}`);
}

function readPart(part: string, rule: FieldRule): readonly number[] {
  const [range = '', stepText, ...more] = part.split('/');
  const step = stepText === undefined ? 1 : /^\d{1,4}$/.test(stepText) ? Number(stepText) : Number.NaN;
  if (more.length > 0 || !(step >= 1)) throw new Error(`${rule.name}: "${part}" has no step such as /15`);
  const [from, to] = readRange(range, rule, stepText !== undefined);
  const values: number[] = [];
  const size = rule.most - rule.least + 1;
  const length = (to - from + size) % size;
  for (let offset = 0; offset <= length; offset += step)
    values.push(rule.least + ((from - rule.least + offset) % size));
  return values;
}

/** A single number with a step goes on to the end: `0/15`. */
function readRange(range: string, rule: FieldRule, stepped: boolean): readonly [number, number] {
  if (range === '*' || range === '?') return [rule.least, rule.most];
  const [from = '', to, ...more] = range.split('-');
  if (more.length > 0) throw new Error(`${rule.name}: "${range}" is no range such as 1-5`);
  const first = readFieldNumber(from, rule);
  return [first, to === undefined ? (stepped ? rule.most : first) : readFieldNumber(to, rule)];
}
