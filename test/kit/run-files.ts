import { pathToFileURL } from 'node:url';

/** Runs test files in this one process: starting one per file costs more than most tests do. */
for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
