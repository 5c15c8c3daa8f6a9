import type { FormComponent, FormData, FormDefinition } from './definition.ts';
import { hasProperty } from './definition.ts';
import { isHidden } from './conditions.ts';
import type { FeelEvaluator } from './conditions.ts';

/** A screen of a form. */
export interface FormPage {
  /** Position among all screens, hidden ones included. */
  readonly index: number;
  readonly label: string;
  readonly description?: string;
  readonly components: readonly FormComponent[];
  /** The group that makes the screen; undefined for components that stand outside of such a group. */
  readonly group?: FormComponent;
}

/**
 * The screens of a form: each top-level group with property `page` is one; neighbouring components outside of such
 * groups share one. A form without such groups is a single screen.
 */
export function listPages(form: FormDefinition): FormPage[] {
  const pages: FormPage[] = [];
  let loose: FormComponent[] | undefined;
  for (const component of form.components) {
    if (component.type === 'group' && hasProperty(component, 'page')) {
      loose = undefined;
      pages.push({
        index: pages.length,
        label: component.label,
        ...(component.description === undefined ? {} : { description: component.description }),
        components: component.components,
        group: component,
      });
    } else if (loose === undefined) {
      loose = [component];
      pages.push({ index: pages.length, label: '', components: loose });
    } else loose.push(component);
  }
  return pages;
}

/** The screens that are shown with these values. */
export function listVisiblePages(form: FormDefinition, data: FormData, feel?: FeelEvaluator): FormPage[] {
  return listPages(form).filter((page) => page.group === undefined || !isHidden(page.group, data, feel));
}
