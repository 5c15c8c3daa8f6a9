/**
 * Names of types that feelin's grammar does not have (`range<...>`, DMN 1.4) or may read as a conjunction (`years and
 * months duration`), as others that are as long and read alike.
 */
export function maskTypes(source: string): string {
  if (!/range\s*<|\band\s+(?:months|time)\b/.test(source)) return source;
  return source.replaceAll(
    /"(?:[^"\\]|\\.)*"|(?<=\binstance\s+of\s+|[<,:]\s*|->\s*)(?:range(?=\s*<\s*\p{L}[\p{L} ]*>)|(?:years\s+and\s+months\s+duration|days\s+and\s+time\s+duration|date\s+and\s+time)(?!\s*\())/gsu,
    (found) => (found.startsWith('"') ? found : found === 'range' ? 'list ' : found.replaceAll(/\s/g, '_')),
  );
}
