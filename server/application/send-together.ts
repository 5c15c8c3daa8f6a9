import { Rejection } from '../engine/errors.ts';
import type { CommandRequest, Dispatcher } from './ports/dispatcher.ts';

/** Sent at once: the dispatcher commits them together, and leaves room in the same group for what others ask. */
const GROUP = 100;

/**
 * Sends commands in groups, each of which commits together. What is done stays done when a later one fails; the groups
 * after that are not sent.
 * @throws what the first failed with; with `whenGone: 'done'` it is no failure that an instance has ended meanwhile
 */
export async function sendTogether(
  requests: readonly CommandRequest[],
  dispatcher: Dispatcher,
  { whenGone = 'failed' }: { readonly whenGone?: 'done' | 'failed' } = {},
): Promise<void> {
  for (let from = 0; from < requests.length; from += GROUP) {
    const outcomes = await Promise.allSettled(
      requests.slice(from, from + GROUP).map((request) => dispatcher.send(request)),
    );
    const failure = outcomes.find(
      (outcome) => outcome.status === 'rejected' && !(whenGone === 'done' && hasEnded(outcome.reason)),
    );
    if (failure?.status === 'rejected') throw failure.reason;
  }
}

function hasEnded(error: unknown): boolean {
  return error instanceof Rejection && error.reason === 'notFound';
}
