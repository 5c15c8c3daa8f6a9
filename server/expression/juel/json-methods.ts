import { describeValue, toJson } from './coerce.ts';
import type { MethodParameters, MethodTable } from './host-object.ts';
import { JuelError } from './juel-error.ts';
import { method } from './method.ts';
import { isRecord } from './operators.ts';
import { hasEntry, readEntry } from './value-methods.ts';

/**
 * The reading part of Camunda Spin's JSON nodes. A node is the plain value itself, so that `customer.prop('name')` and
 * `customer.name` are the same; `value()`, `stringValue()` and the like check the type and give it back.
 */
export const jsonMethods: MethodTable<unknown> = new Map([
  ['prop', method<unknown>(1, (node, given) => readProperty(node, given))],
  ['hasProp', method<unknown>(1, (node, given) => isStructure(node) && hasEntry(node, given.text(0)))],
  [
    'fieldNames',
    method<unknown>(0, (node) => (node instanceof Map ? [...node.keys()] : isRecord(node) ? Object.keys(node) : [])),
  ],
  [
    'elements',
    method<unknown>(0, (node) => {
      if (!Array.isArray(node)) throw new JuelError(`elements() needs a list, not ${describeValue(node)}`);
      return node as readonly unknown[];
    }),
  ],
  ['jsonPath', method<unknown>(1, (node, given) => followPath(node, given))],
  ['element', method<unknown>(0, (node) => node)],
  ['elementList', method<unknown>(0, (node) => node)],
  ['value', method<unknown>(0, (node) => node)],
  ['stringValue', method<unknown>(0, (node) => checkType(node, 'string', 'text'))],
  [
    'numberValue',
    method<unknown>(0, (node) => (typeof node === 'bigint' ? node : checkType(node, 'number', 'number'))),
  ],
  ['boolValue', method<unknown>(0, (node) => checkType(node, 'boolean', 'truth value'))],
  ['isNull', method<unknown>(0, (node) => node === null || node === undefined)],
  ['isString', method<unknown>(0, (node) => typeof node === 'string')],
  ['isNumber', method<unknown>(0, (node) => typeof node === 'number' || typeof node === 'bigint')],
  ['isBoolean', method<unknown>(0, (node) => typeof node === 'boolean')],
  ['isArray', method<unknown>(0, (node) => Array.isArray(node))],
  ['isObject', method<unknown>(0, (node) => isStructure(node))],
  ['isValue', method<unknown>(0, (node) => !Array.isArray(node) && !isStructure(node))],
  ['toString', method<unknown>(0, (node, given) => toJson(node, given.budget))],
]);

/** What may be called on null, so that `S(x).prop('a').value()` gives null for a JSON null. */
export const nullMethods: ReadonlySet<string> = new Set([
  'value',
  'isNull',
  'isString',
  'isNumber',
  'isBoolean',
  'isArray',
  'isObject',
  'isValue',
]);

function isStructure(node: unknown): node is ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>> {
  return node instanceof Map || isRecord(node);
}

function readProperty(node: unknown, given: MethodParameters): unknown {
  const name = given.text(0);
  if (!isStructure(node)) throw new JuelError(`prop('${name}') needs a structure, not ${describeValue(node)}`);
  if (!hasEntry(node, name))
    throw new JuelError(`the structure has no property '${name}'; ask hasProp('${name}') first`);
  return readEntry(node, name) ?? null;
}

function checkType(node: unknown, type: 'string' | 'number' | 'boolean', name: string): unknown {
  if (typeof node !== type) throw new JuelError(`${describeValue(node)} is no ${name}`);
  return node;
}

/** A path such as `$.customer.names[0]` or `$['first name']`; nothing that searches or filters. */
function followPath(node: unknown, given: MethodParameters): unknown {
  const path = given.text(0);
  const step = /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\['([^']*)'\]/uy;
  let [current, at] = [node, 1];
  if (!path.startsWith('$')) throw new JuelError(`the JSON path ${path} must begin with $`);
  while (at < path.length) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (!found) throw new JuelError(`the JSON path ${path} can only have steps such as .name, [0] and ['name']`);
    at = step.lastIndex;
    given.budget.spend(1);
    const [, name, index, quoted] = found;
    const next =
      index !== undefined
        ? Array.isArray(current)
          ? (current as readonly unknown[])[Number(index)]
          : undefined
        : isStructure(current)
          ? readEntry(current, name ?? quoted ?? '')
          : undefined;
    if (next === undefined) throw new JuelError(`the JSON path ${path} leads nowhere at ${found[0]}`);
    current = next;
  }
  return current;
}
