import type { FormReference } from '../../engine/definition/flow-node.ts';
import type { GeneratedForm } from '../../engine/definition/generated-form.ts';
import { readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileGeneratedForm } from './generated-form.ts';

/** `camunda:formKey`, `camunda:formRef` or `camunda:formData` of a start event or user task. */
export interface CompiledForm {
  readonly generatedForm?: GeneratedForm;
  readonly formKey?: string;
  readonly formRef?: FormReference;
}

/**
 * Reads the form of an element. Only one of form key and form reference, whose binding is mandatory (semantics section
 * 15); a key may stand beside form fields, a reference takes their place.
 */
export function compileForm(element: ModdleElement, compilation: Compilation): CompiledForm {
  const named = compileNamedForm(element, compilation);
  const generatedForm = compileGeneratedForm(element, compilation);
  if (generatedForm === undefined) return named;
  if (named.formRef === undefined) return { ...named, generatedForm };
  compilation.report('BPMN-119', subjectOf(element));
  return named;
}

function compileNamedForm(element: ModdleElement, compilation: Compilation): CompiledForm {
  const subject = subjectOf(element);
  const formKey = readText(element, 'camunda:formKey');
  const key = readText(element, 'camunda:formRef');
  if (formKey !== undefined && key !== undefined) compilation.report('BPMN-064', subject);
  if (key === undefined) return formKey === undefined ? {} : { formKey };
  const binding = readText(element, 'camunda:formRefBinding');
  if (binding === undefined) {
    compilation.report('BPMN-065', subject, { form: key });
    return {};
  }
  if (binding === 'latest' || binding === 'deployment') return { formRef: { key, binding } };
  if (binding !== 'version') {
    compilation.report('BPMN-062', subject, {
      attribute: 'formRefBinding',
      binding,
      allowed: 'latest, deployment or version',
    });
    return {};
  }
  const version = Number(readText(element, 'camunda:formRefVersion'));
  if (!Number.isInteger(version) || version < 1) {
    compilation.report('BPMN-060', subject, {
      binding,
      attribute: 'formRef',
      needed: 'formRefVersion (a whole number)',
    });
    return {};
  }
  return { formRef: { key, binding, version } };
}
