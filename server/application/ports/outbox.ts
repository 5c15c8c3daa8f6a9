import type { Transaction } from './database.ts';

/** Something that has to leave the database, addressed to one receiver. */
export interface OutboxMessage {
  /** Time-ordered; stays the same with every try, so that the receiver can tell a repetition. */
  readonly id: string;
  /** The webhook. */
  readonly targetId: string;
  readonly kind: string;
  /** The body as it is sent, JSON. */
  readonly payload: string;
  readonly processInstanceId: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** A message that this node has leased for a try. */
export interface LeasedMessage {
  readonly id: string;
  readonly payload: string;
  readonly createdAt: number;
  /** Tries before this one. */
  readonly attempts: number;
}

/** What became of one try. */
export interface Settlement {
  readonly id: string;
  /** `pending`: it is tried again at `dueAt`. `failed`: given up. */
  readonly state: 'delivered' | 'pending' | 'failed';
  readonly dueAt: number | null;
  readonly at: number;
  readonly status: number | null;
  readonly error: string | null;
}

/** A line of the delivery log. */
export interface LoggedMessage {
  readonly id: string;
  readonly kind: string;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly processInstanceId: string | null;
  readonly createdAt: number;
  readonly attempts: number;
  readonly lastAttemptAt: number | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly dueAt: number | null;
  readonly payload: string;
}

export interface Outbox {
  /** Writes messages with what caused them. */
  insert(transaction: Transaction, messages: readonly OutboxMessage[]): Promise<void>;
  /** Writes messages that nothing else causes (a ping). */
  add(messages: readonly OutboxMessage[]): Promise<void>;
  /** Leases due messages of a target, oldest due time first: nobody else gets them until `leaseUntil`. */
  lease(request: {
    readonly targetId: string;
    readonly owner: string;
    readonly now: number;
    readonly leaseUntil: number;
    readonly limit: number;
  }): Promise<readonly LeasedMessage[]>;
  settle(settlements: readonly Settlement[]): Promise<void>;
  /** When the next message of the target is due or its lease ends; null: there is none. */
  nextDue(targetId: string): Promise<number | null>;
  /** Targets that have something to be delivered. */
  listPendingTargets(): Promise<readonly string[]>;
  /** Gives up the leases of nodes that are gone. Only where there is one node: at its start. */
  dropLeases(now: number): Promise<void>;
  /** The delivery log of a target, newest first. */
  list(request: {
    readonly targetId: string;
    readonly state?: LoggedMessage['state'] | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly LoggedMessage[]>;
  /** Makes messages due now with all their tries: one, or all that were given up. Tells how many. */
  replay(target: { readonly targetId: string; readonly id?: string }, now: number): Promise<number>;
  /** Removes settled messages: delivered before the one time, given up before the other. */
  deleteSettled(before: { readonly delivered: number; readonly failed: number }): Promise<void>;
}
