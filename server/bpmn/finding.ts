import { findingTexts, type FindingCode } from './finding-texts.ts';

/** What is wrong with a model, as data: shown by the designer, refused or let pass by a deployment. */
export interface Finding {
  /** Numbered and stable, e.g. `BPMN-050`; `finding-texts.ts` lists them. */
  readonly code: FindingCode;
  /** Id of the BPMN element it is about; null when it is about the file. */
  readonly elementId: string | null;
  /** Position of the element's start tag in the file, counted from 1; null when unknown. */
  readonly line: number | null;
  readonly column: number | null;
  /** Only errors stop a deployment. */
  readonly severity: 'error' | 'warning';
  /** English: what, where, how to mend it. `findingMessage` gives it in Indonesian. */
  readonly message: string;
  /** What was put into the text. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a finding is about. `kind` is the element name in BPMN XML, e.g. `userTask`. */
export interface Subject {
  readonly id?: string;
  readonly kind: string;
  readonly name?: string;
}

/** Reports a finding about an element. `{element}` in the text is filled from the subject. */
export type Report = (code: FindingCode, subject: Subject, parameters?: Readonly<Record<string, string>>) => void;

/** Text of a finding in a language, from its code and parameters. */
export function findingMessage(finding: Pick<Finding, 'code' | 'parameters'>, language: 'en' | 'id'): string {
  const values = new Map(Object.entries(finding.parameters));
  return findingTexts[finding.code][language].replace(
    /\{(\w+)\}/g,
    (placeholder, name: string) => values.get(name) ?? placeholder,
  );
}

/** Makes a finding; severity and message come from its code. */
export function createFinding(
  code: FindingCode,
  parameters: Readonly<Record<string, string>>,
  place: { readonly elementId?: string | null; readonly line?: number | null; readonly column?: number | null } = {},
): Finding {
  return {
    code,
    elementId: place.elementId ?? null,
    line: place.line ?? null,
    column: place.column ?? null,
    severity: findingTexts[code].severity,
    message: findingMessage({ code, parameters }, 'en'),
    parameters,
  };
}

/** `userTask "Check documents" (check)`. */
export function describeSubject(subject: Subject): string {
  const name = subject.name === undefined ? '' : ` "${subject.name}"`;
  const id = subject.id === undefined ? '' : ` (${subject.id})`;
  return `${subject.kind}${name}${id}`;
}
