import { parseExpression, parseUnaryTests } from 'feelin';
import { RecentlyUsed } from '../recently-used.ts';
import { operatorNames } from './operator-functions.ts';

/** A node of feelin's parse tree, as far as it is looked at. */
interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly type: { readonly isSkipped: boolean; readonly isError: boolean };
  readonly firstChild: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
}

/** Whether there may be something to correct. */
const suspicious = /[*/]|\d[eE]|-\s*[^\s\d.]|\bif\b|\bfunction\b|\[|@|date|duration/;
/** Where dates and durations may be added and subtracted; numbers and texts feelin adds rightly. */
const temporal = /@|date|duration/;

/** Functions that give true or false. feelin takes what they give for a position in a list. */
const predicates: ReadonlySet<string> = new Set([
  'not',
  'contains',
  'starts with',
  'ends with',
  'matches',
  'list contains',
  'all',
  'any',
  'even',
  'odd',
  'is',
  'before',
  'after',
  'meets',
  'met by',
  'overlaps',
  'overlaps before',
  'overlaps after',
  'finishes',
  'finished by',
  'includes',
  'during',
  'starts',
  'started by',
  'coincides',
]);

const known = new RecentlyUsed<string>(2_000);

/**
 * Rewrites what feelin reads or calculates differently from DMN 1.3, so that it gives what FEEL gives:
 * durations times numbers (10.3.2.3), `1e3` (10.3.1.2), conditions that are not boolean (10.3.2.15), functions as
 * conditions of a filter (10.3.2.5) and types of parameters (10.3.2.13.1). The same text comes back when nothing is to
 * be corrected or the expression is malformed.
 */
export function correctSource(
  source: string,
  context: Readonly<Record<string, unknown>>,
  kind: 'expression' | 'unaryTests',
): string {
  if (!suspicious.test(source)) return source;
  // Names inside of structures decide how a path is read, so that only what has no path is remembered.
  const key = source.includes('.') ? undefined : [kind, source, ...Object.keys(context)].join('\u0000');
  const before = key === undefined ? undefined : known.get(key);
  if (before !== undefined) return before;
  const tree = (kind === 'expression' ? parseExpression : parseUnaryTests)(source, { ...context }, undefined);
  let isBroken = false;
  tree.iterate({
    enter: (node) => {
      isBroken ||= node.type.isError;
    },
  });
  const corrected = isBroken ? source : new Correction(source).text(tree.topNode);
  if (key !== undefined) known.set(key, corrected);
  return corrected;
}

class Correction {
  readonly #source: string;
  readonly #isTemporal: boolean;

  constructor(source: string) {
    this.#source = source;
    this.#isTemporal = temporal.test(source);
  }

  text(node: SyntaxNode): string {
    const parts = childrenOf(node);
    switch (node.name) {
      case 'NumericLiteral':
        return this.#number(node);
      case 'ArithmeticExpression':
        return this.#arithmetic(node, parts);
      case 'IfExpression':
        return this.#inside(node, (child) =>
          isSame(child, parts[1]) && !isTest(child) ? this.#isTrue(child) : this.text(child),
        );
      case 'FilterExpression':
        return this.#inside(node, (child) =>
          isSame(child, parts[2]) && this.#isPredicate(child) ? this.#isTrue(child) : this.text(child),
        );
      case 'FunctionDefinition':
        return this.#function(node, parts);
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
    const text = this.#plain(node);
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
    if (!this.#isTemporal) return undefined;
    return text === '+' ? operatorNames.plus : text === '-' ? operatorNames.minus : undefined;
  }

  /** Whether a filter's condition is true or false for each item, which feelin cannot see. */
  #isPredicate(node: SyntaxNode): boolean {
    const [first] = childrenOf(node);
    if (node.name === 'VariableName') return this.#plain(node) === 'item';
    if (node.name === 'PathExpression') return /^item\s*\./.test(this.#plain(node));
    return (
      node.name === 'FunctionInvocation' &&
      first !== undefined &&
      predicates.has(this.#plain(first).replaceAll(/\s+/g, ' '))
    );
  }

  #function(node: SyntaxNode, parts: readonly SyntaxNode[]): string {
    const formal = parts.find(({ name }) => name === 'FormalParameters');
    const parameters = formal ? childrenOf(formal).filter(({ name }) => name === 'FormalParameter') : [];
    const types = parameters.map((parameter) => {
      const type = childrenOf(parameter).find(({ name }) => name === 'Type');
      return type ? this.#plain(type).replaceAll(/\s+/g, ' ') : '';
    });
    if (!types.some((type) => simpleTypes.has(type))) return this.#inside(node, (child) => this.text(child));
    const definition = this.#inside(node, (child) =>
      isSame(child, formal)
        ? parameters.map((parameter) => this.#plain(childrenOf(parameter)[0] ?? parameter)).join(', ')
        : this.text(child),
    );
    return `${operatorNames.typed}(${definition}, [${types.map((type) => `"${simpleTypes.has(type) ? type : ''}"`).join(', ')}])`;
  }
}

/** Types that a value is compared with by name. */
const simpleTypes: ReadonlySet<string> = new Set([
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
]);

/** Whether a condition is true, false or null in any case. */
function isTest(node: SyntaxNode): boolean {
  return ['Comparison', 'Conjunction', 'Disjunction', 'BooleanLiteral'].includes(node.name);
}

/** Each look at the tree makes new nodes. */
function isSame(node: SyntaxNode, other: SyntaxNode | undefined): boolean {
  return node.from === other?.from && node.to === other.to && node.name === other.name;
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (!child.type.isSkipped) children.push(child);
  return children;
}
