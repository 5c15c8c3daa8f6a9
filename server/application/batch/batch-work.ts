import type { VariableValue } from '../../engine/instance/value.ts';
import type { BatchStore } from '../ports/batch-store.ts';
import type { Row } from '../ports/database.ts';
import type { Definitions } from '../ports/definitions.ts';
import type { CommandRequest } from '../ports/dispatcher.ts';
import type { HistoryEraser } from '../ports/history-eraser.ts';
import type { ListKind, ListReader } from '../ports/list-reader.ts';
import type { RemovalTimes } from '../ports/removal-times.ts';
import type { TimerStartJobs } from '../ports/timer-start-jobs.ts';
import type { Alongside } from '../ports/runtime-store.ts';

/** What has to be done for one item of a batch. It happens together with the removal of the item's job, or not at all. */
export type BatchWork =
  /**
   * A command for a process instance, or several that commit together (`CommandRequest.together`); the removal commits
   * with it. `whenGone`: whether there is nothing to do or it has failed when what it names is no longer there.
   */
  | { readonly type: 'command'; readonly request: CommandRequest; readonly whenGone: 'done' | 'failed' }
  /** What it throws is why it failed. */
  | { readonly type: 'write'; readonly write: Alongside }
  /** Sets what it sets again without harm: it happens before the removal, perhaps more than once. */
  | { readonly type: 'setting'; readonly set: () => Promise<void> }
  | { readonly type: 'failed'; readonly error: Error };

/** Work by item. An item that is left out needs nothing more. */
export type BatchWorks = ReadonlyMap<string, BatchWork>;

/** What preparing takes. */
export interface BatchContext {
  readonly store: BatchStore;
  readonly reader: ListReader;
  readonly definitions: Definitions;
  readonly eraser: HistoryEraser;
  readonly removalTimes: RemovalTimes;
  readonly timerStartJobs: Pick<TimerStartJobs, 'change'>;
  readonly readVariable: (row: Row) => VariableValue;
  readonly newId: () => string;
  readonly now: () => number;
}

/** In whose name commands are sent. */
export interface BatchAuthor {
  readonly userId: string | null;
  readonly groups: readonly string[];
}

/** What one request does. */
export function single(request: CommandRequest, whenGone: 'done' | 'failed'): BatchWork {
  return { type: 'command', request, whenGone };
}

export function failed(error: Error): BatchWork {
  return { type: 'failed', error };
}

/** Rows of the items, in one read. `filter` takes their ids. */
export async function readItems(
  kind: ListKind,
  filter: string,
  { items, reader }: { readonly items: readonly string[]; readonly reader: ListReader },
): Promise<ReadonlyMap<string, Row>> {
  const rows = await reader.list(kind, {
    filters: new Map([[filter, items]]),
    sorting: [],
    firstResult: 0,
    maxResults: null,
  });
  return new Map(rows.map((row) => [String(row['id']), row]));
}
