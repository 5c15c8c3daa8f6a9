import type { ErrorCondition, ServiceImplementation } from '../../engine/definition/event-definition.ts';
import { readElement, readExtensions, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, readExpression } from './expression.ts';

/** Reports `camunda:class` and `camunda:delegateExpression`; true when there was one. */
export function reportJava(element: ModdleElement, owner: ModdleElement, compilation: Compilation): boolean {
  for (const attribute of ['class', 'delegateExpression']) {
    const value = readText(element, attribute) ?? readText(element, `camunda:${attribute}`);
    if (value === undefined) continue;
    compilation.report('BPMN-023', subjectOf(owner), { attribute, value });
    return true;
  }
  return false;
}

/**
 * Who does the work, from the attributes of a task or of a message event definition.
 * `missing`: nothing is said; `refused`: something is said that does not run here, and it has been reported.
 *
 * @param owner element that findings name; the task itself, or the event that holds the definition.
 * @param processPriority `camunda:taskPriority` of the process, for external tasks without their own.
 */
export function compileImplementation(
  element: ModdleElement,
  owner: ModdleElement,
  compilation: Compilation,
  processPriority?: string,
): ServiceImplementation | 'missing' | 'refused' {
  const subject = subjectOf(owner);
  if (readExtensions(element, 'camunda:Connector').length > 0) {
    compilation.report('BPMN-026', subject, {
      extension: 'a connector',
      mend: 'Use an external task and do the call in its worker.',
    });
    return 'refused';
  }
  const type = readText(element, 'camunda:type');
  if (type === 'external') {
    const topic = readExpression(element, 'camunda:topic', owner, compilation);
    if (topic === undefined) {
      compilation.report('BPMN-051', subject);
      return 'refused';
    }
    const errors = readExtensions(owner, 'camunda:ErrorEventDefinition').flatMap((definition) =>
      compileErrorCondition(definition, owner, compilation),
    );
    const priorityText = readText(element, 'camunda:taskPriority') ?? processPriority;
    return {
      type: 'external',
      topic,
      ...(errors.length === 0 ? {} : { errors }),
      ...(priorityText === undefined
        ? {}
        : { priority: compileExpression(priorityText, owner, 'taskPriority', compilation) }),
    };
  }
  if (type !== undefined) {
    compilation.report('BPMN-053', subject, { type });
    return 'refused';
  }
  if (reportJava(element, owner, compilation)) return 'refused';
  const expression = readExpression(element, 'camunda:expression', owner, compilation);
  if (expression === undefined) return 'missing';
  const resultVariable = readText(element, 'camunda:resultVariable');
  return { type: 'expression', expression, ...(resultVariable === undefined ? {} : { resultVariable }) };
}

function compileErrorCondition(
  definition: ModdleElement,
  owner: ModdleElement,
  compilation: Compilation,
): readonly ErrorCondition[] {
  const condition = readExpression(definition, 'expression', owner, compilation);
  const error = readElement(definition, 'errorRef');
  const code = error && readText(error, 'errorCode');
  if (condition === undefined || code === undefined) return [];
  const message = error && readText(error, 'camunda:errorMessage');
  return [
    {
      condition,
      code,
      ...(message === undefined ? {} : { message: compileExpression(message, owner, 'errorMessage', compilation) }),
    },
  ];
}
