import { NotFound } from '../../application/errors.ts';
import type { ActivityInstanceDto } from '../../contract/engine-rest/process-instance.ts';
import { activityType as activityTypeOf } from '../../engine/definition/activity-type.ts';
import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import type { ActivityInstance, InstanceState } from '../../engine/instance/state.ts';
import { activityInstanceId } from './dto.ts';

/**
 * The activity instance tree as Camunda shows it: what has begun as a node, what waits for its job as a transition
 * instance. Compensation handlers stand in the scope of what they compensate, beside the event that threw.
 */
export function activityTree(state: InstanceState, definition: ProcessDefinition): ActivityInstanceDto {
  const activities = [...state.activities.values()].sort((left, right) => left.order - right.order);
  const common = { processInstanceId: state.id, processDefinitionId: state.definitionId };
  const shown = (activity: ActivityInstance | undefined) =>
    !activity ? null : activity.parentId === null ? activity.id : activityInstanceId(activity.activityId, activity.id);
  const facts = (activity: ActivityInstance) => {
    const node = definition.nodes.get(activity.activityId);
    const incidents = [...state.incidents.values()].filter((incident) => incident.activityInstanceId === activity.id);
    return {
      ...common,
      parentActivityInstanceId: shown(shownParent(state, definition, activity)),
      activityName: node?.name ?? null,
      activityType: node ? activityTypeOf(node) : null,
      incidentIds: incidents.map((incident) => incident.id),
      incidents: incidents.map((incident) => ({ id: incident.id, activityId: incident.activityId })),
    };
  };
  const childrenOf = new Map<string, ActivityInstance[]>();
  for (const activity of activities) {
    const parent = shownParent(state, definition, activity);
    if (parent) childrenOf.set(parent.id, [...(childrenOf.get(parent.id) ?? []), activity]);
  }
  const isTransition = (activity: ActivityInstance) =>
    activity.state === 'beforeAsync' || activity.state === 'afterAsync';
  const build = (activity: ActivityInstance): ActivityInstanceDto => {
    const children = childrenOf.get(activity.id) ?? [];
    const root = activity.parentId === null;
    const described = facts(activity);
    const activityName = root ? (definition.name ?? null) : described.activityName;
    return {
      ...described,
      id: shown(activity) ?? activity.id,
      activityId: root ? state.definitionId : activity.activityId,
      activityName,
      name: activityName,
      activityType: root ? 'processDefinition' : described.activityType,
      childActivityInstances: children.filter((child) => !isTransition(child)).map(build),
      childTransitionInstances: children
        .filter(isTransition)
        .map((child) => ({
          ...facts(child),
          id: child.id,
          activityId: child.activityId,
          targetActivityId: child.activityId,
          executionId: child.id,
        })),
      executionIds: [activity.id],
    };
  };
  const root = state.activities.get(state.id);
  if (!root) throw new NotFound(`Process instance with id ${state.id} does not exist`);
  return build(root);
}

/** Its parent; of what a compensation event has started, the scope around the event that holds its node in the model. */
function shownParent(
  state: InstanceState,
  definition: ProcessDefinition,
  activity: ActivityInstance,
): ActivityInstance | undefined {
  const scopeId = definition.nodes.get(activity.activityId)?.scopeId;
  const parent = activity.parentId === null ? undefined : state.activities.get(activity.parentId);
  const thrower = parent && definition.nodes.get(parent.activityId);
  if (!thrower || !('event' in thrower)) return parent;
  for (
    let scope: ActivityInstance | undefined = parent;
    scope;
    scope = scope.parentId === null ? undefined : state.activities.get(scope.parentId)
  )
    if (scope.activityId === scopeId) return scope;
  return parent;
}
