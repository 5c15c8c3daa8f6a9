import type { NoticeBody, NoticeData, NoticeKind } from '../../contract/notice.ts';
import type { Transaction } from './database.ts';

/** Who may know of a task: its holder and its candidates. */
export interface TaskAudience {
  readonly assignee: string | null;
  readonly candidateUsers: readonly string[];
  readonly candidateGroups: readonly string[];
}

/** Something that happened, in words for others than the engine. */
export interface Notice {
  readonly kind: NoticeKind;
  /** Time of the step, epoch milliseconds. */
  readonly at: number;
  readonly data: NoticeData;
  /** With tasks only. */
  readonly audience: TaskAudience | null;
}

/** Somebody who tells others what happened. Notices are made only while one of the takers is listening. */
export interface NoticeTaker {
  /** Called before each group of commands; gives a promise only when there is something to look up. */
  prepare?(): Promise<void> | undefined;
  isListening(): boolean;
  /** What has to commit together with what caused the notices. */
  alongside?(notices: readonly Notice[]): ((transaction: Transaction) => Promise<void>) | undefined;
  /** The notices are durable. */
  told?(notices: readonly Notice[]): void;
}

export function bodyOf(notice: Notice): NoticeBody {
  return { type: notice.kind, timestamp: new Date(notice.at).toISOString(), data: notice.data };
}
