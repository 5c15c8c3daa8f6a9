import { indexRemoved } from '../instance/child-index.ts';
import type { ActivityInstance } from '../instance/state.ts';
import type { EventOf } from '../record/event.ts';
import { type Applying, getEntry, type MutableState } from './mutable-state.ts';

/** The state that the first event of an instance makes: the root activity instance and nothing else. */
export function startState(event: EventOf<'processInstanceStarted'>, processKey: string, at: number): MutableState {
  const { instance } = event;
  const root: ActivityInstance = {
    id: instance.id,
    parentId: null,
    activityId: processKey,
    state: 'active',
    order: 0,
    startedAt: at,
    arrivedBy: null,
    calledInstanceId: null,
    position: null,
  };
  return {
    id: instance.id,
    definitionId: instance.definitionId,
    businessKey: instance.businessKey,
    tenantId: instance.tenantId,
    suspended: false,
    startedAt: at,
    startActivityId: instance.startActivityId,
    startUserId: instance.startUserId,
    superProcessInstanceId: instance.superProcessInstanceId,
    superActivityInstanceId: instance.superActivityInstanceId,
    rootProcessInstanceId: instance.rootProcessInstanceId,
    nextOrder: 1,
    ended: null,
    activities: new Map([[root.id, root]]),
    variables: new Map(),
    tasks: new Map(),
    externalTasks: new Map(),
    jobs: new Map(),
    subscriptions: new Map(),
    incidents: new Map(),
    compensations: new Map(),
  };
}

/** The root leaves with its variables; everything else is gone already. */
export function applyProcessInstanceEnded(event: EventOf<'processInstanceEnded'>, { state, undo }: Applying): void {
  const root = getEntry(state.activities, state.id);
  const variables = state.variables.get(state.id);
  state.activities.delete(state.id);
  state.variables.delete(state.id);
  indexRemoved(state, root);
  state.ended = event.state;
  undo.push(() => {
    state.ended = null;
    state.activities.set(root.id, root);
    if (variables) state.variables.set(root.id, variables);
  });
}

export function applySuspensionChanged(
  event: EventOf<'processInstanceSuspensionChanged'>,
  { state, undo }: Applying,
): void {
  const before = state.suspended;
  state.suspended = event.suspended;
  undo.push(() => (state.suspended = before));
}
