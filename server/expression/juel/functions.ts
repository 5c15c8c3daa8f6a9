import { parseExactJson } from '../../engine/instance/exact-json.ts';
import { describeValue } from './coerce.ts';
import { DateTimeObject } from './date-time-object.ts';
import type { JuelEnvironment } from './environment.ts';
import { HostObject, type Method, type MethodTable } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import { callMethod, method } from './method.ts';
import type { Budget } from './limits.ts';

/**
 * Functions that every expression may call (Camunda 7, "Expression language: internal context functions", and Spin's).
 */
const builtInFunctions: MethodTable<JuelEnvironment> = new Map<string, Method<JuelEnvironment>>([
  ['now', method<JuelEnvironment>(0, ({ now }) => new Date(now))],
  ['dateTime', method<JuelEnvironment>(0, ({ now }) => DateTimeObject.at(now))],
  ['currentUser', method<JuelEnvironment>(0, ({ userId }) => userId)],
  ['currentUserGroups', method<JuelEnvironment>(0, ({ groups }) => [...groups])],
  ['S', method<JuelEnvironment>(1, (_environment, given) => readJson(given.plain(0)))],
  ['JSON', method<JuelEnvironment>(1, (_environment, given) => readJson(given.plain(0)))],
]);

/** Whether expressions can call a function of that name. */
export function isKnownFunction(name: string, more: { has(name: string): boolean }): boolean {
  return builtInFunctions.has(name) || more.has(name);
}

/** @throws JuelError when there is no such function, or it refuses its parameters. */
export function callFunction(
  name: string,
  call: { readonly environment: JuelEnvironment; readonly values: readonly unknown[]; readonly budget: Budget },
): unknown {
  const builtIn = callMethod(builtInFunctions, {
    self: call.environment,
    name,
    values: call.values,
    budget: call.budget,
  });
  if (builtIn) return builtIn.value;
  const found = call.environment.functions.get(name);
  if (!found) throw new JuelError(`Could not resolve function '${name}'`);
  const result = found(
    call.environment.now,
    ...call.values.map((value) => (value instanceof HostObject ? value.unwrap() : value)),
  );
  return result ?? null;
}

/** Text is read as JSON; a value that is structured already stays as it is. */
function readJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseExactJson(value);
  } catch {
    throw new JuelError(`${describeValue(value)} is no JSON`);
  }
}
