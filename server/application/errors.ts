/** A text for people: one language, or both languages of the platform. */
export type Text = string | { readonly id: string; readonly en: string };

export interface FieldProblem {
  /** Path of the field, e.g. `anggota[1].nik`. */
  readonly path: string;
  readonly message: string;
}

/** A refusal that a use case gives on purpose. Nothing has happened. `code` is for machines, the text for people. */
export abstract class Refusal extends Error {
  readonly code: string;
  readonly text: Text;
  constructor(text: Text, code: string) {
    super(typeof text === 'string' ? text : text.en);
    this.code = code;
    this.text = text;
  }
}

/** Nobody is signed in, or the credentials are wrong. */
export class Unauthenticated extends Refusal {
  override readonly name = 'Unauthenticated';
  constructor(text: Text, code = 'unauthenticated') {
    super(text, code);
  }
}

/** The caller is known and may not do this. */
export class Forbidden extends Refusal {
  override readonly name = 'Forbidden';
  constructor(text: Text, code = 'forbidden') {
    super(text, code);
  }
}

/** It is not there, or the caller may not know that it is. */
export class NotFound extends Refusal {
  override readonly name = 'NotFound';
  constructor(text: Text, code = 'not-found') {
    super(text, code);
  }
}

/** Somebody else was faster, or the state has moved on. */
export class Conflict extends Refusal {
  override readonly name = 'Conflict';
  constructor(text: Text, code = 'conflict') {
    super(text, code);
  }
}

/**
 * What was sent breaks a rule. `fields` says which field and why; `details` is data that the answer carries besides.
 */
export class InvalidInput extends Refusal {
  override readonly name = 'InvalidInput';
  readonly fields: readonly FieldProblem[];
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    text: Text,
    options: {
      readonly code?: string;
      readonly fields?: readonly FieldProblem[];
      readonly details?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(text, options.code ?? 'invalid-input');
    this.fields = options.fields ?? [];
    this.details = options.details ?? {};
  }
}

/** An `Idempotency-Key` was sent before, with another request. */
export class KeyReused extends Refusal {
  override readonly name = 'KeyReused';
  constructor(text: Text, code = 'idempotency-key-reused') {
    super(text, code);
  }
}

/** More bytes than are taken. */
export class TooLarge extends Refusal {
  override readonly name = 'TooLarge';
  constructor(text: Text, code = 'too-large') {
    super(text, code);
  }
}

/** A limit against guessing or flooding is reached. */
export class TooManyAttempts extends Refusal {
  override readonly name = 'TooManyAttempts';
  readonly retryAfterSeconds: number;
  constructor(text: Text, retryAfterSeconds: number, code = 'too-many-attempts') {
    super(text, code);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
