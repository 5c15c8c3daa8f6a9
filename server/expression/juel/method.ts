import { describeValue, toNumber, toText } from './coerce.ts';
import { HostObject, type Method, type MethodParameters, type MethodTable } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import type { Budget } from './limits.ts';

/** The values of one call. */
class CallParameters implements MethodParameters {
  readonly #name: string;
  readonly #values: readonly unknown[];
  readonly budget: Budget;

  constructor(name: string, values: readonly unknown[], budget: Budget) {
    this.#name = name;
    this.#values = values;
    this.budget = budget;
  }

  get count(): number {
    return this.#values.length;
  }

  value(index: number): unknown {
    return this.#values[index] ?? null;
  }

  plain(index: number): unknown {
    const value = this.value(index);
    return value instanceof HostObject ? value.unwrap() : value;
  }

  text(index: number): string {
    const value = this.value(index);
    if (value === null) throw new JuelError(`parameter ${index + 1} of ${this.#name}() is null, but must be a text`);
    return toText(value, this.budget);
  }

  whole(index: number): number {
    const value = this.value(index);
    const number = value === null ? Number.NaN : Number(toNumber(value));
    if (!Number.isInteger(number) || Math.abs(number) > 2 ** 31)
      throw new JuelError(
        `parameter ${index + 1} of ${this.#name}() must be a whole number, not ${describeValue(value)}`,
      );
    return number;
  }
}

/** A method with that many parameters; `most` when some may be left out. */
export function method<T>(least: number, run: Method<T>['run'], most = least): Method<T> {
  return { least, most, run };
}

/** Calls a method with values. @throws JuelError when it does not take that many. */
export function callWith(
  name: string,
  method: { readonly least: number; readonly most: number; run(parameters: MethodParameters): unknown },
  call: { readonly values: readonly unknown[]; readonly budget: Budget },
): unknown {
  checkCount(name, method, call.values.length);
  return method.run(new CallParameters(name, call.values, call.budget));
}

/** Calls a method of a table. @returns undefined when the table has no such method. */
export function callMethod<T>(
  table: MethodTable<T>,
  call: { readonly self: T; readonly name: string; readonly values: readonly unknown[]; readonly budget: Budget },
): { readonly value: unknown } | undefined {
  const bound = bindMethod(table, call.self, call.name);
  return bound && { value: callWith(call.name, bound, call) };
}

function checkCount(name: string, method: { readonly least: number; readonly most: number }, count: number): void {
  if (count >= method.least && count <= method.most) return;
  const wanted = method.least === method.most ? String(method.least) : `${method.least} to ${method.most}`;
  throw new JuelError(`${name}() takes ${wanted} parameter${wanted === '1' ? '' : 's'}, not ${count}`, 'method');
}

/** Finds a method of a host object in its table, bound to the object. */
export function bindMethod<T>(table: MethodTable<T>, self: T, name: string): ReturnType<HostObject['findMethod']> {
  const found = table.get(name);
  return found && { least: found.least, most: found.most, run: (parameters) => found.run(self, parameters) };
}
