import type {
  DecisionRequest,
  FeelRequest,
  ScriptInput,
  ScriptOutcome,
  ScriptRunner,
} from '../application/ports/script-runner.ts';
import { startWorker } from './start-worker.ts';
import { ThreadPool } from './thread-pool.ts';
import type { WorkerTask } from './worker-protocol.ts';

export interface ScriptPoolOptions {
  /** Threads at most; they start when first needed. */
  readonly size?: number;
  /** Milliseconds that a script or FEEL expression may take. */
  readonly timeLimit?: number;
  /** Scripts that may wait for a thread; more are refused. */
  readonly queueLimit?: number;
}

/** For FEEL, whose lists live on the thread's own heap. Sandboxed scripts have their own memory. */
const HEAP_MB = 128;

/** Runs scripts and heavy FEEL in threads. One that does not stop in time is terminated and replaced. */
export class ScriptPool implements ScriptRunner {
  readonly #timeLimit: number;
  readonly #threads: ThreadPool<WorkerTask>;

  constructor(options: ScriptPoolOptions = {}) {
    this.#timeLimit = options.timeLimit ?? 1_000;
    this.#threads = new ThreadPool({
      start: () => startWorker(new URL('./worker', import.meta.url), { heapMb: HEAP_MB }),
      size: options.size ?? 2,
      timeLimit: this.#timeLimit,
      queueLimit: options.queueLimit ?? 1_000,
      reasons: {
        closed: 'The server is shutting down; the script was not run.',
        busy: 'Too many scripts are waiting. Try again in a few seconds.',
        tooLong: `It took longer than ${this.#timeLimit} ms and was stopped. Look for a loop or a function that does not end.`,
        tooMuchMemory: 'The expression used too much memory and was stopped. Look for a list that grows without end.',
      },
    });
  }

  runScript(source: string, input: ScriptInput): Promise<ScriptOutcome> {
    return this.#threads.run({ type: 'script', source, input, timeLimit: this.#timeLimit }) as Promise<ScriptOutcome>;
  }

  evaluateFeel(request: FeelRequest): Promise<unknown> {
    return this.#threads.run({ type: 'feel', request });
  }

  evaluateDecision(request: DecisionRequest): ReturnType<ScriptRunner['evaluateDecision']> {
    return this.#threads.run({ type: 'decision', request }) as ReturnType<ScriptRunner['evaluateDecision']>;
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}
