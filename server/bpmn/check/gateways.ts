import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessModel } from '../../engine/definition/process-definition.ts';
import type { Report } from '../finding.ts';
import { nodeSubject, type CheckedProcess } from './checked-process.ts';

/** Ways out of gateways (semantics section 19). */
export function checkGateways({ model, refused }: CheckedProcess, report: Report): void {
  for (const node of model.nodes.values()) {
    if (node.kind === 'eventBasedGateway') checkEventBasedGateway(model, node, report);
    const deciding = node.kind === 'exclusiveGateway' || node.kind === 'inclusiveGateway';
    if (!deciding && node.kind !== 'parallelGateway') continue;
    if (node.outgoing.length === 0) report(deciding ? 'BPMN-043' : 'BPMN-049', nodeSubject(node));
    // A join, or a gateway with one way on, decides nothing; an inclusive gateway may take a flow without condition
    // always.
    if (node.kind !== 'exclusiveGateway' || node.outgoing.length < 2) continue;
    const unconditioned = node.outgoing.filter(
      (id) => id !== node.defaultFlow && !refused.has(id) && model.flows.get(id)?.condition === undefined,
    );
    // One such flow is taken when its turn comes (Camunda); with a default flow, or twice, it can only be a mistake.
    const code = node.defaultFlow === undefined && unconditioned.length === 1 ? 'BPMN-105' : 'BPMN-044';
    for (const id of unconditioned) {
      const name = model.flows.get(id)?.name;
      report(code, { kind: 'sequenceFlow', id, ...(name === undefined ? {} : { name }) }, { source: node.id });
    }
  }
}

/** Only what waits for an event may follow (BPMN 2.0.2, 10.6.6). */
function checkEventBasedGateway(model: ProcessModel, gateway: FlowNode, report: Report): void {
  if (gateway.outgoing.length === 0) report('BPMN-043', nodeSubject(gateway));
  for (const id of gateway.outgoing) {
    const target = model.nodes.get(model.flows.get(id)?.targetId ?? '');
    if (target !== undefined && target.kind !== 'intermediateCatchEvent' && target.kind !== 'receiveTask')
      report('BPMN-104', nodeSubject(gateway), { target: target.id });
  }
}
