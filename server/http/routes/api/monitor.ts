import type { Monitor } from '../../../application/monitor.ts';
import { monitorEndpoints as endpoints } from '../../../contract/api/monitor.ts';
import { type Route, route } from '../../route.ts';

/** The monitor: definitions, instances, incidents. */
export function monitorRoutes(monitor: Monitor): Route[] {
  return [
    route(endpoints.listRunningDefinitions, () => monitor.listDefinitions()),
    route(endpoints.getDefinitionOverview, ({ params }) => monitor.getDefinition(params.id)),
    route(endpoints.listInstances, ({ query }) => monitor.listInstances(query)),
    route(endpoints.getInstance, ({ params }) => monitor.getInstance(params.id)),
    route(endpoints.listIncidents, ({ query }) => monitor.listIncidents(query)),
    route(endpoints.retryIncident, ({ params, body }, { caller }) =>
      monitor.retryIncident(params.id, body.retries, caller),
    ),
  ];
}
