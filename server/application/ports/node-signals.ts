import type { Notice } from './notices.ts';

/**
 * What a node tells the others after it has committed something. All of it is a hint that spares a wait: whoever misses
 * one finds out by itself, later.
 */
export type Signal =
  /** Jobs, timer starts or batches are due from this time on, epoch milliseconds; 0: now. */
  | { readonly type: 'jobs'; readonly dueAt: number }
  /** External tasks of these topics have become free; null: of any. */
  | { readonly type: 'externalTasks'; readonly topics: readonly string[] | null }
  /** Messages are kept for who will wait for them, the last of them until then, epoch milliseconds. */
  | { readonly type: 'keptMessages'; readonly until: number }
  /** Webhooks have something to deliver. */
  | { readonly type: 'outbox'; readonly targets: readonly string[] }
  /** What nodes keep in memory of definitions, decisions, priorities, webhooks and authorizations may be old. */
  | { readonly type: 'settings' }
  /** The node has readers of events: notices are to be told to it for a minute. */
  | { readonly type: 'reading' }
  /** The node has just come: who has readers says so once more. */
  | { readonly type: 'hello' }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** Something cannot be told: it is too long, or the connection was broken and nobody knows what was said. */
  | { readonly type: 'missed' };

/** The way between the nodes on one database. */
export interface NodeSignals {
  /** Tells the other nodes, soon and without waiting. Failures are left to the others' own looking around. */
  tell(signal: Signal): void;
  /** Calls `listener` with what other nodes tell. */
  listen(listener: (signal: Signal) => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A node that has the database for itself. */
export const noOtherNodes: NodeSignals = {
  tell: () => undefined,
  listen: () => undefined,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};
