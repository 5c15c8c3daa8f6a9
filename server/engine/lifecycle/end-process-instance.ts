import type { Context } from '../context/context.ts';
import { localVariables } from '../context/variables.ts';
import { disarm } from '../context/wait.ts';
import type { EndState } from '../instance/state.ts';
import { getActivity } from '../instance/tree.ts';
import { dropCompensations } from './record-compensation.ts';

/** The last events of an instance in which nothing is left but its root. */
export function endProcessInstance(
  context: Context,
  end: { readonly state: EndState; readonly reason: string | null },
): void {
  disarm(context, getActivity(context.state, context.state.id));
  dropCompensations(context, context.state.id);
  context.emit({ type: 'processInstanceEnded', state: end.state, reason: end.reason });
}

/** The end of an instance that has done its work: who called it goes on. */
export function completeProcessInstance(context: Context): void {
  const { state } = context;
  if (state.superProcessInstanceId !== null && state.superActivityInstanceId !== null) {
    context.request({
      type: 'command',
      processInstanceId: state.superProcessInstanceId,
      command: {
        type: 'completeCall',
        activityInstanceId: state.superActivityInstanceId,
        calledInstanceId: state.id,
        variables: localVariables(context, state.id),
      },
    });
  }
  endProcessInstance(context, { state: 'COMPLETED', reason: null });
}
