import { readConfig } from '../config.ts';
import { describeFindings, examine } from './doctor/examine.ts';

/**
 * `npm run doctor [-- --json]`: looks for what is wrong with the server of these settings. Exit code 0: nothing but
 * warnings; 1: errors were found; 2: it could not look.
 */
try {
  const findings = await examine(readConfig(process.env));
  process.stdout.write(
    process.argv.includes('--json') ? `${JSON.stringify({ findings }, null, 1)}\n` : describeFindings(findings),
  );
  process.exitCode = findings.some(({ severity }) => severity === 'error') ? 1 : 0;
} catch (error) {
  process.stderr.write(`The doctor cannot look: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
