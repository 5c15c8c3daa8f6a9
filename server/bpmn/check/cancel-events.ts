import { definitionsOf } from '../../engine/definition/event-definition.ts';
import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessModel } from '../../engine/definition/process-definition.ts';
import type { Report } from '../finding.ts';
import { nodeSubject, type CheckedProcess } from './checked-process.ts';

/** Cancel events belong to transactions: the end event inside one, the boundary event on one (BPMN 2.0.2, 10.5.5). */
export function checkCancelEvents({ model }: CheckedProcess, report: Report): void {
  for (const node of model.nodes.values()) {
    if (!('event' in node) || !definitionsOf(node.event).some(({ type }) => type === 'cancel')) continue;
    const fits =
      node.kind === 'boundaryEvent' ? model.nodes.get(node.attachedTo)?.kind === 'transaction' : isInside(model, node);
    if (!fits) report('BPMN-099', nodeSubject(node));
  }
}

function isInside(model: ProcessModel, node: FlowNode): boolean {
  for (let scope = model.nodes.get(node.scopeId); scope; scope = model.nodes.get(scope.scopeId))
    if (scope.kind === 'transaction') return true;
  return false;
}
