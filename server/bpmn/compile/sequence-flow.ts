import type { SequenceFlow } from '../../engine/definition/process-definition.ts';
import { readElement, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileCondition } from './condition.ts';
import { compileListeners } from './listener.ts';

/** A sequence flow; undefined when an end is missing (reported, unless a dangling reference has been already). */
export function compileSequenceFlow(
  element: ModdleElement,
  id: string,
  compilation: Compilation,
): SequenceFlow | undefined {
  const sourceId = readElement(element, 'sourceRef')?.id;
  const targetId = readElement(element, 'targetRef')?.id;
  if (sourceId === undefined || targetId === undefined) {
    compilation.report('BPMN-047', subjectOf(element), { end: sourceId === undefined ? 'source' : 'target' });
    return undefined;
  }
  const name = readText(element, 'name');
  const condition = compileCondition(element, 'conditionExpression', element, compilation);
  if (condition === undefined && readElement(element, 'conditionExpression') !== undefined) compilation.refused.add(id);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    sourceId,
    targetId,
    ...(condition === undefined ? {} : { condition }),
    listeners: compileListeners(element, compilation),
  };
}
