import type { PlainFunction } from '../../application/ports/service-expressions.ts';
import { formatDate, formatRupiah } from '../../form/format.ts';
import { WIB_OFFSET_MS } from '../calendar/work-calendar.ts';
import { spellNumber } from './spell-number.ts';

/** Functions that letters may use: `tanggal(x)`, `rupiah(n)`, `terbilang(n)`, `daftar(list)`. */
export const letterFunctions: ReadonlyMap<string, PlainFunction> = new Map<string, PlainFunction>([
  [
    'tanggal',
    (value) =>
      formatDate(value instanceof Date ? new Date(value.getTime() + WIB_OFFSET_MS).toISOString() : asText(value), 'id'),
  ],
  ['rupiah', (value) => formatRupiah(asNumber('rupiah', value))],
  ['terbilang', (value) => spellNumber(asNumber('terbilang', value))],
  ['daftar', (value) => joinList(Array.isArray(value) ? value.map(asText) : [asText(value)])],
]);

/** `a, b, dan c`. */
function joinList(items: readonly string[]): string {
  if (items.length < 3) return items.join(' dan ');
  return `${items.slice(0, -1).join(', ')}, dan ${items.at(-1) ?? ''}`;
}

/** What a letter prints for a value; nothing for null, never the inside of a structure. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'ya' : 'tidak';
  if (value instanceof Date) return formatDate(new Date(value.getTime() + WIB_OFFSET_MS).toISOString(), 'id');
  return Array.isArray(value) ? joinList(value.map(asText)) : '';
}

function asNumber(name: string, value: unknown): number {
  const number =
    typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : typeof value === 'bigint'
        ? Number(value)
        : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new TypeError(`${name}(n) needs a number, not ${JSON.stringify(value) ?? 'nothing'}.`);
  return number;
}
