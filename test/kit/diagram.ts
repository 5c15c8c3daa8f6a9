import type { FlowNode } from '../../server/engine/definition/flow-node.ts';
import type { ProcessDefinition, SequenceFlow } from '../../server/engine/definition/process-definition.ts';
import { DiagramBuilder } from './diagram-builder.ts';

/**
 * A process drawn in BPMN's shapes; its key is `process`, or what a first line `process name` says.
 *
 * ```
 * (event) [user task] [/external task] {sub-process}
 * <x exclusive> <+ parallel> <o inclusive>
 * [= name = expression] (result in the variable `name`)   [% name = script]   [+ called process]
 * [? receive task of that message] [! send task of that message] [# decision] [- manual task]
 * a -> b    a -condition-> b    a ->> b (default flow)
 * (wait @PT5M) (wait ?message) (throw ^message) (end !ERROR) (undo <<) (undo << activity) (end *): catch, throw,
 * terminate
 * [task] @PT3S (late) -> ...   boundary events: @PT3S timer, @?message, @!CODE, @! any error; @~ does not interrupt
 * [task] @<< [undo]            compensation handler
 * {name                        the inside of a sub-process, up to a line with }
 * {name @PT3S                  the inside of an event sub-process and what triggers it, as for boundary events
 * ```
 * Ids are the names with `_` for blanks, flows `source-target`. An event without incoming flow is a start event, one
 * without outgoing flow an end event.
 */
export function diagram(strings: TemplateStringsArray, ...values: readonly unknown[]): ProcessDefinition {
  return draw(String.raw({ raw: strings.raw }, ...values.map(String)));
}

/** As `diagram`, from a plain string. */
export function draw(drawing: string): ProcessDefinition {
  const lines = drawing
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const named = /^process (\S+)$/.exec(lines[0] ?? '');
  const key = named?.[1] ?? 'process';
  const builder = new DiagramBuilder(key);
  for (const line of named ? lines.slice(1) : lines) builder.read(line);
  const { nodes, flows } = builder.build();
  return {
    id: `${key}:1:test`,
    key,
    version: 1,
    deploymentId: 'deployment',
    tenantId: null,
    startableInTasklist: true,
    candidateStarterGroups: [],
    candidateStarterUsers: [],
    listeners: [],
    properties: {},
    nodes,
    flows,
    children: [...nodes.values()].filter((node) => node.scopeId === key).map((node) => node.id),
    lanes: [],
  };
}

/** The definition with other values for some fields of a node (`asyncBefore`, `inputs`, `listeners`, …). */
export function withNode(
  definition: ProcessDefinition,
  id: string,
  fields: Record<string, unknown>,
): ProcessDefinition {
  const node = definition.nodes.get(id);
  if (!node) throw new Error(`The drawing has no node ${id}; it has ${[...definition.nodes.keys()].join(', ')}.`);
  return { ...definition, nodes: new Map(definition.nodes).set(id, { ...node, ...fields } as FlowNode) };
}

/** The definition with other values for some fields of a sequence flow. */
export function withFlow(definition: ProcessDefinition, id: string, fields: Partial<SequenceFlow>): ProcessDefinition {
  const flow = definition.flows.get(id);
  if (!flow)
    throw new Error(`The drawing has no sequence flow ${id}; it has ${[...definition.flows.keys()].join(', ')}.`);
  return { ...definition, flows: new Map(definition.flows).set(id, { ...flow, ...fields }) };
}
