import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';

/** Prints one plain line with the numbers; the runner's own summary shares its line with a progress bar. */
function countReporter() {
  return {
    onTestRunFinished({ sessions }) {
      let passed = 0;
      let failed = 0;
      const count = (suite) => {
        for (const test of suite?.tests ?? []) if (!test.skipped) test.passed ? passed++ : failed++;
        for (const inner of suite?.suites ?? []) count(inner);
      };
      for (const session of sessions) {
        count(session.testResults);
        // A file that did not even load has no results.
        if (!session.passed && !session.testResults) failed++;
      }
      console.log(`\nbrowser: ${passed} passed, ${failed} failed`);
    },
  };
}

export default {
  files: '.cache/browser-tests/*.browser.js',
  nodeResolve: false,
  concurrency: 2,
  // Axe alone takes longer than the two seconds that are usual.
  testFramework: { config: { timeout: 20_000 } },
  reporters: [defaultReporter({ reportTestProgress: false }), countReporter()],
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: process.env.CHROME_PATH,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      },
    }),
  ],
};
