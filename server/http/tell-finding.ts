import type { FindingAnswer } from '../contract/api/service.ts';
import type { Language } from './route.ts';

/** A finding as use cases give it: with its text in both languages, or told already. */
export type ToldFinding = Omit<FindingAnswer, 'message'> &
  ({ readonly text: { readonly id: string; readonly en: string } } | { readonly message: string });

/** A finding as it is answered: in the reader's language. */
export function tellFinding(finding: ToldFinding, language: Language): FindingAnswer {
  const { code, elementId, resource, line, column, severity } = finding;
  const message = 'text' in finding ? finding.text[language] : finding.message;
  return { code, elementId, resource, line, column, severity, message };
}
