import type { FlowNode } from '../../engine/definition/flow-node.ts';
import type { ProcessModel } from '../../engine/definition/process-definition.ts';
import type { Report } from '../finding.ts';
import { isActivity, isScope, nodeSubject, type CheckedProcess } from './checked-process.ts';

/** Handlers and throw events of compensation fit together (BPMN 2.0.2, 10.7; semantics section 6). */
export function checkCompensation({ model, refused }: CheckedProcess, report: Report): void {
  for (const node of model.nodes.values()) {
    if (node.kind === 'boundaryEvent' && node.compensationHandler !== undefined) {
      const handler = model.nodes.get(node.compensationHandler);
      if (
        !refused.has(node.compensationHandler) &&
        (handler === undefined || !isActivity(handler) || handler.scopeId !== node.scopeId)
      )
        report('BPMN-087', nodeSubject(node));
    }
    if ((node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent') && node.event.type === 'compensation') {
      const { activityRef } = node.event;
      // What is refused may have been a handler inside the activity.
      if (activityRef !== undefined && refused.size === 0 && !canCompensate(model, node, activityRef))
        report('BPMN-088', nodeSubject(node), { activity: activityRef });
    }
  }
}

/**
 * The activity is in the throwing event's scope, or in the scope around its event sub-process, and has a handler: a
 * compensation boundary event, or, as a sub-process, something inside that has one.
 */
function canCompensate(model: ProcessModel, thrower: FlowNode, activityRef: string): boolean {
  const activity = model.nodes.get(activityRef);
  if (activity === undefined || !isActivity(activity)) return false;
  const scope = model.nodes.get(thrower.scopeId);
  const visible =
    activity.scopeId === thrower.scopeId || (scope?.kind === 'eventSubProcess' && activity.scopeId === scope.scopeId);
  return visible && hasHandler(model, activity);
}

function hasHandler(model: ProcessModel, activity: FlowNode): boolean {
  const own = activity.boundaryEvents.some((id) => {
    const event = model.nodes.get(id);
    return event?.kind === 'boundaryEvent' && event.event.type === 'compensation';
  });
  if (own || !isScope(activity)) return own;
  return activity.children.some((id) => {
    const child = model.nodes.get(id);
    if (child === undefined) return false;
    // An event sub-process that compensation starts is the handler of the sub-process around it.
    if (child.kind === 'eventSubProcess') return startsByCompensation(model, child.children);
    return isActivity(child) && hasHandler(model, child);
  });
}

function startsByCompensation(model: ProcessModel, children: readonly string[]): boolean {
  return children.some((id) => {
    const start = model.nodes.get(id);
    return start?.kind === 'startEvent' && start.event.type === 'compensation';
  });
}
