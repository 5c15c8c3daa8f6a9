import type { Config } from '../../config.ts';
import { openPlainDatabase } from '../plain-database.ts';
import { checkFiles } from './check-files.ts';
import { checkIntegrity, checkStuckWork } from './check-integrity.ts';
import { checkSettings } from './check-settings.ts';
import type { Finding } from './finding.ts';

/**
 * Looks at everything, beside a server that may be running; changes nothing.
 * @throws Error when there is no database to look at
 */
export async function examine(config: Config): Promise<readonly Finding[]> {
  const database = await openPlainDatabase(config);
  try {
    return [
      ...(await checkSettings(config, database)),
      ...(await checkIntegrity(database)),
      ...(await checkFiles(database, config)),
      ...(await checkStuckWork(database)),
    ];
  } finally {
    await database.close();
  }
}

/** The findings for people, errors first. */
export function describeFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing is wrong.\n';
  const sorted = [...findings].sort((a, b) => a.severity.localeCompare(b.severity));
  const texts = sorted.map(
    ({ severity, name, says, where, mend, count, examples }) =>
      `${severity.toUpperCase()} ${name}${count > 1 ? ` (${count})` : ''}\n  what:  ${says}\n  where: ${where}${examples
        .map((example) => `\n         ${example}`)
        .join('')}\n  mend:  ${mend}\n`,
  );
  return `${texts.join('\n')}\n${counted(findings, 'error')}, ${counted(findings, 'warning')}\n`;
}

function counted(findings: readonly Finding[], severity: Finding['severity']): string {
  const count = findings.filter((each) => each.severity === severity).length;
  return `${count} ${severity}${count === 1 ? '' : 's'}`;
}
