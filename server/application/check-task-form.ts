import { toPlain } from '../engine/instance/convert.ts';
import type { Variables } from '../engine/instance/value.ts';
import { evaluateFeel } from '../expression/feel/evaluate-feel.ts';
import { readForm } from '../form/read-form.ts';
import { validateForm } from '../form/validate-form.ts';
import { InvalidInput } from './errors.ts';

/**
 * Checks submitted variables by the rules of a deployed form (its JSON), as the inbox does.
 * @throws InvalidInput naming each field and what is wrong with it.
 */
export function checkTaskForm(json: unknown, variables: Variables, now: number): void {
  const data = Object.fromEntries([...variables].map(([name, value]) => [name, toPlain(value)]));
  const { valid, errors } = validateForm(readForm(json).form, data, {
    language: 'en',
    now,
    feel: (source, context) => evaluateFeel(source, context, { now }),
  });
  if (!valid)
    throw new InvalidInput(
      `The values break rules of the form: ${errors.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
      { fields: errors.map(({ path, message }) => ({ path, message })) },
    );
}
