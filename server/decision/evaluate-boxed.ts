import { FeelFunction, isFunction } from 'feelin';
import { conformResult, conformType, isContext, type TypeScope } from './conform-type.ts';
import type {
  BoxedExpression,
  BoxedFilter,
  BoxedFunction,
  BoxedInvocation,
  BoxedIterator,
  NamedBox,
} from './decision-model.ts';
import { evaluateTable, tableValue } from './evaluate-table.ts';
import { extend, type Evaluation, type Scope } from './evaluation.ts';
import { within } from './within.ts';

/** What evaluating boxed expressions takes. */
export interface BoxScope {
  readonly evaluation: Evaluation;
  readonly types: TypeScope;
}

/** The FEEL value of a boxed expression (DMN 1.3, 7.3 and 10.2.1); null for an empty box. */
export function evaluateBoxed(box: BoxedExpression | null, scope: Scope, given: BoxScope): unknown {
  const inside = (each: BoxedExpression | null, more: Iterable<readonly [string, unknown]> = []) =>
    evaluateBoxed(each, extend(scope, more), given);
  switch (box?.type) {
    case undefined:
      return null;
    case 'literalExpression':
      return given.evaluation.value(box.expression, scope);
    case 'decisionTable':
      return tableValue(box, evaluateTable(box, given.evaluation, scope).rows);
    case 'context':
      return evaluateContext(box.entries, scope, given);
    case 'invocation':
      return invoke(box, scope, given);
    case 'list':
      return box.items.map((item) => inside(item));
    case 'relation':
      return box.rows.map((row) =>
        Object.fromEntries(
          box.columns.map(({ name, typeRef }, index) => [
            name,
            conformType(inside(row[index] ?? null), typeRef, given.types),
          ]),
        ),
      );
    case 'typed':
      return conformType(inside(box.box), box.typeRef, given.types);
    case 'functionDefinition':
      return createFunction(box, scope, given);
    case 'conditional':
      return chooseBranch(inside(box.condition), {
        whenTrue: () => inside(box.whenTrue),
        otherwise: () => inside(box.otherwise),
      });
    case 'filter':
      return filter(box, scope, given);
    case 'for':
    case 'some':
    case 'every':
      return iterate(box, scope, given);
  }
}

/** Entries see those before them; an entry without a name is the result. */
function evaluateContext(entries: readonly NamedBox[], scope: Scope, given: BoxScope): unknown {
  const values = new Map<string, unknown>();
  for (const { name, typeRef, value: box } of entries) {
    const value = within(name === null ? 'the result' : `entry ${name}`, () => {
      const one = evaluateBoxed(box, extend(scope, values), given);
      // The type beside a function is that of what it gives.
      return isFunction(one) ? one : conformType(one, typeRef, given.types);
    });
    if (name === null) return value;
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** Calls a function with parameters by name; null when there is no function or the names are not its (10.2.1.2). */
function invoke(box: BoxedInvocation, scope: Scope, given: BoxScope): unknown {
  const called = evaluateBoxed(box.called, scope, given);
  if (!isFunction(called)) return null;
  const parameters = box.bindings.map(
    ({ name, typeRef, value }) =>
      [name ?? '', conformType(evaluateBoxed(value, scope, given), typeRef, given.types)] as const,
  );
  const result: unknown = called.invoke(Object.fromEntries(parameters));
  // What feelin gives for parameters that do not fit is no value.
  return typeof result === 'object' && result !== null && 'warning' in result && 'template' in result ? null : result;
}

/** A condition that is neither true nor false nor missing decides nothing. */
function chooseBranch(
  condition: unknown,
  { whenTrue, otherwise }: { readonly whenTrue: () => unknown; readonly otherwise: () => unknown },
): unknown {
  if (condition === true) return whenTrue();
  return condition === false || condition === null || condition === undefined ? otherwise() : null;
}

/** A function that sees where it was defined. Called with a value of the wrong type it gives null (10.3.2.13.1). */
export function createFunction(
  box: BoxedFunction,
  scope: Scope,
  given: BoxScope,
  typeRef: string | null = null,
): FeelFunction {
  return new FeelFunction(
    (...values: readonly unknown[]) => {
      const parameters = box.parameters.map(
        (parameter, index) => [parameter.name, conformType(values[index], parameter.typeRef, given.types)] as const,
      );
      if (parameters.some(([, value], index) => value === null && !isMissing(values[index]))) return null;
      return conformResult(evaluateBoxed(box.body, extend(scope, parameters), given), typeRef, given.types);
    },
    box.parameters.map(({ name }) => name),
  );
}

/** Items for which the condition is true, null when it is no condition; the entries of an item are names in it, as is `item` (10.3.2.5). */
function filter(box: BoxedFilter, scope: Scope, given: BoxScope): unknown {
  const list = toList(evaluateBoxed(box.list, scope, given));
  if (list === null) return null;
  const verdicts = list.map((item) => {
    const names = [['item', item] as const, ...(isContext(item) ? Object.entries(item) : [])];
    return evaluateBoxed(box.match, extend(scope, names), given);
  });
  if (verdicts.some((verdict) => typeof verdict !== 'boolean' && !isMissing(verdict))) return null;
  return list.filter((_, index) => verdicts[index] === true);
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined;
}

function iterate(box: BoxedIterator, scope: Scope, given: BoxScope): unknown {
  const list = toList(evaluateBoxed(box.list, scope, given));
  if (list === null) return null;
  const results: unknown[] = [];
  for (const item of list) {
    const names = [[box.variable, item] as const, ['partial', results] as const];
    const result = evaluateBoxed(box.each, extend(scope, names), given);
    // The results so far are handed on as they are: a copy for each item would be quadratic.
    results.push(result === results ? [...results] : result);
  }
  if (box.type === 'for') return results;
  const [decided, otherwise] = box.type === 'some' ? [true, false] : [false, true];
  if (results.includes(decided)) return decided;
  return results.every((result) => typeof result === 'boolean') ? otherwise : null;
}

/** A single value is a list of one. */
function toList(value: unknown): readonly unknown[] | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value : [value];
}
