import { checkFeel } from '../expression/feel/evaluate-feel.ts';
import { checkJuel } from '../expression/juel/evaluate-juel.ts';
import { nearestId, readCamunda, readElement, readElements, readText, type DmnElement } from './dmn-element.ts';
import { createDmnFinding, type DmnFinding } from './dmn-finding.ts';
import type { DmnFindingCode } from './dmn-finding-texts.ts';
import type { Decision, DmnExpression } from './decision-model.ts';
import { readTable } from './read-table.ts';

/** Reads one decision and reports what is wrong with it. */
export class DecisionReader {
  /** `checkWeight (check-weight)`, for messages. */
  readonly subject: string;
  readonly #findings: DmnFinding[];
  readonly #lines: ReadonlyMap<string, number>;
  /** `expressionLanguage` of the file. */
  readonly #defaultLanguage: string | null;

  constructor(
    decision: DmnElement,
    options: {
      readonly findings: DmnFinding[];
      readonly lines: ReadonlyMap<string, number>;
      readonly defaultLanguage: string | null;
    },
  ) {
    const [id, name] = [readText(decision, 'id'), readText(decision, 'name')];
    this.subject = name === null || name === id ? `${id}` : `"${name}" (${id})`;
    this.#findings = options.findings;
    this.#lines = options.lines;
    this.#defaultLanguage = options.defaultLanguage;
  }

  report(code: DmnFindingCode, element: DmnElement, parameters: Readonly<Record<string, string>> = {}): void {
    const elementId = nearestId(element);
    this.#findings.push(
      createDmnFinding(
        code,
        { decision: this.subject, ...parameters },
        { elementId, line: elementId === null ? null : (this.#lines.get(elementId) ?? null) },
      ),
    );
  }

  /**
   * The text of an expression element with its language, checked; null when it is empty. `place` is for messages: "rule
   * r1".
   */
  expression(
    element: DmnElement | undefined,
    place: string,
    kind: 'expression' | 'unaryTests' = 'expression',
  ): DmnExpression | null {
    const source = readText(element, 'text');
    if (element === undefined || source === null) return null;
    const given = readText(element, 'expressionLanguage') ?? this.#defaultLanguage;
    const language = given === null || /feel/i.test(given) ? 'feel' : /^juel$/i.test(given) ? 'juel' : undefined;
    if (language === undefined) {
      this.report('DMN-030', element, { language: given ?? '', place });
      return null;
    }
    const problem = language === 'feel' ? checkFeel(source, kind) : checkJuel(source);
    if (problem) this.report('DMN-031', element, { source, place, reason: problem.message });
    return { language, source };
  }

  /** A type name without prefix, as in `feel:string`. */
  typeRef(element: DmnElement | undefined): string | null {
    const typeRef = readText(element, 'typeRef')?.replace(/^[^:]*:/, '') ?? null;
    if (element && typeRef !== null && !knownTypes.has(typeRef.toLowerCase()))
      this.report('DMN-027', element, { typeRef });
    return typeRef;
  }
}

const knownTypes: ReadonlySet<string> = new Set([
  'any',
  'string',
  'boolean',
  'integer',
  'long',
  'double',
  'number',
  'date',
  'datetime',
  'date and time',
  'time',
  'duration',
  'daytimeduration',
  'yearmonthduration',
  'days and time duration',
  'years and months duration',
  'list',
  'context',
]);

/** @returns undefined when the decision cannot be evaluated; why is reported. */
export function readDecision(element: DmnElement, reader: DecisionReader): Decision | undefined {
  const id = readText(element, 'id');
  if (id === null) return void reader.report('DMN-009', element);
  for (const requirement of readElements(element, 'knowledgeRequirement'))
    reader.report('DMN-013', element, { reference: readReference(requirement, 'requiredKnowledge') ?? '?' });
  const common = {
    id,
    name: readText(element, 'name'),
    variableName: readText(readElement(element, 'variable'), 'name'),
    versionTag: readCamunda(element, 'versionTag'),
    requires: readElements(element, 'informationRequirement')
      .map((requirement) => readReference(requirement, 'requiredDecision'))
      .filter((reference) => reference !== null),
  };
  const logic = readElement(element, 'decisionLogic');
  if (logic?.$type === 'dmn:DecisionTable') {
    const table = readTable(logic, { reader, nameOfSingle: common.variableName ?? id });
    return table && { ...common, logic: table };
  }
  if (logic?.$type === 'dmn:LiteralExpression') {
    const expression = reader.expression(logic, 'the literal expression');
    if (expression)
      return {
        ...common,
        logic: { type: 'literalExpression', expression, typeRef: reader.typeRef(readElement(element, 'variable')) },
      };
    if (readText(logic, 'text') !== null) return undefined;
  }
  return void reader.report('DMN-010', element, {
    logic:
      logic === undefined
        ? 'no logic'
        : logic.$type === 'dmn:LiteralExpression'
          ? 'an empty literal expression'
          : `a ${logic.$type.replace(/^dmn:/, '')}, which cannot be evaluated`,
  });
}

/** Id that a requirement's `href="#id"` leads to. */
function readReference(requirement: DmnElement, property: string): string | null {
  return readText(readElement(requirement, property), 'href')?.replace(/^.*#/, '') ?? null;
}
