import { InvalidInput } from '../../application/errors.ts';
import type { Cell, Row } from '../../application/ports/database.ts';
import type { ListKind, ListRequest } from '../../application/ports/list-reader.ts';

/** A sort key of a list as SQL, in its direction. The id comes last and makes the order total. */
export interface SortKey {
  readonly sql: string;
  readonly descending: boolean;
  /** It always has a value. */
  readonly never?: 'null' | undefined;
}

/** What a cursor belongs to: it is of no use in a list that is sorted otherwise. */
function signatureOf(kind: ListKind, { sorting }: ListRequest): string {
  return `${kind}:${sorting.map(({ sortBy, descending }) => `${descending ? '-' : ''}${sortBy}`).join(',')}`;
}

/** The columns that a cursor is made of. */
export function cursorColumns(keys: readonly SortKey[]): string {
  return keys.map(({ sql }, index) => `, ${sql} as cursor_${index}`).join('');
}

/** Names the place of a row in its list. */
export function writeCursor(kind: ListKind, request: ListRequest, row: Row, keys: readonly SortKey[]): string {
  const place = keys.map((_, index) => row[`cursor_${index}`] ?? null);
  return Buffer.from(JSON.stringify([signatureOf(kind, request), ...place])).toString('base64url');
}

/**
 * The condition that a row stands behind the place that a cursor names. Null is where the database puts it: SQLite takes
 * it for smaller than everything, PostgreSQL for greater.
 * @throws InvalidInput when the cursor is not of this list.
 */
export function behind(
  cursor: string,
  place: { readonly kind: ListKind; readonly request: ListRequest; readonly keys: readonly SortKey[] },
  { bind, dialect }: { readonly bind: (value: Cell) => string; readonly dialect: 'sqlite' | 'postgres' },
): string {
  const values = readCursor(cursor, signatureOf(place.kind, place.request), place.keys.length);
  const alternatives = place.keys.map((key, index) => {
    const same = place.keys.slice(0, index).map(({ sql }, at) => {
      const value = values[at] ?? null;
      return value === null ? `${sql} is null` : `${sql} = ${bind(value)}`;
    });
    return `(${[...same, further(key, values[index] ?? null)].join(' and ')})`;
  });
  const rows = `(${alternatives.join(' or ')})`;
  // Said of the first key alone, an index is read from there on and not from its beginning.
  const [first] = place.keys;
  const from = values[0] ?? null;
  return first?.never === 'null' && !first.descending && from !== null
    ? `${first.sql} >= ${bind(from)} and ${rows}`
    : rows;

  function further({ sql, descending }: SortKey, value: Cell): string {
    const nullFirst = dialect === 'sqlite' ? !descending : descending;
    if (value === null) return nullFirst ? `${sql} is not null` : '1 = 0';
    const beyond = `${sql} ${descending ? '<' : '>'} ${bind(value)}`;
    return nullFirst ? beyond : `(${beyond} or ${sql} is null)`;
  }
}

function readCursor(cursor: string, signature: string, length: number): readonly Cell[] {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    content = undefined;
  }
  const [of, ...values] = Array.isArray(content) ? (content as unknown[]) : [];
  const isPlace =
    of === signature &&
    values.length === length &&
    values.every((value) => value === null || typeof value === 'string' || typeof value === 'number');
  if (!isPlace)
    throw new InvalidInput({
      id: 'Kursor ini bukan dari daftar dengan urutan ini. Mulai dari awal dengan cursor kosong.',
      en: 'The cursor is not of this list in this order. Begin anew with an empty cursor.',
    });
  return values as Cell[];
}
