import type { CallActivity } from '../../engine/definition/flow-node.ts';
import { readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { compileBinding } from './binding.ts';
import { compileCallMapping } from './call-mapping.ts';
import { passedOn, takenBack } from './data-flow.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { readExpression } from './expression.ts';
import { reportJava } from './implementation.ts';
import type { NodeBase } from './node-base.ts';

export function compileCallActivity(element: ModdleElement, base: NodeBase, compilation: Compilation): CallActivity {
  const subject = subjectOf(element);
  const key = readExpression(element, 'calledElement', element, compilation);
  const caseRef = readText(element, 'camunda:caseRef');
  if (caseRef !== undefined)
    compilation.report('BPMN-026', subject, {
      extension: `a case (caseRef="${caseRef}")`,
      mend: 'Call a process instead.',
    });
  else if (key === undefined) compilation.report('BPMN-061', subject);
  reportVariableMapping(element, compilation);

  const ins = readExtensions(element, 'camunda:In');
  const businessKey = ins
    .map((mapping) => readExpression(mapping, 'businessKey', element, compilation))
    .find((expression) => expression !== undefined);
  const mapped = ins.flatMap((mapping) => compileCallMapping(mapping, element, compilation));
  const outs = readExtensions(element, 'camunda:Out');
  const isMapped = mapped.length + outs.length > 0;
  return {
    ...base,
    kind: 'callActivity',
    calledElement: {
      key: key ?? { language: 'juel', source: '' },
      ...compileBinding(element, 'calledElement', compilation),
    },
    ...(businessKey === undefined ? {} : { businessKey }),
    // Camunda's mappings stand for the whole call; without any, data inputs and outputs go by their names.
    in: isMapped ? mapped : passedOn(base.data),
    out: isMapped ? outs.flatMap((mapping) => compileCallMapping(mapping, element, compilation)) : takenBack(base.data),
  };
}

function reportVariableMapping(element: ModdleElement, compilation: Compilation): void {
  for (const attribute of ['variableMappingClass', 'variableMappingDelegateExpression']) {
    const value = readText(element, `camunda:${attribute}`);
    if (value !== undefined) compilation.report('BPMN-023', subjectOf(element), { attribute, value });
  }
  reportJava(element, element, compilation);
}
