/**
 * Text that is evaluated while a process runs, as the model holds it.
 *
 * `juel` is Camunda's `${…}` language; its text may mix literals and expressions (`Dear ${name}`), and text
 * without `${` or `#{` is a literal string. `feel` is one FEEL expression, without a leading `=`.
 */
export interface Expression {
  readonly language: 'juel' | 'feel';
  readonly source: string;
}

/** A script of the model. Only JavaScript is executed; other formats are refused at deployment. */
export interface Script {
  readonly language: 'javascript';
  readonly source: string;
}

/** Whatever gives one value: an expression, a script, or a structure of these (`camunda:list`, `camunda:map`). */
export type ValueSource =
  | { readonly type: 'expression'; readonly expression: Expression }
  | { readonly type: 'script'; readonly script: Script }
  | { readonly type: 'list'; readonly items: readonly ValueSource[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [key: Expression, value: ValueSource])[] };

/** One `camunda:inputParameter` or `camunda:outputParameter`. */
export interface Mapping {
  readonly name: string;
  readonly value: ValueSource;
}

/** What is true or false: of a sequence flow, a conditional event, a loop. */
export type Condition =
  | { readonly type: 'expression'; readonly expression: Expression }
  | { readonly type: 'script'; readonly script: Script };
