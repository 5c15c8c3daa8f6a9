import type { Condition } from './condition.ts';

const cache = new Map<string, Condition | null>();
const longestSource = 2000;

/** Whether the source can be evaluated without a FEEL engine. */
export function isSimpleCondition(source: string): boolean {
  return parseCondition(source) !== null;
}

/** Parses a simple condition; null when it goes beyond what is understood here (it may still be right FEEL). */
export function parseCondition(source: string): Condition | null {
  const known = cache.get(source);
  if (known !== undefined) return known;
  let parsed: Condition | null = null;
  if (source.length <= longestSource) {
    try {
      parsed = new ConditionParser(source).parse();
    } catch (error) {
      if (!(error instanceof NotSimple)) throw error;
    }
  }
  if (cache.size > 1000) cache.clear();
  cache.set(source, parsed);
  return parsed;
}

class NotSimple extends Error {}

const token =
  /\s*(?:(?<string>"(?:[^"\\]|\\.)*")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>!=|<=|>=|[=<>().,[\]-]))/y;

class ConditionParser {
  readonly #tokens: string[];
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = tokenize(source);
  }

  parse(): Condition {
    const condition = this.#or();
    if (this.#next < this.#tokens.length) throw new NotSimple();
    return condition;
  }

  #or(): Condition {
    if (++this.#depth > 50) throw new NotSimple();
    let left = this.#and();
    while (this.#take('or')) left = { kind: 'or', left, right: this.#and() };
    this.#depth--;
    return left;
  }

  #and(): Condition {
    let left = this.#comparison();
    while (this.#take('and')) left = { kind: 'and', left, right: this.#comparison() };
    return left;
  }

  #comparison(): Condition {
    const left = this.#operand();
    const sign = this.#peek();
    if (sign === '=' || sign === '!=' || sign === '<' || sign === '<=' || sign === '>' || sign === '>=') {
      this.#next++;
      return { kind: 'compare', operator: sign, left, right: this.#operand() };
    }
    if (this.#take('in')) {
      const close = this.#take('(') ? ')' : this.#take('[') ? ']' : undefined;
      if (close === undefined) throw new NotSimple();
      const choices = [this.#literal()];
      while (this.#take(',')) choices.push(this.#literal());
      this.#expect(close);
      return { kind: 'in', value: left, choices };
    }
    return left;
  }

  #operand(): Condition {
    if (this.#take('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    const word = this.#peek() ?? '';
    const following = this.#tokens[this.#next + 1];
    if (word === 'not' && following === '(') {
      this.#next += 2;
      const operand = this.#or();
      this.#expect(')');
      return { kind: 'not', operand };
    }
    if (word === 'count' && following === '(') {
      this.#next += 2;
      const list = this.#operand();
      this.#expect(')');
      return { kind: 'count', list };
    }
    if (word === 'list' && following === 'contains') {
      this.#next += 2;
      this.#expect('(');
      const list = this.#operand();
      this.#expect(',');
      const element = this.#operand();
      this.#expect(')');
      return { kind: 'contains', list, element };
    }
    if (/^[A-Za-z_]/.test(word) && !literals.has(word)) return this.#name();
    return this.#literal();
  }

  #name(): Condition {
    const path: string[] = [];
    do {
      const word = this.#tokens[this.#next++] ?? '';
      if (!/^[A-Za-z_]/.test(word) || reserved.has(word)) throw new NotSimple();
      path.push(word);
    } while (this.#take('.'));
    // Two words beside each other are a FEEL name with a blank or a function: not ours.
    const after = this.#peek();
    if (after === '(' || (after !== undefined && /^[A-Za-z_]/.test(after) && !connectors.has(after)))
      throw new NotSimple();
    return { kind: 'name', path };
  }

  #literal(): Condition {
    const negative = this.#take('-');
    const text = this.#tokens[this.#next++];
    if (text === undefined) throw new NotSimple();
    if (/^\d/.test(text)) return { kind: 'literal', value: negative ? -Number(text) : Number(text) };
    if (negative) throw new NotSimple();
    if (text.startsWith('"')) return { kind: 'literal', value: unquote(text) };
    const value = literals.get(text);
    if (value === undefined) throw new NotSimple();
    return { kind: 'literal', value };
  }

  #peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#next] !== text) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new NotSimple();
  }
}

const literals: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const connectors: ReadonlySet<string> = new Set(['and', 'or', 'in']);
const reserved: ReadonlySet<string> = new Set([
  'and',
  'or',
  'in',
  'not',
  'count',
  'list',
  'if',
  'then',
  'else',
  'for',
  'some',
  'every',
  'return',
  'satisfies',
  'between',
  'function',
  'instance',
  'date',
  'time',
  'duration',
  'true',
  'false',
  'null',
]);

function tokenize(source: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const from = token.lastIndex;
    if (source.slice(from).trim() === '') break;
    const match = token.exec(source);
    if (match === null) throw new NotSimple();
    tokens.push(match[0].trim());
  }
  return tokens;
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}
