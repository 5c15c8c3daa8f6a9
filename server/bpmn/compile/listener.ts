import type { Listener, TimeoutListener } from '../../engine/definition/flow-node.ts';
import { readElement, readElements, readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileDefinition } from './event-definition.ts';
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
  // Camunda takes `take` for granted on sequence flows.
  const event = readText(listener, 'event') ?? (allowed[0] === 'take' ? 'take' : '');
  if (isTimeout(listener) && owner.$type === 'bpmn:UserTask') return [];
  if (!allowed.includes(event)) {
    compilation.report('BPMN-069', subjectOf(owner), { event, allowed: allowed.join(', ') });
    return [];
  }
  const run = compileRun(listener, { owner, event }, compilation);
  return run === undefined ? [] : [{ event, run }];
}

/** What the listener does; undefined when it is wrong (reported). */
function compileRun(
  listener: ModdleElement,
  { owner, event }: { readonly owner: ModdleElement; readonly event: string },
  compilation: Compilation,
): Listener['run'] | undefined {
  if (reportJava(listener, owner, compilation)) return undefined;
  const expression = readText(listener, 'expression');
  if (expression !== undefined)
    return { type: 'expression', expression: compileExpression(expression, owner, 'listener', compilation) };
  const scriptElement = readElement(listener, 'script');
  if (scriptElement === undefined) return void compilation.report('BPMN-068', subjectOf(owner), { event });
  const script = readScript(scriptElement, owner, compilation);
  return script === undefined ? undefined : { type: 'script', script };
}

const isTimeout = (listener: ModdleElement) => readText(listener, 'event') === 'timeout';

/** The listeners of a user task that timers call. */
export function compileTimeouts(task: ModdleElement, compilation: Compilation): readonly TimeoutListener[] {
  return readExtensions(task, 'camunda:TaskListener')
    .filter(isTimeout)
    .flatMap((listener, index) => {
      const [definition] = readElements(listener, 'eventDefinitions');
      const compiled = definition
        ? compileDefinition(definition, task, true, compilation)
        : void compilation.report('BPMN-080', subjectOf(task));
      const run = compileRun(listener, { owner: task, event: 'timeout' }, compilation);
      if (compiled?.type !== 'timer' || run === undefined) return [];
      return [{ id: listener.id ?? `timeout-${index + 1}`, timer: compiled.timer, run }];
    });
}
