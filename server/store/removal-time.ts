const DAY_MS = 86_400_000;

/**
 * When the history of a tree of instances may be removed, as SQL: `h` is the instance at its root, `d` its definition,
 * `:strategy` a `RemovalTimeStrategy`. It follows from the definition until something else was set (`removal_fixed`).
 * Null: never.
 */
export const REMOVAL_TIME = `case when h.removal_fixed = 1 then h.removal_time when :strategy = 'none' or (h.ended_at is null and :strategy <> 'start') then null
  else (case when :strategy = 'start' then h.started_at else h.ended_at end) + d.history_time_to_live * ${DAY_MS} end`;

/** An instance `c`, with the root of its tree and the root's definition. */
const TREE =
  'history_process_instance c left join history_process_instance h on h.id = c.root_process_instance_id left join process_definition d on d.id = h.definition_id';

/** A called instance's history belongs to the tree of the instance at its root, unless a time of its own was set. */
const OWN_OR_TREE = `case when c.removal_fixed = 1 then c.removal_time else ${REMOVAL_TIME} end`;

/** When the history of the instance with this id (an SQL expression) may be removed. */
export const removalTimeOf = (id: string) => `(select ${OWN_OR_TREE} from ${TREE} where c.id = ${id})`;

/** When the evaluation `t` of a decision may be removed: with its instance, unless it has a time of its own. */
export const REMOVAL_TIME_OF_DECISION = `case when t.removal_fixed = 1 then t.removal_time else coalesce(t.removal_time, ${removalTimeOf('t.process_instance_id')}) end`;

/**
 * Keeps what is said so far of trees that have ended, before their definition (`definitions` is a condition) says
 * otherwise. Counted from the start, the time of running ones is said too.
 */
export function fixRemovalTimes(definitions: string): string {
  const time = `(select ${REMOVAL_TIME} from process_definition d, history_process_instance h where h.id = history_process_instance.id and d.id = h.definition_id)`;
  return `update history_process_instance set removal_time = ${time}, removal_fixed = 1
    where definition_id ${definitions} and (ended_at is not null or :strategy = 'start') and removal_fixed = 0 and id = root_process_instance_id`;
}
