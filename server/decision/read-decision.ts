import { checkFeel } from '../expression/feel/evaluate-feel.ts';
import { checkJuel } from '../expression/juel/evaluate-juel.ts';
import { nearestId, readCamunda, readElement, readText, type DmnElement } from './dmn-element.ts';
import { createDmnFinding, type DmnFinding } from './dmn-finding.ts';
import type { DmnFindingCode } from './dmn-finding-texts.ts';
import type { Decision, DmnExpression } from './decision-model.ts';
import { readBoxed, readName } from './read-boxed.ts';
import { readReferences } from './read-drg-element.ts';
import { readTypeRef } from './read-item-type.ts';

/** Reads one decision and reports what is wrong with it. */
export class DecisionReader {
  /** `checkWeight (check-weight)`, for messages. */
  readonly subject: string;
  readonly #findings: DmnFinding[];
  readonly #lines: ReadonlyMap<string, number>;
  /** `expressionLanguage` of the file. */
  readonly #defaultLanguage: string | null;
  /** Names of the item definitions of the file. */
  readonly #types: ReadonlySet<string>;
  /** Names of imports; what types they have is not known here. */
  readonly #imports: readonly string[];
  /** Names in the file that are read as one only where they are known. */
  readonly #names: readonly string[];

  constructor(
    decision: DmnElement,
    options: {
      readonly findings: DmnFinding[];
      readonly lines: ReadonlyMap<string, number>;
      readonly defaultLanguage: string | null;
      readonly types: ReadonlySet<string>;
      readonly imports: readonly string[];
      readonly names: readonly string[];
    },
  ) {
    const [id, name] = [readText(decision, 'id'), readText(decision, 'name')];
    this.subject = id === null ? `"${name}"` : name === null || name === id ? id : `"${name}" (${id})`;
    this.#findings = options.findings;
    this.#lines = options.lines;
    this.#defaultLanguage = options.defaultLanguage;
    this.#types = options.types;
    this.#imports = options.imports;
    this.#names = options.names;
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
    const problem = language === 'feel' ? checkFeel(source, { kind, names: this.#names }) : checkJuel(source);
    if (problem) this.report('DMN-031', element, { source, place, reason: problem.message });
    return { language, source };
  }

  /** Name of a type; one that is neither FEEL's nor the file's is reported. */
  typeRef(element: DmnElement | undefined): string | null {
    const typeRef = readTypeRef(element);
    if (element && typeRef !== null && !this.#isKnown(typeRef)) this.report('DMN-027', element, { typeRef });
    return typeRef;
  }

  #isKnown(typeRef: string): boolean {
    if (knownTypes.has(typeRef.toLowerCase()) || this.#types.has(typeRef)) return true;
    return this.#imports.some((name) => typeRef.startsWith(`${name}.`));
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
  'function',
]);

/** Days, as `180` or `P180D`. */
function readTimeToLive(element: DmnElement, reader: DecisionReader): number | null {
  const value = readCamunda(element, 'historyTimeToLive');
  if (value === null) return null;
  const days = /^(?:P(\d{1,6})D|(\d{1,6}))$/.exec(value);
  if (days) return Number(days[1] ?? days[2]);
  reader.report('DMN-015', element, { value });
  return null;
}

/** @returns undefined when the decision cannot be evaluated; why is reported. */
export function readDecision(element: DmnElement, reader: DecisionReader): Decision | undefined {
  const id = readText(element, 'id') ?? readText(element, 'name');
  if (id === null) return void reader.report('DMN-009', element);
  if (readText(element, 'id') === null) reader.report('DMN-017', element);
  const variable = readElement(element, 'variable');
  const common = {
    id,
    name: readText(element, 'name'),
    variableName: readName(readText(variable, 'name')),
    versionTag: readCamunda(element, 'versionTag'),
    historyTimeToLive: readTimeToLive(element, reader),
    requires: readReferences(element, 'informationRequirement', 'requiredDecision'),
    requiresKnowledge: readReferences(element, 'knowledgeRequirement', 'requiredKnowledge'),
    typeRef: reader.typeRef(variable),
  };
  const box = readElement(element, 'decisionLogic');
  if (box === undefined) {
    // What is not decided yet is null (DMN 1.3, 10.4).
    reader.report('DMN-018', element);
    return { ...common, logic: { type: 'literalExpression', expression: null } };
  }
  const logic = readBoxed(box, { reader, name: common.variableName ?? id });
  if (logic) return { ...common, logic };
  if (logic === null) reader.report('DMN-010', element, { logic: 'an empty literal expression' });
  return undefined;
}
