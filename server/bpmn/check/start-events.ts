import type { FlowNode, StartEvent } from '../../engine/definition/flow-node.ts';
import type { Report } from '../finding.ts';
import { nodeSubject, scopesOf, type CheckedProcess, type CheckedScope } from './checked-process.ts';

/** Where and how each kind of scope starts (BPMN 2.0.2, 10.5.2; semantics section 19). */
export function checkStartEvents({ model, refused }: CheckedProcess, report: Report): void {
  for (const scope of scopesOf(model)) {
    const starts = scope.nodes.filter((node) => node.kind === 'startEvent');
    if (scope.kind === 'eventSubProcess') checkEventSubProcess(scope, { starts, refused }, report);
    // The activities of an ad-hoc sub-process begin by themselves.
    else if (scope.kind !== 'adHocSubProcess') {
      if (starts.length === 0 && !(scope.kind === 'process' && scope.nodes.some(instantiates)))
        report('BPMN-030', scope.subject);
      const plain = starts.filter((start) => start.event.type === 'none' && !refused.has(start.id));
      const [first, ...others] = plain;
      if (first !== undefined && others.length > 0)
        report('BPMN-031', scope.subject, { others: plain.map((start) => start.id).join(', ') });
      if (scope.kind !== 'process') {
        for (const start of starts)
          if (start.event.type !== 'none') report('BPMN-035', nodeSubject(start), { definition: start.event.type });
      }
    }
  }
}

/** A process may also begin with a receive task or an event-based gateway (BPMN 2.0.2, 10.3.3 and 10.6.6). */
function instantiates(node: FlowNode): boolean {
  return (node.kind === 'receiveTask' || node.kind === 'eventBasedGateway') && node.instantiate === true;
}

function checkEventSubProcess(
  scope: CheckedScope,
  { starts, refused }: { readonly starts: readonly StartEvent[]; readonly refused: ReadonlySet<string> },
  report: Report,
): void {
  const [start, ...others] = starts;
  if (start === undefined || others.length > 0) report('BPMN-036', scope.subject, { count: String(starts.length) });
  else if (start.event.type === 'none' && !refused.has(start.id)) report('BPMN-037', nodeSubject(start));
}
