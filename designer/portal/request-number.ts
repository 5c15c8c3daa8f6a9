const pattern = /^[A-Z]{2,5}-[A-Z]{2,5}-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/;

/**
 * A request number as it was typed or pasted: capitals, no blanks; letters that Crockford's base 32 leaves out become
 * the digits they look like. Undefined when it is none.
 */
export function readRequestNumber(text: string): string | undefined {
  const bare = text.replaceAll(/\s+/g, '').replaceAll(/[–—_]/g, '-').toUpperCase();
  const parts = bare.split('-');
  const last = parts.slice(3).map((part) => part.replaceAll('O', '0').replaceAll(/[IL]/g, '1'));
  const number = [...parts.slice(0, 3), ...last].join('-');
  return pattern.test(number) ? number : undefined;
}
