import { basename } from 'node:path';
import { after, describe } from 'node:test';
import { pathToFileURL } from 'node:url';
import { useBuiltThreads } from './built-server.ts';
import { keepPostgres } from './postgres.ts';

/**
 * Runs test files in this one process: starting one per file costs more than most tests do. Each file is a suite of its
 * own, so that what its `before` opens (a server, a database) is there only while its own tests run.
 */
useBuiltThreads();
after(keepPostgres());
for (const file of process.argv.slice(2))
  describe(basename(file), async () => {
    await import(pathToFileURL(file).href);
  });
