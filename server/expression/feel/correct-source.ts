import { isFunction, parseExpression, parseUnaryTests } from 'feelin';
import { RecentlyUsed } from '../recently-used.ts';
import { isUnusualMoment } from './calendar-text.ts';
import { feelTypeName } from './feel-type-name.ts';
import { mayBeFractional } from './may-be-fractional.ts';
import { maskTypes } from './mask-types.ts';
import { operatorNames } from './operator-functions.ts';
import { predicateFunctions } from './built-in-functions.ts';
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
  kind: 'expression' | 'unaryTests',
): string {
  const isFractional = sums.test(source) && mayBeFractional(source, context);
  if (!isFractional && !suspicious.test(source) && kind === 'expression') return source;
  if (!isFractional && !suspicious.test(source) && !mayBeValue.test(source)) return source;
  // Names with blanks or signs decide how a text is read, so that only without them it is always read alike.
  const key = hasPlainNames(context, { left: MOST_NAMES }) ? `${kind} ${isFractional} ${source}` : undefined;
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
  const corrected = isBroken ? source : new Correction(source, isFractional).text(tree.topNode);
  if (key !== undefined) known.set(key, corrected);
  return corrected;
}

/** Names that are looked at before a text is read anew instead. */
const MOST_NAMES = 500;
const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u;

function hasPlainNames(value: unknown, budget: { left: number }): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => (budget.left -= 1) >= 0 && hasPlainNames(item, budget));
  if (feelTypeName(value) !== 'context') return true;
  return Object.entries(value).every(
    ([name, item]) =>
      (budget.left -= 1) >= 0 &&
      (name === '?' || plainName.test(name) || isFunction(item)) &&
      hasPlainNames(item, budget),
  );
}

class Correction {
  readonly #source: string;
  readonly #isTemporal: boolean;
  readonly #isFractional: boolean;

  constructor(source: string, isFractional: boolean) {
    this.#source = source;
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
        if (parts[0] && parts[2] && this.#mayKeepNothing(parts[2]))
          return `${operatorNames.pick}(for item in ${operatorNames.list}(${this.text(parts[0])}) return [item, (${this.text(parts[2])})])`;
        return this.#inside(node, (child) =>
          isSame(child, parts[2]) && this.#isPredicate(child) ? this.#isTrue(child) : this.text(child),
        );
      case 'IterationContext':
        return this.#steps(node, parts);
      case 'Comparison':
        return this.#comparison(node, parts);
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
    if (!/e/i.test(text) || !Number.isFinite(Number(text))) return text;
    return Number(text).toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
  }

  #arithmetic(node: SyntaxNode, parts: readonly SyntaxNode[]): string {
    const [first, second, third] = parts;
    if (first && second && !third)
      return second.name === 'NumericLiteral'
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
    if (this.#isTemporal && (text === '=' || text === '!='))
      return `${operatorNames.equals}(${this.text(left)}, "${text}", ${this.text(right)})`;
    if (text === 'between' && upper)
      return `${operatorNames.between}(${this.text(left)}, ${this.text(right)}, ${this.text(upper)})`;
    const interval = text === 'in' ? findInterval(right) : undefined;
    return interval
      ? `${operatorNames.within}(${this.text(left)}, ${this.text(interval)})`
      : this.#inside(node, (child) => this.text(child));
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
    if (interval) return `${operatorNames.within}(?, ${this.text(interval)})`;
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

  /** Whether a filter's condition may hold for items that are null or false, which feelin leaves out. */
  #mayKeepNothing(node: SyntaxNode): boolean {
    return (
      /^(?:Comparison|Conjunction|Disjunction)$/.test(node.name) &&
      /\b(?:null|false)\b/.test(this.#plain(node)) &&
      this.#asksItemOnly(node)
    );
  }

  #asksItemOnly(node: SyntaxNode): boolean {
    if (node.name === 'VariableName') return this.#plain(node) === 'item';
    if (
      !/^(?:Comparison|Conjunction|Disjunction|PathExpression|CompareOp|.*Literal|null|and|or|PathName|Identifier|\.)$/.test(
        node.name,
      )
    )
      return false;
    return childrenOf(node).every((child) => this.#asksItemOnly(child));
  }

  /** Whether a filter's condition is true or false for each item, which feelin cannot see. */
  #isPredicate(node: SyntaxNode): boolean {
    const [first] = childrenOf(node);
    if (node.name === 'Comparison') return true;
    if (node.name === 'VariableName') return this.#plain(node) === 'item';
    if (node.name === 'PathExpression') return /^item\s*\./.test(this.#plain(node));
    return (
      node.name === 'FunctionInvocation' &&
      first !== undefined &&
      predicateFunctions.has(this.#plain(first).replaceAll(/\s+/g, ' '))
    );
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
