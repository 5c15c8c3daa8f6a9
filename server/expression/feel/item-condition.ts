import { predicateFunctions } from './built-in-functions.ts';
import { childrenOf, type SyntaxNode } from './syntax-node.ts';

function textOf({ from, to }: SyntaxNode, source: string): string {
  return source.slice(from, to);
}

/** Whether a filter's condition may hold for items that are null or false, which feelin leaves out. */
export function mayKeepNothing(node: SyntaxNode, source: string): boolean {
  return (
    /^(?:Comparison|Conjunction|Disjunction)$/.test(node.name) &&
    /\b(?:null|false)\b/.test(textOf(node, source)) &&
    asksItemOnly(node, source)
  );
}

function asksItemOnly(node: SyntaxNode, source: string): boolean {
  if (node.name === 'VariableName') return textOf(node, source) === 'item';
  if (
    !/^(?:Comparison|Conjunction|Disjunction|PathExpression|CompareOp|.*Literal|null|and|or|PathName|Identifier|\.)$/.test(
      node.name,
    )
  )
    return false;
  return childrenOf(node).every((child) => asksItemOnly(child, source));
}

/** Whether a filter's condition is true or false for each item, which feelin cannot see. */
export function isPredicate(node: SyntaxNode, source: string): boolean {
  const [first] = childrenOf(node);
  if (node.name === 'Comparison') return true;
  if (node.name === 'VariableName') return textOf(node, source) === 'item';
  if (node.name === 'PathExpression') return /^item\s*\./.test(textOf(node, source));
  return (
    node.name === 'FunctionInvocation' &&
    first !== undefined &&
    predicateFunctions.has(textOf(first, source).replaceAll(/\s+/g, ' '))
  );
}
