// Over 300 lines because every hit policy and expression kind of the DMN standard has its table here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DecisionError, ExpensiveDecision } from '../../server/decision/decision-error.ts';
import { evaluateDecision, type DecisionResult } from '../../server/decision/evaluate-decision.ts';
import { parseDmn } from '../../server/decision/parse-dmn.ts';
import { dmn, literalText, tableText, type TableText } from './dmn-text.ts';

/** Monday, 17 August 2026, 08:00 in Jakarta. */
const now = Date.UTC(2026, 7, 17, 1);

async function evaluate(
  xml: string,
  variables: Record<string, unknown>,
  { id = 'd', unbounded = false } = {},
): Promise<DecisionResult> {
  const { model, findings } = await parseDmn(xml);
  assert.deepEqual(
    findings.map(({ message }) => message),
    [],
  );
  assert.ok(model);
  return evaluateDecision(model, id, { variables, now, unbounded });
}

async function rowsOf(table: TableText, variables: Record<string, unknown>): Promise<unknown> {
  return (await evaluate(dmn(tableText(table)), variables)).rows.map((row) => Object.fromEntries(row));
}

const discount: TableText = {
  inputs: ['age', 'member'],
  outputs: ['discount', 'reason'],
  rules: [
    '< 18 | - => 50 | "anak"',
    '>= 60 | true => 30 | "lansia anggota"',
    '>= 60 | false => 20 | "lansia"',
    '[18..60[ | true => 10 | "anggota"',
  ],
};

describe('hit policies', () => {
  it('UNIQUE gives the one rule that hits', async () =>
    assert.deepEqual(await rowsOf(discount, { age: 65, member: true }), [{ discount: 30, reason: 'lansia anggota' }]));
  it('UNIQUE gives nothing when none hits', async () =>
    assert.deepEqual(await rowsOf(discount, { age: 30, member: false }), []));
  it('UNIQUE names the rules when several hit', async () => {
    await assert.rejects(
      rowsOf({ inputs: ['n'], outputs: ['a'], rules: ['> 1 => 1', '5 => 2', '< 0 => 3', '> 4 => 4'] }, { n: 5 }),
      (error) =>
        error instanceof DecisionError &&
        /d-r1 \(rule 1\), d-r2 \(rule 2\) and d-r4 \(rule 4\) hit/.test(error.message) &&
        error.decisionId === 'd',
    );
  });
  const overlapping: TableText = { inputs: ['n'], outputs: ['a'], rules: ['> 1 => 1', '> 2 => 2', '> 3 => 1'] };
  it('FIRST gives the first in the order of the table', async () =>
    assert.deepEqual(await rowsOf({ ...overlapping, hitPolicy: 'FIRST' }, { n: 3 }), [{ a: 1 }]));
  it('FIRST does not look at rules behind it', async () =>
    assert.deepEqual(
      await rowsOf({ ...overlapping, hitPolicy: 'FIRST', rules: ['> 1 => 1', 'nosuch => count(1, 2, 3)'] }, { n: 3 }),
      [{ a: 1 }],
    ));
  it('ANY gives the output that all agree on', async () =>
    assert.deepEqual(
      await rowsOf({ ...overlapping, hitPolicy: 'ANY', rules: ['> 1 => "x"', '> 2 => "x"'] }, { n: 3 }),
      [{ a: 'x' }],
    ));
  it('ANY fails when they do not agree', async () =>
    assert.rejects(rowsOf({ ...overlapping, hitPolicy: 'ANY' }, { n: 3 }), /rule 1.*rule 2.*different outputs/));
  it('RULE ORDER gives all in the order of the table', async () =>
    assert.deepEqual(await rowsOf({ ...overlapping, hitPolicy: 'RULE ORDER' }, { n: 5 }), [
      { a: 1 },
      { a: 2 },
      { a: 1 },
    ]));
  it('COLLECT gives all', async () =>
    assert.deepEqual(await rowsOf({ ...overlapping, hitPolicy: 'COLLECT' }, { n: 3 }), [{ a: 1 }, { a: 2 }]));
  const sums: readonly (readonly [string, unknown, unknown])[] = [
    ['SUM', 4, null],
    ['MIN', 1, null],
    ['MAX', 2, null],
    ['COUNT', 3, 0],
  ];
  for (const [aggregation, expected, nothing] of sums) {
    it(`COLLECT with ${aggregation} gives one value`, async () =>
      assert.deepEqual(await rowsOf({ ...overlapping, hitPolicy: 'COLLECT', aggregation }, { n: 5 }), [
        { a: expected },
      ]));
    it(`COLLECT with ${aggregation} of nothing gives ${nothing === null ? 'no row' : String(nothing)}`, async () =>
      assert.deepEqual(
        await rowsOf({ ...overlapping, hitPolicy: 'COLLECT', aggregation }, { n: 0 }),
        nothing === null ? [] : [{ a: nothing }],
      ));
  }
  it('COLLECT with SUM fails for text', async () =>
    assert.rejects(
      rowsOf(
        { inputs: ['n'], outputs: ['a'], hitPolicy: 'COLLECT', aggregation: 'SUM', rules: ['- => "x"'] },
        { n: 1 },
      ),
      /d-r1 gives "x" for a, but SUM needs numbers/,
    ));
  const ranked: TableText = {
    inputs: ['n'],
    outputs: ['level', 'who'],
    values: ['"tinggi","sedang","rendah"', undefined],
    rules: ['> 1 => "rendah" | "a"', '> 2 => "tinggi" | "b"', '> 3 => "sedang" | "c"', '> 4 => "tinggi" | "d"'],
  };
  it('PRIORITY gives the output that stands first among the allowed values', async () =>
    assert.deepEqual(await rowsOf({ ...ranked, hitPolicy: 'PRIORITY' }, { n: 4 }), [{ level: 'tinggi', who: 'b' }]));
  it('OUTPUT ORDER gives all in the order of the allowed values', async () => {
    assert.deepEqual(await rowsOf({ ...ranked, hitPolicy: 'OUTPUT ORDER' }, { n: 5 }), [
      { level: 'tinggi', who: 'b' },
      { level: 'tinggi', who: 'd' },
      { level: 'sedang', who: 'c' },
      { level: 'rendah', who: 'a' },
    ]);
  });
  it('PRIORITY fails for a value that is not allowed', async () =>
    assert.rejects(
      rowsOf({ ...ranked, hitPolicy: 'PRIORITY', rules: ['- => "luar biasa" | "a"'] }, { n: 4 }),
      /not among its allowed values/,
    ));
  it('a default is given when no rule hits', async () =>
    assert.deepEqual(await rowsOf({ ...overlapping, defaults: ['0'] }, { n: 0 }), [{ a: 0 }]));
  it('a table without inputs always hits', async () =>
    assert.deepEqual(await rowsOf({ inputs: [], outputs: ['a'], rules: [' => 7'] }, {}), [{ a: 7 }]));
});

describe('cells', () => {
  it('are FEEL: comparisons, lists, negation, ranges, functions of the value', async () => {
    const table: TableText = {
      hitPolicy: 'RULE ORDER',
      inputs: ['x'],
      outputs: ['a'],
      rules: [
        '"a","b" => 1',
        'not("a") => 2',
        'starts with(?, "b") => 3',
        'limit => 4',
        'cellInput = "b" => 5',
        ' => 6',
        '- => 7',
      ],
    };
    assert.deepEqual(
      await rowsOf(table, { x: 'b', limit: 'b' }),
      [1, 2, 3, 4, 5, 6, 7].map((a) => ({ a })),
    );
    assert.deepEqual(
      await rowsOf(table, { limit: 'b' }),
      [2, 6, 7].map((a) => ({ a })),
    );
  });
  it('give values of expressions', async () =>
    assert.deepEqual(
      await rowsOf(
        { inputs: ['n'], outputs: ['a', 'b', 'c', 'd'], rules: ['- => n * 2 | | [1, n] | today()'] },
        { n: 4 },
      ),
      [{ a: 8, b: null, c: [1, 4], d: '2026-08-17' }],
    ));
  it('may be ${…} expressions', async () => {
    const table: TableText = {
      inputs: ['${n + 1}'],
      outputs: ['a', 'b'],
      hitPolicy: 'RULE ORDER',
      cellAttributes: 'expressionLanguage="juel"',
      rules: ['${cellInput > 5} => ${n * 2} | plain', "${cellInput == '6'} => ${now().time} | "],
    };
    assert.deepEqual(await rowsOf(table, { n: 5 }), [
      { a: 10, b: 'plain' },
      { a: now, b: null },
    ]);
    assert.deepEqual(await rowsOf(table, { n: 1 }), []);
  });
  it('say where they fail', async () => {
    await assert.rejects(
      rowsOf(
        {
          inputs: ['${x}'],
          outputs: ['a'],
          cellAttributes: 'expressionLanguage="juel"',
          rules: ['${cellInput > 5} => 1'],
        },
        {},
      ),
      /^DecisionError: The decision d fails: input In 0: Unknown property.*'x'$/,
    );
    await assert.rejects(
      rowsOf({ inputs: ['n'], outputs: ['a'], rules: ['1 => 1', '- => matches("a", "(")'] }, { n: 2 }),
      /rule 2 \(d-r2\), output a: .*no regular expression/,
    );
  });
  it('see nothing of JavaScript', async () =>
    assert.deepEqual(
      await rowsOf(
        {
          inputs: ['constructor', 'x.constructor', '__proto__'],
          outputs: ['a'],
          rules: ['null | null | null => toString'],
        },
        { x: {} },
      ),
      [{ a: null }],
    ));
});

describe('whole numbers beyond 2^53', () => {
  // As doubles these two are the same.
  const [odd, even] = [9_171_234_567_890_123n, 9_171_234_567_890_124n];
  const hit = async (cell: string, n: unknown) =>
    (await rowsOf({ inputs: ['n'], outputs: ['a'], rules: [`${cell} => 1`] }, { n })) as readonly unknown[];

  it('are compared exactly by cells of literals', async () => {
    for (const cell of [`${odd}`, `1, ${odd}`, `<= ${odd}`, `< ${even}`, `[1..${odd}]`, `[${odd}..${even})`])
      assert.deepEqual([(await hit(cell, odd)).length, (await hit(cell, even)).length], [1, 0], cell);
    assert.deepEqual([(await hit(`not(${odd})`, odd)).length, (await hit(`not(${odd})`, even)).length], [0, 1]);
    assert.equal((await hit(`${even}`, Number(even))).length, 1);
    assert.equal((await hit('5', 5n)).length, 1);
  });

  it('are results, and are collected exactly', async () => {
    const table = { inputs: ['n'], outputs: ['a'], rules: [`- => ${odd}`, '- => 1'] };
    const of = (more: Partial<TableText>) => rowsOf({ ...table, ...more }, { n: 1 });
    assert.deepEqual(await of({ hitPolicy: 'FIRST' }), [{ a: odd }]);
    assert.deepEqual(await of({ hitPolicy: 'COLLECT', aggregation: 'SUM' }), [{ a: even }]);
    assert.deepEqual(await of({ hitPolicy: 'COLLECT', aggregation: 'MAX' }), [{ a: odd }]);
    assert.deepEqual(await of({ hitPolicy: 'COLLECT', aggregation: 'MIN' }), [{ a: 1 }]);
    assert.deepEqual(await of({ hitPolicy: 'ANY', rules: [`- => ${odd}`, `- => ${odd}`] }), [{ a: odd }]);
    await assert.rejects(
      of({ hitPolicy: 'ANY', rules: [`- => ${odd}`, `- => ${even}`] }),
      /hit with different outputs/,
    );
    const priority = { hitPolicy: 'PRIORITY', values: [`1, ${odd}`] };
    assert.deepEqual(await of(priority), [{ a: 1 }]);
  });
});

describe('types of columns', () => {
  const converted: readonly (readonly [type: string, given: unknown, expected: unknown])[] = [
    ['integer', '42', 42],
    ['integer', 42.0, 42],
    ['long', 9_007_199_254_740_993n, 9_007_199_254_740_993n],
    ['double', '2.5', 2.5],
    ['number', '7', 7],
    ['boolean', 'true', true],
    ['string', 5, '5'],
    ['string', null, null],
    ['date', '2026-08-17', new Date('2026-08-16T17:00:00Z')],
    ['date', '2026-08-17T08:00:00', new Date(now)],
    ['dateTime', new Date(now), new Date(now)],
    ['Any', [1], [1]],
    ['integer', null, null],
  ];
  for (const [type, given, expected] of converted) {
    it(`take ${typeof given === 'bigint' ? given : JSON.stringify(given)} as ${type}`, async () => {
      const { trace } = await evaluate(dmn(tableText({ inputs: [`x : ${type}`], outputs: ['a'], rules: ['- => 1'] })), {
        x: given,
      });
      assert.deepEqual(trace[0]?.inputs[0]?.value, expected);
    });
  }
  const refused: readonly (readonly [string, unknown])[] = [
    ['integer', '4.5'],
    ['integer', 2 ** 31],
    ['integer', 'x'],
    ['boolean', 'ya'],
    ['boolean', 1],
    ['double', ''],
    ['date', 'besok'],
    ['string', { a: 1 }],
    ['number', [1]],
  ];
  for (const [type, given] of refused)
    it(`refuse ${JSON.stringify(given)} as ${type}`, async () =>
      assert.rejects(
        rowsOf({ inputs: [`x : ${type}`], outputs: ['a'], rules: ['- => 1'] }, { x: given }),
        new RegExp(`input In 0: .* is no ${type}`),
      ));
  it('convert outputs', async () =>
    assert.deepEqual(
      await rowsOf(
        {
          inputs: ['n'],
          outputs: ['a : integer', 'b : string', 'c : date'],
          rules: ['- => "5" | n | date("2026-08-17")'],
        },
        { n: 3 },
      ),
      [{ a: 5, b: '3', c: new Date('2026-08-16T17:00:00Z') }],
    ));
  it('compare dates in local time', async () =>
    assert.deepEqual(
      await rowsOf(
        {
          hitPolicy: 'COLLECT',
          inputs: ['at : date'],
          outputs: ['a'],
          rules: [
            '< date and time("2026-08-17T00:00:00") => "before"',
            '>= date and time("2026-08-17T00:00:00") => "today"',
          ],
        },
        { at: '2026-08-17' },
      ),
      [{ a: 'today' }],
    ));
});

describe('decisions that require others', () => {
  const season = tableText({
    id: 'season',
    inputs: ['temperature'],
    outputs: ['season'],
    rules: ['> 25 => "kemarau"', '<= 25 => "hujan"'],
  });
  const dish = tableText({
    id: 'dish',
    requires: ['season'],
    inputs: ['season', 'guests'],
    outputs: ['dish', 'price'],
    rules: ['"kemarau" | < 10 => "soto" | 10', '"kemarau" | >= 10 => "rawon" | 20', '"hujan" | - => "bakso" | 5'],
  });

  it('get their results by output name', async () => {
    const { rows, trace } = await evaluate(dmn(dish, season), { temperature: 30, guests: 12 }, { id: 'dish' });
    assert.deepEqual(
      rows.map((row) => Object.fromEntries(row)),
      [{ dish: 'rawon', price: 20 }],
    );
    assert.deepEqual(
      trace.map(({ decisionId, rules }) => [decisionId, rules.map(({ ruleId }) => ruleId)]),
      [
        ['season', ['season-r1']],
        ['dish', ['dish-r2']],
      ],
    );
  });
  it('prefer results to variables of the same name', async () =>
    assert.equal(
      (
        await evaluate(dmn(dish, season), { temperature: 1, guests: 1, season: 'kemarau' }, { id: 'dish' })
      ).rows[0]?.get('dish'),
      'bakso',
    ));
  it('get whole results by the name of the decision or its variable', async () => {
    const total = literalText({
      id: 'total',
      variable: 'total:number',
      requires: ['dish', 'season'],
      source: 'dish.price * guests + (if season = "kemarau" then 1 else 0)',
    });
    const whole = tableText({
      id: 'menu',
      variable: 'menu',
      requires: ['season'],
      inputs: ['season'],
      outputs: ['dish', 'price'],
      rules: ['- => "soto" | 10'],
    });
    const { rows } = await evaluate(
      dmn(season, whole, total.replaceAll('dish', 'menu')),
      { temperature: 30, guests: 2 },
      { id: 'total' },
    );
    assert.deepEqual([...(rows[0] ?? [])], [['total', 21]]);
  });
  it('get lists from tables that give several rows', async () => {
    const list = tableText({
      id: 'fees',
      hitPolicy: 'COLLECT',
      inputs: ['n'],
      outputs: ['fee'],
      rules: ['> 1 => 10', '> 2 => 20'],
    });
    const sum = literalText({ id: 'sum', variable: 'sum', requires: ['fees'], source: 'sum(fee) + count(fees)' });
    assert.deepEqual([...((await evaluate(dmn(list, sum), { n: 3 }, { id: 'sum' })).rows[0] ?? [])], [['sum', 32]]);
  });
  it('evaluate each required decision once', async () => {
    const [a, b, c, d] = [
      literalText({ id: 'a', source: '1' }),
      literalText({ id: 'b', requires: ['a'], source: 'a + 1' }),
      literalText({ id: 'c', requires: ['a'], source: 'a + 2' }),
      literalText({ id: 'd', requires: ['b', 'c'], source: 'b + c' }),
    ];
    const { rows, trace } = await evaluate(dmn(d, c, b, a), {});
    assert.deepEqual([...(rows[0] ?? [])], [['d', 5]]);
    assert.deepEqual(
      trace.map(({ decisionId }) => decisionId),
      ['a', 'b', 'c', 'd'],
    );
  });
  it('name the decision that fails', async () =>
    assert.rejects(
      evaluate(
        dmn(
          dish,
          tableText({ id: 'season', inputs: ['temperature : integer'], outputs: ['season'], rules: ['- => "x"'] }),
        ),
        { temperature: 'panas' },
        { id: 'dish' },
      ),
      /The decision season fails: input In 0: "panas" is no integer/,
    ));
  it('name what there is when one is asked for that is not there', async () =>
    assert.rejects(evaluate(dmn(season), {}, { id: 'other' }), /other fails: it is not in the file, which has season/));
  it('take a literal expression in the other language', async () =>
    assert.deepEqual(
      [
        ...((
          await evaluate(dmn(literalText({ id: 'd', variable: 'v', language: 'juel', source: '${n * 2}' })), { n: 4 })
        ).rows[0] ?? []),
      ],
      [['v', 8]],
    ));
});

describe('a decision that may take long', () => {
  const loop = dmn(tableText({ inputs: ['n'], outputs: ['a'], rules: ['- => sum(for i in 1..n return i)'] }));
  it('is not evaluated in place when a cell is a loop', async () => {
    await assert.rejects(evaluate(loop, { n: 10 }), ExpensiveDecision);
    assert.deepEqual([...((await evaluate(loop, { n: 10 }, { unbounded: true })).rows[0] ?? [])], [['a', 55]]);
  });
  it('is not evaluated in place when it has very many cells that are no literals', async () => {
    const many = dmn(
      tableText({
        inputs: ['n'],
        outputs: ['a'],
        rules: Array.from({ length: 700 }, (_, index) => `? = ${index} => ${index}`),
      }),
    );
    await assert.rejects(evaluate(many, { n: 699 }), ExpensiveDecision);
    assert.deepEqual([...((await evaluate(many, { n: 699 }, { unbounded: true })).rows[0] ?? [])], [['a', 699]]);
  });
  it('is quick with a thousand rules of literals', async () => {
    const { model } = await parseDmn(
      dmn(
        tableText({
          inputs: ['n', 's'],
          outputs: ['a'],
          rules: Array.from({ length: 1_000 }, (_, index) => `${index} | "s${index}","t" => ${index}`),
        }),
      ),
    );
    assert.ok(model);
    const start = performance.now();
    for (let round = 0; round < 20; round += 1)
      assert.equal(evaluateDecision(model, 'd', { variables: { n: 999, s: 't' }, now }).rows[0]?.get('a'), 999);
    assert.ok(performance.now() - start < 500, `took ${Math.round(performance.now() - start)} ms for 20`);
  });
});

describe('the table of the research permit', () => {
  const ways: readonly (readonly [string, Record<string, unknown>, string, number])[] = [
    ['research by foreigners', { jenis: 'penelitian-wna', lintasKabupaten: true }, 'arahkan-brin', 0],
    ['several regencies', { jenis: 'skripsi', lintasKabupaten: true }, 'arahkan-provinsi', 0],
    ['a sensitive topic', { jenis: 'skripsi', lintasKabupaten: false, topikSensitif: ['politik'] }, 'kajian-penuh', 3],
    ['children', { jenis: 'tesis', lintasKabupaten: false, topikSensitif: [], anak: true }, 'kajian-pdp', 1],
    [
      'personal data',
      { jenis: 'tesis', lintasKabupaten: false, topikSensitif: ['lain'], anak: false, dataPribadi: true },
      'kajian-pdp',
      1,
    ],
    [
      'nothing special',
      { jenis: 'tesis', lintasKabupaten: false, topikSensitif: [], anak: false, dataPribadi: false },
      'kajian-ringkas',
      1,
    ],
  ];
  const xml = readFileSync(new URL('../../workflows/penelitian/pen-jalur.dmn', import.meta.url), 'utf8');
  for (const [what, variables, jalur, hariKajian] of ways) {
    it(`leads ${what} to ${jalur}`, async () => {
      const { rows } = await evaluate(xml, variables, { id: 'pen-jalur' });
      assert.deepEqual([rows.length, rows[0]?.get('jalur'), rows[0]?.get('hariKajian')], [1, jalur, hariKajian]);
    });
  }
});
