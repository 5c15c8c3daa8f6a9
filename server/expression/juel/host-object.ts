import { JuelError } from './juel-error.ts';
import type { Budget } from './limits.ts';

/**
 * The parameters of a method call, read as the type that the method wants. Each read may throw a JuelError that names
 * the parameter.
 */
export interface MethodParameters {
  readonly count: number;
  readonly budget: Budget;
  /** As it is; null when it was left out. */
  value(index: number): unknown;
  /** Without what only exists in expressions. */
  plain(index: number): unknown;
  text(index: number): string;
  /** A whole number within 32 bits. */
  whole(index: number): number;
}

/** What an expression may do with a value of a kind, by method name. */
export type MethodTable<T> = ReadonlyMap<string, Method<T>>;

export interface Method<T> {
  readonly least: number;
  readonly most: number;
  run(self: T, parameters: MethodParameters): unknown;
}

/**
 * Something that is no plain value but may be used in expressions, such as `execution`. Only the methods of its table
 * can
 * be reached; `x.name` stands for `x.getName()` or `x.isName()`.
 */
export abstract class HostObject {
  /** In error messages: "the execution". */
  abstract readonly typeName: string;

  /** Its plain value is a date, so that it compares with dates. */
  get isMoment(): boolean {
    return false;
  }

  abstract findMethod(
    name: string,
  ): { readonly least: number; readonly most: number; run(parameters: MethodParameters): unknown } | undefined;

  /** The plain value that stands for it outside of the expression. @throws JuelError when there is none. */
  unwrap(): unknown {
    throw new JuelError(`the ${this.typeName} itself is no value; call one of its methods`);
  }

  /** Its text in a mixed text. */
  toText(): string {
    return String(this.unwrap());
  }
}
