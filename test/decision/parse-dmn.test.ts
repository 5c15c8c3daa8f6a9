import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dmnFindingMessage } from '../../server/decision/dmn-finding.ts';
import { dmnFindingTexts } from '../../server/decision/dmn-finding-texts.ts';
import { parseDmn } from '../../server/decision/parse-dmn.ts';
import { dmn, literalText, tableText } from './dmn-text.ts';

const table = tableText({ inputs: ['n'], outputs: ['a'], rules: ['- => 1'] });
const rule = (text: string) => dmn(tableText({ inputs: ['n'], outputs: ['a'], rules: [text] }));

/** Files with exactly one thing wrong, and what is found. */
const broken: readonly (readonly [what: string, xml: string, code: string, elementId: string | null, line?: number])[] =
  [
    ['too many bytes', dmn(table) + ' '.repeat(2_100_000), 'DMN-001', null],
    ['a document type', `<!DOCTYPE a [<!ENTITY x "y">]>${dmn(table)}`, 'DMN-002', null, 1],
    [
      'an entity',
      dmn(table).replace('<decision ', '\n<!ENTITY x SYSTEM "file:///etc/passwd"><decision '),
      'DMN-002',
      null,
      4,
    ],
    ['too deep nesting', dmn(`${'<a>'.repeat(80)}${'</a>'.repeat(80)}`), 'DMN-003', null, 3],
    ['too many elements', dmn('<a/>'.repeat(31_000)), 'DMN-003', null, 3],
    ['an open tag', dmn('<decision id="d">'), 'DMN-004', null, 4],
    ['text', 'halo', 'DMN-004', null, 1],
    ['other XML', '<html/>', 'DMN-005', null],
    ['an id used twice', dmn(table, table.replaceAll('"d-', '"e-')), 'DMN-006', 'd'],
    ['no decision', dmn('<inputData id="i" name="I"/>'), 'DMN-008', null],
    ['a decision without id and name', dmn(table.replace(/ id="d"( name="[^"]*")?/, '')), 'DMN-009', 'file', 2],
    ['an empty literal expression', dmn(literalText({ id: 'd', source: '' })), 'DMN-010', 'd', 3],
    [
      'a requirement that leads nowhere',
      dmn(tableText({ inputs: ['n'], outputs: ['a'], rules: ['- => 1'], requires: ['gone'] })),
      'DMN-011',
      'd',
      3,
    ],
    [
      'requirements in a circle',
      dmn(
        literalText({ id: 'x', source: '1', requires: ['y'] }),
        literalText({ id: 'y', source: '1', requires: ['x'] }),
      ),
      'DMN-012',
      'x',
      3,
    ],
    ['a decision that requires itself', dmn(literalText({ id: 'x', source: '1', requires: ['x'] })), 'DMN-012', 'x', 3],
    [
      'a business knowledge model that is not there',
      dmn(
        table.replace(
          '<decisionTable',
          '<knowledgeRequirement id="k"><requiredKnowledge href="#bkm"/></knowledgeRequirement><decisionTable',
        ),
      ),
      'DMN-013',
      'd',
      3,
    ],
    [
      'an unknown hit policy',
      dmn(tableText({ hitPolicy: 'BEST', inputs: ['n'], outputs: ['a'], rules: ['- => 1'] })),
      'DMN-020',
      'd-table',
      3,
    ],
    [
      'an unknown aggregation',
      dmn(tableText({ hitPolicy: 'COLLECT', aggregation: 'AVG', inputs: ['n'], outputs: ['a'], rules: ['- => 1'] })),
      'DMN-021',
      'd-table',
      3,
    ],
    [
      'an aggregation of two outputs',
      dmn(
        tableText({
          hitPolicy: 'COLLECT',
          aggregation: 'SUM',
          inputs: ['n'],
          outputs: ['a', 'b'],
          rules: ['- => 1 | 2'],
        }),
      ),
      'DMN-021',
      'd-table',
      3,
    ],
    ['no output', dmn(tableText({ inputs: ['n'], outputs: [], rules: [] })), 'DMN-022', 'd-table', 3],
    [
      'outputs without names',
      dmn(tableText({ inputs: ['n'], outputs: ['a', ''], rules: ['- => 1 | 2'] })),
      'DMN-023',
      'd-out1',
      3,
    ],
    [
      'outputs with the same name',
      dmn(tableText({ inputs: ['n'], outputs: ['a', 'a'], rules: ['- => 1 | 2'] })),
      'DMN-023',
      'd-out1',
      3,
    ],
    [
      'a rule with too few inputs',
      dmn(tableText({ inputs: ['n', 'm'], outputs: ['a'], rules: ['1 => 2'] })),
      'DMN-024',
      'd-r1',
      3,
    ],
    ['a rule with too many outputs', rule('- => 1 | 2'), 'DMN-024', 'd-r1', 3],
    [
      'PRIORITY without allowed values',
      dmn(tableText({ hitPolicy: 'PRIORITY', inputs: ['n'], outputs: ['a'], rules: ['- => 1'] })),
      'DMN-026',
      'd-table',
      3,
    ],
    [
      'another language',
      dmn(
        tableText({ inputs: ['n'], outputs: ['a'], rules: ['- => 1'], cellAttributes: 'expressionLanguage="groovy"' }),
      )
        .replace('<inputExpression id="d-ie0" expressionLanguage="groovy">', '<inputExpression id="d-ie0">')
        .replace(
          '<inputEntry id="d-r0i0" expressionLanguage="groovy"><text>-</text>',
          '<inputEntry id="d-r0i0"><text></text>',
        ),
      'DMN-030',
      'd-r0o0',
      3,
    ],
    ['a wrong test', rule('< => 1'), 'DMN-031', 'd-r0i0', 3],
    ['a wrong output', rule('- => 1 +'), 'DMN-031', 'd-r0o0', 3],
    ['a wrong input', dmn(tableText({ inputs: ['n +'], outputs: ['a'], rules: ['- => 1'] })), 'DMN-031', 'd-ie0', 3],
    ['a wrong ${…}', dmn(literalText({ id: 'd', language: 'juel', source: '${a +}' })), 'DMN-031', 'd-le', 3],
  ];

describe('a broken DMN file', () => {
  for (const [what, xml, code, elementId, line] of broken) {
    it(`gives ${code} for ${what}`, async () => {
      const { model, findings } = await parseDmn(xml);
      assert.equal(model, undefined);
      assert.deepEqual(
        findings.map((finding) => finding.code),
        [code],
        JSON.stringify(findings),
      );
      assert.equal(findings[0]?.elementId, elementId);
      if (line !== undefined) assert.equal(findings[0]?.line, line);
      assert.equal(findings[0]?.severity, 'error');
      assert.doesNotMatch(
        `${findings[0]?.message}${findings[0] && dmnFindingMessage(findings[0], 'id')}`,
        /\{\w+\}|undefined/,
      );
    });
  }
  it('is found out quickly, however it is made', async () => {
    for (const xml of [
      `${'<a '.repeat(100_000)}`,
      dmn(`<decision id="d" ${Array.from({ length: 5_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`),
      '<'.repeat(500_000),
      dmn(table).replace('<text>1</text>', `<text>${'('.repeat(200_000)}</text>`),
    ]) {
      const start = performance.now();
      assert.equal((await parseDmn(xml)).model, undefined);
      assert.ok(performance.now() - start < 1_500, `took ${Math.round(performance.now() - start)} ms`);
    }
  });
  it('gives all findings at once', async () => {
    const { findings } = await parseDmn(
      dmn(tableText({ inputs: ['n +', 'm'], outputs: ['a'], rules: ['< | 1 => 2', '1 => 2', '- | - => )'] })),
    );
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['DMN-031', 'DMN-031', 'DMN-024', 'DMN-031'],
    );
  });
});

describe('a sound DMN file', () => {
  it('becomes plain data that can be handed to another thread', async () => {
    const { model } = await parseDmn(
      dmn(
        tableText({
          id: 'a',
          inputs: ['n : integer'],
          outputs: ['x : string'],
          rules: ['< 5 => "y"'],
          attributes: 'camunda:versionTag="v1"',
          variable: 'va',
          requires: ['b'],
        }),
        literalText({ id: 'b', source: '1' }),
      ),
    );
    assert.deepEqual(structuredClone(model), model);
    const decision = model?.decisions.get('a');
    assert.deepEqual([...(model?.decisions.keys() ?? [])], ['a', 'b']);
    assert.deepEqual(
      { ...decision, logic: undefined },
      {
        id: 'a',
        name: 'a',
        variableName: 'va',
        versionTag: 'v1',
        historyTimeToLive: null,
        requires: ['b'],
        requiresKnowledge: [],
        typeRef: null,
        logic: undefined,
      },
    );
    assert.deepEqual(decision?.logic, {
      type: 'decisionTable',
      hitPolicy: 'UNIQUE',
      aggregation: null,
      inputs: [
        {
          id: 'a-in0',
          label: 'In 0',
          expression: { language: 'feel', source: 'n' },
          typeRef: 'integer',
          variableName: 'cellInput',
        },
      ],
      outputs: [{ id: 'a-out0', name: 'x', label: null, typeRef: 'string', values: null, defaultValue: null }],
      rules: [
        { id: 'a-r1', tests: [{ language: 'feel', source: '< 5' }], outputs: [{ language: 'feel', source: '"y"' }] },
      ],
    });
  });
  for (const namespace of [
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ]) {
    it(`may be of another DMN version: ${namespace}`, async () => {
      const { model, findings } = await parseDmn(
        dmn(table).replace('https://www.omg.org/spec/DMN/20191111/MODEL/', namespace),
      );
      assert.deepEqual(findings, []);
      assert.equal(model?.decisions.size, 1);
    });
  }
  it('names a single output without a name after the decision', async () => {
    const { model } = await parseDmn(dmn(tableText({ inputs: ['n'], outputs: [''], rules: ['- => 1'] })));
    const logic = model?.decisions.get('d')?.logic;
    assert.equal(logic?.type === 'decisionTable' && logic.outputs[0]?.name, 'd');
  });
  it('takes the language of the file and of a cell', async () => {
    const { model } = await parseDmn(
      dmn(
        table.replace(
          '<inputExpression ',
          '<inputExpression expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/" ',
        ),
      ).replace('<definitions ', '<definitions expressionLanguage="juel" '),
    );
    const logic = model?.decisions.get('d')?.logic;
    assert.deepEqual(
      logic?.type === 'decisionTable' && [logic.inputs[0]?.expression.language, logic.rules[0]?.outputs[0]?.language],
      ['feel', 'juel'],
    );
  });
  it('is warned about what is ignored', async () => {
    const unknown = await parseDmn(dmn(table, '<bogus/>'));
    assert.deepEqual(
      unknown.findings.map(({ code, severity }) => [code, severity]),
      [['DMN-007', 'warning']],
    );
    assert.ok(unknown.model);
    const type = await parseDmn(dmn(tableText({ inputs: ['n : money'], outputs: ['a'], rules: ['- => 1'] })));
    assert.deepEqual(
      type.findings.map(({ code, elementId }) => [code, elementId]),
      [['DMN-027', 'd-ie0']],
    );
    assert.ok(type.model);
  });
});

it('every finding says in both languages what to do', () => {
  for (const [code, { en, id }] of Object.entries(dmnFindingTexts)) {
    assert.match(en, /\.$/, code);
    assert.deepEqual(
      [...id.matchAll(/\{\w+\}/g)].map(String).sort(),
      [...en.matchAll(/\{\w+\}/g)].map(String).sort(),
      code,
    );
  }
});
