import { parentPort } from 'node:worker_threads';
import type { WorkerAnswer } from './worker-protocol.ts';

/** Makes this worker thread do tasks, one after another, until it is terminated. */
export function serveTasks<Task>(work: (task: Task) => Promise<unknown>): void {
  const answer = (message: WorkerAnswer) => parentPort?.postMessage(message);
  parentPort?.on('message', (task: Task) => {
    work(task).then(
      (value) => answer({ type: 'done', value }),
      (error: unknown) => answer({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  });
  answer({ type: 'ready' });
}
