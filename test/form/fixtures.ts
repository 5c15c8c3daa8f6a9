import { readForm } from '../../server/form/read-form.ts';
import type { FormDefinition } from '../../server/form/definition.ts';

/** Tuesday 24 November 2026, 10.00 WIB. */
export const now = Date.UTC(2026, 10, 24, 3);

/** A form of the given components; fails when one of them is not understood. */
export function formOf(...components: readonly Record<string, unknown>[]): FormDefinition {
  const { form, findings } = readForm({ id: 'test', components });
  if (findings.length > 0) throw new Error(findings.map((finding) => finding.message).join('\n'));
  return form;
}
