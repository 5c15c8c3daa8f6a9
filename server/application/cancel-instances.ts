import { Rejection } from '../engine/errors.ts';
import type { Skips } from '../engine/record/command.ts';
import { type Dispatcher, Overloaded } from './ports/dispatcher.ts';
import type { ListReader, ListRequest } from './ports/list-reader.ts';

/** Cancelled at once: the dispatcher commits them together, and leaves room in the same group for what others ask. */
const GROUP = 100;

export interface InstanceSelection {
  /** Which running process instances, as in their list (`deploymentId`, `processDefinitionId`). */
  readonly filters: ListRequest['filters'];
  readonly reason: string;
  readonly userId: string | null;
  /** Listeners and mappings that are left out. */
  readonly skips?: Skips;
}

/**
 * Cancels running process instances in groups until none is left, those too that start meanwhile. What is cancelled
 * stays so when a later one fails; asked again, it goes on with the rest.
 * @throws what the first instance threw that cannot be cancelled; Overloaded when a whole group was refused
 */
export async function cancelInstances(
  { filters, reason, userId, skips }: InstanceSelection,
  { reader, dispatcher }: { readonly reader: ListReader; readonly dispatcher: Dispatcher },
): Promise<void> {
  for (;;) {
    const group = await reader.list('process-instance', { filters, sorting: [], firstResult: 0, maxResults: GROUP });
    if (group.length === 0) return;
    const outcomes = await Promise.allSettled(
      group.map((instance) =>
        dispatcher.send({
          processInstanceId: String(instance['id']),
          userId,
          command: { type: 'cancelProcessInstance', reason, internally: false, ...skips },
        }),
      ),
    );
    const failures = outcomes
      .filter((outcome) => outcome.status === 'rejected')
      .map((outcome): unknown => outcome.reason)
      .filter((error) => !hasEnded(error));
    const failure = failures.find((error) => !(error instanceof Overloaded));
    if (failure !== undefined) throw failure;
    // Each round ends at least one instance, so that the rounds come to an end.
    if (failures.length === group.length) throw failures[0];
  }
}

/** It ended meanwhile, perhaps with the instance that called it. */
function hasEnded(error: unknown): boolean {
  return error instanceof Rejection && error.reason === 'notFound';
}
