import type { ProcessDefinition } from '../../server/engine/definition/process-definition.ts';
import type { ActivityInstance, InstanceState } from '../../server/engine/instance/state.ts';
import { isScope } from '../../server/engine/instance/tree.ts';

/** What must hold of a state between two steps: one line for each thing that does not. */
export function brokenInvariants(
  definition: ProcessDefinition,
  state: InstanceState,
  /** Activity instances whose errors a caller has yet to answer. */
  throwing: ReadonlySet<string> = new Set(),
): string[] {
  const broken: string[] = [];
  const check = (ok: boolean, what: string) => {
    if (!ok) broken.push(what);
  };
  const parts = {
    activities: state.activities,
    variables: state.variables,
    tasks: state.tasks,
    externalTasks: state.externalTasks,
    jobs: state.jobs,
    subscriptions: state.subscriptions,
    incidents: state.incidents,
    compensations: state.compensations,
  };
  if (state.ended !== null) {
    for (const [name, map] of Object.entries(parts))
      check(map.size === 0, `ended, but ${name} has ${map.size} entries`);
    return broken;
  }

  const root = state.activities.get(state.id);
  check(root?.parentId === null && root.activityId === definition.key, 'the root is missing');
  const orders = new Set<number>();
  for (const activity of state.activities.values()) {
    check(!orders.has(activity.order), `two activity instances have order ${activity.order}`);
    orders.add(activity.order);
    check(
      activity.order < state.nextOrder,
      `${activity.activityId} has order ${activity.order}, the next is ${state.nextOrder}`,
    );
    check(
      (activity.state === 'beforeAsync') === (activity.startedAt === null),
      `${activity.activityId} is ${activity.state} but startedAt is ${activity.startedAt}`,
    );
    if (activity.parentId === null) {
      check(activity.id === state.id, `${activity.activityId} has no parent`);
      continue;
    }
    check(definition.nodes.has(activity.activityId), `${activity.activityId} is no flow node`);
    const parent = state.activities.get(activity.parentId);
    check(parent !== undefined, `the parent of ${activity.activityId} is gone`);
    if (parent)
      check(mayContain(definition, parent, activity), `${activity.activityId} is inside ${parent.activityId}`);
  }
  for (const [name, map] of Object.entries({
    tasks: state.tasks,
    externalTasks: state.externalTasks,
    jobs: state.jobs,
    subscriptions: state.subscriptions,
    incidents: state.incidents,
  })) {
    for (const { id, activityInstanceId } of map.values())
      check(state.activities.has(activityInstanceId), `${name}: the activity instance of ${id} is gone`);
  }
  for (const incident of state.incidents.values())
    check(
      incident.causeIncidentId !== incident.id ||
        !/^failed(?:Job|ExternalTask)$/.test(incident.kind) ||
        state.jobs.has(incident.configuration) ||
        state.externalTasks.has(incident.configuration),
      `incident ${incident.id} has lost its job`,
    );
  for (const [scopeId, variables] of state.variables) {
    check(isScope(state, scopeId), `variables ${[...variables.keys()].join(', ')} have no scope`);
    check(variables.size > 0, `scope ${scopeId} has an empty variable entry`);
    for (const [name, value] of variables) check(!value.transient, `transient variable ${name} was kept`);
  }
  for (const record of state.compensations.values()) {
    check(
      state.activities.has(record.scopeId) || state.compensations.has(record.scopeId),
      `the scope of the compensation record of ${record.activityId} is gone`,
    );
    check(record.order < state.nextOrder, `the compensation record of ${record.activityId} is ahead of the order`);
  }
  const parents = new Set([...state.activities.values()].map(({ parentId }) => parentId));
  for (const activity of state.activities.values()) {
    if (!parents.has(activity.id) && !throwing.has(activity.id))
      check(waits(definition, state, activity), `${activity.activityId} (${activity.state}) waits for nothing`);
  }
  return broken;
}

function mayContain(definition: ProcessDefinition, parent: ActivityInstance, activity: ActivityInstance): boolean {
  const node = definition.nodes.get(activity.activityId);
  if (parent.activityId === node?.scopeId) return true;
  // Handlers run inside the event that throws the compensation, or inside the scope that it opened again.
  return parent.state === 'compensating' && (node?.isForCompensation === true || activity.state === 'compensating');
}

function waits(definition: ProcessDefinition, state: InstanceState, activity: ActivityInstance): boolean {
  const of = (map: ReadonlyMap<string, { readonly activityInstanceId: string }>) =>
    [...map.values()].some(({ activityInstanceId }) => activityInstanceId === activity.id);
  const node = definition.nodes.get(activity.activityId);
  const continuation =
    activity.state === 'beforeAsync' ? 'asyncBefore' : activity.state === 'afterAsync' ? 'asyncAfter' : undefined;
  // Tokens of an activity that needs several of them wait for the others.
  if (continuation === 'asyncBefore' && (node?.startQuantity ?? 1) > 1) return true;
  if (continuation)
    return [...state.jobs.values()].some(
      (job) =>
        job.activityInstanceId === activity.id &&
        // A signal that was thrown asynchronously starts an instance by a job.
        (job.kind === continuation || (continuation === 'asyncBefore' && job.kind === 'event')),
    );
  switch (node?.kind) {
    case 'userTask':
      return of(state.tasks);
    case 'serviceTask':
    case 'sendTask':
    case 'businessRuleTask':
    case 'intermediateThrowEvent':
    case 'endEvent':
      return of(state.externalTasks);
    case 'intermediateCatchEvent':
      return of(state.jobs) || of(state.subscriptions);
    case 'receiveTask':
      return node.message === undefined || of(state.subscriptions);
    case 'callActivity':
      return activity.calledInstanceId !== null;
    case 'parallelGateway':
    case 'inclusiveGateway':
    case 'complexGateway':
      return node.incoming.length > 1;
    case 'eventBasedGateway':
      return of(state.jobs) || of(state.subscriptions);
    case 'adHocSubProcess':
      return node.completionCondition !== undefined;
    default:
      return false;
  }
}
