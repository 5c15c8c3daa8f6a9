import type { DataFlow, DataItem } from '../../engine/definition/data-flow.ts';
import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessModel } from '../../engine/definition/process-definition.ts';

/**
 * Gives each process and sub-process the data objects and properties of its own that are executed: those that a data
 * association moves or a multi-instance activity fills. Others stay a drawing, as in Camunda 7, so that a model in which
 * data is only drawn has no variables from it.
 */
export function holdData(model: ProcessModel): ProcessModel {
  const held = new Map<string, Set<string>>();
  const hold = ({ name, holder }: DataItem) => {
    if (holder !== undefined) held.set(holder, (held.get(holder) ?? new Set()).add(name));
  };
  for (const { data, repetition } of model.nodes.values()) {
    for (const { sources, target } of [...(data?.inputs ?? []), ...(data?.outputs ?? [])])
      for (const item of [...sources, target]) hold(item);
    if (repetition?.type === 'multiInstance' && repetition.outputCollection !== undefined)
      hold({
        name: repetition.outputCollection,
        ...(repetition.outputHolder === undefined ? {} : { holder: repetition.outputHolder }),
      });
  }
  if (held.size === 0) return model;
  const nodes = new Map<string, FlowNode>();
  for (const [id, node] of model.nodes) nodes.set(id, withHeld(node, held.get(id)));
  const own = held.get(model.key);
  return { ...model, nodes, ...(own === undefined ? {} : { holds: [...own] }) };
}

function withHeld(node: FlowNode, names: ReadonlySet<string> | undefined): FlowNode {
  if (names === undefined) return node;
  const data: DataFlow = node.data ?? { holds: [], inputs: [], outputs: [] };
  return { ...node, data: { ...data, holds: [...new Set([...data.holds, ...names])] } };
}
