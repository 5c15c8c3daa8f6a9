import type { Listener } from '../../engine/definition/flow-node.ts';
import { readElement, readElements, readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, readScript } from './expression.ts';
import { reportJava } from './implementation.ts';

const taskEvents = ['create', 'assignment', 'update', 'complete', 'delete'] as const;

/** Execution listeners, and on a user task its task listeners, in document order. */
export function compileListeners(element: ModdleElement, compilation: Compilation): readonly Listener[] {
  const executionEvents = element.$type === 'bpmn:SequenceFlow' ? (['take'] as const) : (['start', 'end'] as const);
  return [
    ...readExtensions(element, 'camunda:ExecutionListener').flatMap((listener) =>
      compileListener(listener, { owner: element, allowed: executionEvents }, compilation),
    ),
    ...readExtensions(element, 'camunda:TaskListener').flatMap((listener) =>
      compileListener(listener, { owner: element, allowed: taskEvents }, compilation),
    ),
  ];
}

function compileListener(
  listener: ModdleElement,
  place: { readonly owner: ModdleElement; readonly allowed: readonly string[] },
  compilation: Compilation,
): readonly Listener[] {
  const { owner, allowed } = place;
  const subject = subjectOf(owner);
  // Camunda takes `take` for granted on sequence flows.
  const event = readText(listener, 'event') ?? (allowed[0] === 'take' ? 'take' : '');
  if (event === 'timeout' || readElements(listener, 'eventDefinitions').length > 0) {
    compilation.report('BPMN-026', subject, {
      extension: 'a timeout listener',
      mend: 'Attach a non-interrupting timer event instead.',
    });
    return [];
  }
  if (!allowed.includes(event)) {
    compilation.report('BPMN-069', subject, { event, allowed: allowed.join(', ') });
    return [];
  }
  if (reportJava(listener, owner, compilation)) return [];
  const expression = readText(listener, 'expression');
  if (expression !== undefined)
    return [
      { event, run: { type: 'expression', expression: compileExpression(expression, owner, 'listener', compilation) } },
    ];
  const scriptElement = readElement(listener, 'script');
  if (scriptElement === undefined) {
    compilation.report('BPMN-068', subject, { event });
    return [];
  }
  const script = readScript(scriptElement, owner, compilation);
  return script === undefined ? [] : [{ event, run: { type: 'script', script } }];
}
