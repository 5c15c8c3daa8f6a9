import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder, type Verdict } from './run-folder.ts';

// Runs the DMN TCK: `tsx test/conformance/dmn/run.ts <checkout of the TCK>`. What fails and why is written to a file.

const REPORT = join('.cache', 'conformance', 'dmn.md');

const [checkout] = process.argv.slice(2);
if (checkout === undefined) {
  console.error('Name the folder of the DMN TCK: it holds TestCases/compliance-level-2 and -3.');
  process.exit(2);
}

const [lines, totals]: [string[], { passed: number; failed: number }] = [[], { passed: 0, failed: 0 }];
for (const level of ['compliance-level-2', 'compliance-level-3']) {
  const parent = join(checkout, 'TestCases', level);
  try {
    await access(parent);
  } catch {
    console.log(`${level}: not in ${checkout}`);
    continue;
  }
  const verdicts: Verdict[] = [];
  for (const entry of (await readdir(parent, { withFileTypes: true })).filter((each) => each.isDirectory()))
    verdicts.push(...(await runFolder(parent, entry.name)));
  const failed = verdicts.filter(({ failure }) => failure !== undefined);
  const passed = verdicts.length - failed.length;
  console.log(`${level}: ${passed} passed, ${failed.length} failed`);
  lines.push(
    `# ${level}: ${passed} of ${verdicts.length}`,
    '',
    ...failed.map(({ name, failure }) => `- ${name}: ${failure}`),
    '',
  );
  totals.passed += passed;
  totals.failed += failed.length;
}
await mkdir(join('.cache', 'conformance'), { recursive: true });
await writeFile(REPORT, lines.join('\n'));
console.log(`What fails and why: ${REPORT}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;
