import { type FeelEvaluator, isHidden } from '../../../server/form/conditions.ts';
import { type FormComponent, type FormData, hasProperty } from '../../../server/form/definition.ts';

/**
 * What follows from these values, in the form's own words: its shown text components with the property `confirm`. They
 * stand in the form while it is filled in, and are asked about before it is sent.
 */
export function listConsequences(
  components: readonly FormComponent[],
  values: FormData,
  feel?: FeelEvaluator,
): readonly string[] {
  return components.flatMap((component) => {
    if (component.type !== 'group' && component.type !== 'text') return [];
    if (isHidden(component, values, feel)) return [];
    if (component.type === 'group') return listConsequences(component.components, values, feel);
    return hasProperty(component, 'confirm') ? [component.text] : [];
  });
}
