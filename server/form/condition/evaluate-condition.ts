import type { FormData } from '../definition.ts';
import type { Condition } from './condition.ts';

type Value = unknown;

/**
 * Evaluates a simple condition as FEEL does: an absent value is null, comparing values of different kinds gives null,
 * and `and`/`or` are three-valued. Names are looked up in own properties only.
 */
export function evaluateCondition(condition: Condition, data: FormData): Value {
  switch (condition.kind) {
    case 'literal':
      return condition.value;
    case 'name':
      return lookUp(condition.path, data);
    case 'compare':
      return compare(
        condition.operator,
        evaluateCondition(condition.left, data),
        evaluateCondition(condition.right, data),
      );
    case 'in': {
      const value = evaluateCondition(condition.value, data);
      return condition.choices.some((choice) => equal(value, evaluateCondition(choice, data)) === true);
    }
    case 'and': {
      const left = evaluateCondition(condition.left, data);
      const right = evaluateCondition(condition.right, data);
      if (left === false || right === false) return false;
      return left === true && right === true ? true : null;
    }
    case 'or': {
      const left = evaluateCondition(condition.left, data);
      const right = evaluateCondition(condition.right, data);
      if (left === true || right === true) return true;
      return left === false && right === false ? false : null;
    }
    case 'not': {
      const operand = evaluateCondition(condition.operand, data);
      return typeof operand === 'boolean' ? !operand : null;
    }
    case 'contains': {
      const list = evaluateCondition(condition.list, data);
      const element = evaluateCondition(condition.element, data);
      if (list === null) return null;
      return (Array.isArray(list) ? list : [list]).some((item) => equal(item as Value, element) === true);
    }
    case 'count': {
      const list = evaluateCondition(condition.list, data);
      return list === null ? null : Array.isArray(list) ? list.length : 1;
    }
  }
}

function lookUp(path: readonly string[], data: FormData): Value {
  let value: Value = data;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return value === undefined ? null : value;
}

function equal(left: Value, right: Value): boolean | null {
  if (left === null || right === null) return left === right;
  return typeof left === typeof right && typeof left !== 'object' ? left === right : null;
}

function compare(operator: string, left: Value, right: Value): boolean | null {
  if (operator === '=') return equal(left, right);
  if (operator === '!=') {
    const same = equal(left, right);
    return same === null ? null : !same;
  }
  const ordered =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  if (!ordered) return null;
  const [a, b] = [left as number | string, right as number | string];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}
