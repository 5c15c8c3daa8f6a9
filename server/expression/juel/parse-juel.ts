import type { BinaryOperator, JuelNode, JuelText } from './ast.ts';
import { JuelSyntaxError } from './juel-error.ts';
import { juelLimits } from './limits.ts';
import { tokenize, type Token } from './tokenize.ts';

/** Binding powers of JSR-245 EL 2.1, section 1.15; higher binds more. `?:` is below all of them. */
const binding: ReadonlyMap<string, number> = new Map<BinaryOperator, number>([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);

/**
 * Reads a text with `${…}` or `#{…}` expressions. `\${` stands for the characters `${`.
 * @throws JuelSyntaxError with the position of what is wrong.
 */
export function parseJuel(source: string): JuelText {
  if (source.length > juelLimits.sourceLength) {
    throw new JuelSyntaxError(
      `it has ${source.length} characters; at most ${juelLimits.sourceLength} are allowed`,
      juelLimits.sourceLength,
    );
  }
  const parts: (string | JuelNode)[] = [];
  let literal = '';
  for (let at = 0; at < source.length;) {
    const opens = (index: number) => (source[index] === '$' || source[index] === '#') && source[index + 1] === '{';
    if (source[at] === '\\' && opens(at + 1)) {
      literal += source.slice(at + 1, at + 3);
      at += 3;
    } else if (opens(at)) {
      if (literal !== '') parts.push(literal);
      literal = '';
      const { tokens, end } = tokenize(source, at + 2);
      parts.push(new Parser(tokens, end - 1).parse());
      at = end;
    } else {
      literal += source[at];
      at += 1;
    }
  }
  if (literal !== '') parts.push(literal);
  return { parts, whole: findWhole(parts) };
}

function findWhole(parts: readonly (string | JuelNode)[]): JuelNode | undefined {
  const meaning = parts.filter((part) => typeof part !== 'string' || part.trim() !== '');
  const [only] = meaning;
  return meaning.length === 1 && typeof only === 'object' ? only : undefined;
}

/** Operator precedence parser over the tokens of one expression. */
class Parser {
  readonly #tokens: readonly Token[];
  /** Index of the closing brace. */
  readonly #end: number;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  parse(): JuelNode {
    const node = this.#choice();
    const rest = this.#tokens[this.#at];
    if (rest)
      throw new JuelSyntaxError(`${describe(rest)} cannot stand here; an operator or } is expected`, rest.position);
    return node;
  }

  #mark(): string | undefined {
    const token = this.#tokens[this.#at];
    return token?.type === 'mark' ? token.mark : undefined;
  }

  #take(mark: string): boolean {
    if (this.#mark() !== mark) return false;
    this.#at += 1;
    return true;
  }

  #expect(mark: string): void {
    if (this.#take(mark)) return;
    const token = this.#tokens[this.#at];
    throw new JuelSyntaxError(
      token ? `${mark} is expected before ${describe(token)}` : `${mark} is missing`,
      token?.position ?? this.#end,
    );
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > juelLimits.depth)
      throw new JuelSyntaxError('it is nested too deeply', this.#tokens[this.#at]?.position ?? this.#end);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #choice(): JuelNode {
    return this.#nested(() => {
      const condition = this.#binary(0);
      if (!this.#take('?')) return condition;
      const consequent = this.#choice();
      this.#expect(':');
      return { type: 'choice', condition, consequent, otherwise: this.#choice() };
    });
  }

  #binary(least: number): JuelNode {
    let left = this.#unary();
    for (let length = 0; ; length += 1) {
      const mark = this.#mark();
      const power = mark === undefined ? undefined : binding.get(mark);
      if (power === undefined || power <= least) return left;
      this.#checkLength(length);
      this.#at += 1;
      left = { type: 'binary', operator: mark as BinaryOperator, left, right: this.#nested(() => this.#binary(power)) };
    }
  }

  #unary(): JuelNode {
    for (const operator of ['-', '!', 'empty'] as const) {
      if (this.#take(operator)) return this.#nested(() => ({ type: 'unary', operator, operand: this.#unary() }));
    }
    return this.#postfix(this.#primary());
  }

  #postfix(start: JuelNode): JuelNode {
    let base = start;
    for (let length = 0; ; length += 1) {
      this.#checkLength(length);
      if (this.#take('.')) {
        const token = this.#tokens[this.#at];
        if (token?.type !== 'name')
          throw new JuelSyntaxError('a name is expected behind the dot', token?.position ?? this.#end);
        this.#at += 1;
        if (this.#take('(')) base = { type: 'methodCall', base, name: token.name, parameters: this.#parameters() };
        else base = { type: 'property', base, key: { type: 'literal', value: token.name } };
      } else if (this.#take('[')) {
        const key = this.#choice();
        this.#expect(']');
        base = { type: 'property', base, key };
      } else {
        return base;
      }
    }
  }

  /** Operators in a row nest to the left, which the parser does not see as depth but the evaluation does. */
  #checkLength(length: number): void {
    if (length >= juelLimits.depth)
      throw new JuelSyntaxError(
        `it has more than ${juelLimits.depth} operators in a row`,
        this.#tokens[this.#at]?.position ?? this.#end,
      );
  }

  #parameters(): readonly JuelNode[] {
    if (this.#take(')')) return [];
    const parameters = [this.#choice()];
    while (this.#take(',')) parameters.push(this.#choice());
    this.#expect(')');
    return parameters;
  }

  #primary(): JuelNode {
    const token = this.#tokens[this.#at];
    if (!token)
      throw new JuelSyntaxError(
        this.#tokens.length === 0 ? 'there is nothing between the braces' : 'a value is missing at the end',
        this.#end,
      );
    this.#at += 1;
    if (token.type === 'literal') return { type: 'literal', value: token.value };
    if (token.type === 'name') {
      if (!this.#take('(')) return { type: 'identifier', name: token.name, position: token.position };
      return { type: 'functionCall', name: token.name, parameters: this.#parameters(), position: token.position };
    }
    if (token.mark !== '(') throw new JuelSyntaxError(`a value is expected before ${describe(token)}`, token.position);
    const node = this.#choice();
    this.#expect(')');
    return node;
  }
}

function describe(token: Token): string {
  if (token.type === 'mark') return `"${token.word ?? token.mark}"`;
  return token.type === 'name' ? `the name "${token.name}"` : 'a value';
}
