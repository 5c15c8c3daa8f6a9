import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { ScriptInput, ScriptOutcome } from '../../server/application/ports/script-runner.ts';
import { ScriptPool } from '../../server/scripts/script-pool.ts';

const at = new Date('2026-08-17T01:00:00Z');
const variables = {
  n: 7,
  text: 'Siti',
  yes: true,
  nothing: null,
  big: 9_007_199_254_740_993n,
  at,
  list: [1, { a: at }],
  order: { items: [{ qty: 2 }], __proto__: undefined },
  'with space': 1,
  Date: 'taken',
};

function inputOf(more: Partial<ScriptInput> = {}): ScriptInput {
  return {
    variables: new Map(Object.entries(variables)),
    localVariables: new Map([['n', 7]]),
    execution: {
      id: 'execution-1',
      processInstanceId: 'instance-1',
      businessKey: 'PEN-1',
      activityId: 'hitung',
      activityName: 'Hitung',
      eventName: null,
    },
    task: null,
    ...more,
  };
}

/** How long the event loop was blocked at most while something ran. */
async function longestBlock(run: () => Promise<unknown>): Promise<number> {
  let [last, longest] = [performance.now(), 0];
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await run();
  clearInterval(timer);
  return longest;
}

describe('scripts', { timeout: 120_000 }, () => {
  const pool = new ScriptPool({ size: 1, timeLimit: 800 });
  after(() => pool.close());
  const run = (source: string, more?: Partial<ScriptInput>) => pool.runScript(source, inputOf(more));
  const valueOf = async (source: string) => {
    const outcome: ScriptOutcome = await run(source);
    return 'value' in outcome ? outcome.value : outcome;
  };

  const values: readonly (readonly [string, unknown])[] = [
    ['1 + 1', 2],
    ['n * 2', 14],
    ['text.toUpperCase()', 'SITI'],
    ['order.items[0].qty', 2],
    ['var a = 1; a + n', 8],
    ['let text = "x"; text', 'x'],
    ['n = 9; n + 1', 10],
    ['nothing', null],
    ['undefined', null],
    ['big + 1n', 9_007_199_254_740_994n],
    ['at', at],
    ['at.getTime()', at.getTime()],
    ['list', [1, { a: at }]],
    ['({a: [1, {b: "c"}], d: new Date(0)})', { a: [1, { b: 'c' }], d: new Date(0) }],
    ['new Map([["a", 1]])', { a: 1 }],
    ['new Set([1, 2])', [1, 2]],
    ['if (n > 5) { "besar" } else { "kecil" }', 'besar'],
    ['JSON.stringify(order)', '{"items":[{"qty":2}]}'],
    ["execution.getVariable('n')", 7],
    ["execution.getVariable('with space')", 1],
    ["execution.getVariable('Date')", 'taken'],
    ["execution.getVariable('gone')", null],
    ["execution.hasVariable('n') && !execution.hasVariable('gone')", true],
    ['execution.getVariableNames().length', 10],
    ['execution.getVariables().n', 7],
    ["execution.getVariableLocal('n')", 7],
    ["execution.getVariableLocal('text')", null],
    ['execution.getProcessBusinessKey()', 'PEN-1'],
    ['execution.businessKey', 'PEN-1'],
    ['execution.currentActivityId', 'hitung'],
    ['execution.getCurrentActivityName()', 'Hitung'],
    ['execution.id', 'execution-1'],
    ['typeof Date', 'function'],
    ['typeof task', 'undefined'],
    ["execution.setVariable('x', 5); execution.getVariable('x') + 1", 6],
    ["execution.removeVariable('n'); execution.hasVariable('n')", false],
  ];
  for (const [source, expected] of values)
    it(`${source} gives ${typeof expected === 'bigint' ? expected : JSON.stringify(expected)}`, async () =>
      assert.deepEqual(await valueOf(source), expected));

  it('tells what they set, in order, and leave variables alone that they only assign', async () => {
    const outcome = await run(
      "n = 8; execution.setVariable('a', {b: at}); execution.setVariableLocal('c', 1n); execution.removeVariable('text'); execution.setVariable('a', null); 'done'",
    );
    assert.deepEqual(outcome, {
      value: 'done',
      writes: [
        { type: 'setVariable', name: 'a', value: { b: at } },
        { type: 'setVariableLocal', name: 'c', value: 1n },
        { type: 'removeVariable', name: 'text' },
        { type: 'setVariable', name: 'a', value: null },
      ],
    });
  });
  it('throw BPMN errors on purpose', async () => {
    assert.deepEqual(await run("execution.setVariable('a', 1); throw new BpmnError('DITOLAK', 'Kuota habis')"), {
      bpmnError: { code: 'DITOLAK', message: 'Kuota habis' },
      writes: [{ type: 'setVariable', name: 'a', value: 1 }],
    });
    assert.deepEqual(await run("throw new BpmnError('X')"), { bpmnError: { code: 'X', message: null }, writes: [] });
    assert.deepEqual(await run("var E = Java.type('org.camunda.bpm.engine.delegate.BpmnError'); throw new E('Y')"), {
      bpmnError: { code: 'Y', message: null },
      writes: [],
    });
  });
  it('see the task where there is one', async () =>
    assert.deepEqual(
      await run('task.getName() + task.execution.id + task.getVariable("n")', {
        task: { id: 't', name: 'Periksa', assignee: null },
      }),
      { value: 'Periksaexecution-17', writes: [] },
    ));
  it('share nothing with one another', async () => {
    await run('globalThis.leak = 1; Object.prototype.leak = 1; execution.leak = 2');
    assert.equal(await valueOf('typeof leak + typeof ({}).leak'), 'undefinedundefined');
  });

  const failing: readonly (readonly [string, RegExp])[] = [
    ['missing + 1', /ReferenceError: missing is not defined|'missing' is not defined/],
    ['\n\nnull.x', /in line 3: TypeError/],
    ['1 +', /SyntaxError/],
    ['throw new Error("rusak")', /Error: rusak/],
    ['throw "apa"', /it threw apa/],
    ['(() => 1)', /A function cannot be a process variable/],
    ['0 / 0', /no finite number/],
    ['var a = []; a.push(a); a', /contains itself|too deeply/],
    ['Promise.resolve(1)', /A promise cannot/],
    ['new Date("x")', /invalid date/],
    ["execution.setVariable('f', () => 1)", /A function cannot be/],
    ["Java.type('java.lang.Runtime')", /is not offered/],
    ["throw new BpmnError('')", /needs a code/],
    ['function f() { return f() + 1 } f()', /stack overflow|too much memory|call stack/i],
    ['return 1', /SyntaxError/],
  ];
  for (const [source, message] of failing)
    it(`${JSON.stringify(source)} fails with ${message.source}`, async () => assert.rejects(run(source), message));

  for (const name of [
    'process',
    'require',
    'fetch',
    'setTimeout',
    'WebAssembly',
    'Worker',
    'std',
    'os',
    'module',
    'Buffer',
    'console',
    'XMLHttpRequest',
    'importScripts',
    'parentPort',
  ]) {
    it(`have no ${name}`, async () => assert.equal(await valueOf(`typeof ${name}`), 'undefined'));
  }
  it('reach nothing outside by constructors', async () => {
    assert.equal(await valueOf("execution.getVariable.constructor('return typeof process')()"), 'undefined');
  });

  const bombs: readonly (readonly [string, string])[] = [
    ['an endless loop', 'while (true) {}'],
    ['a loop that catches everything', 'for (;;) { try { while (true) {} } catch (e) {} }'],
    ['an evil pattern', "/^(a+)+$/.test('a'.repeat(40) + '!')"],
    ['a list that grows', 'var a = []; while (true) a.push(new Array(1000).fill(1))'],
    ['a text that grows', "var s = 'x'; while (true) s += s"],
    ['typed arrays', 'var a = []; while (true) a.push(new Uint8Array(1 << 20))'],
    [
      'native sorting of a large list',
      'var a = Array.from({length: 3e5}, (_, i) => (i * 7919) % 300007); while (true) a = a.slice().sort()',
    ],
    ['one native call', "var a = new Array(2e6).fill('y'); a.sort((x, y) => 0); for (;;) a.slice().sort()"],
    ['a getter that does not end', '({ get a() { while (true) {} } })'],
    ['a BpmnError in a loop', 'while (true) { try { throw new BpmnError("A") } catch (e) {} }'],
    ['output that is too long', "'x'.repeat(3e6)"],
  ];
  for (const [what, source] of bombs) {
    it(`are stopped while the server goes on: ${what}`, async () => {
      const start = performance.now();
      const blocked = await longestBlock(() =>
        assert.rejects(run(source), /stopped|took longer|too much memory|too long|at most/),
      );
      assert.ok(performance.now() - start < 2_500, `took ${Math.round(performance.now() - start)} ms`);
      assert.ok(blocked < 250, `the event loop stood still for ${Math.round(blocked)} ms`);
      assert.equal(await valueOf('1 + 1'), 2);
    });
  }

  it('run one after another when there are many', async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, index) => run(`${index} * 2`)));
    assert.deepEqual(
      outcomes.map((outcome) => 'value' in outcome && outcome.value),
      Array.from({ length: 50 }, (_, index) => index * 2),
    );
  });
  it('do not pass on data that no thread can take', async () =>
    assert.rejects(run('1', { variables: new Map([['f', () => 1]]) }), /cannot be handed over/));
});

describe('heavy FEEL', { timeout: 60_000 }, () => {
  const pool = new ScriptPool({ size: 1, timeLimit: 600 });
  after(() => pool.close());
  const feel = (source: string, variables: Record<string, unknown> = {}) =>
    pool.evaluateFeel({ source, variables, now: at.getTime() });

  it('gives its value', async () => {
    assert.equal(await feel('sum(for i in 1..100 return i * n)', { n: 2 }), 10_100);
    assert.deepEqual(await feel('{a: now(), b: [d]}', { d: at }), { a: at, b: [at] });
  });
  it('gives its error', async () => assert.rejects(feel('sort([1], nosuch())'), /no function nosuch/));
  for (const source of [
    'for i in 1..1000000000 return i',
    'some x in 1..100000000 satisfies x < 0',
    'count(for i in 1..3000 return for j in 1..3000 return i)',
    '{f: function(x) f(x), r: f(1)}.r',
    'product(for i in 1..100000000 return 1)',
  ]) {
    it(`is stopped while the server goes on: ${source}`, async () => {
      const start = performance.now();
      const blocked = await longestBlock(() =>
        assert.rejects(feel(source), /stopped|too deeply|too much memory|fails/),
      );
      assert.ok(performance.now() - start < 2_500, `took ${Math.round(performance.now() - start)} ms`);
      assert.ok(blocked < 250, `the event loop stood still for ${Math.round(blocked)} ms`);
    });
  }
});

describe('a script pool', { timeout: 60_000 }, () => {
  it('rejects what runs and waits when it is closed, and takes nothing after', async () => {
    const pool = new ScriptPool({ size: 1, timeLimit: 5_000 });
    const running = assert.rejects(pool.runScript('while (true) {}', inputOf()), /shutting down/);
    const waiting = assert.rejects(pool.runScript('1', inputOf()), /shutting down/);
    await pool.close();
    await Promise.all([running, waiting]);
    await assert.rejects(pool.runScript('1', inputOf()), /shutting down/);
  });
  it('refuses more than may wait', async () => {
    const pool = new ScriptPool({ size: 1, queueLimit: 1 });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((number) => pool.runScript(String(number), inputOf())));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'rejected'],
    );
    await pool.close();
  });
});
