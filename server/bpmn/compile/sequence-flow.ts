import type { SequenceFlow } from '../../engine/definition/process-definition.ts';
import { readElement, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, compileScript, hasExpression, isJavascript } from './expression.ts';
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
  const condition = compileCondition(element, compilation);
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

function compileCondition(element: ModdleElement, compilation: Compilation): SequenceFlow['condition'] {
  const condition = readElement(element, 'conditionExpression');
  if (condition === undefined) return undefined;
  const subject = subjectOf(element);
  const source = readText(condition, 'body');
  const resource = readText(condition, 'camunda:resource');
  const language = readText(condition, 'language');
  if (source === undefined && resource === undefined) return void compilation.report('BPMN-102', subject);
  if (language !== undefined && isJavascript(language)) {
    const script = compileScript({ format: language, text: source, resource }, element, compilation);
    return script === undefined ? undefined : { type: 'script', script };
  }
  if (source === undefined) return void compilation.report('BPMN-025', subject, { resource: resource ?? '' });
  if (language !== undefined && isFeel(language))
    return { type: 'expression', expression: compileExpression(source, element, 'condition', compilation, 'feel') };
  if (language !== undefined && !isJuel(language)) return void compilation.report('BPMN-100', subject, { language });
  if (!hasExpression(source)) return void compilation.report('BPMN-103', subject, { source });
  return { type: 'expression', expression: compileExpression(source, element, 'condition', compilation) };
}

/** `feel`, or one of the URIs that OMG gives FEEL, e.g. `https://www.omg.org/spec/DMN/20191111/FEEL/`. */
function isFeel(language: string): boolean {
  return /^(?:feel|https?:\/\/www\.omg\.org\/spec\/(?:FEEL|DMN)\/.*)$/i.test(language);
}

function isJuel(language: string): boolean {
  return language.toLowerCase() === 'juel';
}
