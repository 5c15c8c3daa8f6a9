/** A node of feelin's parse tree, as far as it is looked at. */
export interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly type: { readonly isSkipped: boolean; readonly isError: boolean };
  readonly firstChild: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
}

/** The interval that a test consists of. */
export function findInterval(node: SyntaxNode): SyntaxNode | undefined {
  const children = childrenOf(node);
  if (node.name === 'Interval') return node;
  const only = children.length === 1 ? children[0] : undefined;
  return only && /^(?:PositiveUnaryTests?|SimplePositiveUnaryTest|Interval)$/.test(only.name)
    ? findInterval(only)
    : undefined;
}

/** Each look at the tree makes new nodes. */
export function isSame(node: SyntaxNode, other: SyntaxNode | undefined): boolean {
  return node.from === other?.from && node.to === other.to && node.name === other.name;
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (!child.type.isSkipped) children.push(child);
  return children;
}
