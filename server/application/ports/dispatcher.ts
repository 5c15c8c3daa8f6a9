import type { ProcessDefinition } from '../../engine/definition/process-definition.ts';
import type { Variables } from '../../engine/instance/value.ts';
import type { Ports } from '../../engine/ports.ts';
import type { Command } from '../../engine/record/command.ts';
import type { Event } from '../../engine/record/event.ts';
import type { Alongside, HeldJob } from './runtime-store.ts';
import type { SubmittedForm } from './step-origin.ts';

export interface CommandRequest {
  /** The instance that is asked. With `startProcessInstance` it is the new instance's id, chosen by the caller. */
  readonly processInstanceId: string;
  readonly command: Command;
  readonly userId: string | null;
  /** Groups of the user, for `currentUserGroups()`. */
  readonly groups?: readonly string[];
  /** Only with `startProcessInstance`: what is started. */
  readonly definition?: ProcessDefinition;
  /** The form by which somebody starts the instance or completes the task, for history. */
  readonly form?: SubmittedForm;
  /** The external task worker that reports, for history. */
  readonly workerId?: string;
  /**
   * Another write that commits with the command or not at all. When it throws, the command is refused with that error.
   */
  readonly alongside?: Alongside;
  /** The job that the command is about: refused with `LockLost` unless its lock is still held as the command commits. */
  readonly heldJob?: HeldJob;
  /** More requests that commit with this one or not at all, run in this order after it. */
  readonly together?: readonly CommandRequest[];
  /** Among requests that belong together, one whose instance does not run any more, or waits no longer, is left out. */
  readonly ifGone?: 'leaveOut';
}

export interface CommandResult {
  /** What happened in the addressed instance, and in others because of it. */
  readonly events: readonly { readonly processInstanceId: string; readonly event: Event }[];
  /** Variables of the process instance's own scope after the command (before its end, if it ended). */
  readonly variables: Variables;
  readonly ended: boolean;
  readonly suspended: boolean;
  /** Of the requests `together`, in their order; undefined for one that was left out. */
  readonly together?: readonly (CommandResult | undefined)[];
}

/**
 * The only way to change a process instance. The promise resolves when the change is durable.
 * Rejects with `Rejection` (reason `notFound` when the instance does not run), `ProcessingFailure`, `Overloaded`.
 */
export interface Dispatcher {
  send(request: CommandRequest): Promise<CommandResult>;
}

/** The ports of one request: every attempt gets the same time, ids and answers. */
export interface PortsSource {
  attempt(): Ports;
  /** What evaluation itself has to write with the steps of the last attempt. */
  alongside?(): Alongside | undefined;
}

/** Too much is waiting already: try again in a few seconds. Nothing has happened. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  constructor() {
    super('Too many requests are waiting. Try again in a few seconds.');
  }
}

/** What was committed, in order. */
export type CommandListenerEvents = readonly { readonly processInstanceId: string; readonly event: Event }[];

/** Tells listeners, after the commit, what was committed; used to wake job executors and long polls. */
export interface CommitListener {
  /** @param startsDue when the first is due of the jobs made that start instances; epoch milliseconds */
  committed(events: CommandListenerEvents, startsDue?: number): void;
}
