import type { AsyncContinuation, FlowNode } from '../../engine/definition/flow-node.ts';
import {
  readBoolean,
  readElement,
  readElements,
  readExtensions,
  readText,
  type ModdleElement,
} from '../moddle-element.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileExpression, readExpression } from './expression.ts';
import { compileListeners } from './listener.ts';
import { compileDataFlow } from './data-flow.ts';
import { compileMappings } from './mapping.ts';
import { compileRepetition } from './repetition.ts';

/** What a node's own element does not say: its place in the process and what is connected to it. */
export interface NodePlace {
  readonly id: string;
  readonly scopeId: string;
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  readonly boundaryEvents: readonly string[];
}

/** The part that all flow nodes have. */
export type NodeBase = Pick<
  FlowNode,
  | 'id'
  | 'name'
  | 'scopeId'
  | 'incoming'
  | 'outgoing'
  | 'asyncBefore'
  | 'asyncAfter'
  | 'inputs'
  | 'outputs'
  | 'data'
  | 'listeners'
  | 'retryTimeCycle'
  | 'jobPriority'
  | 'boundaryEvents'
  | 'defaultFlow'
  | 'isForCompensation'
  | 'startQuantity'
  | 'completionQuantity'
  | 'repetition'
  | 'properties'
  | 'documentation'
>;

/** Compiles what is common to all flow nodes. */
export function compileNodeBase(element: ModdleElement, place: NodePlace, compilation: Compilation): NodeBase {
  const name = readText(element, 'name');
  const continuation: AsyncContinuation = { exclusive: element.get('camunda:exclusive') !== false };
  const cycle = readExtensions(element, 'camunda:FailedJobRetryTimeCycle')
    .map((extension) => readText(extension, 'body'))
    .find((text) => text !== undefined);
  const jobPriority = readExpression(element, 'camunda:jobPriority', element, compilation);
  const defaultFlow = readElement(element, 'default')?.id;
  const documentation = readDocumentation(element);
  const repetition = compileRepetition(element, compilation);
  const data = compileDataFlow(element, compilation);
  return {
    ...place,
    ...(name === undefined ? {} : { name }),
    // `camunda:async` is the old name of asyncBefore.
    ...(readBoolean(element, 'camunda:asyncBefore') || readBoolean(element, 'camunda:async')
      ? { asyncBefore: continuation }
      : {}),
    ...(readBoolean(element, 'camunda:asyncAfter') ? { asyncAfter: continuation } : {}),
    ...compileMappings(element, compilation),
    ...(data === undefined ? {} : { data }),
    listeners: compileListeners(element, compilation),
    ...(cycle === undefined
      ? {}
      : { retryTimeCycle: compileExpression(cycle, element, 'failedJobRetryTimeCycle', compilation) }),
    ...(jobPriority === undefined ? {} : { jobPriority }),
    ...(defaultFlow === undefined ? {} : { defaultFlow }),
    ...compileQuantities(element, compilation),
    ...(repetition === undefined ? {} : { repetition }),
    isForCompensation: readBoolean(element, 'isForCompensation'),
    properties: readProperties(element),
    ...(documentation === undefined ? {} : { documentation }),
  };
}

/** Tokens that start an activity and that leave it (BPMN 2.0.2, table 10.3). */
function compileQuantities(
  element: ModdleElement,
  compilation: Compilation,
): { startQuantity?: number; completionQuantity?: number } {
  const quantities: { startQuantity?: number; completionQuantity?: number } = {};
  for (const name of ['startQuantity', 'completionQuantity'] as const) {
    const text = readText(element, name);
    if (text === undefined || text === '1') continue;
    if (!/^[1-9]\d{0,3}$/.test(text)) compilation.report('BPMN-076', subjectOf(element), { name, value: text });
    else quantities[name] = Number(text);
  }
  return quantities;
}

/** `camunda:properties`; a name that comes twice keeps its first value, as in Camunda's model API. */
export function readProperties(element: ModdleElement): Readonly<Record<string, string>> {
  const properties = new Map<string, string>();
  for (const property of readExtensions(element, 'camunda:Properties').flatMap((list) =>
    readElements(list, 'values'),
  )) {
    const name = readText(property, 'name');
    if (name !== undefined && !properties.has(name)) properties.set(name, readText(property, 'value') ?? '');
  }
  return Object.fromEntries(properties);
}

export function readDocumentation(element: ModdleElement): string | undefined {
  return readElements(element, 'documentation')
    .map((text) => readText(text, 'text'))
    .find((text) => text !== undefined);
}
