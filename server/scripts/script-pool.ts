import type { Worker } from 'node:worker_threads';
import type {
  DecisionRequest,
  FeelRequest,
  ScriptInput,
  ScriptOutcome,
  ScriptRunner,
} from '../application/ports/script-runner.ts';
import { startWorker } from './start-worker.ts';
import type { WorkerAnswer, WorkerTask } from './worker-protocol.ts';

export interface ScriptPoolOptions {
  /** Threads at most; they start when first needed. */
  readonly size?: number;
  /** Milliseconds that a script or FEEL expression may take. */
  readonly timeLimit?: number;
  /** Scripts that may wait for a thread; more are refused. */
  readonly queueLimit?: number;
}

interface Waiting {
  readonly task: WorkerTask;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Time beyond the limit for a script to stop by itself, before its thread is ended. */
const GRACE_MS = 300;
const START_MS = 30_000;

/** Runs scripts and heavy FEEL in threads. One that does not stop in time is terminated and replaced. */
export class ScriptPool implements ScriptRunner {
  readonly #size: number;
  readonly #timeLimit: number;
  readonly #queueLimit: number;
  readonly #threads = new Set<Thread>();
  #queue: Waiting[] = [];
  #closed = false;

  constructor(options: ScriptPoolOptions = {}) {
    this.#size = options.size ?? 2;
    this.#timeLimit = options.timeLimit ?? 1_000;
    this.#queueLimit = options.queueLimit ?? 1_000;
  }

  runScript(source: string, input: ScriptInput): Promise<ScriptOutcome> {
    return this.#run({ type: 'script', source, input, timeLimit: this.#timeLimit }) as Promise<ScriptOutcome>;
  }

  evaluateFeel(request: FeelRequest): Promise<unknown> {
    return this.#run({ type: 'feel', request });
  }

  evaluateDecision(request: DecisionRequest): ReturnType<ScriptRunner['evaluateDecision']> {
    return this.#run({ type: 'decision', request }) as ReturnType<ScriptRunner['evaluateDecision']>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = new Error('The server is shutting down; the script was not run.');
    for (const { reject } of this.#queue.splice(0)) reject(closed);
    await Promise.all([...this.#threads].map((thread) => thread.stop(closed)));
  }

  #run(task: WorkerTask): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error('The server is shutting down; the script was not run.'));
    if (this.#queue.length >= this.#queueLimit)
      return Promise.reject(new Error('Too many scripts are waiting. Try again in a few seconds.'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const thread = [...this.#threads].find((each) => each.idle) ?? this.#start();
      if (!thread) return;
      const waiting = this.#queue.shift();
      if (waiting) thread.run(waiting);
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.#size) return undefined;
    const thread = new Thread(this.#timeLimit, {
      freed: () => this.#next(),
      ended: () => {
        this.#threads.delete(thread);
        this.#next();
      },
    });
    this.#threads.add(thread);
    return thread;
  }
}

/** One worker thread and the task that it has. */
class Thread {
  readonly #worker: Worker;
  readonly #timeLimit: number;
  readonly #events: { readonly freed: () => void; readonly ended: () => void };
  #ready = false;
  #ended = false;
  #waiting: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(timeLimit: number, events: { readonly freed: () => void; readonly ended: () => void }) {
    this.#timeLimit = timeLimit;
    this.#events = events;
    this.#worker = startWorker();
    this.#worker.on('message', (message: WorkerAnswer) => this.#heard(message));
    this.#worker.on('error', (error: Error & { readonly code?: string }) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(
        new Error(
          memory
            ? 'The expression used too much memory and was stopped. Look for a list that grows without end.'
            : `The script thread failed: ${error.message}`,
        ),
      );
    });
    this.#worker.on('exit', () => this.#end(new Error('The script thread ended before it gave an answer.')));
    // An idle thread keeps nobody from exiting; one with a task is kept by its timer.
    this.#worker.unref();
  }

  get idle(): boolean {
    return this.#waiting === undefined && !this.#ended;
  }

  run(waiting: Waiting): void {
    this.#waiting = waiting;
    if (this.#ready) this.#post(waiting);
    else this.#limit(START_MS, 'The script thread did not start. Is the machine overloaded?');
  }

  async stop(reason: Error): Promise<void> {
    this.#end(reason);
    await this.#worker.terminate();
  }

  #post(waiting: Waiting): void {
    this.#limit(
      this.#timeLimit + GRACE_MS,
      `It took longer than ${this.#timeLimit} ms and was stopped. Look for a loop or a function that does not end.`,
    );
    try {
      this.#worker.postMessage(waiting.task);
    } catch (error) {
      this.#settle(({ reject }) =>
        reject(
          new Error(
            `The data of the script cannot be handed over: ${error instanceof Error ? error.message : String(error)}`,
          ),
        ),
      );
    }
  }

  #limit(milliseconds: number, message: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.stop(new Error(message)), milliseconds);
  }

  #heard(message: WorkerAnswer): void {
    if (message.type === 'ready') {
      this.#ready = true;
      if (this.#waiting) this.#post(this.#waiting);
    } else {
      this.#settle(({ resolve, reject }) =>
        message.type === 'done' ? resolve(message.value) : reject(new Error(message.message)),
      );
    }
  }

  #settle(answer: (waiting: Waiting) => void): void {
    clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) answer(waiting);
    this.#events.freed();
  }

  #end(reason: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#waiting?.reject(reason);
    this.#waiting = undefined;
    void this.#worker.terminate();
    this.#events.ended();
  }
}
