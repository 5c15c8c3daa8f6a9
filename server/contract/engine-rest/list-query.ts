import { z } from 'zod';

/**
 * How a list is filtered, once for the query parameters of GET and the body of POST.
 *
 * - `text`: one string, also for `…Like` · `list`: comma list in GET, array in POST · `flag`: only `true` filters
 * - `date`: Camunda's date or any ISO 8601 · `integer` · `variables`: `name_op_value` in GET, objects in POST
 * - `value`: what a variable may hold: text in GET, also a number, truth or null in POST
 * - `dates`: conditions on one date, `gt_DATE,lt_DATE` in GET, objects in POST
 */
export type FilterKind = 'text' | 'list' | 'flag' | 'date' | 'integer' | 'variables' | 'dates' | 'value';

export type VariableOperator = 'eq' | 'neq' | 'gt' | 'gteq' | 'lt' | 'lteq' | 'like';
export interface VariableCondition {
  readonly name: string;
  readonly operator: VariableOperator;
  readonly value: string | number | boolean | null;
}
export interface DateCondition {
  readonly operator: 'gt' | 'lt';
  /** Epoch milliseconds. */
  readonly value: number;
}
/** Dates are epoch milliseconds. */
export type FilterValue =
  | string
  | number
  | boolean
  | readonly string[]
  | readonly VariableCondition[]
  | readonly DateCondition[]
  | readonly Alternatives[];
/** One of `orQueries`: what fits one of its filters fits it. */
export interface Alternatives {
  readonly anyOf: ReadonlyMap<string, Exclude<FilterValue, readonly Alternatives[]>>;
}
export type Filters = ReadonlyMap<string, FilterValue>;

/** A list request, however it came. */
export interface ListQuery {
  readonly filters: Filters;
  readonly sorting: readonly { readonly sortBy: string; readonly descending: boolean }[];
  readonly firstResult: number;
  /** Null: no limit. */
  readonly maxResults: number | null;
  /** Of `X-Next-Cursor`; empty: from the beginning. */
  readonly cursor?: string | undefined;
  /** Settings of how rows are told that were given (`ListDescription.options`). */
  readonly options: ReadonlyMap<string, boolean>;
}

export interface ListDescription {
  readonly filters: Readonly<Record<string, FilterKind>>;
  readonly sortBy: readonly string[];
  /**
   * Filters of Camunda 7 that we do not have. They are refused: leaving one out silently would give (or delete) too
   * much.
   */
  readonly missing?: readonly string[];
  /**
   * Filters for what nothing here has: cases (CMMN), names of hosts. A value given is a value that nothing has, so that
   * nothing is found.
   */
  readonly nowhere?: readonly string[];
  /** Body and stored query may have `orQueries`. */
  readonly orQueries?: boolean;
  /** Settings that filter nothing but say how rows are told, `true` or `false`; query parameters in GET and POST. */
  readonly options?: readonly string[];
  /** The same, but fields of the body in POST. */
  readonly bodyOptions?: readonly string[];
  /**
   * The list is also read in pages by `cursor`: empty at first, then what the header `X-Next-Cursor` of the page before
   * said; no header: it was the last page. Pages stay right while rows come and go, and none costs more than the first.
   */
  readonly cursor?: boolean;
}

const OPERATORS = ['eq', 'neq', 'gt', 'gteq', 'lt', 'lteq', 'like'] as const;
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const conditions = z.array(
  z.object({ name: z.string().min(1), operator: z.enum(OPERATORS), value: scalar.default(null) }),
);
const optionFlag = z
  .string()
  .transform((value) => value === 'true')
  .optional();
const cursorField = z.string().max(2_000).optional();
const wholeNumber = z.coerce.number().int().min(0);

const fromQuery: Record<FilterKind, z.ZodType> = {
  text: z.string(),
  list: z.string().transform((value) => value.split(',').filter((part) => part !== '')),
  flag: z.string().transform((value) => value === 'true'),
  date: z.string().transform(toTime),
  integer: z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number),
  variables: z.string().transform(toConditions),
  value: z.string(),
  dates: z.string().transform(toDateConditions),
};
const fromBody: Record<FilterKind, z.ZodType> = {
  text: z.string(),
  list: z.array(z.string()),
  flag: z.boolean(),
  date: z.string().transform(toTime),
  integer: z.number().int(),
  variables: conditions,
  value: z.union([z.string(), z.number(), z.boolean()]),
  dates: z.array(z.object({ operator: z.enum(['gt', 'lt']), value: z.string().transform(toTime) })),
};

/** Query parameters of a list. */
export function listQuery(description: ListDescription) {
  return z
    .object({
      ...fields(description, fromQuery),
      ...Object.fromEntries(
        [...(description.options ?? []), ...(description.bodyOptions ?? [])].map((name) => [name, optionFlag]),
      ),
      sortBy: z.string().optional(),
      sortOrder: z.string().optional(),
      firstResult: wholeNumber.optional(),
      maxResults: wholeNumber.optional(),
      ...(description.cursor ? { cursor: cursorField } : {}),
    })
    .transform((input, context) => toListQuery(input, description, context));
}

/** Body of the POST variant of a list; paging stays in the query parameters. */
export function listBody(description: ListDescription) {
  const sorting = z.array(z.object({ sortBy: z.string(), sortOrder: z.string() })).nullish();
  return z
    .object({
      ...fields(description, fromBody),
      ...(description.orQueries ? { orQueries: z.array(alternatives(description)).nullish() } : {}),
      ...Object.fromEntries((description.bodyOptions ?? []).map((name) => [name, z.boolean().nullish()])),
      sortBy: z.string().nullish(),
      sortOrder: z.string().nullish(),
      sorting,
    })
    .transform((input, context) => toListQuery(input, description, context));
}

/** Query parameters of the POST variant of a list. */
export const paging = z.object({ firstResult: wholeNumber.default(0), maxResults: wholeNumber.optional() });

/** The same of a list with options; they win over those of the body, which has none. */
export function pagingWith({ options = [], cursor = false }: ListDescription) {
  return z
    .object({
      firstResult: wholeNumber.default(0),
      maxResults: wholeNumber.optional(),
      ...(cursor ? { cursor: cursorField } : {}),
      ...Object.fromEntries(options.map((name) => [name, optionFlag])),
    })
    .transform((input: RawList) => ({
      firstResult: input['firstResult'] as number,
      maxResults: input['maxResults'] as number | undefined,
      cursor: input['cursor'] as string | undefined,
      options: optionsOf(input, options),
    }));
}

function optionsOf(input: RawList, names: readonly string[]): ReadonlyMap<string, boolean> {
  return new Map(names.flatMap((name) => (typeof input[name] === 'boolean' ? ([[name, input[name]]] as const) : [])));
}

function fields(
  { filters, missing = [], nowhere = [] }: ListDescription,
  kinds: Record<FilterKind, z.ZodType>,
): Record<string, z.ZodType> {
  const refused = z.undefined('this filter is not supported; leave it out').or(z.null().transform(() => undefined));
  return Object.fromEntries([
    ...Object.entries(filters).map(([name, kind]) => [name, kinds[kind].nullish()] as const),
    ...missing.map((name) => [name, refused.optional()] as const),
    ...nowhere.map((name) => [name, z.unknown().optional()] as const),
  ]);
}

/** One of `orQueries`. It has neither sorting nor others in it (Camunda 7 REST). */
function alternatives(description: ListDescription) {
  const none = z
    .union([z.null(), z.array(z.never('a query within orQueries has no orQueries and no sorting'))])
    .optional();
  return z
    .object({ ...fields(description, fromBody), orQueries: none, sorting: none })
    .transform((input): Alternatives => ({ anyOf: filtersOf(input, description) as Alternatives['anyOf'] }));
}

function filtersOf(input: RawList, { filters, nowhere = [] }: ListDescription): Map<string, FilterValue> {
  const set = new Map<string, FilterValue>();
  for (const name of Object.keys(filters)) {
    const value = input[name];
    if (value !== undefined && value !== null && value !== false) set.set(name, value as FilterValue);
  }
  if (nowhere.some((name) => input[name] !== undefined && input[name] !== null)) set.set('nothing', true);
  return set;
}

type RawList = Readonly<Record<string, unknown>>;

function toListQuery(input: RawList, description: ListDescription, context: z.RefinementCtx): ListQuery {
  const { sortBy, options = [], bodyOptions = [] } = description;
  const set = filtersOf(input, description);
  // One without filters asks for nothing, as in Camunda: it must not make a query of nothing one that selects everything.
  const or = ((input['orQueries'] as readonly Alternatives[] | null | undefined) ?? []).filter(
    ({ anyOf }) => anyOf.size > 0,
  );
  if (or.length > 0) set.set('orQueries', or);
  const asked = (input['sorting'] as { sortBy: string; sortOrder: string }[] | null | undefined) ?? [];
  const sorting = [...asked];
  const [by, order] = [input['sortBy'] as string | null | undefined, input['sortOrder'] as string | null | undefined];
  if (by != null && order != null) sorting.unshift({ sortBy: by, sortOrder: order });
  else if (by != null || order != null)
    context.addIssue({
      code: 'custom',
      message: 'Only a single sorting parameter specified. sortBy and sortOrder required',
    });
  for (const each of sorting) {
    if (!sortBy.includes(each.sortBy))
      context.addIssue({
        code: 'custom',
        path: ['sortBy'],
        message: `Cannot set query sortBy parameter to value ${each.sortBy}; it takes ${sortBy.join(', ')}`,
      });
    if (each.sortOrder !== 'asc' && each.sortOrder !== 'desc')
      context.addIssue({
        code: 'custom',
        path: ['sortOrder'],
        message: `Cannot set query sortOrder parameter to value ${each.sortOrder}; it takes asc, desc`,
      });
  }
  return {
    filters: set,
    sorting: sorting.map((each) => ({ sortBy: each.sortBy, descending: each.sortOrder === 'desc' })),
    firstResult: (input['firstResult'] as number | undefined) ?? 0,
    maxResults: (input['maxResults'] as number | undefined) ?? null,
    cursor: input['cursor'] as string | undefined,
    options: optionsOf(input, [...options, ...bodyOptions]),
  };
}

/** Epoch milliseconds of a date as clients write it: `+0700`, `+07:00`, `Z`, without milliseconds or without a time. */
function toTime(value: string, context: z.RefinementCtx): number {
  const time = parseDate(value);
  if (time === undefined)
    context.addIssue({ code: 'custom', message: `"${value}" is no date; write it like 2026-03-05T14:07:09.123+0000` });
  return time ?? 0;
}

/** A date in a body, as epoch milliseconds. */
export const timeInput = z.string().transform(toTime);

/** `gt_DATE,lt_DATE`. */
function toDateConditions(value: string, context: z.RefinementCtx): DateCondition[] {
  return value.split(',').map((part) => {
    const [, operator, date = ''] = /^(gt|lt)_(.*)$/.exec(part) ?? [];
    if (operator !== 'gt' && operator !== 'lt')
      context.addIssue({ code: 'custom', message: `"${part}" must be gt_DATE or lt_DATE` });
    return { operator: operator === 'lt' ? 'lt' : 'gt', value: toTime(date, context) };
  });
}

/** With `UTC` or `GMT` before an offset as well: Java's date format reads it, and `camunda-worker-node` writes it. */
const DATE =
  /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?(?:(?:UTC|GMT)(?=$|[+-]))?(Z|[+-]\d\d:?\d\d)?$/;

/** Epoch milliseconds, or undefined when the text is no date. Without a zone it is UTC. */
export function parseDate(value: string): number | undefined {
  const match = DATE.exec(value.trim());
  if (!match) return undefined;
  const [, day, time = '00:00', zone = 'Z'] = match;
  const parsed = Date.parse(`${day}T${time}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

function toConditions(value: string, context: z.RefinementCtx): VariableCondition[] {
  return value.split(',').map((part) => {
    const [name = '', operator = '', operand, ...rest] = part.split('_');
    if (operand === undefined || rest.length > 0)
      context.addIssue({ code: 'custom', message: `"${part}" must be NAME_OPERATOR_VALUE` });
    const known = OPERATORS.find((each) => each === operator);
    if (!known)
      context.addIssue({ code: 'custom', message: `"${operator}" is no comparison; it takes ${OPERATORS.join(', ')}` });
    return { name, operator: known ?? 'eq', value: operand ?? null };
  });
}
