/**
 * A typed variable value, JSON-serialisable as it stands (Camunda 7 REST, "Typed values").
 *
 * `Long` is a decimal string so that it stays exact beyond 2^53. `Date` is ISO 8601 in UTC with milliseconds.
 * `Json`, `Object` and `Xml` hold the serialised text. `Bytes` is base64. `File` refers to stored content by `content`
 * (base64, or `sha256:<hex>` when it lives in the file store).
 * `transient` values are seen until the end of the step and never stored.
 */
export type VariableValue = (
  | { readonly type: 'Null'; readonly value: null }
  | { readonly type: 'Boolean'; readonly value: boolean }
  | { readonly type: 'Short' | 'Integer' | 'Double'; readonly value: number | null }
  | { readonly type: 'Long'; readonly value: string | null }
  | { readonly type: 'String' | 'Date' | 'Bytes' | 'Json' | 'Xml'; readonly value: string | null }
  | {
      readonly type: 'Object';
      readonly value: string | null;
      readonly objectTypeName: string;
      readonly serializationDataFormat: string;
    }
  | {
      readonly type: 'File';
      readonly value: string | null;
      readonly filename: string;
      readonly mimeType?: string;
      readonly encoding?: string;
    }
) & { readonly transient?: true };

export type VariableType = VariableValue['type'];

/** Variables by name. A Map, never a plain object: names come from outside (`__proto__`). */
export type Variables = ReadonlyMap<string, VariableValue>;
