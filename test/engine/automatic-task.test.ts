import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DecisionRows } from '../../server/engine/ports.ts';
import { diagram, withNode } from '../kit/diagram.ts';
import { Scenario } from '../kit/scenario.ts';

describe('a service task with an expression', () => {
  it('sets its result and goes on', () => {
    Scenario.start(diagram`(start) -> [= sum = v + 1] -> [after]`, { variables: { v: 1 } })
      .isAt('after')
      .hasVariables({ sum: 2 });
  });

  it('that fails takes the whole step back', () => {
    const definition = diagram`(start) -> [work] -> [= first = 1] -> [= second = missing] -> (end)`;
    const scenario = Scenario.start(definition).refuses(
      (each) => each.complete('work', { v: 1 }),
      /missing. at second/,
    );
    assert.deepEqual(scenario.variables(), {});
  });
});

describe('a script task', () => {
  it('may set variables and gives its last value as the result', () => {
    const drawing = diagram`(start) -> [% work = total = v * 2] -> [after]`;
    Scenario.start(withNode(drawing, 'work', { resultVariable: 'result' }), { variables: { v: 2 } })
      .isAt('after')
      .hasVariables({ total: 4, result: 4 });
  });

  it('in a loop without a wait is stopped with a word about it', () => {
    const definition = diagram`
      (start) -> <x again>
      <x again> -> [% work = v = 1] -> <x more>
      <x more> -v == 1-> <x again>
      <x more> ->> (end)
    `;
    assert.throws(() => Scenario.start(definition), /does not come to a wait.*loop/);
  });
});

describe('a manual task', () => {
  it('passes', () => {
    Scenario.start(diagram`(start) -> [- look] -> [after]`).isAt('after');
  });
});

describe('a business rule task', () => {
  const drawing = diagram`(start) -> [# fee] -> [after]`;
  const rows = (...given: Record<string, unknown>[]): DecisionRows => given.map((row) => new Map(Object.entries(row)));
  const decide = (mapping: string, given: DecisionRows) =>
    Scenario.start(withNode(drawing, 'fee', { mapDecisionResult: mapping }), {
      variables: { v: 1 },
      ports: { decide: () => given },
    }).variables()['fee'];

  it('gives the variables that it sees to the decision', () => {
    let asked: unknown;
    Scenario.start(drawing, {
      variables: { v: 7 },
      ports: {
        decide: (reference, variables) => {
          asked = [reference.key, reference.binding, variables.get('v')?.value];
          return rows({ amount: 5 });
        },
      },
    }).isAt('after');
    assert.deepEqual(asked, ['fee', 'latest', 7]);
  });

  it('maps one entry, one result, all entries or all results', () => {
    assert.equal(decide('singleEntry', rows({ amount: 5 })), 5);
    assert.deepEqual(decide('singleResult', rows({ amount: 5, unit: 'IDR' })), { amount: 5, unit: 'IDR' });
    assert.deepEqual(decide('collectEntries', rows({ amount: 5 }, { amount: 6 })), [5, 6]);
    assert.deepEqual(decide('resultList', rows({ amount: 5 }, { amount: 6 })), [{ amount: 5 }, { amount: 6 }]);
  });

  it('maps no rule that fired to null or an empty list', () => {
    assert.equal(decide('singleEntry', []), null);
    assert.equal(decide('singleResult', []), null);
    assert.deepEqual(decide('collectEntries', []), []);
    assert.deepEqual(decide('resultList', []), []);
  });

  it('refuses more than its mapping takes', () => {
    assert.throws(() => decide('singleEntry', rows({ a: 1 }, { a: 2 })), /gives 2 results, but singleEntry takes one/);
    assert.throws(() => decide('singleEntry', rows({ a: 1, b: 2 })), /gives the outputs a, b/);
  });

  it('lets output mappings read all rows, which are not kept', () => {
    const definition = withNode(drawing, 'fee', {
      resultVariable: undefined,
      outputs: [
        { name: 'all', value: { type: 'expression', expression: { language: 'juel', source: '${decisionResult}' } } },
      ],
    });
    const scenario = Scenario.start(definition, { ports: { decide: () => rows({ amount: 5 }) } });
    assert.deepEqual(scenario.variables(), { all: [{ amount: 5 }] });
  });

  it('says where a decision failed', () => {
    assert.throws(
      () =>
        Scenario.start(drawing, {
          ports: {
            decide: () => {
              throw new Error('no such table');
            },
          },
        }),
      /Cannot evaluate decision fee at fee: no such table/,
    );
  });
});
