import { explain } from './cost/plan.ts';
import { marks, type Operation } from './cost/operations.ts';
import { openFilled, openSite, type Site } from './cost/site.ts';

/**
 * `npm run bench:cost [-- sqlite|postgres] [count]`: what operations cost with 100 waiting instances and with many,
 * measured in turn; the ratio, and the plans of what is asked of the large database. `FILLED=<url>,<url>` names a small
 * and a large PostgreSQL database that are there already.
 */
const only = process.argv.slice(2).filter((argument) => !/^\d+$/.test(argument));
const count = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 0);
const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const WORST_RATIO = 2;
const print = (text: string) => process.stdout.write(`${text}\n`);

for (const [kind, large] of [
  ['sqlite', count || 100_000],
  ['postgres', count || 1_000_000],
] as const) {
  if (only.length > 0 && !only.includes(kind)) continue;
  const begun = Date.now();
  const [smallUrl, largeUrl] = process.env['FILLED']?.split(',') ?? [];
  const sites =
    smallUrl && largeUrl
      ? { small: await openFilled(smallUrl, 100), large: await openFilled(largeUrl, large) }
      : { small: await openSite(kind, 100), large: await openSite(kind, large) };
  print(
    `\n${kind}: 100 and ${large.toLocaleString('en')} waiting instances (${Math.round((Date.now() - begun) / 1000)} s to fill)`,
  );
  try {
    for (const operation of marks) await measure(operation, sites);
  } finally {
    await sites.small.close();
    await sites.large.close();
  }
}

async function measure(
  operation: Operation,
  { small, large }: Readonly<Record<'small' | 'large', Site>>,
): Promise<void> {
  const times = { small: [] as number[], large: [] as number[] };
  try {
    for (let round = -2; round < ROUNDS; round += 1)
      for (const [name, site] of [
        ['small', small],
        ['large', large],
      ] as const) {
        const prepared = await operation.before?.(site);
        const startedAt = performance.now();
        await operation.run(site, prepared);
        if (round >= 0) times[name].push(performance.now() - startedAt);
        // What takes so long needs no median.
        if (performance.now() - startedAt > 3_000) round = ROUNDS;
      }
    const ratio = median(times.large) / median(times.small);
    const prepared = await operation.before?.(large);
    const questions = await large.database.record(() => operation.run(large, prepared));
    const plans = [];
    for (const question of questions) plans.push({ question, plan: await explain(large.database, question) });
    const scanned = [...new Set(plans.flatMap(({ plan }) => plan.scanned))];
    const rows = plans.reduce((sum, { plan }) => sum + (plan.rows ?? 0), 0);
    const isBad = ratio > WORST_RATIO || scanned.length > 0;
    if (isBad) process.exitCode = 1;
    print(
      `${isBad ? 'BAD ' : 'ok  '} × ${ratio.toFixed(2).padStart(6)}  ${median(times.small).toFixed(1)} → ${median(times.large).toFixed(1)} ms  ${operation.name}${large.database.dialect === 'postgres' ? `  (${rows} rows read)` : ''}${scanned.length > 0 ? `  scans ${scanned.join(', ')}` : ''}`,
    );
    if (isBad || process.env['PLANS'])
      for (const { question, plan } of plans) {
        print(`        ${question.sql.replaceAll(/\s+/g, ' ').slice(0, 400)}`);
        for (const line of plan.lines) print(`          ${line}`);
      }
  } catch (error) {
    process.exitCode = 1;
    print(`BAD  ${operation.name}: ${String(error)}`);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
