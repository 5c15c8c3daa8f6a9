import type { SaxesTagPlain } from 'saxes';

/** Attributes that hold a reference as an XML qualified name (BPMN 2.0 XSD, type `xsd:QName`). */
const references = new Set([
  'messageRef',
  'errorRef',
  'signalRef',
  'escalationRef',
  'activityRef',
  'attachedToRef',
  'processRef',
  'operationRef',
  'structureRef',
  'itemSubjectRef',
  'sourceRef',
  'targetRef',
  'default',
]);

/**
 * Prefixes that a `<definitions>` tag binds to its own target namespace: `tns:order` then means the element `order`.
 */
export function ownPrefixes(definitions: SaxesTagPlain): readonly string[] {
  const own = definitions.attributes['targetNamespace'];
  return Object.entries(definitions.attributes).flatMap(([name, value]) =>
    own !== undefined && value === own && name.startsWith('xmlns:') ? [`${name.slice('xmlns:'.length)}:`] : [],
  );
}

/**
 * Writes a start tag so that bpmn-moddle understands it, or gives undefined when it does already. It does not
 * know white space around `=` or around ids, nor references with a namespace prefix, which are all right in XML.
 *
 * @param source the tag as it stands in the file, from `<` to `>`.
 */
export function normalizeTag(tag: SaxesTagPlain, source: string, prefixes: readonly string[]): string | undefined {
  let changed = /\s=|=\s/.test(source);
  const attributes = Object.entries(tag.attributes).map(([name, raw]) => {
    const value = name === 'id' || references.has(name) ? raw.trim() : raw;
    if (value !== raw) changed = true;
    const prefix = references.has(name) ? prefixes.find((candidate) => value.startsWith(candidate)) : undefined;
    if (prefix !== undefined) changed = true;
    return ` ${name}="${escapeAttribute(prefix === undefined ? value : value.slice(prefix.length))}"`;
  });
  return changed ? `<${tag.name}${attributes.join('')}${tag.isSelfClosing ? '/' : ''}>` : undefined;
}

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
  ['\t', '&#9;'],
]);

function escapeAttribute(value: string): string {
  return value.replace(/[&<>"\n\r\t]/g, (character) => escapes.get(character) ?? character);
}
