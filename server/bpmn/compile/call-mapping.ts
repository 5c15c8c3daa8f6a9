import type { CallMapping } from '../../engine/definition/call-mapping.ts';
import { kindOf, readBoolean, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression } from './expression.ts';

/** One `camunda:in` or `camunda:out`; none when it is wrong (reported) or only passes the business key. */
export function compileCallMapping(
  mapping: ModdleElement,
  owner: ModdleElement,
  compilation: Compilation,
): readonly CallMapping[] {
  const local = readBoolean(mapping, 'local');
  const target = readText(mapping, 'target');
  if (readText(mapping, 'variables') === 'all') return [{ type: 'all', local }];
  const sourceExpression = readText(mapping, 'sourceExpression');
  const source = readText(mapping, 'source');
  if (sourceExpression === undefined && source === undefined) {
    // An element that only passes the business key maps no variable.
    if (readText(mapping, 'businessKey') === undefined)
      compilation.report('BPMN-063', subjectOf(owner), { mapping: `camunda:${kindOf(mapping)}`, missing: 'source' });
    return [];
  }
  if (target === undefined) {
    compilation.report('BPMN-063', subjectOf(owner), { mapping: `camunda:${kindOf(mapping)}`, missing: 'target' });
    return [];
  }
  if (sourceExpression !== undefined)
    return [
      {
        type: 'expression',
        source: compileExpression(sourceExpression, owner, 'sourceExpression', compilation),
        target,
        local,
      },
    ];
  return [{ type: 'variable', source: source ?? '', target, local }];
}
