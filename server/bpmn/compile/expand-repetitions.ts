import type { DataItem } from '../../engine/definition/data-flow.ts';
import type { EventDefinition } from '../../engine/definition/event-definition.ts';
import type { FlowNode, RepeatingScope, Repetition } from '../../engine/definition/flow-node.ts';
import type { ProcessModel, SequenceFlow } from '../../engine/definition/process-definition.ts';

/**
 * Puts each repeating activity into a scope of its own, which takes over its flows, boundary events and async
 * continuations. A repetition is then a scope like others for the engine: what interrupts, compensates or shows it
 * needs no rule of its own. The activity keeps its id; the scope's is `id#multiInstanceBody` (Camunda) or
 * `id#standardLoop`.
 */
export function expandRepetitions(model: ProcessModel): ProcessModel {
  const bodyIds = new Map<string, string>();
  for (const node of model.nodes.values())
    if (node.repetition) bodyIds.set(node.id, `${node.id}#${bodyKind(node.repetition)}`);
  if (bodyIds.size === 0) return model;
  const moved = (id: string) => bodyIds.get(id) ?? id;
  const nodes = new Map<string, FlowNode>();
  for (const node of model.nodes.values()) {
    if (node.repetition) {
      const body = bodyOf(node, node.repetition, model);
      nodes.set(body.id, body);
      nodes.set(node.id, redirect(instanceOf(node, body, model), moved));
    } else nodes.set(node.id, redirect(node, moved));
  }
  const flows = new Map<string, SequenceFlow>();
  for (const [id, flow] of model.flows)
    flows.set(id, { ...flow, sourceId: moved(flow.sourceId), targetId: moved(flow.targetId) });
  return { ...model, nodes, flows, children: model.children.map(moved) };
}

function bodyKind(repetition: Repetition): RepeatingScope['kind'] {
  return repetition.type === 'multiInstance' ? 'multiInstanceBody' : 'standardLoop';
}

function isCompensationEvent(model: ProcessModel, id: string): boolean {
  const event = model.nodes.get(id);
  return event?.kind === 'boundaryEvent' && event.event.type === 'compensation';
}

function bodyOf(node: FlowNode, repetition: Repetition, model: ProcessModel): RepeatingScope {
  const kind = bodyKind(repetition);
  return {
    id: `${node.id}#${kind}`,
    ...(node.name === undefined ? {} : { name: node.name }),
    kind,
    scopeId: node.scopeId,
    incoming: node.incoming,
    outgoing: node.outgoing,
    ...(node.asyncBefore ? { asyncBefore: node.asyncBefore } : {}),
    ...(node.asyncAfter ? { asyncAfter: node.asyncAfter } : {}),
    inputs: [],
    outputs: [],
    listeners: [],
    ...bodyData(node, repetition),
    ...(node.retryTimeCycle ? { retryTimeCycle: node.retryTimeCycle } : {}),
    ...(node.jobPriority ? { jobPriority: node.jobPriority } : {}),
    boundaryEvents: node.boundaryEvents.filter((id) => !isCompensationEvent(model, id)),
    ...(node.defaultFlow === undefined ? {} : { defaultFlow: node.defaultFlow }),
    ...(node.startQuantity === undefined ? {} : { startQuantity: node.startQuantity }),
    ...(node.completionQuantity === undefined ? {} : { completionQuantity: node.completionQuantity }),
    isForCompensation: node.isForCompensation,
    properties: {},
    children: [node.id],
    repetition,
  };
}

/** Data that the repetition as a whole reads or gives: the list that it goes through, and the one that it fills. */
function bodyData(node: FlowNode, repetition: Repetition): Pick<FlowNode, 'data'> {
  if (repetition.type !== 'multiInstance' || !node.data) return {};
  const inputs = node.data.inputs.filter((association) => isOfBody(association.target, repetition.dataInput));
  const outputs = node.data.outputs.filter(({ sources }) =>
    sources.some((item) => isOfBody(item, repetition.outputCollection)),
  );
  const holds = node.data.holds.filter((name) => name === repetition.outputCollection);
  return inputs.length + outputs.length === 0 ? {} : { data: { holds, inputs, outputs } };
}

function isOfBody({ name, holder }: DataItem, list: string | undefined): boolean {
  return holder === undefined && name === list;
}

/** What is left for each instance. */
function instanceData(node: FlowNode, body: RepeatingScope): Pick<FlowNode, 'data'> {
  const { data } = node;
  if (!data || !body.data) return data ? { data } : {};
  const { holds, inputs, outputs } = body.data;
  return {
    data: {
      holds: data.holds.filter((name) => !holds.includes(name)),
      inputs: data.inputs.filter((each) => !inputs.includes(each)),
      outputs: data.outputs.filter((each) => !outputs.includes(each)),
    },
  };
}

/** The activity inside: each instance can be compensated, so what compensates it stays with it. */
function instanceOf(node: FlowNode, body: RepeatingScope, model: ProcessModel): FlowNode {
  const { asyncBefore: _before, asyncAfter: _after, defaultFlow: _flow, repetition: _repetition, ...rest } = node;
  const { startQuantity: _start, completionQuantity: _completion, ...plain } = rest;
  const { repetition } = body;
  const inner: Pick<FlowNode, 'asyncBefore' | 'asyncAfter'> = repetition.type === 'multiInstance' ? repetition : {};
  return {
    ...plain,
    ...instanceData(node, body),
    scopeId: body.id,
    incoming: [],
    outgoing: [],
    isForCompensation: false,
    boundaryEvents: node.boundaryEvents.filter((id) => isCompensationEvent(model, id)),
    ...(inner.asyncBefore ? { asyncBefore: inner.asyncBefore } : {}),
    ...(inner.asyncAfter ? { asyncAfter: inner.asyncAfter } : {}),
  } as FlowNode;
}

/** What others say of a repeating activity means its scope. */
function redirect(node: FlowNode, moved: (id: string) => string): FlowNode {
  if ('children' in node) return { ...node, children: node.children.map(moved) };
  if (node.kind === 'boundaryEvent') {
    const handler = node.compensationHandler;
    return {
      ...node,
      attachedTo: node.event.type === 'compensation' ? node.attachedTo : moved(node.attachedTo),
      ...(handler === undefined ? {} : { compensationHandler: moved(handler) }),
    };
  }
  if (node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent')
    return { ...node, event: redirectEvent(node.event, moved) };
  return node;
}

function redirectEvent(event: EventDefinition, moved: (id: string) => string): EventDefinition {
  if (event.type === 'multiple')
    return { ...event, definitions: event.definitions.map((each) => redirectEvent(each, moved)) };
  if (event.type !== 'compensation' || event.activityRef === undefined) return event;
  return { ...event, activityRef: moved(event.activityRef) };
}
