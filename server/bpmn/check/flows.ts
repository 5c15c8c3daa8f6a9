import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { SequenceFlow } from '../../engine/definition/process-definition.ts';
import type { Report, Subject } from '../finding.ts';
import { nodeSubject, type CheckedProcess } from './checked-process.ts';

function flowSubject(flow: SequenceFlow): Subject {
  return { kind: 'sequenceFlow', id: flow.id, ...(flow.name === undefined ? {} : { name: flow.name }) };
}

/** What a sequence flow may connect (BPMN 2.0.2, table 7.3), and default flows. */
export function checkFlows({ model, refused }: CheckedProcess, report: Report): void {
  for (const flow of model.flows.values()) {
    const source = model.nodes.get(flow.sourceId);
    const target = model.nodes.get(flow.targetId);
    if (refused.has(flow.sourceId) || refused.has(flow.targetId)) continue;
    if (source === undefined || target === undefined || source.scopeId !== target.scopeId)
      report('BPMN-040', flowSubject(flow), { source: flow.sourceId, target: flow.targetId });
    if (source !== undefined) checkSource(flow, source, report);
    if (target !== undefined) checkTarget(flow, target, report);
  }
  for (const node of model.nodes.values()) {
    if (node.defaultFlow !== undefined && !node.outgoing.includes(node.defaultFlow))
      report('BPMN-042', nodeSubject(node), { flow: node.defaultFlow });
  }
}

function checkSource(flow: SequenceFlow, source: FlowNode, report: Report): void {
  if (source.kind === 'endEvent') report('BPMN-046', flowSubject(flow), { source: source.id });
  if (source.kind === 'eventSubProcess') report('BPMN-038', nodeSubject(source), { flow: flow.id });
  if (source.isForCompensation) report('BPMN-075', nodeSubject(source), { flow: flow.id });
  if (source.defaultFlow === flow.id && flow.condition !== undefined)
    report('BPMN-041', flowSubject(flow), { source: source.id });
  if (source.kind === 'parallelGateway' && flow.condition !== undefined) report('BPMN-048', flowSubject(flow));
}

function checkTarget(flow: SequenceFlow, target: FlowNode, report: Report): void {
  if (target.kind === 'startEvent' || target.kind === 'boundaryEvent')
    report('BPMN-045', flowSubject(flow), { target: target.id, kind: target.kind });
  if (target.kind === 'eventSubProcess') report('BPMN-038', nodeSubject(target), { flow: flow.id });
  if (target.isForCompensation) report('BPMN-075', nodeSubject(target), { flow: flow.id });
}
