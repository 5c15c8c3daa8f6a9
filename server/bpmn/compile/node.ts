import type { FlowNode } from '../../engine/definition/flow-node.ts';
import { readBoolean, readElement, readText, type ModdleElement } from '../moddle-element.ts';
import { compileCallActivity } from './call-activity.ts';
import { subjectOf, type Compilation } from './compilation.ts';
import { compileCondition } from './condition.ts';
import { compileExpression } from './expression.ts';
import {
  compileBoundaryEvent,
  compileEndEvent,
  compileIntermediateCatch,
  compileIntermediateThrow,
  compileStartEvent,
  type EventSurroundings,
} from './event.ts';
import type { NodeBase } from './node-base.ts';
import {
  compileBusinessRuleTask,
  compilePlainTask,
  compileReceiveTask,
  compileScriptTask,
  compileSendTask,
  compileServiceTask,
} from './task.ts';
import { compileUserTask } from './user-task.ts';

/** What compiling a node may ask of the process around it. */
export interface NodeSurroundings extends EventSurroundings {
  /** Sub-process: ids of the nodes directly inside, in document order. */
  readonly children: readonly string[];
  /** `camunda:taskPriority` of the process. */
  readonly taskPriority?: string;
}

const supported = new Set([
  'bpmn:StartEvent',
  'bpmn:EndEvent',
  'bpmn:IntermediateCatchEvent',
  'bpmn:IntermediateThrowEvent',
  'bpmn:BoundaryEvent',
  'bpmn:Task',
  'bpmn:ManualTask',
  'bpmn:UserTask',
  'bpmn:ServiceTask',
  'bpmn:SendTask',
  'bpmn:ReceiveTask',
  'bpmn:ScriptTask',
  'bpmn:BusinessRuleTask',
  'bpmn:ExclusiveGateway',
  'bpmn:ParallelGateway',
  'bpmn:InclusiveGateway',
  'bpmn:EventBasedGateway',
  'bpmn:ComplexGateway',
  'bpmn:SubProcess',
  'bpmn:Transaction',
  'bpmn:AdHocSubProcess',
  'bpmn:CallActivity',
]);

/** Whether an element can be executed; reports it when not. */
export function isSupportedNode(element: ModdleElement, compilation: Compilation): boolean {
  if (supported.has(element.$type)) return true;
  compilation.report('BPMN-020', subjectOf(element));
  return false;
}

/** Compiles one flow node of a kind that `isSupportedNode` lets pass. */
export function compileNode(
  element: ModdleElement,
  base: NodeBase,
  surroundings: NodeSurroundings,
  compilation: Compilation,
): FlowNode {
  switch (element.$type) {
    case 'bpmn:StartEvent':
      return compileStartEvent(element, base, surroundings, compilation);
    case 'bpmn:EndEvent':
      return compileEndEvent(element, base, compilation);
    case 'bpmn:IntermediateCatchEvent':
      return compileIntermediateCatch(element, base, compilation);
    case 'bpmn:IntermediateThrowEvent':
      return compileIntermediateThrow(element, base, compilation);
    case 'bpmn:BoundaryEvent':
      return compileBoundaryEvent(element, base, surroundings, compilation);
    case 'bpmn:UserTask':
      return compileUserTask(element, base, compilation);
    case 'bpmn:ServiceTask':
      return compileServiceTask(element, base, compilation, surroundings.taskPriority);
    case 'bpmn:SendTask':
      return compileSendTask(element, base, compilation, surroundings.taskPriority);
    case 'bpmn:ReceiveTask':
      return compileReceiveTask(element, base, compilation);
    case 'bpmn:ScriptTask':
      return compileScriptTask(element, base, compilation);
    case 'bpmn:BusinessRuleTask':
      return compileBusinessRuleTask(element, base, compilation, surroundings.taskPriority);
    case 'bpmn:ExclusiveGateway':
      return { ...base, kind: 'exclusiveGateway' };
    case 'bpmn:ParallelGateway':
      return { ...base, kind: 'parallelGateway' };
    case 'bpmn:InclusiveGateway':
      return { ...base, kind: 'inclusiveGateway' };
    case 'bpmn:EventBasedGateway':
      return {
        ...base,
        kind: 'eventBasedGateway',
        instantiate: readBoolean(element, 'instantiate'),
        parallel: readText(element, 'eventGatewayType') === 'Parallel',
      };
    case 'bpmn:ComplexGateway': {
      const condition = readElement(element, 'activationCondition');
      const source = condition && readText(condition, 'body');
      return {
        ...base,
        kind: 'complexGateway',
        ...(source === undefined
          ? {}
          : { activationCondition: compileExpression(source, element, 'activationCondition', compilation) }),
      };
    }
    case 'bpmn:Transaction':
      return { ...base, kind: 'transaction', children: surroundings.children };
    case 'bpmn:AdHocSubProcess': {
      const completionCondition = compileCondition(element, 'completionCondition', element, compilation);
      return {
        ...base,
        kind: 'adHocSubProcess',
        children: surroundings.children,
        sequential: readText(element, 'ordering') === 'Sequential',
        cancelRemaining: element.get('cancelRemainingInstances') !== false,
        ...(completionCondition === undefined ? {} : { completionCondition }),
      };
    }
    case 'bpmn:SubProcess':
      return {
        ...base,
        kind: readBoolean(element, 'triggeredByEvent') ? 'eventSubProcess' : 'subProcess',
        children: surroundings.children,
      };
    case 'bpmn:CallActivity':
      return compileCallActivity(element, base, compilation);
    default:
      return compilePlainTask(element, base);
  }
}
