import { evaluateCondition } from './condition/evaluate-condition.ts';
import { parseCondition } from './condition/parse-condition.ts';
import type { FormComponent, FormData } from './definition.ts';

/** Evaluates FEEL; `evaluateFeel` of server/expression/feel fits. */
export type FeelEvaluator = (source: string, variables: Record<string, unknown>) => unknown;

/** Conditions of the form that need a FEEL engine. The browser loads one only when this gives any. */
export function findFeelConditions(components: readonly FormComponent[]): string[] {
  const found: string[] = [];
  for (const component of components) {
    if (component.hide !== undefined && parseCondition(component.hide) === null) found.push(component.hide);
    if ('components' in component) found.push(...findFeelConditions(component.components));
  }
  return found;
}

/**
 * Whether a component is hidden with these values. As in form-js only `true` hides it. Throws when the condition needs
 * a
 * FEEL engine and none is given.
 */
export function isHidden(component: FormComponent, data: FormData, feel?: FeelEvaluator): boolean {
  if (component.hide === undefined) return false;
  const simple = parseCondition(component.hide);
  if (simple !== null) return evaluateCondition(simple, data) === true;
  if (feel === undefined)
    throw new Error(`The condition \`${component.hide}\` needs FEEL; pass \`feel\` to evaluate it.`);
  return feel(component.hide, { ...data }) === true;
}
