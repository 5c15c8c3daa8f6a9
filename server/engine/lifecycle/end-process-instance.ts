import type { Context } from '../context/context.ts';
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
