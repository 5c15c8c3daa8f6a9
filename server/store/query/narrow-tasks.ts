import type { Cell, Database } from '../../application/ports/database.ts';
import type { ListRequest } from '../../application/ports/list-reader.ts';
import { Binder } from './condition.ts';

/** A set of tasks up to this size is read whole, whatever the order of the list; a larger one is walked in that order. */
const SMALL = 1_000;

/** How a list of tasks is read besides its conditions. */
export interface Narrowing {
  /** More conditions, which leave nothing out that the others leave in. */
  readonly conditions: readonly string[];
  /** The filter that they stand for; it is left out, for a planner may take it for the better way. */
  readonly instead?: string;
  /** Tables in place of `task t`. */
  readonly from?: string;
  /** Columns of those tables that stand for others in the order. */
  readonly sort?: Readonly<Record<string, string>>;
}

type Bind = (value: Cell | readonly Cell[]) => string;

/**
 * Finds from which end a list of tasks of a person or a group is to be read: a few tasks by their ids; of many those of
 * the page alone. The database cannot know how many there are.
 */
export async function narrowTasks(database: Database, request: ListRequest, bind: Bind): Promise<Narrowing> {
  const sets = [candidatesOf(request), ownOf(request)].filter((set) => set !== undefined);
  if (sets.length === 0) return { conditions: [] };
  const binder = new Binder();
  const counts = sets.map(
    ({ selects }, index) =>
      `(select count(*) from (${selects(binder.bind)
        .map((select) => `select task_id from (${select} limit ${SMALL + 1}) part`)
        .join(' union all ')}) set${index}) as set${index}`,
  );
  const [row] = await database.query<Record<string, number>>(`select ${counts.join(', ')}`, binder.toParameters());
  const small = sets.filter((_, index) => Number(row?.[`set${index}`]) <= SMALL);
  if (small.length === 0) return walk(request, { bind, dialect: database.dialect });
  const instead = small.find(({ filter }) => filter !== undefined)?.filter;
  return {
    conditions: small.map(({ selects }) => `t.id in (${selects(bind).join(' union all ')})`),
    ...(instead === undefined ? {} : { instead }),
  };
}

interface TaskSet {
  /** Selects of task ids. */
  readonly selects: (bind: Bind) => readonly string[];
  /** The filter that names exactly these. */
  readonly filter?: string;
}

/** The tasks of one candidate or group that nobody has taken, by creation or due date, are a range of an index. */
function walk(
  request: ListRequest,
  { bind, dialect }: { readonly bind: Bind; readonly dialect: Database['dialect'] },
): Narrowing {
  const [first] = request.sorting;
  const { filters } = request;
  const kind = filters.has('candidateGroup') ? 'group' : 'user';
  const name = filters.get(kind === 'group' ? 'candidateGroup' : 'candidateUser');
  // In the index a task without due date has one behind all others, where PostgreSQL puts nulls and SQLite does not.
  const order = new Map([
    ['created', 'c0.created_at'],
    ...(dialect === 'postgres' && request.cursor === undefined ? [['dueDate', 'c0.due_at'] as const] : []),
  ]).get(first?.sortBy ?? '');
  if (!first || order === undefined || typeof name !== 'string' || filters.has('includeAssignedTasks'))
    return { conditions: [] };
  return {
    // `cross join`: SQLite reads the tables in this order.
    from: 'task_candidate c0 cross join task t',
    instead: kind === 'group' ? 'candidateGroup' : 'candidateUser',
    conditions: [`c0.kind = '${kind}' and c0.name = ${bind(name)} and c0.assigned = 0 and t.id = c0.task_id`],
    sort: { [first.sortBy]: order },
  };
}

/** Tasks that a filter names by their candidates. */
function candidatesOf({ filters }: ListRequest): TaskSet | undefined {
  const free = filters.has('includeAssignedTasks') ? '' : ' and assigned = 0';
  for (const [filter, kind] of [
    ['candidateGroup', 'group'],
    ['candidateUser', 'user'],
    ['candidateGroups', 'group'],
  ] as const) {
    const value = filters.get(filter) as string | readonly string[] | undefined;
    if (value === undefined || value.length === 0) continue;
    return { filter, selects: (bind) => [candidates(kind, typeof value === 'string' ? [value] : value, bind) + free] };
  }
  return undefined;
}

/** Tasks of somebody who sees no others. */
function ownOf({ scope }: ListRequest): TaskSet | undefined {
  if (!scope || scope.decisions.length > 0 || typeof scope.otherwise !== 'object') return undefined;
  const [user = '', ...groups] = scope.otherwise.own;
  const selects = (bind: Bind) => [
    `select id as task_id from task where assignee = ${bind(user)}`,
    candidates('user', [user], bind),
    ...(groups.length === 0 ? [] : [candidates('group', groups, bind)]),
  ];
  return { selects };
}

function candidates(kind: 'user' | 'group', names: readonly string[], bind: Bind): string {
  return `select task_id from task_candidate where kind = '${kind}' and name in (${bind(names)})`;
}
