import { Worker } from 'node:worker_threads';

const sources = new URL('../', import.meta.url).href;
let compiled: string | undefined;

/** Has threads of uncompiled sources start from a directory that holds the server compiled; for tests, which start many. */
export function startThreadsFrom(directory: URL): void {
  compiled = directory.href;
}

/**
 * Starts a worker thread with the code of a module beside the caller, whose URL is given without its ending. A build
 * has it as JavaScript; in development and in tests the sources run as they are, for which tsx has to be registered
 * inside the thread. The thread gets no environment variables.
 */
export function startWorker(module: URL, options: { readonly heapMb: number; readonly data?: unknown }): Worker {
  const settings = { env: {}, resourceLimits: { maxOldGenerationSizeMb: options.heapMb }, workerData: options.data };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${module.href}.js`), settings);
  if (compiled !== undefined) return new Worker(new URL(`${module.href.replace(sources, compiled)}.js`), settings);
  const tsx = import.meta.resolve('tsx/esm/api');
  const code = `import { register } from ${JSON.stringify(tsx)};\nregister();\nawait import(${JSON.stringify(`${module.href}.ts`)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { ...settings, execArgv: [] });
}
