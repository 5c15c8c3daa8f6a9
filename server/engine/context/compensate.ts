import type { ActivityInstance, CompensationRecord } from '../instance/state.ts';
import { createActivity } from './create-activity.ts';
import type { Context } from './context.ts';

/**
 * Compensates what has completed in the given scopes, the latest first (BPMN 2.0.2, 13.5.5). The handlers run inside
 * `thrower`, which waits for them: they end with it, and it is done when it has no children.
 * @returns whether there is anything to wait for
 */
export function compensateScopes(
  context: Context,
  thrower: ActivityInstance,
  what: { readonly scopes: ReadonlySet<string>; readonly activityRef?: string | undefined },
): boolean {
  const records = recordsIn(
    context,
    (record) =>
      what.scopes.has(record.scopeId) && (what.activityRef === undefined || record.activityId === what.activityRef),
  );
  if (records.length === 0) return false;
  context.emit({ type: 'activityStateChanged', activityInstanceId: thrower.id, state: 'compensating' });
  for (const record of records) compensate(record, thrower.id, context);
  return true;
}

function recordsIn(context: Context, holds: (record: CompensationRecord) => boolean): CompensationRecord[] {
  return [...context.state.compensations.values()].filter(holds).sort((left, right) => right.order - left.order);
}

function compensate(record: CompensationRecord, parentId: string, context: Context): void {
  const handler = context.index.compensationHandlers.get(record.activityId);
  context.emit({ type: 'compensationRemoved', recordId: record.id });
  if (handler && handler.kind !== 'eventSubProcess')
    return context.schedule({ type: 'activate', node: handler, parentId, arrivedBy: null });
  const scope = openAgain(record, parentId, context);
  const inner = recordsIn(context, ({ scopeId }) => scopeId === record.id);
  if (!handler) for (const each of inner) compensate(each, scope.id, context);
  else {
    // Its handler decides which of the inner ones it compensates: they are in reach of a throw event inside it.
    for (const each of inner) {
      context.emit({ type: 'compensationRemoved', recordId: each.id });
      context.emit({ type: 'compensationRecorded', record: { ...each, scopeId: scope.id } });
    }
    context.schedule({ type: 'activate', node: handler, parentId: scope.id, arrivedBy: null });
  }
}

/** A completed sub-process is opened again with the variables it had, for the handlers inside. */
function openAgain(record: CompensationRecord, parentId: string, context: Context): ActivityInstance {
  const scope = createActivity(context, { activityId: record.activityId, parentId, state: 'compensating' });
  for (const [name, value] of record.variables) context.emit({ type: 'variableSet', scopeId: scope.id, name, value });
  return scope;
}
