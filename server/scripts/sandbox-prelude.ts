/**
 * What is in the sandbox before the script: its variables by name, `execution`, `task` and `BpmnError`. JavaScript of
 * its
 * own because it runs inside: a function that takes the input as JSON text and gives two functions, `finish(value)` and
 * `fail(error)`, both giving JSON text. What a script does to it harms only that script; the outside trusts nothing of
 * it.
 */
export const sandboxPrelude = String.raw`(function (inputText) {
  'use strict';
  const input = JSON.parse(inputText);
  const { parse, stringify } = JSON;
  const { create, defineProperty, entries, freeze, keys } = Object;
  const { isArray } = Array;
  const isFinite = Number.isFinite;

  class BpmnError extends Error {
    constructor(code, message) {
      super(message === undefined ? 'BPMN error ' + code : String(message));
      if (typeof code !== 'string' || code === '') throw new TypeError("new BpmnError('CODE', 'message') needs a code");
      this.name = 'BpmnError';
      this.code = code;
      this.given = message === undefined || message === null ? null : String(message);
    }
  }

  function decode(encoded) {
    if (!isArray(encoded)) return encoded;
    const [tag, content] = encoded;
    if (tag === 'd') return new Date(content);
    if (tag === 'n') return BigInt(content);
    if (tag === 'a') return content.map(decode);
    const structure = {};
    for (const [key, value] of content) defineProperty(structure, key, { value: decode(value), writable: true, enumerable: true, configurable: true });
    return structure;
  }

  function encode(value, depth = 0) {
    if (depth > 100) throw new TypeError('The value is nested too deeply or contains itself, so it cannot be a process variable.');
    switch (typeof value) {
      case 'undefined': return null;
      case 'boolean':
      case 'string': return value;
      case 'number':
        if (!isFinite(value)) throw new TypeError(value + ' cannot be a process variable: it is no finite number.');
        return value;
      case 'bigint': return ['n', String(value)];
      case 'object': break;
      default: throw new TypeError('A ' + typeof value + ' cannot be a process variable.');
    }
    if (value === null) return null;
    if (value instanceof Date) {
      if (!isFinite(value.getTime())) throw new TypeError('An invalid date cannot be a process variable.');
      return ['d', value.getTime()];
    }
    if (value instanceof Promise) throw new TypeError('A promise cannot be a process variable: scripts run at once, without await.');
    if (isArray(value)) return ['a', value.map((item) => encode(item, depth + 1))];
    if (value instanceof Set) return ['a', [...value].map((item) => encode(item, depth + 1))];
    const pairs = value instanceof Map ? [...value] : entries(value);
    return ['o', pairs.map(([key, item]) => [String(key), encode(item, depth + 1)])];
  }

  const encoded = new Map(input.variables);
  const locals = new Map(input.localVariables);
  const values = new Map();
  const writes = [];

  function read(name) {
    if (!values.has(name)) values.set(name, encoded.has(name) ? decode(encoded.get(name)) : null);
    return values.get(name);
  }
  function write(type, name, value) {
    const text = String(name);
    writes.push({ type, name: text, value: encode(value) });
    encoded.set(text, null);
    values.set(text, value === undefined ? null : value);
    if (type === 'setVariableLocal') locals.set(text, encode(value));
  }

  const variableMethods = {
    getVariable: (name) => read(String(name)),
    hasVariable: (name) => encoded.has(String(name)),
    getVariableNames: () => [...encoded.keys()],
    getVariables: () => { const all = {}; for (const name of encoded.keys()) defineProperty(all, name, { value: read(name), writable: true, enumerable: true, configurable: true }); return all; },
    getVariableLocal: (name) => (locals.has(String(name)) ? decode(locals.get(String(name))) : null),
    hasVariableLocal: (name) => locals.has(String(name)),
    setVariable: (name, value) => write('setVariable', name, value),
    setVariables: (all) => { for (const name of keys(all)) write('setVariable', name, all[name]); },
    setVariableLocal: (name, value) => write('setVariableLocal', name, value),
    removeVariable: (name) => { const text = String(name); writes.push({ type: 'removeVariable', name: text }); encoded.delete(text); values.delete(text); locals.delete(text); },
  };

  // x.businessKey and x.getBusinessKey(), as with Java beans.
  function bean(facts) {
    const object = { ...variableMethods };
    for (const name of keys(facts)) {
      object[name] = facts[name];
      object['get' + name[0].toUpperCase() + name.slice(1)] = () => facts[name];
    }
    return freeze(object);
  }
  const execution = bean(input.execution);
  const offered = { execution, BpmnError };
  if (input.task) offered.task = freeze({ ...bean(input.task), execution, getExecution: () => execution });
  // Scripts made for Camunda ask Java for the class; there is no other Java here.
  offered.Java = freeze({ type(name) {
    if (String(name).endsWith('.BpmnError')) return BpmnError;
    throw new TypeError('Java.type(' + stringify(String(name)) + ') is not offered: scripts have JavaScript, execution, task and BpmnError only.');
  } });
  for (const name of keys(offered)) defineProperty(globalThis, name, { value: offered[name], writable: false, enumerable: false, configurable: false });

  for (const name of encoded.keys()) {
    if (name in globalThis) continue;
    defineProperty(globalThis, name, {
      get: () => read(name),
      set: (value) => defineProperty(globalThis, name, { value, writable: true, enumerable: true, configurable: true }),
      enumerable: true, configurable: true,
    });
  }

  return {
    finish: (value) => stringify({ value: encode(value), writes }),
    fail: (error) => {
      if (error instanceof BpmnError) return stringify({ bpmnError: { code: error.code, message: error.given }, writes });
      if (!(error instanceof Error)) return stringify({ failure: { message: 'it threw ' + (typeof error === 'object' ? stringify(error) : String(error)), stack: '' } });
      return stringify({ failure: { message: error.name + ': ' + error.message, stack: String(error.stack) } });
    },
  };
})`;
