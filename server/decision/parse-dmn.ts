import { DmnModdle } from 'dmn-moddle';
import type { Decision, DecisionModel } from './decision-model.ts';
import { isDmnElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import { createDmnFinding, type DmnFinding } from './dmn-finding.ts';
import { DecisionReader, readDecision } from './read-decision.ts';
import { scanDmn } from './scan-dmn.ts';

const moddle = new DmnModdle();

/** A DMN file as it was read. There is a model when no finding is an error. */
export interface ParsedDmn {
  readonly model?: DecisionModel;
  readonly findings: readonly DmnFinding[];
}

/** Reads DMN 1.1 to 1.5 XML and checks what can be checked before evaluating. Never throws for what a file holds. */
export async function parseDmn(xml: string): Promise<ParsedDmn> {
  const scan = scanDmn(xml);
  if (scan.findings.length > 0) return { findings: scan.findings };
  const read = await readDefinitions(scan.text);
  if ('finding' in read) return { findings: [read.finding] };
  const findings: DmnFinding[] = [...read.findings];
  const decisions = new Map<string, Decision>();
  const elements = readElements(read.root, 'drgElement').filter(({ $type }) => $type === 'dmn:Decision');
  if (elements.length === 0) findings.push(createDmnFinding('DMN-008', {}));
  const known = new Set(elements.map((element) => readText(element, 'id')));
  for (const element of elements) {
    const reader = new DecisionReader(element, {
      findings,
      lines: scan.lines,
      defaultLanguage: readText(read.root, 'expressionLanguage'),
    });
    const decision = readDecision(element, reader);
    if (!decision) continue;
    decisions.set(decision.id, decision);
    for (const reference of decision.requires)
      if (!known.has(reference)) reader.report('DMN-011', element, { reference });
  }
  const circle = findCircle(decisions);
  if (circle)
    findings.push(
      createDmnFinding(
        'DMN-012',
        { decisions: circle.join(', ') },
        { elementId: circle[0] ?? null, line: scan.lines.get(circle[0] ?? '') ?? null },
      ),
    );
  if (findings.some(({ severity }) => severity === 'error')) return { findings };
  return { model: { id: readText(read.root, 'id'), name: readText(read.root, 'name'), decisions }, findings };
}

async function readDefinitions(
  text: string,
): Promise<{ readonly root: DmnElement; readonly findings: readonly DmnFinding[] } | { readonly finding: DmnFinding }> {
  try {
    const { rootElement, warnings } = await moddle.fromXML(text);
    if (!isDmnElement(rootElement))
      return { finding: createDmnFinding('DMN-005', { reason: 'it has no definitions' }) };
    return { root: rootElement, findings: warnings.flatMap(({ message }) => fromWarning(message)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      finding: createDmnFinding('DMN-005', {
        reason: /nested error: ([^\n]*)/.exec(message)?.[1] ?? message.split('\n')[0] ?? message,
      }),
    };
  }
}

/** dmn-moddle leaves out what it does not know and only warns. Drawings of other DMN versions are no loss. */
function fromWarning(message: string): readonly DmnFinding[] {
  const tag = /unparsable content <([^>\s/]*)/.exec(message)?.[1];
  if (tag === undefined || /^(?:dmndi|biodi|di|dc):/i.test(tag)) return [];
  const line = /line: (\d+)/.exec(message)?.[1];
  return [createDmnFinding('DMN-007', { tag }, { line: line === undefined ? null : Number(line) + 1 })];
}

/** Decisions that require each other in a circle. */
function findCircle(decisions: ReadonlyMap<string, Decision>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(id)) return path.slice(path.indexOf(id));
    if (done.has(id)) return undefined;
    for (const required of decisions.get(id)?.requires ?? []) {
      const circle = visit(required, [...path, id]);
      if (circle) return circle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of decisions.keys()) {
    const circle = visit(id, []);
    if (circle) return circle;
  }
  return undefined;
}
