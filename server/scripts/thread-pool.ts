import type { Worker } from 'node:worker_threads';
import type { WorkerAnswer } from './worker-protocol.ts';

export interface ThreadPoolOptions {
  readonly start: () => Worker;
  /** Threads at most; they start when first needed. */
  readonly size: number;
  /** Milliseconds that a task may take. */
  readonly timeLimit: number;
  /** Tasks that may wait for a thread; more are refused. */
  readonly queueLimit: number;
  /** Why a task was not done, for people. */
  readonly reasons: {
    readonly closed: string;
    readonly busy: string;
    readonly tooLong: string;
    readonly tooMuchMemory: string;
  };
}

interface Waiting<Task> {
  readonly task: Task;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Time beyond the limit for a task to stop by itself, before its thread is ended. */
const GRACE_MS = 300;
const START_MS = 30_000;

/**
 * Does tasks in threads that answer as `worker-protocol.ts` says. One that does not stop in time is terminated and
 * replaced.
 */
export class ThreadPool<Task> {
  readonly #options: ThreadPoolOptions;
  readonly #threads = new Set<Thread<Task>>();
  #queue: Waiting<Task>[] = [];
  #closed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /** The task's answer; rejects with an Error that says why there is none. */
  run(task: Task): Promise<unknown> {
    const { reasons, queueLimit } = this.#options;
    if (this.#closed) return Promise.reject(new Error(reasons.closed));
    if (this.#queue.length >= queueLimit) return Promise.reject(new Error(reasons.busy));
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = new Error(this.#options.reasons.closed);
    for (const { reject } of this.#queue.splice(0)) reject(closed);
    await Promise.all([...this.#threads].map((thread) => thread.stop(closed)));
  }

  #next(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const thread = [...this.#threads].find((each) => each.idle) ?? this.#start();
      if (!thread) return;
      const waiting = this.#queue.shift();
      if (waiting) thread.run(waiting);
    }
  }

  #start(): Thread<Task> | undefined {
    if (this.#threads.size >= this.#options.size) return undefined;
    const thread = new Thread<Task>(this.#options, {
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
class Thread<Task> {
  readonly #worker: Worker;
  readonly #options: ThreadPoolOptions;
  readonly #events: { readonly freed: () => void; readonly ended: () => void };
  #ready = false;
  #ended = false;
  #waiting: Waiting<Task> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ThreadPoolOptions, events: { readonly freed: () => void; readonly ended: () => void }) {
    this.#options = options;
    this.#events = events;
    this.#worker = options.start();
    this.#worker.on('message', (message: WorkerAnswer) => this.#heard(message));
    this.#worker.on('error', (error: Error & { readonly code?: string }) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(new Error(memory ? options.reasons.tooMuchMemory : `The worker thread failed: ${error.message}`));
    });
    this.#worker.on('exit', () => this.#end(new Error('The worker thread ended before it gave an answer.')));
    // An idle thread keeps nobody from exiting; one with a task is kept by its timer.
    this.#worker.unref();
  }

  get idle(): boolean {
    return this.#waiting === undefined && !this.#ended;
  }

  run(waiting: Waiting<Task>): void {
    this.#waiting = waiting;
    if (this.#ready) this.#post(waiting);
    else this.#limit(START_MS, 'The worker thread did not start. Is the machine overloaded?');
  }

  async stop(reason: Error): Promise<void> {
    this.#end(reason);
    await this.#worker.terminate();
  }

  #post(waiting: Waiting<Task>): void {
    this.#limit(this.#options.timeLimit + GRACE_MS, this.#options.reasons.tooLong);
    try {
      this.#worker.postMessage(waiting.task);
    } catch (error) {
      this.#settle(({ reject }) =>
        reject(
          new Error(
            `The data cannot be handed over to the worker thread: ${error instanceof Error ? error.message : String(error)}`,
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

  #settle(answer: (waiting: Waiting<Task>) => void): void {
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
