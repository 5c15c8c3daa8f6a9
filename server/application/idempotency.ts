import { AsyncLocalStorage } from 'node:async_hooks';
import { Conflict, KeyReused } from './errors.ts';
import type { Database } from './ports/database.ts';
import type { IdempotencyStore, KeptAnswer, KeptRequest, RequestKey } from './ports/idempotency.ts';
import type { Alongside } from './ports/runtime-store.ts';

const KEPT_MS = 24 * 3_600_000;
/** With several nodes: a request of another node that runs longer than this has died with it. */
const LONGEST_RUN_MS = 5 * 60_000;
const CLEAN_EVERY_MS = 3_600_000;

export interface IdempotencyOptions {
  readonly store: IdempotencyStore;
  /** Other nodes use the same database. */
  readonly shared: boolean;
  /** Name of this node, new at every start. */
  readonly owner: string;
  readonly now?: () => number;
}

interface Running extends RequestKey {
  finished: boolean;
}

/**
 * Requests that may be sent twice and have their effect once (`Idempotency-Key`). What is promised: the request is
 * remembered before it runs; that it had an effect is written in the transaction of the effect; its answer is written
 * after it. So a repetition gets the kept answer; it runs when the first one had no effect; and it is told so when the
 * server died in the moment between effect and answer.
 */
export class Idempotency {
  readonly #options: IdempotencyOptions;
  readonly #now: () => number;
  readonly #current = new AsyncLocalStorage<Running>();
  readonly #inFlight = new Set<string>();
  #cleanedAt = 0;

  constructor(options: IdempotencyOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** What the request that asks now has to write with its effect; undefined when it has no key. */
  readonly mark = (): Alongside | undefined => {
    const running = this.#current.getStore();
    return running && !running.finished ? (transaction) => this.#options.store.mark(transaction, running) : undefined;
  };

  /**
   * @param hash of everything that makes the request what it is.
   * @throws Conflict while it runs, or when its answer was lost; KeyReused when the key belongs to another request.
   */
  async run(
    request: RequestKey & { readonly hash: string },
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer & { readonly repeated: boolean }> {
    const { caller, key } = request;
    const { store, owner } = this.#options;
    const name = JSON.stringify([caller, key]);
    if (this.#inFlight.has(name)) throw inFlight();
    this.#inFlight.add(name);
    try {
      const kept = await this.#begin(request);
      if (kept) return { ...kept, repeated: true };
      const running: Running = { caller, key, finished: false };
      try {
        const answer = await this.#current.run(running, work);
        running.finished = true;
        await store.finish(running, answer);
        return { ...answer, repeated: false };
      } catch (error) {
        running.finished = true;
        // Without an effect the key is free again; with one, or when nobody knows, it stays.
        await store.release(running, owner).catch(() => undefined);
        throw error;
      }
    } finally {
      this.#inFlight.delete(name);
    }
  }

  async #begin(request: RequestKey & { readonly hash: string }): Promise<KeptAnswer | undefined> {
    const { store, owner } = this.#options;
    const now = this.#now();
    await this.#clean(now);
    for (;;) {
      if (await store.claim({ ...request, owner, createdAt: now, expiresAt: now + KEPT_MS })) return undefined;
      const found = await store.find(request);
      if (!found) continue;
      if (found.expiresAt <= now) {
        await store.deleteExpired(now);
        continue;
      }
      if (found.hash !== request.hash) throw reused();
      if (found.state === 'done') return found.answer ?? undefined;
      if (found.state === 'effect') throw answerLost();
      if (!this.#isAbandoned(found, now)) throw inFlight();
      await store.release(request, found.owner);
    }
  }

  /** It runs nowhere any more: here it would be among those in flight. */
  #isAbandoned(found: KeptRequest, now: number): boolean {
    const { owner, shared } = this.#options;
    return found.owner === owner || !shared || found.createdAt < now - LONGEST_RUN_MS;
  }

  async #clean(now: number): Promise<void> {
    if (now - this.#cleanedAt < CLEAN_EVERY_MS) return;
    this.#cleanedAt = now;
    await this.#options.store.deleteExpired(now);
  }
}

/** The database as requests use it: each transaction of a request with a key says that the request had an effect. */
export function markEffects(database: Database, mark: Idempotency['mark']): Database {
  return {
    dialect: database.dialect,
    query: (sql, parameters) => database.query(sql, parameters),
    close: () => database.close(),
    transaction: (work) => {
      const write = mark();
      if (!write) return database.transaction(work);
      return database.transaction(async (transaction) => {
        const result = await work(transaction);
        await write(transaction);
        return result;
      });
    },
    write: (writes) => {
      const write = mark();
      if (!write) return database.write(writes);
      return database.transaction(async (transaction) => {
        await transaction.write(writes);
        await write(transaction);
      });
    },
  };
}

function inFlight(): Conflict {
  return new Conflict(
    {
      id: 'Permintaan dengan Idempotency-Key ini masih dikerjakan. Kirim lagi sebentar lagi.',
      en: 'The request with this Idempotency-Key is still running. Send it again in a moment.',
    },
    'idempotency-in-flight',
  );
}

function answerLost(): Conflict {
  return new Conflict(
    {
      id: 'Permintaan dengan Idempotency-Key ini sudah berlaku, tetapi jawabannya hilang atau gagal sesudahnya. Periksa hasilnya; jangan kirim dengan kunci lain.',
      en: 'The request with this Idempotency-Key had its effect, but its answer was lost or it failed afterwards. Look what it did; do not send it with another key.',
    },
    'idempotency-answer-lost',
  );
}

function reused(): KeyReused {
  return new KeyReused({
    id: 'Idempotency-Key ini milik permintaan lain. Pakai kunci baru untuk setiap permintaan yang berbeda.',
    en: 'This Idempotency-Key belongs to another request. Use a new key for every different request.',
  });
}
