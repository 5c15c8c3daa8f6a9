import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { createFinding, type Finding } from './finding.ts';
import { LineIndex, type Position } from './line-index.ts';
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

export interface XmlScan {
  /** Where the element with an id begins; the first one where an id is used twice. */
  readonly positions: ReadonlyMap<string, Position>;
  /** With an error among them the file must not be parsed further. */
  readonly findings: readonly Finding[];
  /** The model's part of the text: without the diagram, and with tags rewritten that bpmn-moddle would misread. */
  readonly text: string;
}

/** One pass over the text: refuses what could hurt (entities, size, depth, amount) and notes where elements are. */
export function scanXml(xml: string): XmlScan {
  const refused = (finding: Finding): XmlScan => ({ positions: new Map(), findings: [finding], text: '' });
  const size = new TextEncoder().encode(xml).length;
  if (size > xmlLimits.bytes)
    return refused(createFinding('BPMN-001', { size: String(size), limit: String(xmlLimits.bytes) }));
  const declaration = /<!(?:DOCTYPE|ENTITY)/i.exec(xml);
  if (declaration !== null)
    return refused(createFinding('BPMN-002', { text: declaration[0] }, new LineIndex(xml).at(declaration.index)));
  const scanner = new XmlScanner(xml);
  try {
    return scanner.scan();
  } catch (error) {
    if (error instanceof ScanStopped) return refused(error.finding);
    throw error;
  }
}

class ScanStopped extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

class XmlScanner {
  readonly #xml: string;
  readonly #lines: LineIndex;
  readonly #parser = new SaxesParser();
  readonly #positions = new Map<string, Position>();
  /** What the diagram draws: ids of model elements with the offset of the shape. */
  readonly #drawn = new Map<string, number>();
  readonly #kept: string[] = [];
  /** Up to here the text is in `#kept`, or left out on purpose. */
  #copied = 0;
  #depth = 0;
  #elements = 0;
  #inDiagram = false;
  #tagStart = 0;
  #prefixes: readonly string[] = [];

  constructor(xml: string) {
    this.#xml = xml;
    this.#lines = new LineIndex(xml);
  }

  scan(): XmlScan {
    const parser = this.#parser;
    // Only the tag's name has been read then, so the last `<` is its own.
    parser.on('opentagstart', () => (this.#tagStart = this.#xml.lastIndexOf('<', parser.position - 1)));
    parser.on('opentag', (tag) => this.#openTag(tag));
    parser.on('closetag', () => this.#closeTag());
    parser.on('error', (error) => {
      const reason = error.message.replace(/^\d+:\d+:\s*/, '').replace(/\.$/, '');
      throw new ScanStopped(
        createFinding('BPMN-006', { reason }, { line: parser.line, column: parser.columnIndex + 1 }),
      );
    });
    parser.write(this.#xml).close();
    this.#kept.push(this.#xml.slice(this.#copied));
    return { positions: this.#positions, findings: this.#drawnNothing(), text: this.#kept.join('') };
  }

  #openTag(tag: SaxesTagPlain): void {
    this.#depth += 1;
    if (this.#depth === 1) this.#prefixes = ownPrefixes(tag);
    if (this.#depth === 2 && /^(?:[^:]+:)?BPMNDiagram$/.test(tag.name)) {
      this.#inDiagram = true;
      this.#kept.push(this.#xml.slice(this.#copied, this.#tagStart));
    }
    this.#checkLimits(tag);
    if (this.#inDiagram) this.#noteDrawing(tag);
    else this.#keep(tag);
  }

  #checkLimits(tag: SaxesTagPlain): void {
    if (!this.#inDiagram) this.#elements += 1;
    if (this.#depth > xmlLimits.depth)
      this.#stop(createFinding('BPMN-003', { limit: String(xmlLimits.depth) }, this.#here()));
    if (this.#elements > xmlLimits.elements)
      this.#stop(createFinding('BPMN-004', { limit: String(xmlLimits.elements) }, this.#here()));
    if (Object.keys(tag.attributes).length > xmlLimits.attributes)
      this.#stop(createFinding('BPMN-005', { tag: tag.name, limit: String(xmlLimits.attributes) }, this.#here()));
  }

  #noteDrawing(tag: SaxesTagPlain): void {
    const element = tag.attributes['bpmnElement']?.trim();
    if (element === undefined) return;
    const prefix = this.#prefixes.find((candidate) => element.startsWith(candidate)) ?? '';
    this.#drawn.set(element.slice(prefix.length), this.#tagStart);
  }

  #keep(tag: SaxesTagPlain): void {
    const end = this.#parser.position;
    const normalized = normalizeTag(tag, this.#xml.slice(this.#tagStart, end), this.#prefixes);
    if (normalized !== undefined) {
      this.#kept.push(this.#xml.slice(this.#copied, this.#tagStart), normalized);
      this.#copied = end;
    }
    const id = tag.attributes['id']?.trim();
    if (id !== undefined && !this.#positions.has(id)) this.#positions.set(id, this.#here());
  }

  #closeTag(): void {
    if (this.#inDiagram && this.#depth === 2) {
      this.#inDiagram = false;
      this.#copied = this.#parser.position;
    }
    this.#depth -= 1;
  }

  /** Shapes of elements that are not in the model; drawings that nobody misses when they are left out. */
  #drawnNothing(): readonly Finding[] {
    return [...this.#drawn]
      .filter(([id]) => !this.#positions.has(id))
      .map(([id, offset]) => createFinding('BPMN-013', { reference: id }, this.#lines.at(offset)));
  }

  #here(): Position {
    return this.#lines.at(this.#tagStart);
  }

  #stop(finding: Finding): never {
    throw new ScanStopped(finding);
  }
}
