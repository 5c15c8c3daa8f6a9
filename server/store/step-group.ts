import { type Database, ExpectationFailed, type Write } from '../application/ports/database.ts';
import type { HistoryLevel } from '../application/ports/history-level.ts';
import {
  type Alongside,
  type HeldJob,
  LockLost,
  RevisionConflict,
  type StepGroup,
  type StepRecord,
} from '../application/ports/runtime-store.ts';
import { endSubtasks } from './end-subtasks.ts';
import { GroupWrite } from './projection/combine.ts';
import { projectStep } from './projection/project.ts';
import { readRevisions } from './read-instances.ts';

/** Steps as changes of rows, which are made while the group before is written. */
export class SqlStepGroup implements StepGroup {
  readonly #database: Database;
  readonly #level: HistoryLevel;
  readonly #changes = new GroupWrite();
  readonly #steps: StepRecord[] = [];
  /** Why a step cannot be written. */
  #failure: { readonly error: unknown } | undefined;

  constructor(database: Database, level: HistoryLevel) {
    this.#database = database;
    this.#level = level;
  }

  add(steps: readonly StepRecord[]): void {
    this.#steps.push(...steps);
    try {
      for (const step of steps) for (const change of projectStep(step, this.#level)) this.#changes.add(change);
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  async commit(alongside: readonly Alongside[], held: readonly HeldJob[]): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    const expected = expectedRevisions(this.#steps);
    const writes: readonly Write[] = [
      { op: 'expect', table: 'process_instance', rows: expected },
      { op: 'expect', table: 'job', rows: held.map(({ jobId, owner }) => ({ id: jobId, lock_owner: owner })) },
      ...this.#changes.writes(),
      ...endSubtasksOf(this.#steps),
    ];
    try {
      if (alongside.length === 0) await this.#database.write(writes);
      else
        await this.#database.transaction(async (transaction) => {
          await transaction.write(writes);
          for (const write of alongside) await write(transaction);
        });
    } catch (error) {
      if (!(error instanceof ExpectationFailed)) throw error;
      const stored = await readRevisions(
        this.#database,
        expected.map(({ id }) => id),
      );
      const changed = expected.filter(({ id, revision }) => stored.get(id) !== revision).map(({ id }) => id);
      const lost = changed.length === 0 ? await this.#findLost(held) : [];
      throw lost.length > 0 ? new LockLost(lost) : new RevisionConflict(changed);
    }
  }

  /** Jobs that are gone or that somebody else holds. */
  async #findLost(held: readonly HeldJob[]): Promise<readonly string[]> {
    if (held.length === 0) return [];
    const rows = await this.#database.query<{ id: string; owner: string | null }>(
      'select id, lock_owner as owner from job where id in (:ids)',
      { ids: held.map(({ jobId }) => jobId) },
    );
    const owners = new Map(rows.map((row) => [row.id, row.owner]));
    return held.filter(({ jobId, owner }) => owners.get(jobId) !== owner).map(({ jobId }) => jobId);
  }
}

/** Tasks without a process may stand below tasks of a process that end in these steps. */
function endSubtasksOf(steps: readonly StepRecord[]): readonly Write[] {
  return (['completed', 'deleted'] as const).flatMap((reason) => {
    const ended = steps.flatMap((step) =>
      step.events.flatMap((event) => (event.type === 'taskEnded' && event.reason === reason ? event.taskId : [])),
    );
    return endSubtasks(ended, { reason, at: steps.at(-1)?.at ?? 0 });
  });
}

/** The revisions that the stored instances must still have: those the steps started from. */
function expectedRevisions(
  steps: readonly StepRecord[],
): readonly { readonly id: string; readonly revision: number }[] {
  const first = new Map<string, number>();
  for (const step of steps) if (!first.has(step.instanceId)) first.set(step.instanceId, step.revision);
  return [...first].filter(([, revision]) => revision > 0).map(([id, revision]) => ({ id, revision }));
}
