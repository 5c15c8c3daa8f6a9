import type { Cell, Queryable } from '../application/ports/database.ts';
import type { FetchRequest, TopicRequest } from '../application/ports/external-task-locks.ts';
import { type ScopeColumns, scopeConditions } from './query/scope.ts';

/**
 * From when on a task may be fetched: the end of its lock, 0 when it has none. Null while it is suspended or without
 * retries. The index `external_task_topic` holds it, so that tasks nobody may fetch cost nothing.
 */
export const FREE_FROM = '(case when suspended = 0 and (retries is null or retries > 0) then lock_expires_at end)';

export interface FreeTask {
  readonly id: string;
  readonly topic: string;
  readonly priority: number;
  readonly created_at: number;
}

const SCOPE_COLUMNS: ScopeColumns = {
  tenant: 'tenant_id',
  resources: { processInstance: 'process_instance_id', processDefinition: 'definition_key' },
};

/** Ranges of the index that one statement reads at most; SQLite takes 500. */
const MOST_RANGES = 200;
/** Priorities that are read as ranges of their own; with more of them the tasks are sorted. */
const MOST_PRIORITIES = 100;
/** Greater than any priority. */
const ABOVE_ALL = Number.MAX_SAFE_INTEGER;

/** Tasks of one topic that lie beside each other in the index, in the wanted order. */
interface Range {
  readonly topic: TopicRequest;
  readonly priority?: number;
  readonly state: 'free' | 'expired';
}

/**
 * Free tasks of any of the topics in the order they are to be fetched, at most `limit`. However many wait, only the
 * first of each range are read: those never locked and those whose lock has expired, for each topic, and for each
 * priority unless priorities come first. Of tasks with expired locks those that expired first are looked at.
 */
export async function findFreeTasks(
  database: Queryable,
  request: FetchRequest,
  { limit, except }: { readonly limit: number; readonly except: readonly string[] },
): Promise<readonly FreeTask[]> {
  const topics = [...new Map(request.topics.map((topic) => [topic.topicName, topic])).values()];
  // Most looks find nothing: one short question tells.
  const some = await database.query(
    `select id from external_task where topic in (:names) and ${FREE_FROM} <= :now limit 1`,
    { names: topics.map(({ topicName }) => topicName), now: request.now },
  );
  if (some.length === 0) return [];
  const ranges = [
    ...(await freeRanges(database, topics, request)),
    ...topics.map((topic): Range => ({ topic, state: 'expired' })),
  ];
  const found: FreeTask[] = [];
  for (let from = 0; from < ranges.length; from += MOST_RANGES) {
    const { sql, parameters } = selectRanges(ranges.slice(from, from + MOST_RANGES), request, except);
    found.push(...(await database.query<FreeTask>(sql, { ...parameters, limit })));
  }
  return ranges.length > MOST_RANGES ? found.sort(inOrder(request)).slice(0, limit) : found;
}

/** The index has the highest priority first and the oldest first within it. Every other order is one range for each priority. */
async function freeRanges(
  database: Queryable,
  topics: readonly TopicRequest[],
  { usePriority, newestFirst }: FetchRequest,
): Promise<readonly Range[]> {
  const whole = topics.map((topic): Range => ({ topic, state: 'free' }));
  if (usePriority && !newestFirst) return whole;
  const ranges: Range[] = [];
  for (let from = 0; from < topics.length; from += MOST_RANGES) {
    const part = topics.slice(from, from + MOST_RANGES);
    const seeds = part.map((_, index) => `select :topic${index} as topic, ${ABOVE_ALL} as priority`);
    const next = `(select e.priority from external_task e where e.topic = p.topic and ${FREE_FROM.replaceAll(/\b(suspended|retries|lock_expires_at)\b/g, 'e.$1')} = 0 and e.priority < p.priority order by e.priority desc limit 1)`;
    const rows = await database.query<{ topic: string; priority: number }>(
      `with recursive p(topic, priority) as (select topic, cast(priority as bigint) from (${seeds.join(' union all ')}) seeds union all select p.topic, ${next} from p where p.priority is not null)
       select topic, priority from p where priority < ${ABOVE_ALL} limit :most`,
      {
        ...Object.fromEntries(part.map(({ topicName }, index) => [`topic${index}`, topicName])),
        most: MOST_PRIORITIES,
      },
    );
    if (rows.length >= MOST_PRIORITIES) return whole;
    const byName = new Map(part.map((topic) => [topic.topicName, topic]));
    for (const { topic: name, priority } of rows) {
      const topic = byName.get(name);
      if (topic) ranges.push({ topic, priority: Number(priority), state: 'free' });
    }
  }
  return ranges;
}

interface Select {
  readonly sql: string;
  readonly parameters: Record<string, Cell | readonly Cell[]>;
}

function selectRanges(ranges: readonly Range[], request: FetchRequest, except: readonly string[]): Select {
  const parameters: Record<string, Cell | readonly Cell[]> = { now: request.now };
  const bind = (value: Cell | readonly Cell[]) => {
    const name = `p${Object.keys(parameters).length}`;
    parameters[name] = value;
    return `:${name}`;
  };
  const shared = [
    ...(request.scope ? scopeConditions(request.scope, SCOPE_COLUMNS, bind) : []),
    ...(except.length === 0 ? [] : [`id not in (${bind(except)})`]),
  ];
  const order = orderOf(request);
  const selects = ranges.map(({ topic, priority, state }, index) => {
    const conditions = [
      ...topicConditions(topic, bind),
      ...(state === 'free' ? [`${FREE_FROM} = 0`] : [`${FREE_FROM} > 0`, `${FREE_FROM} <= :now`]),
      ...(priority === undefined ? [] : [`priority = ${bind(priority)}`]),
      ...shared,
    ];
    const by = state === 'free' ? order : `${FREE_FROM}, priority desc, created_at, id`;
    return `select * from (select id, topic, priority, created_at from external_task where ${conditions.join(' and ')} order by ${by} limit :limit) r${index}`;
  });
  return { sql: `select * from (${selects.join(' union all ')}) free order by ${order} limit :limit`, parameters };
}

function orderOf({ usePriority, newestFirst }: FetchRequest): string {
  return `${usePriority ? 'priority desc, ' : ''}${newestFirst ? 'created_at desc, id desc' : 'created_at, id'}`;
}

function inOrder({ usePriority, newestFirst }: FetchRequest) {
  const direction = newestFirst ? -1 : 1;
  return (left: FreeTask, right: FreeTask): number =>
    (usePriority ? right.priority - left.priority : 0) ||
    direction * (left.created_at - right.created_at) ||
    direction * (left.id < right.id ? -1 : 1);
}

function topicConditions(topic: TopicRequest, bind: (value: Cell | readonly Cell[]) => string): string[] {
  const conditions: string[] = [];
  if (topic.businessKey === undefined) conditions.push(`topic = ${bind(topic.topicName)}`);
  else
    // The few instances with the key lead to the tasks, not the topic, of which there may be many: hence no bare column.
    conditions.push(
      `topic || '' = ${bind(topic.topicName)}`,
      `process_instance_id in (select i.id from process_instance i where i.business_key = ${bind(topic.businessKey)})`,
    );
  if (topic.processDefinitionIds?.length) conditions.push(`definition_id in (${bind(topic.processDefinitionIds)})`);
  if (topic.processDefinitionKeys?.length) conditions.push(`definition_key in (${bind(topic.processDefinitionKeys)})`);
  if (topic.processDefinitionVersionTag !== undefined)
    conditions.push(`version_tag like ${bind(topic.processDefinitionVersionTag)} escape '\\'`);
  if (topic.tenantIds?.length) conditions.push(`tenant_id in (${bind(topic.tenantIds)})`);
  if (topic.processVariables?.length) {
    const pairs = topic.processVariables.map(
      ({ name, value }) => `(v.name = ${bind(name)} and v.value ${value === null ? 'is null' : `= ${bind(value)}`})`,
    );
    conditions.push(
      `exists (select 1 from variable v where v.scope_id = external_task.process_instance_id and (${pairs.join(' or ')}))`,
    );
  }
  if (topic.withoutTenantId) conditions.push('tenant_id is null');
  return conditions;
}
