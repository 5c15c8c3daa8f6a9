import type { RemovalTimeStrategy } from '../application/ports/cleanup-store.ts';
import type { Transaction } from '../application/ports/database.ts';
import type { RemovalTimeChange, RemovalTimeMode, RemovalTimes } from '../application/ports/removal-times.ts';
import { type BatchRetention, removalTimeOfBatch } from './batch-removal-time.ts';
import { removalTimeOf } from './removal-time.ts';

const INSTANCE = 'update history_process_instance set';
/** It follows from its definition, or from the tree it belongs to. */
const FOLLOWS = 'removal_time = null, removal_fixed = 0';
/** `i` is the instance itself. */
const OWN_CALCULATION = `(select (case when :strategy = 'start' then i.started_at else i.ended_at end) + d.history_time_to_live * 86400000
  from history_process_instance i join process_definition d on d.id = i.definition_id where i.id = :id and :strategy <> 'none')`;
const DECISION_CALCULATION = `(select i.evaluated_at + d.history_time_to_live * 86400000
  from history_decision_instance i join decision_definition d on d.id = i.decision_definition_id where i.id = :id and :strategy <> 'none')`;

/** Sets removal times in the database, a few rows each: what belongs to an instance follows it. */
export function createRemovalTimes(strategy: RemovalTimeStrategy, batches: BatchRetention): RemovalTimes {
  return {
    async setOfInstance(transaction, id, change) {
      const [found] = await transaction.query<{ root: string }>(
        'select root_process_instance_id as root from history_process_instance where id = :id',
        { id },
      );
      if (!found) return;
      if (change.hierarchical) await setOfTree(transaction, found.root, change.mode);
      else await setOfOne(transaction, { id, isRoot: found.root === id }, { mode: change.mode, strategy });
    },
    async setOfDecision(transaction, id, { mode, hierarchical }) {
      const [found] = await transaction.query<{ root: string }>(
        'select coalesce(root_decision_instance_id, id) as root from history_decision_instance where id = :id',
        { id },
      );
      if (!found) return;
      const from = hierarchical ? found.root : id;
      const time = mode.type === 'calculated' ? DECISION_CALCULATION : ':time';
      await transaction.execute(
        `update history_decision_instance set removal_time = ${time}, removal_fixed = 1 where id = :id${hierarchical ? ' or root_decision_instance_id = :id' : ''}`,
        mode.type === 'calculated' ? { id: from, strategy } : { id: from, time: timeOf(mode) },
      );
    },
    async setOfBatch(transaction, id, { mode }) {
      const [batch] = await transaction.query<{ started: number; ended: number | null }>(
        'select started_at as started, ended_at as ended from batch where id = :id',
        { id },
      );
      if (!batch) return;
      const time =
        mode.type === 'calculated'
          ? removalTimeOfBatch(batches, {
              startedAt: Number(batch.started),
              endedAt: batch.ended === null ? null : Number(batch.ended),
            })
          : timeOf(mode);
      await transaction.execute('update batch set removal_time = :time where id = :id', { id, time });
    },
  };
}

function timeOf(mode: Exclude<RemovalTimeMode, { type: 'calculated' }>): number | null {
  return mode.type === 'absolute' ? mode.at : null;
}

async function setOfTree(transaction: Transaction, root: string, mode: RemovalTimeMode): Promise<void> {
  await transaction.execute(
    `${INSTANCE} ${FOLLOWS} where root_process_instance_id = :root and id <> root_process_instance_id`,
    { root },
  );
  if (mode.type === 'calculated') await transaction.execute(`${INSTANCE} ${FOLLOWS} where id = :root`, { root });
  else
    await transaction.execute(`${INSTANCE} removal_time = :time, removal_fixed = 1 where id = :root`, {
      root,
      time: timeOf(mode),
    });
  // Both statements find their rows by an index: the called ones by their root, the root by its id.
  for (const instances of [
    'select id from history_process_instance where root_process_instance_id = :root and id <> root_process_instance_id',
    ':root',
  ])
    await transaction.execute(
      `update history_decision_instance set ${FOLLOWS} where removal_fixed = 1 and process_instance_id in (${instances})`,
      { root },
    );
}

async function setOfOne(
  transaction: Transaction,
  { id, isRoot }: { readonly id: string; readonly isRoot: boolean },
  { mode, strategy }: Pick<RemovalTimeChange, 'mode'> & { readonly strategy: RemovalTimeStrategy },
): Promise<void> {
  // Those that it has called keep the time that they had through it.
  if (isRoot)
    await transaction.execute(
      `${INSTANCE} removal_time = ${removalTimeOf('history_process_instance.id')}, removal_fixed = 1
        where root_process_instance_id = :id and id <> root_process_instance_id and removal_fixed = 0
        and exists (select 1 from history_process_instance r where r.id = :id and (r.ended_at is not null or :strategy = 'start'))`,
      { id, strategy },
    );
  if (mode.type === 'calculated')
    await transaction.execute(
      isRoot
        ? `${INSTANCE} ${FOLLOWS} where id = :id`
        : `${INSTANCE} removal_time = ${OWN_CALCULATION}, removal_fixed = 1 where id = :id`,
      isRoot ? { id } : { id, strategy },
    );
  else
    await transaction.execute(`${INSTANCE} removal_time = :time, removal_fixed = 1 where id = :id`, {
      id,
      time: timeOf(mode),
    });
  await transaction.execute(
    `update history_decision_instance set ${FOLLOWS} where removal_fixed = 1 and process_instance_id = :id`,
    { id },
  );
}
