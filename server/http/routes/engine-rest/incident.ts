import { incidentEndpoints as endpoints } from '../../../contract/engine-rest/incident.ts';
import { incidentDto } from '../../engine-rest/dto.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import { getRow, listPage } from './list-routes.ts';
import type { RestParts } from './rest-parts.ts';

/** Where incidents of work close: by new retries. */
const ADDRESS: Readonly<Record<string, string>> = { failedJob: '/job', failedExternalTask: '/external-task' };

/** Open incidents: to read, to resolve and to put notes on. */
export function incidentRoutes(parts: RestParts): Route[] {
  const { reader, dispatcher } = parts;
  const annotate = async (id: string, annotation: string | null) => {
    if (!(await parts.annotateIncident(id, annotation)))
      throw new EngineRestError(400, 'InvalidRequestException', `Cannot find an incident with id '${id}'`);
  };
  return [
    route(endpoints.listEngineIncidents, ({ query }, { koa }) =>
      listPage(parts, 'incident', { request: query, koa, describe: incidentDto }),
    ),
    route(endpoints.countEngineIncidents, async ({ query }) => ({ count: await reader.count('incident', query) })),
    route(endpoints.getEngineIncident, async ({ params }) =>
      incidentDto(await getRow(parts, 'incident', ['incidentId', params.id])),
    ),
    route(endpoints.resolveEngineIncident, async ({ params }, { caller }) => {
      const { incidentType, configuration, processInstanceId } = incidentDto(
        await getRow(parts, 'incident', ['incidentId', params.id]),
      );
      const address = ADDRESS[incidentType ?? ''];
      if (address !== undefined)
        throw new EngineRestError(
          400,
          'BadUserRequestException',
          `Cannot resolve an incident of type ${incidentType}: it closes when its work gets retries, by PUT ${address}/${configuration}/retries.`,
        );
      await dispatcher.send({
        processInstanceId: processInstanceId ?? '',
        userId: caller.userId,
        command: { type: 'resolveIncident', incidentId: params.id },
      });
    }),
    route(endpoints.annotateIncident, ({ params, body }) => annotate(params.id, body.annotation ?? null)),
    route(endpoints.clearIncidentAnnotation, ({ params }) => annotate(params.id, null)),
  ];
}
