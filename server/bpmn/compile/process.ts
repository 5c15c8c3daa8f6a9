import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { Lane, ProcessModel, SequenceFlow } from '../../engine/definition/process-definition.ts';
import { readBoolean, readElement, readElements, readText, type ModdleElement } from '../moddle-element.ts';
import { collectElements, type CollectedElements } from './collect-elements.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { readExpression, splitCommaList } from './expression.ts';
import { compileListeners } from './listener.ts';
import { compileNode } from './node.ts';
import { compileNodeBase, readDocumentation, readProperties } from './node-base.ts';
import { compileSequenceFlow } from './sequence-flow.ts';

export interface CompiledProcess {
  readonly model: ProcessModel;
  /** Ids of elements that were refused; the model lacks them, and rules that need the whole are not applied. */
  readonly refused: ReadonlySet<string>;
}

/** Compiles an executable `bpmn:Process`. Undefined when it has no id. */
export function compileProcess(element: ModdleElement, compilation: Compilation): CompiledProcess | undefined {
  const { id } = element;
  if (id === undefined) return void compilation.report('BPMN-012', subjectOf(element));
  const collected = collectElements(element, compilation);
  const flows = compileFlows(collected, compilation);
  const optional = compileProcessAttributes(element, compilation);
  const model: ProcessModel = {
    key: id,
    ...optional,
    startableInTasklist: element.get('camunda:isStartableInTasklist') !== false,
    candidateStarterGroups: splitCommaList(readText(element, 'camunda:candidateStarterGroups') ?? ''),
    candidateStarterUsers: splitCommaList(readText(element, 'camunda:candidateStarterUsers') ?? ''),
    listeners: compileListeners(element, compilation),
    properties: readProperties(element),
    nodes: compileNodes(element, collected, flows, compilation),
    flows,
    children: collected.children.get(id) ?? [],
    lanes: readElements(element, 'laneSets').flatMap(readLanes),
  };
  return { model, refused: compilation.refused };
}

function compileProcessAttributes(element: ModdleElement, compilation: Compilation): Partial<ProcessModel> {
  const name = readText(element, 'name');
  const versionTag = readText(element, 'camunda:versionTag');
  const documentation = readDocumentation(element);
  const historyTimeToLive = compileTimeToLive(element, compilation);
  const jobPriority = readExpression(element, 'camunda:jobPriority', element, compilation);
  return {
    ...(name === undefined ? {} : { name }),
    ...(versionTag === undefined ? {} : { versionTag }),
    ...(documentation === undefined ? {} : { documentation }),
    ...(historyTimeToLive === undefined ? {} : { historyTimeToLive }),
    ...(jobPriority === undefined ? {} : { jobPriority }),
  };
}

/** Days, as `180` or `P180D` (semantics section 12). */
function compileTimeToLive(element: ModdleElement, compilation: Compilation): number | undefined {
  const value = readText(element, 'camunda:historyTimeToLive');
  if (value === undefined) return void compilation.report('BPMN-032', subjectOf(element));
  const days = /^(?:P(\d{1,6})D|(\d{1,6}))$/.exec(value);
  if (days === null) return void compilation.report('BPMN-033', subjectOf(element), { value });
  return Number(days[1] ?? days[2]);
}

function compileFlows(collected: CollectedElements, compilation: Compilation): ReadonlyMap<string, SequenceFlow> {
  const flows = new Map<string, SequenceFlow>();
  for (const { element, id } of collected.flows) {
    const flow = compileSequenceFlow(element, id, compilation);
    if (flow !== undefined) flows.set(id, flow);
  }
  return flows;
}

function compileNodes(
  process: ModdleElement,
  collected: CollectedElements,
  flows: ReadonlyMap<string, SequenceFlow>,
  compilation: Compilation,
): ReadonlyMap<string, FlowNode> {
  const incoming = groupFlowIds(flows, (flow) => flow.targetId);
  const outgoing = groupFlowIds(flows, (flow) => flow.sourceId);
  const taskPriority = readText(process, 'camunda:taskPriority');
  const nodes = new Map<string, FlowNode>();
  for (const { element, id, scope } of collected.nodes) {
    const place = {
      id,
      scopeId: scope.id ?? '',
      incoming: incoming.get(id) ?? [],
      outgoing: outgoing.get(id) ?? [],
      boundaryEvents: collected.boundaryEvents.get(id) ?? [],
    };
    const handler = collected.associations.get(id)?.find((target) => readBoolean(target, 'isForCompensation'))?.id;
    const surroundings = {
      children: collected.children.get(id) ?? [],
      inEventSubProcess: scope.$type === 'bpmn:SubProcess' && readBoolean(scope, 'triggeredByEvent'),
      ...(handler === undefined ? {} : { compensationHandler: handler }),
      ...(taskPriority === undefined ? {} : { taskPriority }),
    };
    nodes.set(id, compileNode(element, compileNodeBase(element, place, compilation), surroundings, compilation));
  }
  return nodes;
}

/** Ids of flows by one of their ends, in document order. */
function groupFlowIds(
  flows: ReadonlyMap<string, SequenceFlow>,
  end: (flow: SequenceFlow) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const flow of flows.values()) {
    const group = groups.get(end(flow));
    if (group === undefined) groups.set(end(flow), [flow.id]);
    else group.push(flow.id);
  }
  return groups;
}

/** Lanes of a lane set and of the sets inside its lanes, outer ones first. */
function readLanes(laneSet: ModdleElement): readonly Lane[] {
  return readElements(laneSet, 'lanes').flatMap((lane) => {
    const name = readText(lane, 'name');
    const inner = readElement(lane, 'childLaneSet');
    const nodeIds = readElements(lane, 'flowNodeRef').flatMap((node) => (node.id === undefined ? [] : [node.id]));
    const own: Lane = { id: lane.id ?? '', ...(name === undefined ? {} : { name }), nodeIds };
    return [own, ...(inner === undefined ? [] : readLanes(inner))];
  });
}
