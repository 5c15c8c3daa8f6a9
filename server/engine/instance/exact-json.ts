/**
 * JSON whose whole numbers stay exact up to 64 bits: where a double would change them, they are bigint, as values of
 * type Long are. Jackson, by which Camunda reads JSON, does the same.
 */

/** Strings are matched so that digits inside them are passed over. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n];

/** @throws SyntaxError for what is no JSON */
export function parseExactJson(text: string): unknown {
  const rounded = JSON.parse(text) as unknown;
  if (!/\d{16}/.test(text)) return rounded;
  let changed = false;
  const quoted = text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || !isInexact(token)) return token;
    changed = true;
    return `"${token}"`;
  });
  return changed ? mend(rounded, JSON.parse(quoted)) : rounded;
}

/** A whole number that a double would change, and that fits into 64 bits. */
function isInexact(digits: string): boolean {
  if (digits.length > 20 || Number.isSafeInteger(Number(digits))) return false;
  const exact = BigInt(digits);
  return exact >= LEAST && exact <= MOST;
}

/** `rounded` with the numbers that are texts in `quoted`. Both are fresh and of one shape. */
function mend(rounded: unknown, quoted: unknown): unknown {
  if (typeof rounded === 'number') return typeof quoted === 'string' ? BigInt(quoted) : rounded;
  if (typeof rounded !== 'object' || rounded === null) return rounded;
  const [target, source] = [rounded as Record<string, unknown>, quoted as Record<string, unknown>];
  // Defined, not assigned: `__proto__` is a name like any other in JSON.
  for (const key of Object.keys(target)) {
    const value = mend(target[key], source[key]);
    if (value !== target[key]) Object.defineProperty(target, key, { value, enumerable: true, writable: true });
  }
  return rounded;
}

/**
 * JSON of a value, each bigint with all its digits. `replace` is given every value before it is written, as the
 * second parameter of `JSON.stringify` is.
 */
export function writeExactJson(value: unknown, replace: (value: unknown) => unknown): string {
  // No text of the value begins with the mark of a number.
  for (let mark = '\0long:'; ; mark = `\0${mark}`) {
    let [exact, taken] = [false, false];
    const text = JSON.stringify(value, (_key, each: unknown) => {
      const replaced = replace(each);
      if (typeof replaced === 'string' && replaced.startsWith(mark)) taken = true;
      if (typeof replaced !== 'bigint') return replaced;
      exact = true;
      return `${mark}${replaced}`;
    });
    if (!exact) return text;
    // A name stands before a colon.
    const written = new RegExp(`"${JSON.stringify(mark).slice(1, -1).replaceAll('\\', '\\\\')}(-?\\d+)"(?!:)`, 'g');
    if (!taken) return text.replace(written, '$1');
  }
}
