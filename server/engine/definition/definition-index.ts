import { definitionsOf } from './event-definition.ts';
import type { BoundaryEvent, FlowNode, StartEvent, SubProcess } from './flow-node.ts';
import type { ProcessDefinition, SequenceFlow } from './process-definition.ts';

/** An event sub-process with the start event that triggers it. */
export interface EventSubProcessEntry {
  readonly subProcess: SubProcess;
  readonly start: StartEvent;
}

/** What the engine asks of a definition again and again, worked out once per definition. Keys are element ids. */
export interface DefinitionIndex {
  readonly outgoing: ReadonlyMap<string, readonly SequenceFlow[]>;
  /** Start events directly inside a scope. */
  readonly starts: ReadonlyMap<string, readonly StartEvent[]>;
  readonly eventSubProcesses: ReadonlyMap<string, readonly EventSubProcessEntry[]>;
  /** Boundary events by the activity they are attached to; compensation ones are in `compensationHandlers`. */
  readonly boundaryEvents: ReadonlyMap<string, readonly BoundaryEvent[]>;
  /** Compensation handler by the activity that it compensates. */
  readonly compensationHandlers: ReadonlyMap<string, FlowNode>;
  /** Scopes that hold an inclusive or complex gateway with several incoming flows. */
  readonly joinScopes: ReadonlySet<string>;
  readonly hasConditionalEvents: boolean;
  /** By sequence flow: see `nodesReaching`. Filled when first asked for. */
  readonly reaching: Map<string, ReadonlySet<string>>;
}

const indexes = new WeakMap<ProcessDefinition, DefinitionIndex>();

export function indexDefinition(definition: ProcessDefinition): DefinitionIndex {
  let index = indexes.get(definition);
  if (!index) {
    index = buildIndex(definition);
    indexes.set(definition, index);
  }
  return index;
}

function buildIndex(definition: ProcessDefinition): DefinitionIndex {
  const outgoing = new Map<string, SequenceFlow[]>();
  const starts = new Map<string, StartEvent[]>();
  const eventSubProcesses = new Map<string, EventSubProcessEntry[]>();
  const boundaryEvents = new Map<string, BoundaryEvent[]>();
  const compensationHandlers = new Map<string, FlowNode>();
  const joinScopes = new Set<string>();
  let hasConditionalEvents = false;
  for (const node of definition.nodes.values()) {
    if ('event' in node && definitionsOf(node.event).some(({ type }) => type === 'conditional'))
      hasConditionalEvents = true;
    outgoing.set(
      node.id,
      node.outgoing.map((id) => getFlow(definition, id)),
    );
    if (node.kind === 'startEvent') append(starts, node.scopeId, node);
    if ((node.kind === 'inclusiveGateway' || node.kind === 'complexGateway') && node.incoming.length > 1)
      joinScopes.add(node.scopeId);
    if (node.kind === 'boundaryEvent') {
      if (node.event.type !== 'compensation') append(boundaryEvents, node.attachedTo, node);
      else if (node.compensationHandler !== undefined)
        compensationHandlers.set(node.attachedTo, getNode(definition, node.compensationHandler));
    }
  }
  for (const node of definition.nodes.values()) {
    if (node.kind !== 'eventSubProcess') continue;
    const start = starts.get(node.id)?.[0];
    if (!start) continue;
    // What compensates the surrounding scope waits for nothing while that runs.
    if (start.event.type === 'compensation') compensationHandlers.set(node.scopeId, node);
    else append(eventSubProcesses, node.scopeId, { subProcess: node, start });
  }
  return {
    outgoing,
    starts,
    eventSubProcesses,
    boundaryEvents,
    compensationHandlers,
    joinScopes,
    hasConditionalEvents,
    reaching: new Map(),
  };
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** @throws Error when the definition has no such node. */
export function getNode(definition: ProcessDefinition, id: string): FlowNode {
  const node = definition.nodes.get(id);
  if (!node) throw new Error(`Process ${definition.key} has no flow node ${id}.`);
  return node;
}

/** @throws Error when the definition has no such sequence flow. */
export function getFlow(definition: ProcessDefinition, id: string): SequenceFlow {
  const flow = definition.flows.get(id);
  if (!flow) throw new Error(`Process ${definition.key} has no sequence flow ${id}.`);
  return flow;
}
