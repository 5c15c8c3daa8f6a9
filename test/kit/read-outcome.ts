export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * What a run of tests came to: TAP summaries (`# pass 3`), or the plain line of programs that count themselves; a check
 * that prints neither counts as one test. Whatever ends a run early is a failure.
 */
export function readOutcome(output: string, code: number | null): Outcome {
  const outcome = count(output, code);
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}

function count(output: string, code: number | null): Outcome {
  const plain = /^(?:browser: )?(\d+) passed, (\d+) failed/m.exec(output);
  if (plain) return { passed: Number(plain[1]), failed: Number(plain[2]), skipped: 0 };
  const summed = (name: string): number =>
    Number([...output.matchAll(new RegExp(`^# ${name} (\\d+)`, 'gm'))].at(-1)?.[1] ?? 0);
  if (/^# pass \d+/m.test(output))
    return { passed: summed('pass'), failed: summed('fail') + summed('cancelled'), skipped: summed('skipped') };
  // A database that is stopped at exit may cut the summary off: then the tests themselves are counted, not their suites.
  const tests = (mark: string): readonly string[] =>
    [...output.matchAll(new RegExp(`^ +${mark} \\d+ .*\n +---\n +duration_ms.*\n(?! +type: 'suite')`, 'gm'))].map(
      ([lines]) => lines,
    );
  const good = tests('ok');
  const skipped = good.filter((lines) => / # SKIP/.test(lines)).length;
  const failed = tests('not ok').length;
  if (good.length + failed === 0) return { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  return { passed: good.length - skipped, failed, skipped };
}
