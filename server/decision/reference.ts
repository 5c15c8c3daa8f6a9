/** What a requirement leads to: an element of the file, or of an imported one. */
export interface Reference {
  /** null for the file's own. */
  readonly namespace: string | null;
  readonly id: string;
}

/** References to elements of imported models are `namespace#id`, others just an id. */
export function splitReference(reference: string): Reference {
  const at = reference.lastIndexOf('#');
  return at === -1
    ? { namespace: null, id: reference }
    : { namespace: reference.slice(0, at), id: reference.slice(at + 1) };
}

/** A namespace as it is compared: tools write it with and without a stroke at its end. */
export function plainNamespace(namespace: string): string {
  return namespace.trim().replace(/\/+$/, '');
}
