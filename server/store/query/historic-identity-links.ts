import type { Condition } from './condition.ts';
import { each } from './history-log-spec.ts';

/**
 * Who had to do with a task, now or at any time before: links of the log of its process, and what the task itself still
 * tells (a task without a process has no log). `column` names who: a user or a group.
 */
const hadLink =
  (kind: 'user' | 'group', { candidate }: { readonly candidate: boolean }): Condition =>
  (name: string, parameter, dialect) => {
    const who = parameter(name);
    const own = candidate || kind === 'group' ? [] : [`t.assignee = ${who}`, `t.owner = ${who}`];
    const candidates = `exists (select 1 from task_candidate c where c.task_id = t.id and c.kind = '${kind}' and c.name = ${who})`;
    const logged = `exists (select 1 from history_step s ${each(dialect, 's.identity_links')}
      where s.process_instance_id = t.process_instance_id and e.value ->> 'task' = t.id and e.value ->> '${kind}' = ${who}${candidate ? ` and e.value ->> 'type' = 'candidate'` : ''})`;
    return `(${[...own, candidates, logged].join(' or ')})`;
  };

/** Whether the task ever had a group as candidate. */
const hadCandidateGroup =
  (had: boolean): Condition =>
  (_flag: boolean, _parameter, dialect) =>
    `${had ? '' : 'not '}(exists (select 1 from task_candidate c where c.task_id = t.id and c.kind = 'group') or exists (select 1 from history_step s ${each(dialect, 's.identity_links')}
      where s.process_instance_id = t.process_instance_id and e.value ->> 'task' = t.id and e.value ->> 'type' = 'candidate' and e.value ->> 'group' is not null))`;

/** Filters of historic tasks by people and groups (Camunda 7 REST, "Get Tasks (Historic)"). */
export const historicIdentityLinks = {
  taskInvolvedUser: hadLink('user', { candidate: false }),
  taskInvolvedGroup: hadLink('group', { candidate: false }),
  taskHadCandidateUser: hadLink('user', { candidate: true }),
  taskHadCandidateGroup: hadLink('group', { candidate: true }),
  withCandidateGroups: hadCandidateGroup(true),
  withoutCandidateGroups: hadCandidateGroup(false),
};
