import type {
  BusinessRuleTask,
  FlowNode,
  ReceiveTask,
  ScriptTask,
  ServiceTask,
} from '../../engine/definition/flow-node.ts';
import { readBoolean, readText, type ModdleElement } from '../moddle-element.ts';
import { compileBinding } from './binding.ts';
import { resultOf } from './data-flow.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { readMessageName } from './event-definition.ts';
import { compileExpression, compileScript, readExpression } from './expression.ts';
import { compileImplementation } from './implementation.ts';
import type { NodeBase } from './node-base.ts';

export function compileServiceTask(
  element: ModdleElement,
  base: NodeBase,
  compilation: Compilation,
  processPriority?: string,
): ServiceTask {
  const implementation = compileImplementation(element, element, compilation, processPriority);
  if (implementation === 'missing') compilation.report('BPMN-050', subjectOf(element));
  return { ...base, kind: 'serviceTask', ...(typeof implementation === 'string' ? {} : { implementation }) };
}

/** A send task without an implementation delivers its message to whoever waits for it. */
export function compileSendTask(
  element: ModdleElement,
  base: NodeBase,
  compilation: Compilation,
  processPriority?: string,
): ServiceTask {
  const implementation = compileImplementation(element, element, compilation, processPriority);
  const name = readMessageName(element);
  if (implementation === 'missing' && name === undefined) compilation.report('BPMN-052', subjectOf(element));
  return {
    ...base,
    kind: 'sendTask',
    ...(typeof implementation === 'string' ? {} : { implementation }),
    ...(name === undefined ? {} : { message: compileExpression(name, element, 'message', compilation) }),
  };
}

export function compileReceiveTask(element: ModdleElement, base: NodeBase, compilation: Compilation): ReceiveTask {
  const name = readMessageName(element);
  return {
    ...base,
    kind: 'receiveTask',
    ...(readBoolean(element, 'instantiate') ? { instantiate: true } : {}),
    ...(name === undefined ? {} : { message: compileExpression(name, element, 'message', compilation) }),
  };
}

export function compileScriptTask(element: ModdleElement, base: NodeBase, compilation: Compilation): ScriptTask {
  const parts = {
    format: readText(element, 'scriptFormat'),
    text: readText(element, 'script'),
    resource: readText(element, 'camunda:resource'),
  };
  const script = compileScript(parts, element, compilation) ?? { language: 'javascript' as const, source: '' };
  const resultVariable = readText(element, 'camunda:resultVariable');
  return {
    ...base,
    kind: 'scriptTask',
    script,
    ...(resultVariable === undefined ? resultOf(base.data) : { resultVariable }),
  };
}

export function compilePlainTask(element: ModdleElement, base: NodeBase): FlowNode {
  return { ...base, kind: element.$type === 'bpmn:ManualTask' ? 'manualTask' : 'task' };
}

type DecisionResultMapping = BusinessRuleTask['mapDecisionResult'];
const resultMappings = new Map<string, DecisionResultMapping>([
  ['singleEntry', 'singleEntry'],
  ['singleResult', 'singleResult'],
  ['collectEntries', 'collectEntries'],
  ['resultList', 'resultList'],
]);

export function compileBusinessRuleTask(
  element: ModdleElement,
  base: NodeBase,
  compilation: Compilation,
  processPriority?: string,
): BusinessRuleTask {
  const resultVariable = readText(element, 'camunda:resultVariable');
  const mappingText = readText(element, 'camunda:mapDecisionResult') ?? 'resultList';
  const mapDecisionResult = resultMappings.get(mappingText);
  if (mapDecisionResult === undefined) compilation.report('BPMN-059', subjectOf(element), { value: mappingText });
  const common = {
    ...base,
    kind: 'businessRuleTask' as const,
    mapDecisionResult: mapDecisionResult ?? 'resultList',
    ...(resultVariable === undefined ? resultOf(base.data) : { resultVariable }),
  };

  const key = readExpression(element, 'camunda:decisionRef', element, compilation);
  if (key !== undefined)
    return { ...common, decision: { key, ...compileBinding(element, 'decisionRef', compilation) } };
  const implementation = compileImplementation(element, element, compilation, processPriority);
  if (implementation === 'missing') compilation.report('BPMN-058', subjectOf(element));
  return { ...common, ...(typeof implementation === 'string' ? {} : { implementation }) };
}
