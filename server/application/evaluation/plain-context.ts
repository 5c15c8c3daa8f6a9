import { toExact, toPlain, toVariableValue } from '../../engine/instance/convert.ts';
import type { EvaluationContext, VariableScope } from '../../engine/ports.ts';
import type { JuelContext } from '../../expression/juel/environment.ts';

/** The engine's typed context as expressions see it: plain values, converted when they are asked for. */
export function toJuelContext(context: EvaluationContext): JuelContext {
  const { variables, execution, task, externalTask } = context;
  return {
    variables: {
      get: (name) => {
        const value = variables.get(name);
        return value && toExact(value);
      },
      has: (name) => variables.has(name),
      names: () => variables.names(),
    },
    execution: {
      ...execution,
      setVariable: (name, value) => execution.setVariable(name, toVariableValue(value)),
      setVariableLocal: (name, value) => execution.setVariableLocal(name, toVariableValue(value)),
      removeVariable: (name) => execution.removeVariable(name),
      getVariableLocal: (name) => {
        const value = execution.getVariableLocal(name);
        return value && toExact(value);
      },
    },
    ...(task ? { task } : {}),
    ...(externalTask ? { externalTask: new Map(Object.entries(externalTask)) } : {}),
  };
}

/**
 * All variables of a scope as plain values. Map entries, not record keys, until the last moment: names come from
 * outside.
 */
export function plainVariables(
  scope: VariableScope,
  { names = scope.names(), read = toPlain }: { readonly names?: Iterable<string>; readonly read?: typeof toPlain } = {},
): Map<string, unknown> {
  const plain = new Map<string, unknown>();
  for (const name of names) {
    const value = scope.get(name);
    if (value) plain.set(name, read(value));
  }
  return plain;
}

/** The same as a record without prototype, as FEEL takes its context. */
export function plainRecord(variables: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  const record = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of variables) record[name] = value;
  return record;
}
