import type { Scope } from './scope.ts';

interface TaskFields {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly createdAt: number;
  readonly dueAt: number | null;
  /** JSON of a `FormReference`, parsed. */
  readonly formRef: unknown;
  readonly formKey: string | null;
  readonly number: string | null;
  readonly serviceKey: string | null;
  readonly applicantName: string | null;
}

/** An open user task of a process with what the inbox shows of it. */
export interface ProcessTaskRow extends TaskFields {
  readonly activityId: string;
  readonly processInstanceId: string;
  readonly definitionId: string;
}

/** An open task that belongs to no process. */
export interface StandaloneTaskRow extends TaskFields {
  readonly activityId: null;
  readonly processInstanceId: null;
  readonly definitionId: null;
}

export type InboxRow = ProcessTaskRow | StandaloneTaskRow;

/** A place in a list ordered by due time, then by id. Tasks without due time have one that lies behind all others. */
export interface InboxPlace {
  readonly dueAt: number;
  readonly id: string;
}

export interface InboxRange {
  /** Only tasks due from here on, and before there; with one of them set, tasks without a due time are left out. */
  readonly dueFrom?: number;
  readonly dueBefore?: number;
  readonly after?: InboxPlace;
  readonly limit: number;
  /** What of it the officer may see besides that it is his; absent: all. */
  readonly scope?: Scope;
}

/** What of a user's tasks is looked for. */
export interface InboxSearch {
  readonly userId: string;
  readonly groups: readonly string[];
  /** Tasks that the user holds, unclaimed tasks that the user may claim, or both. */
  readonly held: boolean;
  readonly available: boolean;
  /**
   * Each must occur in the request's number, its applicant or the task's name, or belong to the name of one of these
   * services. Folded by `foldText`.
   */
  readonly words: readonly { readonly text: string; readonly serviceKeys: readonly string[] }[];
  readonly serviceKey?: string;
  readonly range: InboxRange;
}

export interface InboxStore {
  /** One page of the tasks that are looked for, in the order of the inbox. */
  search(search: InboxSearch): Promise<readonly InboxPlace[]>;
  /** Tasks that the user holds. */
  listHeld(userId: string, range: InboxRange): Promise<readonly InboxPlace[]>;
  /** Unclaimed tasks of one group (or of one user as candidate). */
  listAvailable(
    candidate: { readonly kind: 'group' | 'user'; readonly name: string },
    range: InboxRange,
  ): Promise<readonly InboxPlace[]>;
  /** With a scope, tasks beyond it are left out. */
  readTasks(ids: readonly string[], scope?: Scope): Promise<readonly InboxRow[]>;
  countDone(userId: string, since: number): Promise<number>;
  /** A task that is over: who completed it and when. */
  findEnded(
    taskId: string,
  ): Promise<
    | {
        readonly definitionId: string;
        readonly activityId: string;
        readonly by: string | null;
        readonly endedAt: number;
      }
    | undefined
  >;
  /** Whether the user holds, may hold or has held a task of the process instance. */
  isInvolved(
    processInstanceId: string,
    user: { readonly userId: string; readonly groups: readonly string[] },
  ): Promise<boolean>;
  /** Open tasks of a process instance. */
  listOpenTasks(processInstanceId: string): Promise<readonly ProcessTaskRow[]>;
}
