import { createHash, randomUUID } from 'node:crypto';
import type { Journal, JournalLine, Operation, Outcome } from './journal.ts';

const PASSWORD = 'kata-sandi-uji-1234';
/** The account of all load clients. */
export const loadAccount = { ALUR_ADMIN_USER: 'load', ALUR_ADMIN_PASSWORD: PASSWORD };
export const authorization = `Basic ${Buffer.from(`load:${PASSWORD}`).toString('base64')}`;

/** A command without an answer is sent this often in all, with the same key. */
const MOST_ATTEMPTS = 5;
const ANSWER_LIMIT_MS = 30_000;
/** A server that is away for longer does not come back. */
const LONGEST_OUTAGE_MS = 60_000;
/** 500 with one of these means that the command was refused and had no effect (Camunda's manner). */
const REFUSALS =
  /^(?:NullValueException|TaskAlreadyClaimedException|BadUserRequestException|SuspendedEntityInteractionException|MismatchingMessageCorrelationException|OptimisticLockingException|NotValidException|RestException|InvalidRequestException)$/;

export interface Command {
  readonly op: Operation;
  readonly path: string;
  readonly body: object | FormData;
  readonly bk?: string;
  readonly objId?: string;
  readonly value?: string;
  /**
   * Sent without an `Idempotency-Key`, as clients of Camunda do: of what was not answered nobody knows, and it is not
   * sent again. A key holds the answer back until it is kept itself, so only these see one that comes too early.
   */
  readonly isKeyless?: boolean;
}

/** Sends commands to a server that may die at any moment, and writes down what came of each attempt. */
export class LoadClient {
  readonly name: string;
  readonly #url: () => string;
  readonly #journal: Journal;

  constructor(name: string, url: () => string, journal: Journal) {
    this.name = name;
    this.#url = url;
    this.#journal = journal;
  }

  /** Sends a command until it is known what came of it, or often enough. @returns the answer of one that succeeded. */
  async send(command: Command, key: string = randomUUID()): Promise<unknown> {
    const end = Date.now() + LONGEST_OUTAGE_MS;
    for (let attempt = 1; ;) {
      const { outcome, answer } = await this.#attempt(command, key);
      if (outcome === 'down') {
        if (Date.now() > end) return undefined;
        await pause(100);
        continue;
      }
      if (outcome !== 'info' || command.isKeyless || attempt >= MOST_ATTEMPTS) return answer;
      await pause(40 * attempt);
      attempt += 1;
    }
  }

  /** Reads; undefined when the server did not answer. */
  async read<T>(path: string): Promise<T | undefined> {
    try {
      const answer = await fetch(`${this.#url()}/engine-rest${path}`, {
        headers: { authorization },
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      return answer.ok ? ((await answer.json()) as T) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Fetches external tasks; every lock is written down. */
  async fetchTasks(lockMilliseconds: number): Promise<readonly FetchedTask[]> {
    const tInvoke = Date.now();
    try {
      const answer = await this.#post('/external-task/fetchAndLock', {
        workerId: this.name,
        maxTasks: 3,
        topics: [{ topicName: 'load', lockDuration: lockMilliseconds, variables: [] }],
      });
      if (!answer.ok) return [];
      const tasks = (await answer.json()) as FetchedTask[];
      for (const task of tasks) {
        const until = Date.parse(task.lockExpirationTime);
        this.#journal.write({
          ...this.#line('fetch', task.id, tInvoke),
          objId: task.id,
          outcome: 'ok',
          status: 200,
          lock: { from: until - lockMilliseconds, until },
        });
      }
      return tasks;
    } catch {
      return [];
    }
  }

  async #attempt(command: Command, key: string): Promise<Attempt> {
    const tInvoke = Date.now();
    const write = (outcome: Outcome, status: number | null): void =>
      this.#journal.write({
        ...this.#line(command.op, key, tInvoke),
        bk: command.bk ?? null,
        objId: command.objId ?? null,
        value: command.value ?? null,
        outcome,
        status,
      });
    try {
      const answer = await this.#post(command.path, command.body, command.isKeyless ? undefined : key);
      const text = await answer.text();
      const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
      const outcome = outcomeOf(answer.status, body);
      write(outcome, answer.status);
      return outcome === 'ok' ? { outcome, answer: answer.ok ? body : undefined } : { outcome };
    } catch (error) {
      // Nobody listens: nothing was sent.
      if (/ECONNREFUSED/.test(String((error as Error).cause))) return { outcome: 'down' };
      write('info', null);
      return { outcome: 'info' };
    }
  }

  #line(op: Operation, key: string, tInvoke: number): Omit<JournalLine, 'seq' | 'outcome' | 'status'> {
    return { client: this.name, op, key, bk: null, objId: null, value: null, tInvoke, tReturn: Date.now() };
  }

  #post(path: string, body: object | FormData, key?: string): Promise<Response> {
    const isForm = body instanceof FormData;
    return fetch(`${this.#url()}/engine-rest${path}`, {
      method: 'POST',
      headers: {
        authorization,
        ...(isForm ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: isForm ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
  }
}

interface Attempt {
  /** `down`: there is no server, so nothing was attempted. */
  readonly outcome: Outcome | 'down';
  readonly answer?: unknown;
}

export interface FetchedTask {
  readonly id: string;
  readonly activityId: string;
  /** `activity:id` or the id alone, as Camunda. */
  readonly activityInstanceId: string;
  readonly processInstanceId: string;
  readonly lockExpirationTime: string;
}

function outcomeOf(status: number, body: Readonly<Record<string, unknown>> | undefined): Outcome {
  if (status >= 200 && status < 300) return 'ok';
  const message = String(body?.['message'] ?? '');
  // It is told that an earlier attempt had its effect; that one still runs somewhere.
  if (status === 409) return /had its effect/.test(message) ? 'ok' : 'info';
  if (status === 500) return REFUSALS.test(String(body?.['type'])) ? 'fail' : 'info';
  return status >= 500 || status === 429 ? 'info' : 'fail';
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
