import { runListeners } from '../context/listeners.ts';
import { getActivity } from '../instance/tree.ts';
import { endProcessInstance } from './end-process-instance.ts';
import type { StepContext } from './step-context.ts';
import { listen, terminateChildren } from './terminate.ts';

/**
 * Ends a running instance with everything in it and what it called. `internally`: its caller cancelled it and knows;
 * else the call activity that waits for it is cancelled too.
 */
export function cancelProcessInstanceNow(
  context: StepContext,
  { reason, internally }: { readonly reason: string | null; readonly internally: boolean },
): void {
  const { state, definition } = context;
  terminateChildren(context, state.id, 'deletion');
  listen('deletion', () =>
    runListeners(context, definition.listeners, { activity: getActivity(state, state.id), event: 'end' }),
  );
  if (!internally && state.superProcessInstanceId !== null && state.superActivityInstanceId !== null) {
    context.request({
      type: 'command',
      processInstanceId: state.superProcessInstanceId,
      command: { type: 'cancelCall', activityInstanceId: state.superActivityInstanceId, calledInstanceId: state.id },
    });
  }
  endProcessInstance(context, { state: internally ? 'INTERNALLY_TERMINATED' : 'EXTERNALLY_TERMINATED', reason });
}
