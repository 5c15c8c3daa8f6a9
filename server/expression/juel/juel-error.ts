/** The text of an expression is not in the `${…}` language. */
export class JuelSyntaxError extends Error {
  override readonly name = 'JuelSyntaxError';
  /** Index into the source, counted from 0. */
  readonly position: number;
  /** What is wrong, without the source. */
  readonly reason: string;
  constructor(reason: string, position: number) {
    super(reason);
    this.reason = reason;
    this.position = position;
  }
}

/** What kind of name could not be found, if that is why an expression has no value. */
export type UnknownKind = 'property' | 'method';

/** An expression has no value: a name is unknown, a value does not fit, or it would take too much work. */
export class JuelError extends Error {
  override readonly name = 'JuelError';
  readonly unknown: UnknownKind | undefined;
  constructor(message: string, unknown?: UnknownKind) {
    super(message);
    this.unknown = unknown;
  }
}
