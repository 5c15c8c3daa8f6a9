import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { findBrowser } from '../kit/browser.ts';

/**
 * Builds the browser tests and runs them: `node --import tsx test/designer/run.ts`. Ends with the line
 * `browser: N passed, N failed`; the exit code is not 0 when one failed.
 */
const root = resolve(import.meta.dirname, '../..');

function run(
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [resolve(root, 'node_modules', script), ...parameters], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('error', failed);
    child.on('exit', (code) => {
      done(code ?? 1);
    });
  });
}

const built = await run('vite/bin/vite.js', ['build', '--config', 'vite.test.config.ts', '--logLevel', 'warn'], {});
process.exitCode =
  built === 0
    ? await run('@web/test-runner/dist/bin.js', ['--config', 'web-test-runner.config.mjs'], {
        CHROME_PATH: await findBrowser(),
      })
    : built;
