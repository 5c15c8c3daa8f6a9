import type { Variables } from '../../engine/instance/value.ts';
import type { Caller } from './caller.ts';
import type { Alongside } from './runtime-store.ts';

/** Whom a message is for, and what it brings. */
export interface MessageAddress {
  readonly name: string;
  readonly businessKey?: string;
  readonly processInstanceId?: string;
  /** Null: only instances without tenant. */
  readonly tenantId?: string | null;
  /** Must equal variables of the process instance. */
  readonly correlationKeys: Variables;
  /** Must equal variables of the waiting scope. */
  readonly localCorrelationKeys: Variables;
  readonly variables: Variables;
  readonly localVariables: Variables;
  /** Local variables of what the message begins. */
  readonly triggeredVariables: Variables;
}

/** A message that came before anybody waited for it. */
export interface KeptMessage {
  readonly id: string;
  readonly message: MessageAddress;
  /** Who sent it: it reaches what he reached then. */
  readonly caller: Caller;
  /** Epoch milliseconds from which on nobody gets it. */
  readonly expiresAt: number;
}

/** The message has been delivered or has expired meanwhile. */
export class MessageGone extends Error {
  override readonly name = 'MessageGone';
}

export interface KeptMessageStore {
  keep(message: KeptMessage): Promise<void>;
  /** Those that have not expired, oldest first; of all names when none is given. */
  find(names: readonly string[] | undefined, now: number): Promise<readonly KeptMessage[]>;
  /** Names of kept messages that these process instances wait for. */
  findAwaited(processInstanceIds: readonly string[], now: number): Promise<readonly string[]>;
  /** When the last of them expires; null when none is kept. */
  findLastExpiry(now: number): Promise<number | null>;
  /** To be written with the delivery, so that a message is delivered once. Throws MessageGone when another was faster. */
  removal(id: string): Alongside;
  deleteExpired(now: number): Promise<void>;
}
