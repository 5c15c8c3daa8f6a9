import { parseExpression, parseUnaryTests } from 'feelin';
import { RecentlyUsed } from '../recently-used.ts';
import { isUnusualMoment } from './calendar-text.ts';
import { isExactWhole, takesDoubles } from './exact-whole.ts';
import { isPredicate, mayKeepNothing } from './item-condition.ts';
import { mayBeFractional } from './may-be-fractional.ts';
import { maskTypes } from './mask-types.ts';
import { operatorNames } from './operator-functions.ts';
import { hasPlainNames } from './plain-names.ts';
import { withPlainCharacters } from './plain-characters.ts';
import { childrenOf, findInterval, isSame, type SyntaxNode } from './syntax-node.ts';

/** Whether there may be something to correct. */
const suspicious =
  /[*/<>{]|-\s*[^\s\d.]|-\s|\d[eE]|\b(?:if|function|between|instance)\b|\.\.|\[|@|date|duration|\\u[\da-fA-F]{5}/;
const sums = /[+-]/;
/** Where dates and durations may be added and subtracted. Texts and whole numbers feelin adds rightly. */
const temporal = /@|date|duration/;

const known = new RecentlyUsed<string>(2_000);

/**
 * Rewrites what feelin reads or calculates differently from DMN 1.3, so that it gives what FEEL gives:
 * arithmetic (10.3.2.3), `1e3` (10.3.1.2), conditions that are not boolean (10.3.2.15), functions as
 * conditions of a filter (10.3.2.5) and types of parameters (10.3.2.13.1). The same text comes back when nothing is to
 * be corrected or the expression is malformed.
 */
export function correctSource(
  source: string,
  context: Readonly<Record<string, unknown>>,
  { kind, isExact }: { readonly kind: 'expression' | 'unaryTests'; readonly isExact: boolean },
): string {
  const isFractional = isExact || (sums.test(source) && mayBeFractional(source, context));
  if (!isFractional && !suspicious.test(source) && kind === 'expression') return source;
  if (!isFractional && !suspicious.test(source) && !mayBeValue.test(source)) return source;
  // Names with blanks or signs decide how a text is read, so that only without them it is always read alike.
  const key = hasPlainNames(context) ? `${kind} ${isFractional} ${isExact} ${source}` : undefined;
  const before = key === undefined ? undefined : known.get(key);
  if (before !== undefined) return before;
  const parse = kind === 'expression' ? parseExpression : parseUnaryTests;
  const tree = parse(maskTypes(source), { ...context }, undefined);
  let isBroken = false;
  tree.iterate({
    enter: (node) => {
      isBroken ||= node.type.isError;
    },
  });
  const corrected = isBroken ? source : new Correction(source, { isFractional, isExact }).text(tree.topNode);
  if (key !== undefined) known.set(key, corrected);
  return corrected;
}

class Correction {
  readonly #source: string;
  readonly #isTemporal: boolean;
  readonly #isFractional: boolean;
  /** Whole numbers may be among the values that no double can hold. */
  readonly #isExact: boolean;

  constructor(
    source: string,
    { isFractional, isExact }: { readonly isFractional: boolean; readonly isExact: boolean },
  ) {
    this.#source = source;
    this.#isExact = isExact;
    this.#isFractional = isFractional;
    this.#isTemporal = temporal.test(source);
  }

  text(node: SyntaxNode): string {
    const parts = childrenOf(node);
    switch (node.name) {
      case 'NumericLiteral':
        return this.#number(node);
      case 'StringLiteral':
        return withPlainCharacters(this.#plain(node));
      case 'ArithmeticExpression':
        return this.#arithmetic(node, parts);
      case 'IfExpression':
        return this.#inside(node, (child) =>
          isSame(child, parts[1]) && !isTest(child) ? this.#isTrue(child) : this.text(child),
        );
      case 'FilterExpression':
        if (parts[0] && parts[2]?.name === 'BooleanLiteral')
          return `${operatorNames.list}(${this.text(parts[0])})[${this.text(parts[2])}]`;
        if (parts[0] && parts[2] && mayKeepNothing(parts[2], this.#source))
          return `${operatorNames.pick}(for item in ${operatorNames.list}(${this.text(parts[0])}) return [item, (${this.text(parts[2])})])`;
        return this.#inside(node, (child) =>
          isSame(child, parts[2]) && isPredicate(child, this.#source) ? this.#isTrue(child) : this.text(child),
        );
      case 'IterationContext':
        return this.#steps(node, parts);
      case 'Comparison':
        return this.#comparison(node, parts);
      case 'FunctionInvocation':
        return this.#isExact ? this.#call(node, parts) : this.#inside(node, (child) => this.text(child));
      case 'UnaryTests':
        return this.#inside(node, (child) => this.#unaryTests(child));
      case 'FunctionDefinition':
        return this.#function(node, parts);
      case 'InstanceOfExpression':
        return this.#instance(node, parts);
      case 'DateTimeLiteral':
        return this.#moment(node);
      case 'Context':
        return this.#hasKeyTwice(parts) ? 'null' : this.#inside(node, (child) => this.text(child));
      default:
        return this.#inside(node, (child) => this.text(child));
    }
  }

  /** The text of a node with that of its children, and what stands between them. */
  #inside(node: SyntaxNode, textOf: (child: SyntaxNode) => string): string {
    let [result, at] = ['', node.from];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      result += this.#source.slice(at, child.from) + textOf(child);
      at = child.to;
    }
    return result + this.#source.slice(at, node.to);
  }

  #plain(node: SyntaxNode): string {
    return this.#source.slice(node.from, node.to);
  }

  #isTrue(node: SyntaxNode): string {
    return `(${this.text(node)}) = true`;
  }

  #number(node: SyntaxNode): string {
    // A sign with a blank behind it belongs to the number for feelin, which then reads none.
    const text = this.#plain(node).replaceAll(/\s+/g, '');
    if (this.#isExact && isExactWhole(text.replace(/^-/, ''))) return `${operatorNames.whole}("${text}")`;
    if (!/e/i.test(text) || !Number.isFinite(Number(text))) return text;
    return Number(text).toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
  }

  #arithmetic(node: SyntaxNode, parts: readonly SyntaxNode[]): string {
    const [first, second, third] = parts;
    if (first && second && !third)
      return second.name === 'NumericLiteral' && !(this.#isExact && isExactWhole(this.#plain(second)))
        ? this.#inside(node, (child) => this.text(child))
        : `${operatorNames.negate}(${this.text(second)})`;
    const name = second && this.#operatorOf(this.#plain(second));
    if (!first || !third || name === undefined) return this.#inside(node, (child) => this.text(child));
    return `${name}(${this.text(first)}, ${this.text(third)})`;
  }

  #operatorOf(text: string): string | undefined {
    if (text === '*') return operatorNames.times;
    if (text === '/') return operatorNames.divide;
    if (text === '**') return operatorNames.power;
    if (!this.#isTemporal && !this.#isFractional) return undefined;
    return text === '+' ? operatorNames.plus : text === '-' ? operatorNames.minus : undefined;
  }

  #steps(node: SyntaxNode, parts: readonly SyntaxNode[]): string {
    const [from, to] = [parts[0], parts.at(-1)];
    const interval = parts.length === 1 && from ? findInterval(from) : undefined;
    if (interval) return `${operatorNames.each}(${this.text(interval)})`;
    return from && to && parts.length > 1
      ? `${operatorNames.steps}(${this.text(from)}, ${this.text(to)})`
      : this.#inside(node, (child) => this.text(child));
  }

  #comparison(node: SyntaxNode, parts: readonly SyntaxNode[]): string {
    const [left, operator, right, , upper] = parts;
    if (!left || !operator || !right) return this.#plain(node);
    const text = this.#plain(operator);
    if (orders.has(text)) return this.#compare(this.text(left), text, right);
    if ((this.#isTemporal || this.#isExact) && (text === '=' || text === '!='))
      return `${operatorNames.equals}(${this.text(left)}, "${text}", ${this.text(right)})`;
    if (text === 'between' && upper)
      return `${operatorNames.between}(${this.text(left)}, ${this.text(right)}, ${this.text(upper)})`;
    const interval = text === 'in' ? findInterval(right) : undefined;
    return interval ? this.#within(this.text(left), interval) : this.#inside(node, (child) => this.text(child));
  }

  /** feelin makes no range of numbers that it does not know. */
  #within(value: string, interval: SyntaxNode): string {
    const [opening, from, , to, closing] = childrenOf(interval);
    if (!this.#isExact || !opening || !from || !to || !closing)
      return `${operatorNames.within}(${value}, ${this.text(interval)})`;
    const above = this.#plain(opening) === '[' ? '>=' : '>';
    const below = this.#plain(closing) === ']' ? '<=' : '<';
    return `(${this.#compare(value, above, from)} and ${this.#compare(value, below, to)})`;
  }

  /** Functions that calculate are given doubles. */
  #call(node: SyntaxNode, [called, ...rest]: readonly SyntaxNode[]): string {
    const name = called && this.#plain(called).replaceAll(/\s+/g, ' ');
    if (name === 'string')
      return this.#inside(node, (child) => (isSame(child, called) ? operatorNames.text : this.text(child)));
    if (!called || name === undefined || !takesDoubles(name)) return this.#inside(node, (child) => this.text(child));
    const isParameter = (child: SyntaxNode) => !/^[(),]$|^NamedParameters$/.test(child.name);
    return this.#inside(node, (child) => {
      if (isSame(child, called) || !rest.some((each) => isSame(each, child))) return this.text(child);
      if (child.name === 'PositionalParameters')
        return this.#inside(child, (each) =>
          isParameter(each) ? `${operatorNames.doubles}(${this.text(each)})` : this.text(each),
        );
      return this.text(child);
    });
  }

  #compare(left: string, operator: string, right: SyntaxNode): string {
    return `${operatorNames.compare}(${left}, "${operator}", ${this.text(right)})`;
  }

  /** Cells as `>= limit` and `[low..high]`, which ask of the value `?`. */
  #unaryTests(node: SyntaxNode): string {
    if (node.name === 'PositiveUnaryTests') return this.#inside(node, (child) => this.#unaryTests(child));
    if (node.name !== 'PositiveUnaryTest') return this.text(node);
    const [test] = childrenOf(node);
    const interval = findInterval(node);
    if (interval) return this.#within('?', interval);
    if (test && isPointInTime.test(this.#plain(test)) && /^(?:DateTimeLiteral|FunctionInvocation)$/.test(test.name))
      return `${operatorNames.equals}(?, "=", ${this.text(test)})`;
    // A truth value is compared with the cell's like other values.
    if (test && /^(?:VariableName|PathExpression)$/.test(test.name) && !this.#plain(test).includes('?'))
      return `${operatorNames.cell}(?, ${this.text(test)})`;
    const [operator, limit] = test?.name === 'SimplePositiveUnaryTest' ? childrenOf(test) : [];
    return operator && limit && orders.has(this.#plain(operator))
      ? this.#compare('?', this.#plain(operator), limit)
      : this.text(node);
  }

  #function(node: SyntaxNode, parts: readonly SyntaxNode[]): string {
    const formal = parts.find(({ name }) => name === 'FormalParameters');
    const parameters = formal ? childrenOf(formal).filter(({ name }) => name === 'FormalParameter') : [];
    const types = parameters.map((parameter) => {
      const type = childrenOf(parameter).find(({ name }) => name === 'Type');
      return type ? this.#plain(type).replaceAll(/\s+/g, ' ') : '';
    });
    if (types.every((type) => type === '')) return this.#inside(node, (child) => this.text(child));
    const definition = this.#inside(node, (child) =>
      isSame(child, formal)
        ? parameters.map((parameter) => this.#plain(childrenOf(parameter)[0] ?? parameter)).join(', ')
        : this.text(child),
    );
    return `${operatorNames.typed}(${definition}, [${types.map((type) => `"${type}"`).join(', ')}])`;
  }

  #instance(node: SyntaxNode, parts: readonly SyntaxNode[]): string {
    const [value, type] = [parts[0], parts.at(-1)];
    if (!value || type?.name !== 'Type') return this.#inside(node, (child) => this.text(child));
    return `${operatorNames.instance}(${this.text(value)}, "${this.#plain(type).replaceAll(/\s+/g, ' ')}")`;
  }

  #moment(node: SyntaxNode): string {
    const text = /^@\s*(".*")$/s.exec(this.#plain(node))?.[1];
    if (text !== undefined && isUnusualMoment(text)) return `${operatorNames.at}(${text})`;
    return this.#inside(node, (child) => this.text(child));
  }

  /** A context with a key that stands twice is null (10.3.2.6). */
  #hasKeyTwice(parts: readonly SyntaxNode[]): boolean {
    const keys = parts
      .filter(({ name }) => name === 'ContextEntry')
      .map((entry) =>
        this.#plain(childrenOf(entry)[0] ?? entry)
          .replaceAll(/\s+/g, ' ')
          .replace(/^"(.*)"$/, '$1'),
      );
    return new Set(keys).size < keys.length;
  }
}

/** A cell that may consist of a name. */
const mayBeValue = /^\s*(?:not\s*\()?\s*[\p{L}_]/u;

const isPointInTime = /^(?:date(?:\s+and\s+time)?\s*\(|@)/;

const orders: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/** Whether a condition is true, false or null in any case. */
function isTest(node: SyntaxNode): boolean {
  return ['Comparison', 'Conjunction', 'Disjunction', 'BooleanLiteral'].includes(node.name);
}
