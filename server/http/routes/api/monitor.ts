import type { Monitor } from '../../../application/monitor.ts';
import { monitorEndpoints as endpoints } from '../../../contract/api/monitor.ts';
import { type Route, route } from '../../route.ts';

/** The monitor: definitions, instances, incidents. */
export function monitorRoutes(monitor: Monitor): Route[] {
  return [
    route(endpoints.listRunningDefinitions, (_input, { reach }) => monitor.listDefinitions(reach)),
    route(endpoints.getDefinitionOverview, ({ params }, { reach }) => monitor.getDefinition(params.id, reach)),
    route(endpoints.listInstances, ({ query }, { reach }) => monitor.listInstances(query, reach)),
    route(endpoints.getInstance, ({ params }, { reach }) => monitor.getInstance(params.id, reach)),
    route(endpoints.listIncidents, ({ query }, { reach }) => monitor.listIncidents(query, reach)),
    route(endpoints.retryIncident, ({ params, body }, { caller, reach }) =>
      monitor.retryIncident(params.id, body.retries, { caller, reach }),
    ),
  ];
}
