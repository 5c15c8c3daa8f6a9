import type { FormReference } from '../../engine/definition/flow-node.ts';
import { readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';

/** `camunda:formKey` or `camunda:formRef` of a start event or user task. */
export interface CompiledForm {
  readonly formKey?: string;
  readonly formRef?: FormReference;
}

/** Reads the form of an element; only one of both ways, and a binding is mandatory (semantics section 15). */
export function compileForm(element: ModdleElement, compilation: Compilation): CompiledForm {
  const subject = subjectOf(element);
  if (readExtensions(element, 'camunda:FormData').length > 0) {
    compilation.report('BPMN-026', subject, {
      extension: 'generated form fields (camunda:formData)',
      mend: 'Draw a form and refer to it by formRef.',
    });
  }
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
