import { startThreadsFrom } from '../../server/scripts/start-worker.ts';

/** `npm test` compiles the server to `dist` before the first test; a test file that is run by itself takes the sources. */
const isBuilt = process.env['ALUR_TEST_BUILT'] === '1';

/** Arguments of node that start the server in a process of its own. Compiled, it needs half the time. */
export const serverCommand: readonly string[] = isBuilt
  ? ['dist/server/main.js']
  : ['--import', 'tsx', 'server/main.ts'];

/** Threads of servers in this process start from compiled code where there is some, in a third of the time. */
export function useBuiltThreads(): void {
  if (isBuilt) startThreadsFrom(new URL('../../dist/server/', import.meta.url));
}
