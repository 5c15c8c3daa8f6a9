import type { FormData } from '../../../server/form/definition.ts';

const itemField = /^(\w+)\[(\d+)\]\.(\w+)$/;

/** A copy of the values with the one at a path (`nik`, `anggota[1].nik`) replaced; undefined removes it. */
export function withValue(data: FormData, path: string, value: unknown): Record<string, unknown> {
  const match = itemField.exec(path);
  if (match === null) return withKey(data, path, value);
  const [, list = '', index = '0', key = ''] = match;
  const items = listItems(data, list).map((item, position) =>
    position === Number(index) ? withKey(item, key, value) : item,
  );
  return withKey(data, list, items);
}

/**
 * Whether two JSON values have the same content. Callers often hand over a fresh copy of what they gave before (after
 * asking the server again); what was typed since must then stay.
 */
export function sameContent(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** The items of a repeating group, as records. */
export function listItems(data: FormData, list: string): Record<string, unknown>[] {
  const items = Object.hasOwn(data, list) ? data[list] : undefined;
  return (Array.isArray(items) ? items : []).map((item: unknown) =>
    typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : {},
  );
}

function withKey(data: FormData, key: string, value: unknown): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...data };
  if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}
