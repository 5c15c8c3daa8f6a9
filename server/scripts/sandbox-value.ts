/**
 * Values on their way into the sandbox and out of it, as JSON. JSON has no dates and no 64-bit numbers, so that
 * whatever is
 * structured is tagged: `["d", ms]` a Date, `["n", "123"]` a bigint, `["a", items]` an array, `["o", [[key, value],
 * …]]` a structure.
 */
export function encodeValue(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return ['n', value.toString()];
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return ['d', value.getTime()];
  if (Array.isArray(value)) return ['a', value.map(encodeValue)];
  const entries: Iterable<readonly [unknown, unknown]> =
    value instanceof Map ? (value as ReadonlyMap<unknown, unknown>) : Object.entries(value);
  return ['o', [...entries].map(([key, item]) => [String(key), encodeValue(item)])];
}

/** @throws Error for what is not tagged as above: the sandbox is not trusted to keep to it. */
export function decodeValue(encoded: unknown): unknown {
  if (encoded === null || typeof encoded === 'boolean' || typeof encoded === 'number' || typeof encoded === 'string')
    return encoded;
  const [tag, content] = Array.isArray(encoded) ? (encoded as readonly unknown[]) : [];
  if (tag === 'd' && typeof content === 'number') return new Date(content);
  if (tag === 'n' && typeof content === 'string' && /^-?\d{1,1000}$/.test(content)) return BigInt(content);
  if (tag === 'a' && Array.isArray(content)) return content.map(decodeValue);
  if (tag === 'o' && Array.isArray(content)) return Object.fromEntries(content.map(decodeEntry));
  throw new Error('The script gives a value that cannot be read.');
}

function decodeEntry(entry: unknown): readonly [string, unknown] {
  const [key, value] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  if (typeof key !== 'string') throw new Error('The script gives a structure that cannot be read.');
  return [key, decodeValue(value)];
}
