import type { Database, Parameters } from '../../application/ports/database.ts';
import type { Completed, DurationReport, PeriodUnit, ReportReader } from '../../application/ports/report-reader.ts';

interface Durations {
  readonly period: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly average: number;
}

/** Reports over ended instances and tasks, one statement each. */
export function createReportReader(database: Database): ReportReader {
  const durations = async (
    from: string,
    { periodUnit, at }: { readonly periodUnit: PeriodUnit; readonly at: string },
    { conditions, parameters }: Narrowed,
  ): Promise<readonly DurationReport[]> => {
    const period = periodOf(periodUnit, at, database.dialect);
    const rows = await database.query<Durations>(
      `select ${period} as period, min(ended_at - started_at) as minimum, max(ended_at - started_at) as maximum, avg(ended_at - started_at) as average
       from ${from} where ${['ended_at is not null', ...conditions].join(' and ')} group by ${period} order by ${period}`,
      parameters,
    );
    return rows.map((row) => ({
      period: Number(row.period),
      minimum: Number(row.minimum),
      maximum: Number(row.maximum),
      average: Math.round(Number(row.average)),
    }));
  };
  return {
    instanceDurations: ({ periodUnit, ...request }) =>
      durations(
        'history_process_instance',
        { periodUnit, at: 'started_at' },
        narrow({
          'definition_id in (:definitionIds)': ['definitionIds', request.processDefinitionIdIn],
          'definition_key in (:definitionKeys)': ['definitionKeys', request.processDefinitionKeyIn],
          'started_at <= :startedBefore': ['startedBefore', request.startedBefore],
          'started_at >= :startedAfter': ['startedAfter', request.startedAfter],
        }),
      ),
    taskDurations: ({ periodUnit, ...completed }) =>
      durations('history_task', { periodUnit, at: 'ended_at' }, narrowCompleted(completed)),
    async countTasks({ groupBy, ...completed }) {
      const { conditions, parameters } = narrowCompleted(completed);
      const name = groupBy === 'taskName' ? 't.name' : 'null';
      const rows = await database.query<{
        name: string | null;
        count: number;
        definition_key: string | null;
        definition_id: string | null;
        definition_name: string | null;
        tenant_id: string | null;
      }>(
        `select ${name} as name, count(*) as count, t.definition_key, t.definition_id, d.name as definition_name, t.tenant_id
         from history_task t left join process_definition d on d.id = t.definition_id
         where ${['t.ended_at is not null', ...conditions].join(' and ')}
         group by ${groupBy === 'taskName' ? 't.name, ' : ''}t.definition_key, t.definition_id, d.name, t.tenant_id
         order by t.definition_key, t.definition_id${groupBy === 'taskName' ? ', t.name' : ''}`,
        parameters,
      );
      return rows.map((row) => ({
        taskName: row.name,
        count: Number(row.count),
        processDefinitionKey: row.definition_key,
        processDefinitionId: row.definition_id,
        processDefinitionName: row.definition_name,
        tenantId: row.tenant_id,
      }));
    },
  };
}

interface Narrowed {
  readonly conditions: readonly string[];
  readonly parameters: Parameters;
}

/** Conditions whose value was given; an empty list is as none (Camunda). */
function narrow(given: Readonly<Record<string, readonly [string, number | readonly string[] | undefined]>>): Narrowed {
  const set = Object.entries(given).flatMap(([condition, [name, value]]) =>
    value === undefined || (typeof value === 'object' && value.length === 0) ? [] : [{ condition, name, value }],
  );
  return {
    conditions: set.map(({ condition }) => condition),
    parameters: Object.fromEntries(set.map(({ name, value }) => [name, value])),
  };
}

function narrowCompleted({ completedBefore, completedAfter }: Completed): Narrowed {
  return narrow({
    'ended_at <= :completedBefore': ['completedBefore', completedBefore],
    'ended_at >= :completedAfter': ['completedAfter', completedAfter],
  });
}

function periodOf(unit: PeriodUnit, at: string, dialect: 'sqlite' | 'postgres'): string {
  const month =
    dialect === 'sqlite'
      ? `cast(strftime('%m', ${at} / 1000, 'unixepoch') as integer)`
      : `cast(extract(month from to_timestamp(${at} / 1000.0) at time zone 'UTC') as integer)`;
  return unit === 'month' ? month : `(${month} + 2) / 3`;
}
