import type { Cell, Database } from '../../application/ports/database.ts';
import type {
  HistoricCount,
  HistoricCountFilter,
  IncidentCount,
  Metric,
  MetricInterval,
  MetricIntervals,
  RunningCount,
  StatisticsReader,
} from '../../application/ports/statistics-reader.ts';

interface Counted {
  readonly id: string;
  readonly count: number;
}
interface CountedIncidents extends Counted {
  readonly kind: string;
  readonly roots: number;
}
/** Incidents that do not only tell of one in a called instance. */
const ROOTS = 'sum(case when id = root_cause_incident_id then 1 else 0 end) as roots';

const INSTANCES = {
  count: 'count(*)',
  from: 'history_process_instance',
  at: 'started_at',
  only: 'id = root_process_instance_id',
};
const NODES = { count: 'count(*)', from: 'history_activity_instance', only: 'started = 1' };
const WORKERS = {
  count: 'count(distinct assignee)',
  from: 'history_task',
  at: 'started_at',
  only: 'assignee is not null',
};
/** What history cleanup notes of its work. */
function removedBy(what: string) {
  return {
    count: 'coalesce(sum(value), 0)',
    from: 'metric',
    at: 'logged_at',
    only: `name = 'history-cleanup-removed-${what}'`,
  };
}

/** Where each metric is read, and the time that counts. */
const METRICS: Readonly<
  Record<Metric, { readonly count: string; readonly from: string; readonly at: string; readonly only: string }>
> = {
  'process-instances': INSTANCES,
  'root-process-instance-start': INSTANCES,
  'flow-node-instances': { ...NODES, at: 'started_at' },
  'activity-instance-start': { ...NODES, at: 'started_at' },
  'activity-instance-end': { ...NODES, at: 'ended_at', only: 'started = 1 and ended_at is not null' },
  'decision-instances': { count: 'count(*)', from: 'history_decision_instance', at: 'evaluated_at', only: '1 = 1' },
  'history-cleanup-removed-process-instances': removedBy('process-instances'),
  'history-cleanup-removed-decision-instances': removedBy('decision-instances'),
  'history-cleanup-removed-batch-operations': removedBy('batch-operations'),
  'task-users': WORKERS,
  'unique-task-workers': WORKERS,
};

interface Period {
  readonly from: number | null;
  readonly before: number | null;
}

function readingOf(metric: Metric, { from, before }: Period) {
  const { only, at, ...source } = METRICS[metric];
  const conditions = [
    only,
    ...(from === null ? [] : [`${at} >= :from`]),
    ...(before === null ? [] : [`${at} < :before`]),
  ];
  return { ...source, at, where: conditions.join(' and ') };
}

function bounds({ from, before }: Period): Readonly<Record<string, number>> {
  return { ...(from === null ? {} : { from }), ...(before === null ? {} : { before }) };
}

/** Counts by the indexes on definitions. */
export class SqlStatisticsReader implements StatisticsReader {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async countActivities(definitionId: string): Promise<readonly RunningCount[]> {
    const parameters = { definitionId };
    const running = await this.#database.query<Counted>(
      `select a.activity_id as id, count(*) as count from activity_instance a join process_instance p on p.id = a.process_instance_id
       where p.definition_id = :definitionId and a.parent_id is not null group by a.activity_id order by a.activity_id`,
      parameters,
    );
    const incidents = await this.#database.query<CountedIncidents>(
      `select activity_id as id, kind, count(*) as count, ${ROOTS} from incident where definition_id = :definitionId group by activity_id, kind order by kind`,
      parameters,
    );
    return merge(running, incidents);
  }

  async countDefinitions({
    rootIncidentsOnly,
  }: {
    readonly rootIncidentsOnly: boolean;
  }): Promise<readonly RunningCount[]> {
    const running = await this.#database.query<Counted>(
      `select d.id, count(p.id) as count from process_definition d left join process_instance p on p.definition_id = d.id group by d.id order by d.id`,
    );
    const incidents = await this.#database.query<CountedIncidents>(
      `select definition_id as id, kind, count(*) as count, ${ROOTS} from incident group by definition_id, kind order by kind`,
    );
    return merge(running, incidents, rootIncidentsOnly);
  }

  async countTasksOfGroups(
    tenants: readonly string[] | null,
  ): Promise<readonly { readonly groupName: string | null; readonly taskCount: number }[]> {
    const inTenants =
      tenants === null
        ? ''
        : ` where (t.tenant_id is null${tenants.length > 0 ? ' or t.tenant_id in (:tenants)' : ''})`;
    const rows = await this.#database.query<{ name: string | null; count: number }>(
      `select c.name, count(*) as count from task t left join task_candidate c on c.task_id = t.id and c.kind = 'group'${inTenants} group by c.name order by c.name`,
      tenants !== null && tenants.length > 0 ? { tenants } : {},
    );
    return rows.map(({ name, count }) => ({ groupName: name, taskCount: Number(count) }));
  }

  async sum(metric: Metric, { from, before }: Period): Promise<number> {
    const { count, from: table, where } = readingOf(metric, { from, before });
    const [row] = await this.#database.query<{ count: number }>(
      `select ${count} as count from ${table} where ${where}`,
      bounds({ from, before }),
    );
    return Number(row?.count ?? 0);
  }

  async sumIntervals({
    metrics,
    interval,
    firstResult,
    maxResults,
    ...period
  }: MetricIntervals): Promise<readonly MetricInterval[]> {
    const each = metrics.map((metric) => {
      const { count, from: table, at, where } = readingOf(metric, period);
      const begin = `(${at} - ${at} % :interval)`;
      return `select '${metric}' as metric, ${begin} as at, ${count} as value from ${table} where ${where} group by ${begin}`;
    });
    const rows = await this.#database.query<{ metric: Metric; at: number; value: number }>(
      `select * from (${each.join(' union all ')}) sums where value > 0 order by at desc, metric limit :maxResults offset :firstResult`,
      { ...bounds(period), interval, firstResult, maxResults },
    );
    return rows.map((row) => ({ metric: row.metric, at: Number(row.at), value: Number(row.value) }));
  }

  async countHistory(definitionId: string, filter: HistoricCountFilter): Promise<readonly HistoricCount[]> {
    const conditions = ['p.definition_id = :definitionId'];
    const parameters: Record<string, Cell | readonly Cell[]> = { definitionId };
    const within = (name: keyof HistoricCountFilter, condition: string) => {
      const value = filter[name];
      if (value === undefined) return;
      conditions.push(condition);
      parameters[name] = value;
    };
    within('startedBefore', 'p.started_at <= :startedBefore');
    within('startedAfter', 'p.started_at >= :startedAfter');
    within('finishedBefore', 'p.ended_at <= :finishedBefore');
    within('finishedAfter', 'p.ended_at >= :finishedAfter');
    within('processInstanceIds', 'p.id in (:processInstanceIds)');
    const instances = `history_process_instance p where ${conditions.join(' and ')}`;
    const counts = new Map<string, { -readonly [K in keyof HistoricCount]: HistoricCount[K] }>();
    const of = (id: string) => {
      let count = counts.get(id);
      if (!count)
        counts.set(
          id,
          (count = {
            id,
            instances: 0,
            canceled: 0,
            finished: 0,
            completeScope: 0,
            openIncidents: 0,
            resolvedIncidents: 0,
            deletedIncidents: 0,
          }),
        );
      return count;
    };
    const activities = await this.#database.query<{
      id: string;
      running: number;
      canceled: number;
      finished: number;
      complete: number;
    }>(
      `select a.activity_id as id, sum(case when a.ended_at is null then 1 else 0 end) as running, sum(a.canceled) as canceled,
         sum(case when a.ended_at is null then 0 else 1 end) as finished, sum(a.complete_scope) as complete
       from history_activity_instance a where a.started = 1 and a.definition_id = :definitionId and a.process_instance_id in (select p.id from ${instances})
       group by a.activity_id order by a.activity_id`,
      parameters,
    );
    for (const row of activities)
      Object.assign(of(row.id), {
        instances: Number(row.running),
        canceled: Number(row.canceled),
        finished: Number(row.finished),
        completeScope: Number(row.complete),
      });
    const incidents = await this.#database.query<Counted & { state: string }>(
      `select i.activity_id as id, i.state, count(*) as count from history_incident i where i.process_instance_id in (select p.id from ${instances}) group by i.activity_id, i.state`,
      parameters,
    );
    for (const { id, state, count } of incidents) {
      const kind = state === 'open' ? 'openIncidents' : state === 'resolved' ? 'resolvedIncidents' : 'deletedIncidents';
      of(id)[kind] = Number(count);
    }
    return [...counts.values()];
  }
}

function merge(
  running: readonly Counted[],
  incidents: readonly CountedIncidents[],
  rootIncidentsOnly = false,
): RunningCount[] {
  const open = new Map<string, IncidentCount[]>();
  // Each job without retries has its incident, and incidents have an index by definition.
  const failedJobs = new Map<string, number>();
  for (const { id, kind, count, roots } of incidents) {
    if (kind === 'failedJob') failedJobs.set(id, Number(roots));
    const counted = Number(rootIncidentsOnly ? roots : count);
    if (counted === 0) continue;
    const list = open.get(id) ?? [];
    list.push({ incidentType: kind, incidentCount: counted });
    open.set(id, list);
  }
  return running.map(({ id, count }) => ({
    id,
    instances: Number(count),
    failedJobs: failedJobs.get(id) ?? 0,
    incidents: open.get(id) ?? [],
  }));
}
