import { definitionsOf, type EventDefinition } from '../../engine/definition/event-definition.ts';
import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { Report } from '../finding.ts';
import { describeSubject } from '../finding.ts';
import { nodeSubject, scopesOf, type CheckedProcess, type CheckedScope } from './checked-process.ts';

/**
 * No two events wait for the same message, or catch the same error or escalation, in one place: it would be chance which one gets it.
 */
export function checkSubscriptions({ model }: CheckedProcess, report: Report): void {
  for (const scope of scopesOf(model)) {
    reportSame(eventSubProcessStarts(scope, model.nodes), report);
    // Start events of the process wait outside of any instance, so they compete with each other only.
    if (scope.kind === 'process')
      reportSame(
        scope.nodes.filter((node) => node.kind === 'startEvent'),
        report,
      );
    for (const node of scope.nodes) {
      reportSame(
        node.boundaryEvents.map((id) => model.nodes.get(id)).filter((event) => event?.kind === 'boundaryEvent'),
        report,
      );
    }
  }
}

type Catching = Extract<FlowNode, { kind: 'startEvent' | 'boundaryEvent' }>;

function eventSubProcessStarts(scope: CheckedScope, nodes: ReadonlyMap<string, FlowNode>): readonly Catching[] {
  return scope.nodes
    .flatMap((node) => (node.kind === 'eventSubProcess' ? node.children : []))
    .map((id) => nodes.get(id))
    .filter((node) => node?.kind === 'startEvent');
}

function reportSame(events: readonly Catching[], report: Report): void {
  const first = new Map<string, Catching>();
  for (const node of events) {
    for (const event of definitionsOf(node.event)) {
      const key = subscriptionKey(event);
      if (key === undefined) continue;
      const other = first.get(key.unique);
      if (other === undefined) first.set(key.unique, node);
      else if (other !== node)
        report(key.code, nodeSubject(node), { ...key.parameters, other: describeSubject(nodeSubject(other)) });
    }
  }
}

function subscriptionKey(
  event: EventDefinition,
):
  | { readonly unique: string; readonly code: 'BPMN-092' | 'BPMN-093'; readonly parameters: Record<string, string> }
  | undefined {
  switch (event.type) {
    case 'message':
    case 'signal':
      return {
        unique: `${event.type} ${event.name.source}`,
        code: 'BPMN-092',
        parameters: { kind: event.type, message: event.name.source },
      };
    case 'error':
    case 'escalation':
      return {
        unique: `${event.type} ${event.code ?? ''}`,
        code: 'BPMN-093',
        parameters: { kind: event.type, code: event.code ?? '*' },
      };
    default:
      return undefined;
  }
}
