/**
 * A condition that is simple enough to be evaluated here: comparisons, `and`, `or`, `not(…)`, `list contains(…)`,
 * `count(…)`, `x in (…)` over form values. It is a small part of FEEL with the same meaning, so that most forms need no
 * FEEL engine in the browser.
 */
export type Condition =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | {
      readonly kind: 'compare';
      readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
      readonly left: Condition;
      readonly right: Condition;
    }
  | { readonly kind: 'in'; readonly value: Condition; readonly choices: readonly Condition[] }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'contains'; readonly list: Condition; readonly element: Condition }
  | { readonly kind: 'count'; readonly list: Condition };
