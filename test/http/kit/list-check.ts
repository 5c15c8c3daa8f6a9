import type { FilterKind, ListDescription } from '../../../server/contract/engine-rest/list-query.ts';
import type { ListWorld } from './list-world.ts';

type Row = Readonly<Record<string, unknown>>;
/** Which of the known rows are found, by their letters in order. */
export type Found = 'a' | 'b' | 'c' | 'ab' | 'ac' | 'bc' | 'abc' | '';

/** One list: its known rows and what each of its parameters finds of them. */
export interface ListTable {
  readonly path: string;
  readonly description: ListDescription;
  /** Queries that find exactly the known rows. */
  readonly a: (ids: ListWorld['ids']) => string;
  readonly b: (ids: ListWorld['ids']) => string;
  /** A third, for what the first two have in common. */
  readonly c?: (ids: ListWorld['ids']) => string;
  /** Field of the answer that a filter looks at, where its name does not tell. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Value of a filter and what it finds, where the rows do not tell. A function gets the rows. */
  readonly values?: Readonly<Record<string, readonly [value: unknown, found: Found, beside?: Row]>>;
  /** Values that need the rows or the ids of the world. */
  readonly more?: (known: Known) => Readonly<Record<string, readonly [value: unknown, found: Found, beside?: Row]>>;
  /** Sort keys that are equal in both rows, with the reason in the table. */
  readonly equal?: readonly string[];
  /** Methods besides GET of list and count. */
  readonly post?: 'list' | 'list and count';
  readonly count?: false;
  /** Field that tells a row from others. */
  readonly id?: string;
}
export interface Known {
  readonly a: Row;
  readonly b: Row;
  readonly c?: Row;
  readonly world: ListWorld;
}

/** What was shown to have an effect, and what went wrong, in words. */
export interface Outcome {
  readonly effects: readonly (readonly [operation: string, parameter: string])[];
  readonly wrong: readonly string[];
}

interface Case {
  readonly name: string;
  readonly kind: FilterKind;
  readonly value: unknown;
  readonly found: Found;
  readonly beside: Row;
}

/** Packing thousands of answers would cost more than asking. */
const PLAIN = { 'Accept-Encoding': 'identity' };

/** Asks a list by every filter and every order, in every way that it can be asked. */
export async function checkList(table: ListTable, world: ListWorld): Promise<Outcome> {
  const { path, description, id = 'id' } = table;
  const effects: [string, string][] = [];
  const wrong: string[] = [];
  const ask = async (method: 'GET' | 'POST', address: string, body?: unknown) => {
    const { status, json, text } = await world.server.call(method, `/engine-rest${address}`, body, 'root', PLAIN);
    if (status !== 200) throw new Error(`${status} ${text.slice(0, 160)}`);
    return json as Row[];
  };
  const one = async (query: string) => {
    const rows = await ask('GET', `${path}?${query}`);
    if (rows.length !== 1) throw new Error(`${path}?${query} finds ${rows.length} rows, not one`);
    return rows[0] ?? {};
  };
  let known: Known;
  try {
    known = {
      a: await one(table.a(world.ids)),
      b: await one(table.b(world.ids)),
      ...(table.c ? { c: await one(table.c(world.ids)) } : {}),
      world,
    };
  } catch (error) {
    return { effects, wrong: [String(error)] };
  }
  const { a, b, c } = known;
  const all = c ? { a, b, c } : { a, b };
  const of = (rows: readonly Row[]) =>
    Object.entries(all)
      .filter(([, row]) => rows.some((each) => each[id] === row[id]))
      .map(([letter]) => letter)
      .join('');
  const check = async (what: string, run: () => Promise<void>) => {
    try {
      await run();
    } catch (error) {
      wrong.push(`${path} ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const expect = (actual: unknown, expected: unknown) => {
    if (actual !== expected) throw new Error(`found "${String(actual)}", not "${String(expected)}"`);
  };
  for (const each of casesOf(table, known)) {
    if (typeof each === 'string') {
      wrong.push(`${path} ${each}`);
      continue;
    }
    const { name, value, found, beside } = each;
    // What leaves none of the known rows out shows nothing, unless it widens what stands beside it.
    const shows = found !== Object.keys(all).join('') || Object.keys(beside).length > 0;
    const effect = (operation: string) => {
      if (shows) effects.push([operation, name]);
    };
    const query = new URLSearchParams(
      Object.entries({ ...beside, [name]: value }).map(([key, part]) => [key, inQuery(part)]),
    ).toString();
    if (!shows) wrong.push(`${path} ${name}=${inQuery(value)} leaves out none of the known rows`);
    await check(`GET ${name}=${inQuery(value)}`, async () => {
      const rows = await ask('GET', `${path}?${query}`);
      expect(of(rows), found);
      effect(`GET ${path}`);
      if (table.count === false) return;
      const { count } = (await ask('GET', `${path}/count?${query}`)) as unknown as { count: number };
      expect(count, rows.length);
      effect(`GET ${path}/count`);
    });
    if (!table.post) continue;
    await check(`POST ${name}=${JSON.stringify(value)}`, async () => {
      const body = { ...beside, [name]: value };
      const rows = await ask('POST', path, body);
      expect(of(rows), found);
      effect(`POST ${path}`);
      if (table.post !== 'list and count') return;
      const { count } = (await ask('POST', `${path}/count`, body)) as unknown as { count: number };
      expect(count, rows.length);
      effect(`POST ${path}/count`);
    });
  }
  // A body sorts as a query does: one key shows that it is heard.
  const sortedByPost = description.sortBy.find((sortBy) => !table.equal?.includes(sortBy));
  for (const sortBy of description.sortBy)
    for (const method of table.post && sortBy === sortedByPost ? (['GET', 'POST'] as const) : (['GET'] as const))
      await check(`${method} sortBy=${sortBy}`, async () => {
        const order = async (sortOrder: string) => {
          const rows =
            method === 'GET'
              ? await ask('GET', `${path}?sortBy=${sortBy}&sortOrder=${sortOrder}`)
              : await ask('POST', path, { sorting: [{ sortBy, sortOrder }] });
          const places = [a, b].map((row) => rows.findIndex((each) => each[id] === row[id]));
          return (places[0] ?? 0) < (places[1] ?? 0) ? 'ab' : 'ba';
        };
        const flips = (await order('asc')) !== (await order('desc'));
        if (table.equal?.includes(sortBy)) return;
        if (!flips) throw new Error('both orders put the known rows alike');
        effects.push([`${method} ${path}`, `sortBy=${sortBy}`]);
      });
  for (const method of table.post ? (['GET', 'POST'] as const) : (['GET'] as const))
    await check(`${method} paging`, async () => {
      const page = (query: string) => ask(method, `${path}?${query}`, method === 'POST' ? {} : undefined);
      const [whole, first, rest] = [await page(''), await page('maxResults=1'), await page('firstResult=1')];
      expect(first.map((row) => row[id]).join(), String(whole[0]?.[id]));
      expect(rest.length, whole.length - 1);
      effects.push([`${method} ${path}`, 'maxResults'], [`${method} ${path}`, 'firstResult']);
    });
  return { effects, wrong };
}

/** A case for each filter, or what keeps it from having one. */
function casesOf(table: ListTable, known: Known): (Case | string)[] {
  const { filters, nowhere = [] } = table.description;
  const given = { ...table.values, ...table.more?.(known) };
  return [
    ...Object.entries(filters).map(([name, kind]): Case | string => {
      const explicit = given[name];
      if (explicit) return { name, kind, value: explicit[0], found: explicit[1], beside: explicit[2] ?? {} };
      const derived = derive(name, kind, { table, known });
      return derived ? { name, kind, ...derived, beside: {} } : `${name}: no value is given for it`;
    }),
    // What nothing here has finds nothing.
    ...nowhere.map((name): Case => {
      const kind = /(?:In|Variables)$/.test(name) ? 'list' : 'text';
      const value = name.endsWith('Variables')
        ? [{ name: 'x', operator: 'eq', value: 'x' }]
        : kind === 'list'
          ? ['x']
          : 'x';
      return { name, kind, value, found: '', beside: {} };
    }),
  ];
}

/** The value of row a for a filter that is named like a field; dates part the rows in the middle. */
function derive(
  name: string,
  kind: FilterKind,
  { table, known: { a, b, c, world } }: { readonly table: ListTable; readonly known: Known },
): { readonly value: unknown; readonly found: Found } | undefined {
  if (name === 'withoutTenantId') return { value: true, found: 'b' };
  if (name === 'tenantIdIn') return { value: ['dinkes'], found: c ? 'ac' : 'a' };
  if (/^include\w+WithoutTenantId$/.test(name)) return undefined;
  const with3 = (found: 'a' | 'b', alsoC: boolean): Found => (c && alsoC ? `${found}c` : found);
  const isOlder = c !== undefined && momentOf(c) < Date.parse(world.between.replace('+0000', 'Z'));
  if (kind === 'date' && /before/i.test(name)) return { value: world.between, found: with3('a', isOlder) };
  if (kind === 'date' && /after/i.test(name)) return { value: world.between, found: with3('b', !isOlder) };
  const stem = name.replace(/(?:NotIn|NotLike|Like|NotEqual|In|s)$/, '');
  const field = [table.fields?.[name], table.fields?.[stem], name, stem].find(
    (each) => each !== undefined && each in a,
  );
  if (field === undefined) return undefined;
  const value = a[field];
  if (value === null || value === undefined || value === b[field]) return undefined;
  const [unlike, like] = [with3('a', c?.[field] !== b[field]), with3('a', c?.[field] === value)];
  if (name.endsWith('NotIn')) return { value: [b[field]], found: unlike };
  if (name.endsWith('NotLike')) return { value: `%${String(b[field]).slice(1)}`, found: unlike };
  if (name.endsWith('NotEqual')) return { value: b[field], found: unlike };
  if (kind === 'list') return { value: [value], found: like };
  if (name.endsWith('Like')) return { value: `%${String(value).slice(1)}`, found: like };
  if (kind === 'text' || kind === 'integer' || kind === 'date') return { value, found: like };
  return undefined;
}

/** When a row came about, epoch milliseconds. */
function momentOf(row: Row): number {
  const text = row['startTime'] ?? row['created'] ?? row['evaluationTime'];
  return Date.parse(String(text).replace('+0000', 'Z'));
}

/** As a query parameter: lists by commas, conditions as `name_operator_value`. */
function inQuery(value: unknown): string {
  if (Array.isArray(value)) return value.map(inQuery).join(',');
  if (typeof value === 'object' && value !== null) {
    const { name, operator, value: operand } = value as { name?: string; operator: string; value: unknown };
    return `${name === undefined ? '' : `${name}_`}${operator}_${String(operand)}`;
  }
  return String(value);
}
