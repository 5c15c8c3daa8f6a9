import type { Dialect } from '../statement.ts';
import type { Cell, Parameters } from '../../application/ports/database.ts';
import type { DateFilter, VariableFilter } from '../../application/ports/list-reader.ts';

/** SQL of one filter. `parameter(value)` gives the placeholder of a bound value. */
export type Condition = (
  value: never,
  parameter: (value: Cell | readonly Cell[]) => string,
  dialect: Dialect,
) => string;

export const equal =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `${column} = ${parameter(value)}`;
export const notEqual =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `(${column} is null or ${column} <> ${parameter(value)})`;
/** `%` any text, `_` one character, `\` escapes (Camunda 7 REST, `…Like`). */
export const like =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `${column} like ${parameter(value)} escape '\\'`;
export const notLike =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `(${column} is null or ${column} not like ${parameter(value)} escape '\\')`;
/** An empty list matches nothing. */
export const among =
  (column: string): Condition =>
  (values: readonly string[], parameter) =>
    values.length === 0 ? '1 = 0' : `${column} in (${parameter(values)})`;
export const notAmong =
  (column: string): Condition =>
  (values: readonly string[], parameter) =>
    values.length === 0 ? '1 = 1' : `${column} not in (${parameter(values)})`;
export const atLeast =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `${column} >= ${parameter(value)}`;
export const atMost =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `${column} <= ${parameter(value)}`;
export const after =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `${column} > ${parameter(value)}`;
export const before =
  (column: string): Condition =>
  (value: Cell, parameter) =>
    `${column} < ${parameter(value)}`;
/** All conditions hold for the date. */
export const dates =
  (column: string): Condition =>
  (filters: readonly DateFilter[], parameter) =>
    filters.length === 0
      ? '1 = 1'
      : filters
          .map(({ operator, value }) => `${column} ${operator === 'gt' ? '>' : '<'} ${parameter(value)}`)
          .join(' and ');
/** A flag that is set adds this condition. */
export const holds =
  (sql: string): Condition =>
  () =>
    sql;
/** `sql` with `?` for the bound value. */
export const where =
  (sql: string): Condition =>
  (value: Cell | readonly Cell[], parameter) =>
    Array.isArray(value) && value.length === 0 ? '1 = 0' : sql.replaceAll('?', () => parameter(value));

const COMPARISONS: Readonly<Record<VariableFilter['operator'], string>> = {
  eq: '=',
  neq: '<>',
  gt: '>',
  gteq: '>=',
  lt: '<',
  lteq: '<=',
  like: 'like',
};

/**
 * All conditions must hold for variables of the scope whose id is in `scope` (a column); the id of a variable is
 * `scope:name`. Numbers are compared as numbers.
 */
export const variables =
  (table: 'variable' | 'history_variable', scope: string): Condition =>
  (filters: readonly ComparedVariable[], parameter) =>
    filters.length === 0
      ? '1 = 1'
      : filters
          .map((filter) => {
            const named = filter.ignoreNameCase
              ? `v.scope_id = ${scope} and lower(v.name) = ${parameter(filter.name.toLowerCase())}`
              : `v.id = ${scope} || ':' || ${parameter(filter.name)}`;
            return `exists (select 1 from ${table} v where ${named} and ${compareValue(filter, parameter)})`;
          })
          .join(' and ');

export const equalAnyCase =
  (column: string): Condition =>
  (value: string, parameter) =>
    `lower(${column}) = ${parameter(value.toLowerCase())}`;
export const likeAnyCase =
  (column: string): Condition =>
  (value: string, parameter) =>
    `lower(${column}) like ${parameter(value.toLowerCase())} escape '\\'`;

/** All conditions must hold for the row of a variable itself, by its name and its value. */
export const variableItself: Condition = (filters: readonly ComparedVariable[], parameter) =>
  filters.length === 0
    ? '1 = 1'
    : filters
        .map(
          (filter) =>
            `${filter.ignoreNameCase ? 'lower(t.name)' : 't.name'} = ${parameter(filter.ignoreNameCase ? filter.name.toLowerCase() : filter.name)} and ${compareValue(filter, parameter, 't')}`,
        )
        .join(' and ');

/** A condition with what the flags of its query say of capital and small letters. */
interface ComparedVariable extends VariableFilter {
  readonly ignoreNameCase?: boolean;
  readonly ignoreValueCase?: boolean;
}

function compareValue(
  { operator, value, ignoreValueCase }: ComparedVariable,
  parameter: (value: Cell) => string,
  row = 'v',
): string {
  if (value === null) return `${row}.value is ${operator === 'neq' ? 'not ' : ''}null`;
  const comparison = COMPARISONS[operator];
  if (typeof value === 'number')
    // A database may evaluate conditions in any order; only `case` keeps it from casting text that is no number.
    return `case when ${row}.type in ('Short', 'Integer', 'Long', 'Double') then cast(${row}.value as double precision) end ${comparison} ${parameter(value)}`;
  const [column, text] = ignoreValueCase
    ? [`lower(${row}.value)`, String(value).toLowerCase()]
    : [`${row}.value`, String(value)];
  return `${column} ${comparison} ${parameter(text)}${operator === 'like' ? ` escape '\\'` : ''}`;
}

/** Gives each bound value its name. */
export class Binder {
  readonly parameters: Record<string, Cell | readonly Cell[]> = {};
  #count = 0;

  readonly bind = (value: Cell | readonly Cell[]): string => {
    this.#count += 1;
    this.parameters[`p${this.#count}`] = value;
    return `:p${this.#count}`;
  };

  toParameters(): Parameters {
    return this.parameters;
  }
}
