import { toVariableValue } from '../instance/convert.ts';
import { findVariableScope } from '../instance/tree.ts';
import type { Variables, VariableValue } from '../instance/value.ts';
import type { VariableChanges } from '../record/command.ts';
import type { Context } from './context.ts';

/** Sets a variable where it is found outward from `scopeId`, else on the process instance (Camunda's `setVariable`). */
export function setVariable(
  context: Context,
  scopeId: string,
  entry: { readonly name: string; readonly value: VariableValue },
): void {
  const scope = findVariableScope(context.state, scopeId, entry.name) ?? context.state.id;
  context.emit({ type: 'variableSet', scopeId: scope, name: entry.name, value: entry.value });
}

export function setLocalVariable(
  context: Context,
  scopeId: string,
  entry: { readonly name: string; readonly value: VariableValue },
): void {
  context.emit({ type: 'variableSet', scopeId, name: entry.name, value: entry.value });
}

/** Removes the nearest variable of that name outward from `scopeId`; nothing happens when there is none. */
export function removeVariable(context: Context, scopeId: string, name: string): void {
  const scope = findVariableScope(context.state, scopeId, name);
  if (scope !== undefined) context.emit({ type: 'variableRemoved', scopeId: scope, name });
}

/** Sets the result of an expression, script or decision as Camunda does: outward from the activity. */
export function setResult(
  context: Context,
  scopeId: string,
  result: { readonly name: string | undefined; readonly value: unknown },
): void {
  if (result.name !== undefined)
    setVariable(context, scopeId, { name: result.name, value: toVariableValue(result.value) });
}

/** The variables that come with a command, seen from the activity instance it is for. */
export function applyChanges(context: Context, scopeId: string, changes: VariableChanges): void {
  for (const [name, value] of changes.localVariables ?? []) setLocalVariable(context, scopeId, { name, value });
  for (const [name, value] of changes.variables ?? []) setVariable(context, scopeId, { name, value });
}

export function localVariables(context: Context, scopeId: string): Variables {
  return new Map(context.state.variables.get(scopeId));
}
