import { compensateScopes } from '../context/compensate.ts';
import { getNode } from '../definition/definition-index.ts';
import { definitionsOf } from '../definition/event-definition.ts';
import type { BoundaryEvent } from '../definition/flow-node.ts';
import { ProcessingFailure } from '../errors.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { childrenOf, pathToRoot } from '../instance/tree.ts';
import { endThrower } from './end-thrower.ts';
import { fireEvent } from './fire-event.ts';
import type { StepContext } from './step-context.ts';
import { terminate } from './terminate.ts';

/**
 * A cancel end event (BPMN 2.0.2, 13.5.5): what still runs in the transaction is ended, what completed in it is
 * compensated, and then it is left by its cancel boundary event. Called again when the handlers are done.
 * @throws ProcessingFailure when the transaction has no cancel boundary event.
 */
export function cancelTransaction(context: StepContext, activityInstanceId: string): void {
  const thrower = context.state.activities.get(activityInstanceId);
  if (!thrower) return;
  const path = pathToRoot(context.state, thrower.id);
  const index = path.findIndex(
    ({ activityId, parentId }) => parentId !== null && getNode(context.definition, activityId).kind === 'transaction',
  );
  const transaction = path[index];
  const boundary = transaction && findCancelEvent(context, transaction);
  if (!transaction || !boundary) {
    throw new ProcessingFailure(
      thrower.activityId,
      `The cancel end event ${thrower.activityId} is not in a transaction with a cancel boundary event. Add one, or end with an error instead.`,
    );
  }
  if (thrower.state === 'active') {
    terminateOthers(context, transaction, path.slice(0, index));
    if (compensateScopes(context, thrower, { scopes: new Set([transaction.id]) })) return;
  }
  if (!endThrower(context, thrower)) return;
  fireEvent(context, transaction.id, boundary);
}

/** Ends everything in the transaction but the way to the cancel end event. */
function terminateOthers(context: StepContext, transaction: ActivityInstance, way: readonly ActivityInstance[]): void {
  const kept = new Set(way.map(({ id }) => id));
  for (const scope of [...way.slice(1).reverse(), transaction]) {
    context.dropTokensOf(scope.id);
    for (const child of childrenOf(context.state, scope.id).reverse())
      if (!kept.has(child.id)) terminate(context, child.id, 'interruption');
  }
}

function findCancelEvent(context: StepContext, transaction: ActivityInstance): BoundaryEvent | undefined {
  return context.index.boundaryEvents
    .get(transaction.activityId)
    ?.find(({ event }) => definitionsOf(event).some(({ type }) => type === 'cancel'));
}
