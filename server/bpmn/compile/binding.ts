import type { Expression } from '../../engine/definition/expression.ts';
import { readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { readExpression } from './expression.ts';

/** Which version of a process or decision is meant. */
export interface CompiledBinding {
  readonly binding: 'latest' | 'deployment' | 'version' | 'versionTag';
  readonly version?: Expression;
  readonly tenant?: Expression;
}

/**
 * Reads `<attribute>Binding`, `<attribute>Version`, `<attribute>VersionTag` and `<attribute>TenantId`, e.g. of
 * `calledElement` or `decisionRef`.
 */
export function compileBinding(element: ModdleElement, attribute: string, compilation: Compilation): CompiledBinding {
  const tenant = readExpression(element, `camunda:${attribute}TenantId`, element, compilation);
  return { ...compileVersion(element, attribute, compilation), ...(tenant === undefined ? {} : { tenant }) };
}

function compileVersion(element: ModdleElement, attribute: string, compilation: Compilation): CompiledBinding {
  const binding = readText(element, `camunda:${attribute}Binding`) ?? 'latest';
  switch (binding) {
    case 'latest':
    case 'deployment':
      return { binding };
    case 'version':
    case 'versionTag': {
      const needed = binding === 'version' ? `${attribute}Version` : `${attribute}VersionTag`;
      const version = readExpression(element, `camunda:${needed}`, element, compilation);
      if (version === undefined) compilation.report('BPMN-060', subjectOf(element), { binding, attribute, needed });
      return version === undefined ? { binding: 'latest' } : { binding, version };
    }
    default:
      compilation.report('BPMN-062', subjectOf(element), {
        attribute: `${attribute}Binding`,
        binding,
        allowed: 'latest, deployment, version or versionTag',
      });
      return { binding: 'latest' };
  }
}
