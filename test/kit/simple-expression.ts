import { toPlain, toVariableValue } from '../../server/engine/instance/convert.ts';
import type { EvaluationContext } from '../../server/engine/ports.ts';

/**
 * A small `${…}` evaluator for engine tests: literals, variables, comparison, arithmetic, `&&`, `||`, `!`, properties,
 * and
 * `execution.setVariable(name, value)`. Knows nothing of coercions; an unknown variable is an error.
 */
export function evaluateSimple(source: string, context: EvaluationContext): unknown {
  const whole = /^\$\{([^}]*)\}$/.exec(source);
  if (whole) return new SimpleParser(whole[1] ?? '', context).parse();
  return source.replaceAll(/\$\{([^}]*)\}/g, (_match, inner: string) =>
    String(new SimpleParser(inner, context).parse()),
  );
}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|([\p{L}_][\p{L}\p{N}_]*)|(==|!=|<=|>=|&&|\|\||[-+*/%!<>().,]))/uy;
const BINDING: ReadonlyMap<string, number> = new Map([
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

type SimpleToken =
  | { readonly number: number }
  | { readonly text: string }
  | { readonly name: string }
  | { readonly mark: string };

class SimpleParser {
  readonly #tokens: SimpleToken[] = [];
  readonly #context: EvaluationContext;
  #at = 0;

  constructor(source: string, context: EvaluationContext) {
    this.#context = context;
    const trimmed = source.trim();
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < trimmed.length) {
      const found = TOKEN.exec(trimmed);
      if (!found) throw new Error(`Cannot read the expression ${source}.`);
      const [, number, text, name, mark] = found;
      this.#tokens.push(
        number !== undefined
          ? { number: Number(number) }
          : text !== undefined
            ? { text }
            : name !== undefined
              ? { name }
              : { mark: mark ?? '' },
      );
    }
  }

  parse(): unknown {
    const value = this.#binary(0);
    if (this.#at < this.#tokens.length) throw new Error('The expression goes on where it should end.');
    return value;
  }

  #mark(): string | undefined {
    const token = this.#tokens[this.#at];
    return token && 'mark' in token ? token.mark : undefined;
  }

  #expect(mark: string): void {
    if (this.#mark() !== mark) throw new Error(`Expected ${mark}.`);
    this.#at += 1;
  }

  #binary(least: number): unknown {
    let left = this.#unary();
    for (let mark = this.#mark(); mark !== undefined; mark = this.#mark()) {
      const binding = BINDING.get(mark);
      if (binding === undefined || binding <= least) break;
      this.#at += 1;
      left = calculate(mark, left, this.#binary(binding));
    }
    return left;
  }

  #unary(): unknown {
    if (this.#mark() === '!') {
      this.#at += 1;
      return !this.#unary();
    }
    if (this.#mark() === '-') {
      this.#at += 1;
      return -Number(this.#unary());
    }
    return this.#primary();
  }

  #primary(): unknown {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (!token) throw new Error('The expression ends too early.');
    if ('number' in token) return token.number;
    if ('text' in token) return token.text;
    if ('mark' in token) {
      if (token.mark !== '(') throw new Error(`Unexpected ${token.mark}.`);
      const value = this.#binary(0);
      this.#expect(')');
      return value;
    }
    if (token.name === 'execution') return this.#execution();
    return this.#properties(this.#named(token.name));
  }

  #named(name: string): unknown {
    if (name === 'true' || name === 'false') return name === 'true';
    if (name === 'null') return null;
    const value = this.#context.variables.get(name);
    // As the real evaluator says it, so that conditional events can tell.
    if (value === undefined) throw Object.assign(new Error(`Unknown variable ${name}.`), { unknown: 'property' });
    return toPlain(value);
  }

  #properties(start: unknown): unknown {
    let value = start;
    while (this.#mark() === '.') {
      this.#at += 1;
      value = (value as Record<string, unknown>)[this.#name()];
    }
    return value;
  }

  #name(): string {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (!token || !('name' in token)) throw new Error('Expected a name.');
    return token.name;
  }

  #execution(): unknown {
    this.#expect('.');
    const member = this.#name();
    const { execution } = this.#context;
    if (member !== 'setVariable' && member !== 'setVariableLocal')
      return this.#properties((execution as unknown as Record<string, unknown>)[member]);
    this.#expect('(');
    const name = String(this.#binary(0));
    this.#expect(',');
    const value = toVariableValue(this.#binary(0));
    this.#expect(')');
    execution[member](name, value);
    return null;
  }
}

function calculate(mark: string, left: unknown, right: unknown): unknown {
  const [a, b] = [left as number, right as number];
  switch (mark) {
    case '||':
      return Boolean(left) || Boolean(right);
    case '&&':
      return Boolean(left) && Boolean(right);
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return a % b;
  }
}
