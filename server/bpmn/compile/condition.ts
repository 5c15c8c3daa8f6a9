import type { Condition } from '../../engine/definition/expression.ts';
import { readElement, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, compileScript, hasExpression, isJavascript } from './expression.ts';
import { isFeel, isJuel } from './expression-language.ts';

/**
 * The condition in a child element of a flow, event, loop or sub-process: `${…}`, FEEL or JavaScript by its `language`.
 * Undefined when there is none, or when it is wrong (reported).
 */
export function compileCondition(
  holder: ModdleElement,
  property: string,
  owner: ModdleElement,
  compilation: Compilation,
): Condition | undefined {
  const condition = readElement(holder, property);
  if (condition === undefined) return undefined;
  const subject = subjectOf(owner);
  const source = readText(condition, 'body');
  const resource = readText(condition, 'camunda:resource');
  const own = readText(condition, 'language');
  // The file's language holds for what is not written as `${…}`, which Camunda's models are.
  const language = own ?? (source === undefined || hasExpression(source) ? undefined : compilation.expressionLanguage);
  if (source === undefined && resource === undefined) return void compilation.report('BPMN-102', subject);
  if (language !== undefined && isJavascript(language)) {
    const script = compileScript({ format: language, text: source, resource }, owner, compilation);
    return script === undefined ? undefined : { type: 'script', script };
  }
  if (source === undefined) return void compilation.report('BPMN-025', subject, { resource: resource ?? '' });
  if (language !== undefined && isFeel(language))
    return { type: 'expression', expression: compileExpression(source, owner, 'condition', compilation, 'feel') };
  if (language !== undefined && !isJuel(language)) return void compilation.report('BPMN-100', subject, { language });
  if (source === 'true' || source === 'false')
    return { type: 'expression', expression: { language: 'juel', source: `\${${source}}` } };
  if (!hasExpression(source)) return void compilation.report('BPMN-103', subject, { source });
  return { type: 'expression', expression: compileExpression(source, owner, 'condition', compilation) };
}
