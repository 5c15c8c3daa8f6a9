import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { Report } from '../finding.ts';
import { nodeSubject, scopesOf, type CheckedProcess } from './checked-process.ts';

/**
 * Warns of nodes that no token can come to: not from a start event, nor over a boundary event of a reachable activity.
 * Not asked when elements were refused, since what they would connect is not known.
 */
export function checkReachability({ model, refused }: CheckedProcess, report: Report): void {
  if (refused.size > 0) return;
  for (const scope of scopesOf(model)) {
    // A scope without a start has its own finding; everything in it would be reported again.
    if (scope.kind === 'adHocSubProcess' || !scope.nodes.some((node) => node.kind === 'startEvent')) continue;
    const reached = new Set<string>();
    const waiting: FlowNode[] = scope.nodes.filter(
      (node) =>
        node.kind === 'startEvent' ||
        node.kind === 'eventSubProcess' ||
        node.isForCompensation ||
        ((node.kind === 'receiveTask' || node.kind === 'eventBasedGateway') && node.instantiate === true),
    );
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (reached.has(node.id)) continue;
      reached.add(node.id);
      const targets = node.outgoing.map((id) => model.flows.get(id)?.targetId ?? '');
      for (const id of [...targets, ...node.boundaryEvents]) {
        const next = model.nodes.get(id);
        if (next !== undefined) waiting.push(next);
      }
    }
    for (const node of scope.nodes) if (!reached.has(node.id)) report('BPMN-034', nodeSubject(node));
  }
}
