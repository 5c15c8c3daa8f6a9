import type { ChainDependencies } from './command-chain.ts';
import type { Waiting } from './command-group.ts';
import type { CommandRequest, PortsSource } from './ports/dispatcher.ts';
import type { NoticeTaker } from './ports/notices.ts';
import type { Alongside, RuntimeStore } from './ports/runtime-store.ts';

/** What the dispatcher works with. */
export interface DispatchOptions {
  readonly store: RuntimeStore;
  readonly definitions: ChainDependencies['definitions'];
  readonly openPorts: (request: CommandRequest) => PortsSource;
  /** Who tells others what happened. While none of them listens, nothing is made for them. */
  readonly noticeTakers?: readonly NoticeTaker[];
  /** What else is written with a request; asked as it is sent. */
  readonly alongside?: () => Alongside | undefined;
  /** Told about each group as it is stored or could not be; for metrics. */
  readonly onCommit?: (commit: Commit) => void;
  /** Requests that may wait at once; more are refused with `Overloaded`. */
  readonly queueLimit?: number;
  /** Requests that are committed together at most. */
  readonly groupLimit?: number;
  /** Instances whose state is kept in memory. */
  readonly cacheCapacity?: number;
}

/** A group of commands that became durable together, or did not. */
export interface Commit {
  readonly commands: readonly Waiting[];
  readonly milliseconds: number;
  readonly failed: boolean;
}
