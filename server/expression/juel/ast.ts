export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';
export type UnaryOperator = '-' | '!' | 'empty';

/** An expression between `${` and `}`. `position` is the index of its operator or name in the source. */
export type JuelNode =
  | { readonly type: 'literal'; readonly value: null | boolean | number | bigint | string }
  | { readonly type: 'identifier'; readonly name: string; readonly position: number }
  | { readonly type: 'property'; readonly base: JuelNode; readonly key: JuelNode }
  | {
      readonly type: 'methodCall';
      readonly base: JuelNode;
      readonly name: string;
      readonly parameters: readonly JuelNode[];
    }
  | {
      readonly type: 'functionCall';
      readonly name: string;
      readonly parameters: readonly JuelNode[];
      readonly position: number;
    }
  | { readonly type: 'unary'; readonly operator: UnaryOperator; readonly operand: JuelNode }
  | { readonly type: 'binary'; readonly operator: BinaryOperator; readonly left: JuelNode; readonly right: JuelNode }
  | {
      readonly type: 'choice';
      readonly condition: JuelNode;
      readonly consequent: JuelNode;
      readonly otherwise: JuelNode;
    };

/** A text with expressions: literal text and expressions, in order. */
export interface JuelText {
  readonly parts: readonly (string | JuelNode)[];
  /** The only expression, when nothing but white space stands around it: its value is then kept as it is. */
  readonly whole: JuelNode | undefined;
}
