import type { HistoricCountFilter, RunningCount } from '../../../application/ports/statistics-reader.ts';
import { type AskedStatistics, statisticsEndpoints as endpoints } from '../../../contract/engine-rest/statistics.ts';
import { processDefinitionDto } from '../../engine-rest/dto.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { findDefinition } from './process-definition.ts';
import type { RestParts } from './rest-parts.ts';

const CLASS = 'org.camunda.bpm.engine.rest.dto.repository.';

/** Counts for heat maps. */
export function statisticsRoutes(parts: RestParts): Route[] {
  const { reader, statistics } = parts;
  return [
    route(endpoints.listDefinitionStatistics, async ({ query }, { scope }) => {
      const rows = await reader.list('process-definition', {
        filters: new Map(),
        sorting: [],
        firstResult: 0,
        maxResults: null,
        ...(scope ? { scope } : {}),
      });
      const counts = new Map(
        (await statistics.countDefinitions({ rootIncidentsOnly: query.rootIncidents })).map((count) => [
          count.id,
          count,
        ]),
      );
      return rows.flatMap((row) => {
        const definition = processDefinitionDto(row);
        const count = counts.get(definition.id);
        return count ? [{ ...describe(count, query, 'ProcessDefinitionStatisticsResultDto'), definition }] : [];
      });
    }),
    ...endpoints.getActivityStatistics.map((endpoint) =>
      route(endpoint, async ({ params, query }) => {
        const { row } = await findDefinition(params, parts);
        return (await statistics.countActivities(row.id)).map((count) =>
          describe(count, query, 'ActivityStatisticsResultDto'),
        );
      }),
    ),
    route(endpoints.getHistoricActivityStatistics, async ({ params, query }) => {
      if ((query.sortBy === undefined) !== (query.sortOrder === undefined))
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          'Only a single sorting parameter specified. sortBy and sortOrder required',
        );
      const { startedBefore, startedAfter, finishedBefore, finishedAfter, processInstanceIdIn } = query;
      const filter: HistoricCountFilter = {
        ...(startedBefore === undefined ? {} : { startedBefore }),
        ...(startedAfter === undefined ? {} : { startedAfter }),
        ...(finishedBefore === undefined ? {} : { finishedBefore }),
        ...(finishedAfter === undefined ? {} : { finishedAfter }),
        ...(processInstanceIdIn === undefined ? {} : { processInstanceIds: processInstanceIdIn }),
      };
      const counts = (await statistics.countHistory(params.id, filter)).map((count) => ({
        id: count.id,
        instances: count.instances,
        canceled: query.canceled ? count.canceled : 0,
        finished: query.finished ? count.finished : 0,
        completeScope: query.completeScope ? count.completeScope : 0,
        openIncidents: query.incidents ? count.openIncidents : 0,
        resolvedIncidents: query.incidents ? count.resolvedIncidents : 0,
        deletedIncidents: query.incidents ? count.deletedIncidents : 0,
      }));
      const ordered = counts.sort((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
      return query.sortOrder === 'desc' ? ordered.reverse() : ordered;
    }),
  ];
}

function describe(count: RunningCount, asked: AskedStatistics, name: string) {
  const { incidentsForType } = asked;
  const wanted = asked.incidents || asked.rootIncidents || incidentsForType !== undefined;
  return {
    '@class': `${CLASS}${name}`,
    id: count.id,
    instances: count.instances,
    failedJobs: asked.failedJobs ? count.failedJobs : 0,
    incidents: wanted
      ? count.incidents
          .filter((each) => incidentsForType === undefined || each.incidentType === incidentsForType)
          .map((each) => ({ ...each }))
      : [],
  };
}
