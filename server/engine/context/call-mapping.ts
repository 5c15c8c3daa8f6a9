import type { CallMapping } from '../definition/call-mapping.ts';
import type { CallActivity } from '../definition/flow-node.ts';
import { toVariableValue } from '../instance/convert.ts';
import type { ActivityInstance } from '../instance/state.ts';
import { findVariable, visibleVariables } from '../instance/tree.ts';
import type { Variables, VariableValue } from '../instance/value.ts';
import type { Context } from './context.ts';
import { evaluationContext, variablesAsScope } from './evaluation.ts';
import { setLocalVariable, setVariable } from './variables.ts';

const NULL: VariableValue = { type: 'Null', value: null };

/** What a called instance or the receiver of a signal gets. A source that does not exist is passed as null (Camunda). */
export function mapIn(context: Context, activity: ActivityInstance, mappings: readonly CallMapping[]): Variables {
  const passed = new Map<string, VariableValue>();
  const locals = context.state.variables.get(activity.id);
  for (const mapping of mappings) {
    if (mapping.type === 'all') {
      const all = mapping.local ? (locals ?? []) : visibleVariables(context.state, activity.id);
      for (const [name, value] of all) passed.set(name, value);
    } else if (mapping.type === 'variable') {
      const value = mapping.local
        ? locals?.get(mapping.source)
        : findVariable(context.state, activity.id, mapping.source);
      passed.set(mapping.target, value ?? NULL);
    } else {
      passed.set(
        mapping.target,
        toVariableValue(context.evaluate(mapping.source, evaluationContext(context, activity))),
      );
    }
  }
  return passed;
}

/** Takes over variables of the called instance's root scope. `local` keeps them on the call activity. */
export function mapOut(
  context: Context,
  activity: ActivityInstance,
  call: { readonly node: CallActivity; readonly variables: Variables },
): void {
  const set = (name: string, value: VariableValue, local: boolean) =>
    (local ? setLocalVariable : setVariable)(context, activity.id, { name, value });
  for (const mapping of call.node.out) {
    if (mapping.type === 'all') for (const [name, value] of call.variables) set(name, value, mapping.local);
    else if (mapping.type === 'variable')
      set(mapping.target, call.variables.get(mapping.source) ?? NULL, mapping.local);
    else {
      const evaluation = { ...evaluationContext(context, activity), variables: variablesAsScope(call.variables) };
      set(mapping.target, toVariableValue(context.evaluate(mapping.source, evaluation)), mapping.local);
    }
  }
}
