import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromDmn } from '../../server/application/resource-finding.ts';
import { parseDmn } from '../../server/decision/parse-dmn.ts';
import { checkFeel } from '../../server/expression/feel/evaluate-feel.ts';
import { checkJuel } from '../../server/expression/juel/evaluate-juel.ts';
import { inIndonesian } from '../../server/expression/reason-texts.ts';
import { checkDatePattern } from '../../server/expression/time/date-pattern.ts';
import { firstDue, type TimerKind } from '../../server/expression/time/timer.ts';
import { dmn, tableText } from '../decision/dmn-text.ts';

/** Words that only English reasons have. */
const english = /\b(?:the|is|are|it|cannot|missing|expected|behind|between|instead|no|not|write|such|must|or)\b/i;

function timer(kind: TimerKind, text: unknown): string {
  try {
    firstDue(kind, text, 0);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe('a reason why something is wrong is told in Indonesian', () => {
  const functions = { has: () => false };
  const reasons = [
    ...['a +', '1 2', 'x'.repeat(6_000)].map((source) => checkFeel(source)?.message ?? ''),
    ...[
      '${a +}',
      '${}',
      '${a b}',
      '${a.}',
      '${(a}',
      '${',
      "${'a}",
      '${#}',
      '${99999999999999999999}',
      "${'\\n'}",
      '${a[1}',
      `\${${'('.repeat(300)}}`,
      `\${1${' + 1'.repeat(1_000)}}`,
      '${nothing(1)}',
      '${a ? b}',
      `\${${'a'.repeat(60_000)}}`,
    ].map((source) => checkJuel(source, functions)?.message ?? ''),
    ...(
      [
        ['date', 'tomorrow'],
        ['date', null],
        ['duration', '3 days'],
        ['duration', ''],
        ['cycle', 5],
        ['cycle', '0 0 8'],
        ['cycle', '61 0 8 ? * MON'],
        ['cycle', '0/x 0 8 ? * MON'],
        ['cycle', '0 0 8 ? * 1-2-3'],
        ['cycle', 'R0/PT1H'],
        ['cycle', 'R3/PT0S'],
        ['cycle', 'R1/1960-01-01T00:00/PT1H'],
        ['cycle', 'Rx/PT1H'],
        ['cycle', 'R3'],
        ['cycle', 'R3/soon'],
        ['cycle', 'R3/2026-01-01T00:00'],
        ['cycle', 'R3/2026-01-02T00:00/2026-01-01T00:00'],
        ['cycle', 'R3/PT1H/PT1H'],
      ] as const
    ).map(([kind, text]) => timer(kind, text)),
    ...["dd'", 'qq', 'dd.dd', '--', 'd'.repeat(500)].map((pattern) => checkDatePattern(pattern) ?? ''),
  ];

  for (const reason of reasons) {
    it(reason.slice(0, 100), () => {
      assert.notEqual(reason, '');
      const told = inIndonesian(reason);
      assert.notEqual(told, reason);
      assert.doesNotMatch(told.replaceAll(/"[^"]*"/g, ''), english);
    });
  }

  it('and what nobody has put into Indonesian stays as it is', () => {
    assert.equal(inIndonesian('unexpected end of data'), 'unexpected end of data');
  });
});

describe('a finding', () => {
  it('tells its reason and its place in the language that it is asked in', async () => {
    const table = tableText({ inputs: ['n'], outputs: ['a'], rules: ['- => 1 +'] });
    const [finding] = (await parseDmn(dmn(table))).findings;
    assert.ok(finding);
    const { text } = fromDmn(finding, 'a.dmn');
    assert.match(text.en, /in rule 1 \(d-r1\) of .* is wrong: something is missing at the end\. Correct it\./);
    assert.match(text.id, /di aturan 1 \(d-r1\) pada .* salah: ada yang kurang di akhir\. Perbaiki\./);
  });
});
