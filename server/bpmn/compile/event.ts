import { definitionsOf, type EventDefinition } from '../../engine/definition/event-definition.ts';
import type { FlowNode, StartEvent } from '../../engine/definition/flow-node.ts';
import { readElement, readText, type ModdleElement } from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { passedOn } from './data-flow.ts';
import { compileEventDefinition } from './event-definition.ts';
import { compileForm } from './form.ts';
import type { NodeBase } from './node-base.ts';

/** What an event must know of its surroundings. */
export interface EventSurroundings {
  readonly inEventSubProcess: boolean;
  /** Compensation boundary event: id of the activity that its association leads to. */
  readonly compensationHandler?: string;
}

export function compileStartEvent(
  element: ModdleElement,
  base: NodeBase,
  surroundings: EventSurroundings,
  compilation: Compilation,
): StartEvent {
  const event = compileEventDefinition(
    element,
    surroundings.inEventSubProcess ? 'event sub-process start' : 'start',
    compilation,
  );
  const interrupting = !surroundings.inEventSubProcess || element.get('isInterrupting') !== false;
  if (alwaysInterrupts(event) && !interrupting) compilation.report('BPMN-084', subjectOf(element));
  const initiator = readText(element, 'camunda:initiator');
  return {
    ...base,
    kind: 'startEvent',
    event,
    interrupting,
    ...compileForm(element, compilation),
    ...(initiator === undefined ? {} : { initiator }),
  };
}

export function compileEndEvent(element: ModdleElement, base: NodeBase, compilation: Compilation): FlowNode {
  const event = withPayload(compileEventDefinition(element, 'end', compilation), base);
  return { ...base, kind: 'endEvent', event };
}

export function compileIntermediateThrow(element: ModdleElement, base: NodeBase, compilation: Compilation): FlowNode {
  return {
    ...base,
    kind: 'intermediateThrowEvent',
    event: withPayload(compileEventDefinition(element, 'intermediate throw', compilation), base),
  };
}

export function compileIntermediateCatch(element: ModdleElement, base: NodeBase, compilation: Compilation): FlowNode {
  reportMissingDefinition(element, compilation);
  return {
    ...base,
    kind: 'intermediateCatchEvent',
    event: compileEventDefinition(element, 'intermediate catch', compilation),
  };
}

export function compileBoundaryEvent(
  element: ModdleElement,
  base: NodeBase,
  surroundings: EventSurroundings,
  compilation: Compilation,
): FlowNode {
  reportMissingDefinition(element, compilation);
  const event = compileEventDefinition(element, 'boundary', compilation);
  const { compensationHandler } = surroundings;
  const interrupting = element.get('cancelActivity') !== false;
  if (alwaysInterrupts(event) && !interrupting) compilation.report('BPMN-084', subjectOf(element));
  if (event.type === 'compensation' && compensationHandler === undefined)
    compilation.report('BPMN-087', subjectOf(element));
  return {
    ...base,
    kind: 'boundaryEvent',
    event,
    attachedTo: readElement(element, 'attachedToRef')?.id ?? '',
    interrupting,
    ...(event.type === 'compensation' && compensationHandler !== undefined ? { compensationHandler } : {}),
  };
}

/** What is thrown takes the data inputs of its event along, unless `camunda:in` says what it takes. */
function withPayload(event: EventDefinition, { data }: NodeBase): EventDefinition {
  const payload = passedOn(data);
  if (payload.length === 0) return event;
  switch (event.type) {
    case 'multiple':
      return { ...event, definitions: event.definitions.map((each) => withPayload(each, { data } as NodeBase)) };
    case 'signal':
      return event.in.length > 0 ? event : { ...event, in: payload };
    case 'error':
    case 'escalation':
      return { ...event, in: payload };
    default:
      return event;
  }
}

function reportMissingDefinition(element: ModdleElement, compilation: Compilation): void {
  const definitions = [element.get('eventDefinitions'), element.get('eventDefinitionRef')];
  if (definitions.every((list) => !Array.isArray(list) || list.length === 0))
    compilation.report('BPMN-090', subjectOf(element));
}

function alwaysInterrupts(event: EventDefinition): boolean {
  return definitionsOf(event).some(({ type }) => type === 'error' || type === 'cancel');
}
