import type { Expression } from './expression.ts';

/** One `camunda:in` or `camunda:out` of a call activity or a thrown signal. */
export type CallMapping =
  | { readonly type: 'all'; readonly local: boolean }
  | { readonly type: 'variable'; readonly source: string; readonly target: string; readonly local: boolean }
  | { readonly type: 'expression'; readonly source: Expression; readonly target: string; readonly local: boolean };
