import { SaxesParser } from 'saxes';
import { createFinding, type Finding } from './finding.ts';
import { normalizeTag, ownPrefixes } from './normalize-tag.ts';

/** Limits before a model is parsed: parsing is synchronous, and its time grows with what the file holds. */
export const xmlLimits = {
  /** UTF-8 bytes of the file. */
  bytes: 2 * 1024 * 1024,
  depth: 200,
  /** XML elements outside the diagram (which is bounded by the size of the file). */
  elements: 5_000,
  attributes: 100,
} as const;

/** Place of a start tag, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface XmlScan {
  /** Where the element with an id begins; the first one where an id is used twice. */
  readonly positions: ReadonlyMap<string, Position>;
  /** Errors only. When there is any, the file must not be parsed further. */
  readonly findings: readonly Finding[];
  /** The text, with tags rewritten that bpmn-moddle would misread. */
  readonly text: string;
}

class ScanStopped extends Error {}

/** One pass over the text: refuses what could hurt (entities, size, depth, amount) and notes where elements are. */
export function scanXml(xml: string): XmlScan {
  const positions = new Map<string, Position>();
  const size = utf8Length(xml);
  if (size > xmlLimits.bytes) return { positions, findings: [createFinding('BPMN-001', { size: String(size), limit: String(xmlLimits.bytes) })], text: '' };

  const places = new LineIndex(xml);
  const declaration = /<!(?:DOCTYPE|ENTITY)/i.exec(xml);
  if (declaration !== null) return { positions, findings: [createFinding('BPMN-002', { text: declaration[0] }, places.at(declaration.index))], text: '' };

  const findings: Finding[] = [];
  const stop = (finding: Finding): never => {
    findings.push(finding);
    throw new ScanStopped();
  };
  const parser = new SaxesParser();
  let depth = 0;
  let diagramDepth = 0;
  let elements = 0;
  let tagStart = 0;
  let prefixes: readonly string[] = [];
  const parts: string[] = [];
  let copied = 0;
  parser.on('opentagstart', () => {
    // Only the tag's name has been read, so the last `<` is its own.
    tagStart = xml.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    if (diagramDepth === 0 && tag.name.endsWith('BPMNDiagram')) diagramDepth = depth;
    if (diagramDepth === 0) elements += 1;
    const attributes = Object.keys(tag.attributes).length;
    if (depth > xmlLimits.depth) stop(createFinding('BPMN-003', { limit: String(xmlLimits.depth) }, places.at(tagStart)));
    if (elements > xmlLimits.elements) stop(createFinding('BPMN-004', { limit: String(xmlLimits.elements) }, places.at(tagStart)));
    if (attributes > xmlLimits.attributes) stop(createFinding('BPMN-005', { tag: tag.name, limit: String(xmlLimits.attributes) }, places.at(tagStart)));
    if (depth === 1) prefixes = ownPrefixes(tag);
    const normalized = normalizeTag(tag, xml.slice(tagStart, parser.position), prefixes);
    if (normalized !== undefined) {
      parts.push(xml.slice(copied, tagStart), normalized);
      copied = parser.position;
    }
    const id = tag.attributes['id']?.trim();
    if (id !== undefined && !positions.has(id)) positions.set(id, places.at(tagStart));
  });
  parser.on('closetag', () => {
    if (depth === diagramDepth) diagramDepth = 0;
    depth -= 1;
  });
  parser.on('error', (error) => {
    const reason = error.message.replace(/^\d+:\d+:\s*/, '').replace(/\.$/, '');
    stop(createFinding('BPMN-006', { reason }, { line: parser.line, column: parser.columnIndex + 1 }));
  });
  try {
    parser.write(xml).close();
  } catch (error) {
    if (!(error instanceof ScanStopped)) throw error;
  }
  return { positions, findings, text: copied === 0 ? xml : [...parts, xml.slice(copied)].join('') };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Line and column of offsets, by binary search over the line starts. */
class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  at(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}
