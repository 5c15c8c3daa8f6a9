const DAY_MS = 86_400_000;

/**
 * When the history of a tree of instances may be removed, as SQL: `h` is the instance at its root, `d` its definition,
 * `:strategy` a `RemovalTimeStrategy`. It follows from the definition until something else was set (`removal_fixed`).
 * Null: never.
 */
export const REMOVAL_TIME = `case when h.removal_fixed = 1 then h.removal_time when h.ended_at is null or :strategy = 'none' then null
  else (case when :strategy = 'start' then h.started_at else h.ended_at end) + d.history_time_to_live * ${DAY_MS} end`;

/** Keeps what is said so far of ended instances, before their definition (`definitions` is a condition) says otherwise. */
export function fixRemovalTimes(definitions: string): string {
  const time = `(select ${REMOVAL_TIME} from process_definition d, history_process_instance h where h.id = history_process_instance.id and d.id = h.definition_id)`;
  return `update history_process_instance set removal_time = ${time}, removal_fixed = 1
    where definition_id ${definitions} and ended_at is not null and removal_fixed = 0`;
}
