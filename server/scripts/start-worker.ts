import { Worker } from 'node:worker_threads';

/** For FEEL, whose lists live on the thread's own heap. Sandboxed scripts have their own memory. */
const HEAP_MB = 128;

/**
 * Starts a worker thread with the code of `worker.ts`. A build has it as JavaScript; in development and in tests the
 * sources run as they are, for which tsx has to be registered inside the thread. The thread gets no environment
 * variables.
 */
export function startWorker(): Worker {
  const options = { env: {}, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), options);
  const [tsx, worker] = [import.meta.resolve('tsx/esm/api'), new URL('./worker.ts', import.meta.url).href];
  const code = `import { register } from ${JSON.stringify(tsx)};\nregister();\nawait import(${JSON.stringify(worker)});`;
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), { ...options, execArgv: [] });
}
