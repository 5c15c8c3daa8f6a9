import type { Variables, VariableValue } from '../../engine/instance/value.ts';
import { toVariableValue } from '../../engine/instance/convert.ts';

/** Values of a form as process variables: ISO dates stay text, lists and records become JSON. */
export function toFormVariables(data: Readonly<Record<string, unknown>>): Variables {
  return new Map(Object.entries(data).map(([name, value]): [string, VariableValue] => [name, toVariableValue(value)]));
}

/**
 * Variables that change what is stored to `next`, over the keys of both. A key that is no longer there (its field is
 * hidden now) becomes null.
 */
export function toChangedVariables(
  present: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): Variables {
  const changed = new Map<string, VariableValue>();
  for (const name of new Set([...Object.keys(present), ...Object.keys(next)])) {
    const [before, after] = [own(present, name), own(next, name)];
    if (JSON.stringify(before ?? null) !== JSON.stringify(after ?? null)) changed.set(name, toVariableValue(after));
  }
  return changed;
}

function own(data: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}
