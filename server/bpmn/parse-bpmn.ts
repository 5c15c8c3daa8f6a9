import type { Expression } from '../engine/definition/expression.ts';
import type { ProcessModel } from '../engine/definition/process-definition.ts';
import type { TimerDefinition } from '../engine/definition/event-definition.ts';
import { checkModel } from './check/check-model.ts';
import { isFeel } from './compile/expression-language.ts';
import { holdData } from './compile/hold-data.ts';
import { expandRepetitions } from './compile/expand-repetitions.ts';
import { joinLinks } from './compile/join-links.ts';
import { compileProcess } from './compile/process.ts';
import { createFinding, describeSubject, type Finding, type Report } from './finding.ts';
import { isGlobalTask, processOfGlobalTask } from './global-task.ts';
import { readBoolean, readElements, readText } from './moddle-element.ts';
import { moddle, readDefinitions } from './read-definitions.ts';
import { scanXml } from './scan-xml.ts';

/**
 * Syntax checks of texts whose languages this folder does not know. Each gives the reason why a text is wrong, or null.
 */
export interface TextChecks {
  readonly checkExpression?: (expression: Expression) => string | null;
  /** Only asked for literal texts, not for those with an expression in them. */
  readonly checkTimer?: (kind: TimerDefinition['kind'], text: string) => string | null;
  /** How a form field of type `date` is written, such as `dd/MM/yyyy`. */
  readonly checkDatePattern?: (pattern: string) => string | null;
}

export interface ParsedBpmn {
  /** The executable processes of the file; empty when a finding is an error. */
  readonly models: readonly ProcessModel[];
  readonly findings: readonly Finding[];
}

/**
 * Compiles a BPMN 2.0 file. Processes that are not executable are skipped, as in Camunda 7. Never throws for what is
 * in the file: everything wrong with it is a finding.
 *
 * @param resourceName name of the file, as a deployment calls it; it stands in messages about the whole file.
 */
export async function parseBpmn(xml: string, resourceName: string, checks: TextChecks = {}): Promise<ParsedBpmn> {
  const scan = scanXml(xml);
  if (scan.findings.some(isError)) return { models: [], findings: scan.findings };
  const read = await readDefinitions(scan.text, scan.positions);
  const findings: Finding[] = [...scan.findings, ...read.findings];
  const { root } = read;
  if (root === undefined) return { models: [], findings };
  if (root.$type !== 'bpmn:Definitions')
    return {
      models: [],
      findings: [...findings, createFinding('BPMN-007', { reason: `it begins with ${root.$type}` })],
    };

  const report: Report = (code, subject, parameters = {}) => {
    const place = subject.id === undefined ? {} : { elementId: subject.id, ...scan.positions.get(subject.id) };
    findings.push(createFinding(code, { element: describeSubject(subject), ...parameters }, place));
  };
  const roots = readElements(root, 'rootElements');
  const processes = roots.filter((element) => element.$type === 'bpmn:Process' && readBoolean(element, 'isExecutable'));
  const timeToLive = processes[0] && readText(processes[0], 'camunda:historyTimeToLive');
  const executable = [
    ...processes,
    ...roots.filter(isGlobalTask).map((task) => processOfGlobalTask(task, moddle, timeToLive)),
  ];
  if (executable.length === 0) report('BPMN-014', { kind: 'file', name: resourceName });

  const category = readText(root, 'targetNamespace');
  const expressionLanguage = readText(root, 'expressionLanguage');
  const language = expressionLanguage !== undefined && isFeel(expressionLanguage) ? { expressionLanguage } : {};
  const models: ProcessModel[] = [];
  for (const element of executable) {
    const compiled = compileProcess(element, { report, refused: new Set(), ...language, ...checks });
    if (compiled === undefined) continue;
    checkModel(compiled, report);
    const model = expandRepetitions(holdData(joinLinks(compiled.model)));
    models.push(category === undefined ? model : { ...model, category });
  }
  return { models: findings.some(isError) ? [] : models, findings: firstOf(findings) };
}

/** More than a person will read at once; a broken generator can give hundreds of thousands. */
const mostFindings = 500;

/** Errors first, when there are too many to list all. */
function firstOf(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostFindings) return findings;
  const listed = [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))].slice(
    0,
    mostFindings,
  );
  return [...listed, createFinding('BPMN-015', { listed: String(mostFindings), count: String(findings.length) })];
}

function isError(finding: Finding): boolean {
  return finding.severity === 'error';
}
