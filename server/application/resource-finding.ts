import { type Finding, findingMessage } from '../bpmn/finding.ts';
import { type DmnFinding, dmnFindingMessage } from '../decision/dmn-finding.ts';
import { inIndonesian } from '../expression/reason-texts.ts';

/** A finding in one file of a deployment. */
export interface ResourceFinding {
  readonly code: string;
  readonly elementId: string | null;
  /** Name of the file. */
  readonly resource: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly severity: 'error' | 'warning';
  /** What, where, how to mend it, in English. */
  readonly message: string;
  /** The same in both languages. */
  readonly text: BothLanguages;
}
interface BothLanguages {
  readonly id: string;
  readonly en: string;
}

/** Of a BPMN file. */
export function fromBpmn(finding: Finding, resource: string): ResourceFinding {
  const text = inBoth((language) => findingMessage(inLanguage(finding, language), language));
  return { ...placeOf(finding), column: finding.column, resource, message: text.en, text };
}

/** Of a DMN file. */
export function fromDmn(finding: DmnFinding, resource: string): ResourceFinding {
  const text = inBoth((language) => dmnFindingMessage(inLanguage(finding, language), language));
  return { ...placeOf(finding), column: null, resource, message: text.en, text };
}

/** About a file as a whole; it stops the deployment. */
export function fileError(code: string, resource: string, text: BothLanguages): ResourceFinding {
  return { code, elementId: null, line: null, column: null, severity: 'error', resource, message: text.en, text };
}

/** One for every definition whose key an earlier file of the deployment has already. */
export function findDuplicateKeys(
  rows: readonly { readonly key: string; readonly resourceName: string }[],
): ResourceFinding[] {
  return rows.flatMap(({ key, resourceName }, index) => {
    const first = rows.findIndex((other) => other.key === key);
    if (first >= index) return [];
    const file = rows[first]?.resourceName ?? '';
    return [
      fileError('DEPLOY-003', resourceName, {
        en: `${key} is in ${file} already. A deployment may hold each key once.`,
        id: `${key} sudah ada di ${file}. Satu penerbitan hanya boleh memuat tiap kunci satu kali.`,
      }),
    ];
  });
}

function placeOf({ code, elementId, line, severity }: Finding | DmnFinding) {
  return { code, elementId, line, severity };
}

/** Parts of a finding that are told in words, and not quoted from the file. */
const worded: ReadonlySet<string> = new Set(['reason', 'place', 'logic', 'what']);

function inLanguage<F extends Finding | DmnFinding>({ code, parameters }: F, language: 'id' | 'en') {
  if (language === 'en') return { code, parameters } as Pick<F, 'code' | 'parameters'>;
  const entries = Object.entries(parameters).map(([name, value]) => [
    name,
    worded.has(name) ? inIndonesian(value) : value,
  ]);
  return { code, parameters: Object.fromEntries(entries) } as Pick<F, 'code' | 'parameters'>;
}

function inBoth(tell: (language: 'id' | 'en') => string): BothLanguages {
  return { id: tell('id'), en: tell('en') };
}
