import { cheapFunctions } from './built-in-functions.ts';
import { RecentlyUsed } from '../recently-used.ts';

/** Longer expressions take long to parse. */
export const feelLimits = { sourceLength: 5_000, cheapSourceLength: 1_500, cheapValues: 20_000 } as const;

const longestFunction = Math.max(...[...cheapFunctions].map((name) => name.length));

/** Words behind which a bracket opens a group or a list, not a call or a filter. */
const keywords: ReadonlySet<string> = new Set(['in', 'and', 'or', 'if', 'then', 'else', 'between', 'of']);

const known = new RecentlyUsed<boolean>(2_000);

/**
 * Whether an expression, or a cell of a decision table, is bound to be quick: no loop, no quantifier, no function or
 * structure of its own, at
 * most one filter and nothing called in it, and only functions that look at each element once. Judged by the text
 * alone,
 * so that names in the data cannot change it; what is unsure is not cheap.
 */
export function isCheapFeel(source: string): boolean {
  const before = known.get(source);
  if (before !== undefined) return before;
  const cheap = judge(source);
  if (source.length <= feelLimits.cheapSourceLength) known.set(source, cheap);
  return cheap;
}

function judge(source: string): boolean {
  if (source.length > feelLimits.cheapSourceLength) return false;
  // A text becomes "" so that nothing in it counts, and what stands around it still does.
  const code = source.replaceAll(/"(?:[^"\\]|\\.)*"/gs, '""');
  if (/[{}]|\/\/|\/\*/.test(code) || code.replaceAll('""', '').includes('"')) return false;
  if (/(?<![\p{L}\p{N}_])(?:for|some|every|function|return|satisfies|external)(?![\p{L}\p{N}_])/u.test(code))
    return false;
  return callsAreCheap(code) && filtersAreCheap(code);
}

function callsAreCheap(code: string): boolean {
  for (let at = code.indexOf('('); at >= 0; at = code.indexOf('(', at + 1)) {
    const before = code.slice(Math.max(0, at - longestFunction - 2), at).trimEnd();
    if (!/[\p{L}\p{N}_)\]"]$/u.test(before)) continue;
    const word = /[\p{L}\p{N}_]+$/u.exec(before)?.[0];
    if (word !== undefined && keywords.has(word)) continue;
    const name = before.replaceAll(/\s+/g, ' ');
    if (
      ![...cheapFunctions].some((each) => name.endsWith(each) && !/[\p{L}\p{N}_]$/u.test(name.slice(0, -each.length)))
    )
      return false;
  }
  return true;
}

function filtersAreCheap(code: string): boolean {
  let filters = 0;
  for (let at = code.indexOf('['); at >= 0; at = code.indexOf('[', at + 1)) {
    const before = code.slice(0, at).trimEnd();
    if (!/[\p{L}\p{N}_)\]"?]$/u.test(before)) continue;
    const word = /[\p{L}\p{N}_]+$/u.exec(before)?.[0];
    if (word !== undefined && keywords.has(word)) continue;
    if (/^\[\s*-?\d{1,9}\s*\]/.test(code.slice(at))) continue;
    filters += 1;
    const inside = code.slice(at + 1, endOfBracket(code, at));
    if (filters > 1 || /[([]/.test(inside)) return false;
  }
  return true;
}

/** Index of the bracket that closes the one at `at`; the end where it is missing. */
function endOfBracket(code: string, at: number): number {
  let depth = 0;
  for (let index = at; index < code.length; index += 1) {
    if (code[index] === '[') depth += 1;
    else if (code[index] === ']' && (depth -= 1) === 0) return index;
  }
  return code.length;
}
