import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { JuelError, JuelSyntaxError } from '../../server/expression/juel/juel-error.ts';
import { juel } from './juel-world.ts';

/**
 * Ways out of expression languages that have worked somewhere; the variables are a text, a list, a structure, a number
 * and a date.
 */
const names = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupGetter__',
  'isPrototypeOf',
  'toLocaleString',
  'caller',
  'arguments',
  'call',
  'apply',
  'bind',
  'class',
];
const bases = ['text', 'list', 'structure', 'number', 'date', 'execution', 'task', 'dateTime()', 'now()'];

const escapes: readonly string[] = [
  ...names.flatMap((name) => ['text', 'list', 'structure', 'execution'].map((base) => `${base}.${name}`)),
  ...['constructor', '__proto__'].flatMap((name) => bases.map((base) => `${base}['${name}']`)),
  ...bases.map((base) => `${base}.constructor.constructor('return process')()`),
  ...bases.map((base) => `${base}.constructor('return process')`),
  ...bases.map((base) => `${base}.getClass()`),
  ...bases.map((base) => `${base}.class.forName('java.lang.Runtime')`),
  "''.getClass().forName('java.lang.Runtime').getMethods()[6].invoke(null)",
  "''.class.forName('javax.script.ScriptEngineManager').newInstance()",
  'execution.getProcessEngineServices().getRuntimeService()',
  'execution.engineServices',
  'execution.processEngine',
  'execution.findMethod',
  'execution.typeName',
  'execution.unwrap()',
  'execution.#access',
  "execution['#access']",
  'process',
  'process.env',
  "process.mainModule.require('child_process')",
  'global',
  'globalThis',
  'window',
  'this',
  'self',
  'root',
  'require',
  "require('fs')",
  "import('fs')",
  'import.meta',
  'eval',
  "eval('1')",
  "Function('return 1')()",
  'Object',
  'Object.prototype',
  'Reflect',
  'Proxy',
  'Symbol',
  'Symbol.species',
  'Error.prepareStackTrace',
  'Array',
  'Buffer',
  'WebAssembly',
  'java.lang.System',
  'T(java.lang.Runtime).getRuntime()',
  "Java.type('java.lang.Runtime')",
  'constructor',
  '__proto__',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'constructor()',
  '__proto__()',
  'toString()',
  'hasOwnProperty(text)',
  "constructor('return 1')",
  "__lookupGetter__('x')",
  'text.constructor.fromCharCode(65)',
  "text['con'.concat('structor')]",
  "text['constr'.concat('uctor')]('x')",
  "list['constructor']['constructor']",
  'list.map.constructor',
  "list['filter']",
  'list.filter(x)',
  'list.forEach',
  'list.__proto__.polluted',
  'list.push(1)',
  'structure.__proto__.polluted',
  "structure['__proto__']['polluted']",
  "structure.put('a', 1)",
  "structure.set('a')",
  'structure.entries()',
  '(() => 1)()',
  'x => x',
  'function() { return 1 }',
  '`${text}`',
  'text`x`',
  '[...list]',
  '{...structure}',
  '{}',
  '[]',
  '[1,2]',
  'new Date()',
  'new text()',
  'a = 1',
  'text = 1',
  'text.x = 1',
  'delete text',
  'typeof text',
  'void 0',
  'text instanceof list',
  "'a' in structure",
  'a, b',
  'a; b',
  'while(true){}',
  'if (true) 1',
  'throw text',
  'await text',
  'yield text',
  'async text',
  'with (text) 1',
  'a ?? b',
  'text?.length',
  'text!.length',
  '++number',
  'number++',
  'number ** 2',
  'number >> 1',
  'number | 1',
  'number & 1',
  '~number',
  'number ^ 1',
  '/x/',
  '/(a+)+$/.test(text)',
  '@text',
  '#text',
  '\\u0063onstructor',
  'text.\\u0063onstructor',
  'text/*x*/',
  'text//x',
  '<!-- text',
  '0x10',
  '1n',
  '1_000',
  "'\\x41'",
  "'\\u0041'",
  '${text}',
  'text} ${text.constructor',
  'S(text)',
  'S(\'{"__proto__":{"polluted":1}}\').constructor',
  "JSON.parse('{}')",
  "S('[]').constructor.constructor",
  "execution.setVariable.constructor('return 1')()",
  "workingDays.constructor('return 1')()",
  'workingDays',
  'text.replace.constructor',
  'text.split.call(text)',
  "dateTime().constructor.constructor('return 1')()",
  'dateTime().zone',
  'dateTime().toJSDate()',
  'dateTime().loc',
  'dateTime().reconfigure(1)',
  'currentUserGroups().constructor',
  "structure.prop('__proto__').prop('constructor')",
  "structure.jsonPath('$.__proto__')",
  "structure.jsonPath('$.constructor')",
  "structure.jsonPath('$..*')",
  "structure.jsonPath('$[?(@.x)]')",
  "execution.getVariable('__proto__')",
  "execution.getVariable('constructor').constructor",
];

const variables = () => ({ text: 'abc', list: ['a'], structure: { a: 1 }, number: 5, date: new Date(0) });

describe('what leads out of an expression', () => {
  it('is tried in at least 120 ways', () => assert.ok(new Set(escapes).size >= 120));

  for (const escape of new Set(escapes)) {
    it(`is a syntax error, an error or nothing: ${escape}`, () => {
      const value = attempt(`\${${escape}}`);
      assert.ok(value === null || isHarmless(escape, value), `gave ${typeof value}: ${String(value)}`);
    });
  }

  it('leaves the prototypes of JavaScript as they are', () => {
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
    assert.deepEqual(Object.keys(Object.prototype), []);
    assert.equal(process.env['ALUR_ESCAPED'], undefined);
  });
});

/** The value of an expression, null when it is refused on purpose. Any other error is a hole. */
function attempt(source: string): unknown {
  try {
    return juel(source, variables());
  } catch (error) {
    assert.ok(error instanceof JuelError || error instanceof JuelSyntaxError, `another error: ${String(error)}`);
    return null;
  }
}

/** Nested braces make a text of these two, and an empty result of the second. */
function isHarmless(escape: string, value: unknown): boolean {
  return (
    (escape === '${text}' || escape.startsWith('text}')) && typeof value === 'string' && !value.includes('function')
  );
}
