import { dmnFindingTexts, type DmnFindingCode } from './dmn-finding-texts.ts';

/** What is wrong with a DMN file, as data. Only errors stop a deployment. */
export interface DmnFinding {
  readonly code: DmnFindingCode;
  /** Id of the DMN element it is about, or of the nearest around it that has one; null when it is about the file. */
  readonly elementId: string | null;
  /** Line of the element's start tag, counted from 1; null when unknown. */
  readonly line: number | null;
  readonly severity: 'error' | 'warning';
  /** English: what, where, how to mend it. `dmnFindingMessage` gives it in Indonesian. */
  readonly message: string;
  /** What was put into the text. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Makes a finding; severity and message come from its code. */
export function createDmnFinding(
  code: DmnFindingCode,
  parameters: Readonly<Record<string, string>>,
  place: { readonly elementId?: string | null; readonly line?: number | null } = {},
): DmnFinding {
  return {
    code,
    elementId: place.elementId ?? null,
    line: place.line ?? null,
    severity: dmnFindingTexts[code].severity,
    message: dmnFindingMessage({ code, parameters }, 'en'),
    parameters,
  };
}

/** Text of a finding in a language. */
export function dmnFindingMessage(
  { code, parameters }: Pick<DmnFinding, 'code' | 'parameters'>,
  language: 'en' | 'id',
): string {
  const values = new Map(Object.entries(parameters));
  return dmnFindingTexts[code][language].replace(
    /\{(\w+)\}/g,
    (placeholder, name: string) => values.get(name) ?? placeholder,
  );
}
