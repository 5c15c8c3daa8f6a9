import type { JuelNode } from './ast.ts';
import { describeValue, toBoolean, toText } from './coerce.ts';
import type { JuelContext, JuelEnvironment } from './environment.ts';
import { ExecutionObject, TaskObject } from './execution-object.ts';
import { callFunction } from './functions.ts';
import { HostObject } from './host-object.ts';
import { jsonMethods, nullMethods } from './json-methods.ts';
import { JuelError } from './juel-error.ts';
import type { Budget } from './limits.ts';
import { callMethod, callWith } from './method.ts';
import { applyBinary, applyUnary, isRecord } from './operators.ts';
import { textMethods } from './text-methods.ts';
import { booleanMethods, dateMethods, listMethods, numberMethods, readEntry, recordMethods } from './value-methods.ts';

/** Evaluates parsed expressions. One for each evaluation: it counts the work. */
export class Interpreter {
  readonly budget: Budget;
  readonly #context: JuelContext;
  readonly #environment: JuelEnvironment;

  constructor(context: JuelContext, environment: JuelEnvironment, budget: Budget) {
    this.budget = budget;
    this.#context = context;
    this.#environment = environment;
  }

  /** The value of a node; may be a host object. @throws JuelError when it has none. */
  evaluate(node: JuelNode): unknown {
    this.budget.spend(1);
    switch (node.type) {
      case 'literal':
        return node.value;
      case 'identifier':
        return this.#resolve(node.name);
      case 'property':
        return this.#readProperty(node.base, node.key);
      case 'methodCall':
        return this.#callMethod(this.evaluate(node.base), node);
      case 'functionCall':
        return callFunction(node.name, {
          environment: this.#environment,
          values: this.#evaluateAll(node.parameters),
          budget: this.budget,
        });
      case 'unary':
        return applyUnary(node.operator, this.evaluate(node.operand));
      case 'choice':
        return this.evaluate(toBoolean(this.evaluate(node.condition)) ? node.consequent : node.otherwise);
      case 'binary':
        // The right side counts only where the left does not decide.
        if (node.operator === '&&') return toBoolean(this.evaluate(node.left)) && toBoolean(this.evaluate(node.right));
        if (node.operator === '||') return toBoolean(this.evaluate(node.left)) || toBoolean(this.evaluate(node.right));
        return applyBinary(node.operator, this.evaluate(node.left), this.evaluate(node.right), this.budget);
    }
  }

  #evaluateAll(nodes: readonly JuelNode[]): readonly unknown[] {
    return nodes.map((node) => this.evaluate(node));
  }

  /** Variables first, then what the engine offers (semantics of Camunda's resolvers). */
  #resolve(name: string): unknown {
    const { variables, execution, task, externalTask } = this.#context;
    if (variables.has(name)) return variables.get(name) ?? null;
    if (execution && name === 'execution') return new ExecutionObject({ variables, execution });
    if (externalTask && name === 'externalTask') return externalTask;
    if (execution && task && name === 'task') return new TaskObject({ variables, execution, task });
    if (name === 'authenticatedUserId') return this.#environment.userId;
    throw new JuelError(`Cannot resolve identifier '${name}'`, 'property');
  }

  #readProperty(baseNode: JuelNode, keyNode: JuelNode): unknown {
    const base = this.evaluate(baseNode);
    const key = this.evaluate(keyNode);
    if (base === null || base === undefined || key === null || key === undefined) return null;
    if (Array.isArray(base)) return readElement(base, key);
    if (base instanceof Map || isRecord(base)) return readEntry(base, toText(key, this.budget)) ?? null;
    const name = toText(key, this.budget);
    if (base instanceof Date && name === 'time') return base.getTime();
    const getter = base instanceof HostObject ? findGetter(base, name) : undefined;
    if (getter) return callWith(name, getter, { values: [], budget: this.budget }) ?? null;
    throw new JuelError(
      `${describeValue(base)} has no property '${name}'${typeof base === 'string' ? `; methods are written with brackets: ${name}()` : ''}`,
      'property',
    );
  }

  #callMethod(base: unknown, node: Extract<JuelNode, { readonly type: 'methodCall' }>): unknown {
    const values = this.#evaluateAll(node.parameters);
    const { budget } = this;
    const result =
      base instanceof HostObject
        ? this.#callHost(base, node.name, values)
        : callPlain(base, { name: node.name, values, budget });
    if (!result) throw new JuelError(`Method not found: ${describeValue(base)} has no method ${node.name}()`, 'method');
    return result.value ?? null;
  }

  #callHost(base: HostObject, name: string, values: readonly unknown[]): { readonly value: unknown } | undefined {
    const found = base.findMethod(name);
    return found && { value: callWith(name, found, { values, budget: this.budget }) };
  }
}

function findGetter(base: HostObject, name: string): ReturnType<HostObject['findMethod']> {
  const suffix = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const found = base.findMethod(`get${suffix}`) ?? base.findMethod(`is${suffix}`);
  return found?.least === 0 ? found : undefined;
}

/** An element of a list; null when there is none (EL 2.1, section 1.6). */
function readElement(list: readonly unknown[], key: unknown): unknown {
  const index =
    typeof key === 'number' ? key : typeof key === 'string' && /^\d{1,10}$/.test(key) ? Number(key) : undefined;
  if (index === undefined)
    throw new JuelError(
      `a list has no property ${describeValue(key)}; its elements are [0], [1], … and its length is size()`,
      'property',
    );
  return list[index] ?? null;
}

type Call = { readonly name: string; readonly values: readonly unknown[]; readonly budget: Budget };

function callPlain(base: unknown, call: Call): { readonly value: unknown } | undefined {
  if (base === null || base === undefined) {
    if (nullMethods.has(call.name)) return callMethod(jsonMethods, { ...call, self: null });
    throw new JuelError(
      `the value is null, so ${call.name}() cannot be called. Test it with empty or == null first`,
      'property',
    );
  }
  return callTyped(base, call) ?? callMethod(jsonMethods, { ...call, self: base });
}

function callTyped(base: unknown, call: Call): { readonly value: unknown } | undefined {
  if (typeof base === 'string') return callMethod(textMethods, { ...call, self: base });
  if (typeof base === 'number' || typeof base === 'bigint') return callMethod(numberMethods, { ...call, self: base });
  if (typeof base === 'boolean') return callMethod(booleanMethods, { ...call, self: base });
  if (base instanceof Date) return callMethod(dateMethods, { ...call, self: base });
  if (Array.isArray(base)) return callMethod(listMethods, { ...call, self: base as readonly unknown[] });
  return base instanceof Map || isRecord(base) ? callMethod(recordMethods, { ...call, self: base }) : undefined;
}
