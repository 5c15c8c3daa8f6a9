import { JuelSyntaxError } from './juel-error.ts';

export type Token = { readonly position: number } & (
  | { readonly type: 'literal'; readonly value: null | boolean | number | bigint | string }
  | { readonly type: 'name'; readonly name: string }
  /** Operators and brackets; words such as `and` come as their symbol, `empty` as itself. */
  | { readonly type: 'mark'; readonly mark: string; readonly word?: string }
);

// A Map, never an object: `constructor` and its like must not be found here.
const words: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
  ['div', '/'],
  ['mod', '%'],
  ['empty', 'empty'],
]);
const literals: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const space = /\s+/uy;
const number = /(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?/uy;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const mark = /==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]]/uy;

/**
 * The tokens of an expression from `from`, just behind `${`, up to its closing brace.
 * @returns the tokens and the index behind the brace.
 * @throws JuelSyntaxError for what is no token, and when the brace is missing.
 */
export function tokenize(source: string, from: number): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let at = from;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  for (;;) {
    match(space);
    const position = at;
    const character = source[at];
    if (character === undefined) throw new JuelSyntaxError('the closing } is missing', from - 2);
    if (character === '}') return { tokens, end: at + 1 };
    if (character === '"' || character === "'") {
      const { text, end } = readText(source, at);
      tokens.push({ type: 'literal', value: text, position });
      at = end;
      continue;
    }
    const digits = match(number);
    if (digits !== undefined) {
      tokens.push({ type: 'literal', value: readNumber(digits, position), position });
      continue;
    }
    const word = match(name);
    if (word !== undefined) {
      tokens.push(wordToken(word, position, tokens.at(-1)));
      continue;
    }
    const symbol = match(mark);
    if (symbol === undefined) throw new JuelSyntaxError(`"${character}" cannot stand here`, position);
    tokens.push({ type: 'mark', mark: symbol, position });
  }
}

function wordToken(word: string, position: number, before: Token | undefined): Token {
  // Behind a dot every word is a property: `a.empty`, `range.mod`.
  if (before?.type === 'mark' && before.mark === '.') return { type: 'name', name: word, position };
  if (literals.has(word)) return { type: 'literal', value: literals.get(word) ?? null, position };
  const symbol = words.get(word);
  return symbol === undefined ? { type: 'name', name: word, position } : { type: 'mark', mark: symbol, word, position };
}

/** Whole numbers are Long (64 bit), all others Double. */
function readNumber(digits: string, position: number): number | bigint {
  if (!/^\d+$/.test(digits)) return Number(digits);
  const exact = BigInt(digits);
  if (exact > 9_223_372_036_854_775_807n)
    throw new JuelSyntaxError(`the number ${digits} is too large; whole numbers have 64 bits`, position);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

/** A text in quotes; a backslash takes the next quote or backslash as it is. */
function readText(source: string, from: number): { readonly text: string; readonly end: number } {
  const quote = source[from];
  let text = '';
  for (let at = from + 1; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (character === quote) return { text, end: at + 1 };
    if (character === '\\') {
      at += 1;
      const escaped = source[at] ?? '';
      if (escaped !== '\\' && escaped !== '"' && escaped !== "'")
        throw new JuelSyntaxError(`\\${escaped} is no escape; \\\\, \\' and \\" are`, at - 1);
      text += escaped;
    } else {
      text += character;
    }
  }
  throw new JuelSyntaxError(`the closing ${quote} is missing`, from);
}
