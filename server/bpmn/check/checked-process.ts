import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessModel } from '../../engine/definition/process-definition.ts';
import type { Subject } from '../finding.ts';

/** A compiled process as the rules see it. */
export interface CheckedProcess {
  readonly model: ProcessModel;
  /** Ids of elements that are missing or incomplete in the model because they were refused (and reported) already. */
  readonly refused: ReadonlySet<string>;
}

/** The process or a sub-process, with the nodes directly inside. */
export interface CheckedScope {
  readonly subject: Subject & { readonly id: string };
  readonly kind: 'process' | 'subProcess' | 'transaction' | 'adHocSubProcess' | 'eventSubProcess';
  readonly nodes: readonly FlowNode[];
}

/** All scopes of a process, outer ones first. */
export function scopesOf(model: ProcessModel): readonly CheckedScope[] {
  const inside = (ids: readonly string[]): readonly FlowNode[] =>
    ids.map((id) => model.nodes.get(id)).filter((node) => node !== undefined);
  const scopes: CheckedScope[] = [{ subject: processSubject(model), kind: 'process', nodes: inside(model.children) }];
  for (const node of model.nodes.values()) {
    if (isScope(node)) scopes.push({ subject: nodeSubject(node), kind: node.kind, nodes: inside(node.children) });
  }
  return scopes;
}

export function processSubject(model: ProcessModel): Subject & { readonly id: string } {
  return { kind: 'process', id: model.key, ...(model.name === undefined ? {} : { name: model.name }) };
}

export function nodeSubject(node: FlowNode): Subject & { readonly id: string } {
  return {
    kind: node.kind === 'eventSubProcess' ? 'subProcess' : node.kind,
    id: node.id,
    ...(node.name === undefined ? {} : { name: node.name }),
  };
}

type ScopeNode = Extract<FlowNode, { kind: 'subProcess' | 'transaction' | 'adHocSubProcess' | 'eventSubProcess' }>;

/** A node with nodes inside. */
export function isScope(node: FlowNode): node is ScopeNode {
  return (
    node.kind === 'subProcess' ||
    node.kind === 'transaction' ||
    node.kind === 'adHocSubProcess' ||
    node.kind === 'eventSubProcess'
  );
}

/** Activities do work and can carry boundary events; events and gateways are none (BPMN 2.0.2, 10.3). */
export function isActivity(node: FlowNode): boolean {
  return (
    node.kind.endsWith('Task') ||
    node.kind === 'task' ||
    node.kind === 'callActivity' ||
    (isScope(node) && node.kind !== 'eventSubProcess')
  );
}
