import type { Transaction } from './database.ts';

/** Names one request of one caller. */
export interface RequestKey {
  readonly caller: string;
  readonly key: string;
}

export interface KeptAnswer {
  readonly status: number;
  /** JSON; null when there is no body. */
  readonly body: string | null;
}

/** What is known of a request with a key. `effect`: something of it was written; `done`: its answer is kept. */
export interface KeptRequest {
  readonly hash: string;
  readonly state: 'running' | 'effect' | 'done';
  readonly owner: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly answer: KeptAnswer | null;
}

export interface IdempotencyStore {
  /** Begins a request; false when the key is known already. */
  claim(request: RequestKey & Pick<KeptRequest, 'hash' | 'owner' | 'createdAt' | 'expiresAt'>): Promise<boolean>;
  find(request: RequestKey): Promise<KeptRequest | undefined>;
  /** Says, in the transaction of an effect, that the request has had one. */
  mark(transaction: Transaction, request: RequestKey): Promise<void>;
  finish(request: RequestKey, answer: KeptAnswer): Promise<void>;
  /** Forgets a request that runs without effect so far; of another owner only if it is still his. */
  release(request: RequestKey, owner: string): Promise<void>;
  /** Forgets what has expired. */
  deleteExpired(now: number): Promise<void>;
}
