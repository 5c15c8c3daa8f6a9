import type { Report } from '../finding.ts';
import { isActivity, nodeSubject, type CheckedProcess } from './checked-process.ts';

/** Hosts and ways out of boundary events (BPMN 2.0.2, 10.5.4). */
export function checkBoundaryEvents({ model, refused }: CheckedProcess, report: Report): void {
  for (const node of model.nodes.values()) {
    if (node.kind !== 'boundaryEvent') continue;
    const host = model.nodes.get(node.attachedTo);
    if (!refused.has(node.attachedTo) && (host === undefined || !isActivity(host) || host.scopeId !== node.scopeId)) {
      report('BPMN-085', nodeSubject(node), { host: node.attachedTo || '-' });
    }
    if (node.event.type === 'compensation') {
      for (const flow of node.outgoing) report('BPMN-075', nodeSubject(node), { flow });
    } else if (node.outgoing.length === 0) report('BPMN-086', nodeSubject(node));
  }
}
