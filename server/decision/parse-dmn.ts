import type { Decision, DecisionModel } from './decision-model.ts';
import { isDmnElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import { readOddNames } from './read-odd-names.ts';
import { createDmnFinding, type DmnFinding } from './dmn-finding.ts';
import { createDmnModdle } from './create-dmn-moddle.ts';
import { readName } from './read-boxed.ts';
import { DecisionReader, readDecision } from './read-decision.ts';
import { splitReference } from './reference.ts';
import { readImports, readInputData, readKnowledge, readReferences, readService } from './read-drg-element.ts';
import { readItemTypes } from './read-item-type.ts';
import { scanDmn } from './scan-dmn.ts';

const moddle = createDmnModdle();

/** A DMN file as it was read. There is a model when no finding is an error; what it imports is not in it yet (`linkImports`). */
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
  const elements = readElements(read.root, 'drgElement');
  const ofType = (type: string) => elements.filter(({ $type }) => $type === type);
  const itemDefinitions = readElements(read.root, 'itemDefinition');
  const names = readOddNames(scan.text);
  const imports = readImports(read.root);
  const readerOf = (element: DmnElement) =>
    new DecisionReader(element, {
      findings,
      lines: scan.lines,
      defaultLanguage: readText(read.root, 'expressionLanguage'),
      types: new Set(itemDefinitions.map((each) => readName(readText(each, 'name')) ?? '')),
      imports: imports.map(({ name }) => name),
      names,
    });
  // A file may also hold what others import.
  const holdsLogic = ['dmn:Decision', 'dmn:BusinessKnowledgeModel'].some((type) => ofType(type).length > 0);
  if (!holdsLogic && itemDefinitions.length === 0) findings.push(createDmnFinding('DMN-008', {}));
  const decisions = new Map<string, Decision>();
  for (const element of ofType('dmn:Decision')) {
    const decision = readDecision(element, readerOf(element));
    if (!decision) continue;
    if (decisions.has(decision.id)) readerOf(element).report('DMN-006', element, { id: decision.id });
    decisions.set(decision.id, decision);
  }
  const byId = <T extends { readonly id: string }>(
    type: string,
    readOne: (element: DmnElement, reader: DecisionReader) => T,
  ) =>
    new Map(
      ofType(type)
        .map((element) => readOne(element, readerOf(element)))
        .map((one) => [one.id, one]),
    );
  const model: DecisionModel = {
    id: readText(read.root, 'id'),
    name: readText(read.root, 'name'),
    namespace: readText(read.root, 'namespace'),
    decisions,
    inputData: byId('dmn:InputData', readInputData),
    knowledge: byId('dmn:BusinessKnowledgeModel', readKnowledge),
    services: byId('dmn:DecisionService', readService),
    types: readItemTypes(itemDefinitions, readerOf(read.root)),
    imports,
  };
  for (const element of [...ofType('dmn:Decision'), ...ofType('dmn:BusinessKnowledgeModel')])
    reportMissing(element, { elements, reader: readerOf(element) });
  const circle = findCircle(decisions);
  if (circle)
    findings.push(
      createDmnFinding(
        'DMN-012',
        { decisions: circle.join(', ') },
        { elementId: circle[0] ?? null, line: scan.lines.get(circle[0] ?? '') ?? null },
      ),
    );
  return findings.some(({ severity }) => severity === 'error') ? { findings } : { model, findings };
}

/** Reports what an element requires of the file and the file does not have. */
function reportMissing(
  element: DmnElement,
  { elements, reader }: { readonly elements: readonly DmnElement[]; readonly reader: DecisionReader },
): void {
  const known = new Set(elements.map((each) => readText(each, 'id')));
  const isMissing = (reference: string) => splitReference(reference).namespace === null && !known.has(reference);
  for (const reference of readReferences(element, 'informationRequirement', 'requiredDecision'))
    if (isMissing(reference)) reader.report('DMN-011', element, { reference });
  for (const reference of readReferences(element, 'knowledgeRequirement', 'requiredKnowledge'))
    if (isMissing(reference)) reader.report('DMN-013', element, { reference });
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
