import type { Cell, Database } from '../../application/ports/database.ts';
import type { InboxPlace, InboxSearch } from '../../application/ports/service-inbox.ts';
import { withinScope } from '../query/within-scope.ts';
import { NO_DUE_DATE } from '../projection/task.ts';

/**
 * One page of a search, as one statement: the ranges of the inbox's indexes that the user may see, joined with the
 * requests, filtered, ordered and cut by the database. It costs one look at each task of the user's groups.
 */
export async function searchInbox(database: Database, search: InboxSearch): Promise<InboxPlace[]> {
  const { userId, groups, held, available, words, serviceKey, range } = search;
  const parameters: Record<string, Cell | readonly Cell[]> = { userId, groups, limit: range.limit };
  const bounds = (column: string): string => {
    const parts: string[] = [];
    const bound = (sql: string, name: string, value: number | undefined): void => {
      if (value === undefined) return;
      parts.push(` and ${column} ${sql} :${name}`);
      parameters[name] = value;
    };
    bound('>=', 'dueFrom', range.dueFrom);
    bound('<', 'dueBefore', range.dueBefore);
    bound('>=', 'afterDue', range.after?.dueAt);
    return parts.join('');
  };
  const candidates = `select task_id, due_at from task_candidate where assigned = 0${bounds('due_at')} and`;
  const due = `coalesce(due_at, ${NO_DUE_DATE})`;
  const seen = [
    ...(available ? [`${candidates} kind = 'user' and name = :userId`] : []),
    ...(available && groups.length > 0 ? [`${candidates} kind = 'group' and name in (:groups)`] : []),
    ...(held ? [`select id as task_id, ${due} as due_at from task where assignee = :userId${bounds(due)}`] : []),
  ];
  if (seen.length === 0) return [];
  const filters = words.map(({ text, serviceKeys }, index) => {
    const name = `word${index}`;
    parameters[name] = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    const like = (column: string) => `${column} like :${name} escape '\\'`;
    const parts = [like('r.search_text'), like('lower(t.name)')];
    if (serviceKeys.length > 0) {
      parameters[`services${index}`] = serviceKeys;
      parts.push(`r.service_key in (:services${index})`);
    }
    return `(${parts.join(' or ')})`;
  });
  if (serviceKey !== undefined) {
    filters.push('r.service_key = :serviceKey');
    parameters['serviceKey'] = serviceKey;
  }
  const within = withinScope(range.scope);
  filters.push(...within.conditions);
  Object.assign(parameters, within.parameters);
  if (range.after) {
    filters.push('(s.due_at > :afterDue or s.task_id > :afterId)');
    parameters['afterId'] = range.after.id;
  }
  // A task of two groups of the user is one task: `union` keeps one row of each.
  const rows = await database.query<{ task_id: string; due_at: number }>(
    `select s.task_id, s.due_at from (${seen.join(' union ')}) s join task t on t.id = s.task_id
     left join request r on r.process_instance_id = t.process_instance_id
     ${filters.length === 0 ? '' : `where ${filters.join(' and ')}`} order by s.due_at, s.task_id limit :limit`,
    parameters,
  );
  return rows.map((row) => ({ id: row.task_id, dueAt: Number(row.due_at) }));
}
