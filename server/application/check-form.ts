import { toPlain } from '../engine/instance/convert.ts';
import type { Variables } from '../engine/instance/value.ts';
import { evaluateFeel } from '../expression/feel/evaluate-feel.ts';
import { readForm } from '../form/read-form.ts';
import { validateForm, type FormError } from '../form/validate-form.ts';

/** What a form says of submitted variables. */
export interface CheckedForm {
  /** One per rule that a value breaks, in the words of the browser. */
  readonly errors: readonly FormError[];
  /** Values of the visible fields in their stored form; everything else is dropped. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Checks submitted variables by the rules of a deployed form (its JSON), with the rules and words of the inbox. */
export function checkForm(
  json: unknown,
  variables: Variables,
  { language, now }: { readonly language: 'id' | 'en'; readonly now: number },
): CheckedForm {
  const data = Object.fromEntries([...variables].map(([name, value]) => [name, toPlain(value)]));
  return validateForm(readForm(json).form, data, {
    language,
    now,
    feel: (source, context) => evaluateFeel(source, context, { now }),
  });
}
