import type { Transaction } from './database.ts';

/**
 * What a removal time is set to: a time (epoch milliseconds), never, or what follows from the time to live and the
 * strategy.
 */
export type RemovalTimeMode =
  | { readonly type: 'absolute'; readonly at: number }
  | { readonly type: 'cleared' }
  | { readonly type: 'calculated' };

export interface RemovalTimeChange {
  readonly mode: RemovalTimeMode;
  /** Of all that hangs together: the tree of called instances, the decisions that were required. */
  readonly hierarchical: boolean;
}

/** Sets when history is removed. What is not there (any more) is left out. */
export interface RemovalTimes {
  /** Of an instance with all that belongs to it; its evaluated decisions follow it again. */
  setOfInstance(transaction: Transaction, id: string, change: RemovalTimeChange): Promise<void>;
  setOfDecision(transaction: Transaction, id: string, change: RemovalTimeChange): Promise<void>;
  setOfBatch(transaction: Transaction, id: string, change: Pick<RemovalTimeChange, 'mode'>): Promise<void>;
}
