import type { DurationReport, PeriodUnit } from '../../../application/ports/report-reader.ts';
import { historyReportEndpoints as endpoints } from '../../../contract/engine-rest/history-report.ts';
import { type RequestContext, type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

const CSV = ['text/csv', 'application/csv'];
const NO_DURATION = { period: null, periodUnit: null, minimum: null, maximum: null, average: null };

/** Reports over history. */
export function historyReportRoutes({ reports }: RestParts): Route[] {
  return [
    {
      // Bound by hand: the answer is JSON or, when a client prefers it, CSV.
      endpoint: endpoints.reportProcessInstances,
      handle: async (input, { koa }) => {
        const { reportType: _, ...query } = input.query as ReportQuery;
        const rows = (await reports.instanceDurations(query)).map((row) => told(row, query.periodUnit));
        const type = koa.accepts('application/json', ...CSV);
        if (typeof type !== 'string' || !CSV.includes(type)) return rows;
        sendCsv(koa, type, rows);
        return undefined;
      },
    },
    route(endpoints.reportTasks, async ({ query }) => {
      const { reportType, periodUnit = 'month', groupBy = 'taskName', ...completed } = query;
      if (reportType === 'duration')
        return (await reports.taskDurations({ periodUnit, ...completed })).map((row) => ({
          ...told(row, periodUnit),
          taskName: null,
          count: null,
          processDefinitionKey: null,
          processDefinitionId: null,
          processDefinitionName: null,
          tenantId: null,
        }));
      return (await reports.countTasks({ groupBy, ...completed })).map((row) => ({ ...NO_DURATION, ...row }));
    }),
  ];
}

type ReportQuery = Parameters<RestParts['reports']['instanceDurations']>[0] & { readonly reportType: string };

function told(row: DurationReport, unit: PeriodUnit) {
  return { ...row, periodUnit: unit === 'month' ? ('MONTH' as const) : ('QUARTER' as const) };
}

/** The columns are Camunda's. */
function sendCsv(koa: RequestContext['koa'], type: string, rows: readonly ReturnType<typeof told>[]): void {
  koa.type = type;
  koa.set('Content-Disposition', 'attachment; filename="process-instance-report.csv"');
  koa.body = ['PERIOD,PERIOD_UNIT,MINIMUM,MAXIMUM,AVERAGE']
    .concat(
      rows.map(({ period, periodUnit, minimum, maximum, average }) =>
        [period, periodUnit, minimum, maximum, average].join(','),
      ),
    )
    .join('\n');
}
