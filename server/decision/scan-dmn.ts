import { SaxesParser } from 'saxes';
import { createDmnFinding, type DmnFinding } from './dmn-finding.ts';

/**
 * Limits before a file is parsed: parsing is synchronous, and its time grows with what the file holds. A rule of ten
 * cells has some twenty elements.
 */
export const dmnLimits = { bytes: 2 * 1024 * 1024, depth: 60, elements: 30_000, attributes: 50 } as const;

/** MODEL namespaces of DMN 1.1 to 1.5, which are alike in what is evaluated here. dmn-moddle reads the one of 1.3. */
const modelNamespaces =
  /http:\/\/www\.omg\.org\/spec\/DMN\/20151101\/dmn\.xsd|https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20191111|20211108|20230324)\/MODEL\//g;
const DMN13 = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

export interface DmnScan {
  /** Line, counted from 1, of the element with an id. */
  readonly lines: ReadonlyMap<string, number>;
  /** Reasons not to parse the file. */
  readonly findings: readonly DmnFinding[];
  /** The text with the namespace of DMN 1.3. */
  readonly text: string;
}

/** One pass over the text: refuses what could hurt (entities, size, depth, amount) and notes where elements are. */
export function scanDmn(xml: string): DmnScan {
  const refuse = (finding: DmnFinding): DmnScan => ({ lines: new Map(), findings: [finding], text: '' });
  const size = new TextEncoder().encode(xml).length;
  if (size > dmnLimits.bytes)
    return refuse(createDmnFinding('DMN-001', { size: String(size), limit: String(dmnLimits.bytes) }));
  const declaration = /<!(?:DOCTYPE|ENTITY)/i.exec(xml);
  if (declaration)
    return refuse(
      createDmnFinding(
        'DMN-002',
        { text: declaration[0] },
        { line: xml.slice(0, declaration.index).split('\n').length },
      ),
    );
  const lines = new Map<string, number>();
  const duplicates: DmnFinding[] = [];
  const parser = new SaxesParser();
  const limit = (what: 'depth' | 'elements' | 'attributes', amount: number) => {
    if (amount > dmnLimits[what])
      throw new ScanStopped(
        createDmnFinding(
          'DMN-003',
          { limit: String(dmnLimits[what]), what: what === 'depth' ? 'levels' : what },
          { line: parser.line },
        ),
      );
  };
  let [depth, elements, line] = [0, 0, 1];
  parser.on('opentagstart', () => (line = parser.line));
  parser.on('opentag', ({ attributes }) => {
    limit('depth', (depth += 1));
    limit('elements', (elements += 1));
    limit('attributes', Object.keys(attributes).length);
    const id = attributes['id'];
    if (id === undefined) return;
    if (lines.has(id)) duplicates.push(createDmnFinding('DMN-006', { id }, { elementId: id, line }));
    else lines.set(id, line);
  });
  parser.on('closetag', () => (depth -= 1));
  parser.on('error', (error) => {
    throw new ScanStopped(
      createDmnFinding(
        'DMN-004',
        { reason: error.message.replace(/^\d+:\d+:\s*/, '').replace(/\.$/, '') },
        { line: parser.line },
      ),
    );
  });
  try {
    parser.write(xml).close();
  } catch (error) {
    if (error instanceof ScanStopped) return refuse(error.finding);
    throw error;
  }
  return { lines, findings: duplicates, text: xml.replaceAll(modelNamespaces, DMN13) };
}

class ScanStopped extends Error {
  readonly finding: DmnFinding;

  constructor(finding: DmnFinding) {
    super(finding.message);
    this.finding = finding;
  }
}
