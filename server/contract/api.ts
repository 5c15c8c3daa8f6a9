import { batchMonitorEndpoints } from './api/batch-monitor.ts';
import { documentEndpoints } from './api/document.ts';
import { eventEndpoints } from './api/event.ts';
import { inboxEndpoints } from './api/inbox.ts';
import { modelEndpoints } from './api/model.ts';
import { monitorEndpoints } from './api/monitor.ts';
import { requestEndpoints } from './api/request.ts';
import { serviceEndpoints } from './api/service.ts';
import { sessionEndpoints } from './api/session.ts';
import { webhookEndpoints } from './api/webhook.ts';
import type { ApiRoute } from './api-routes.ts';
import type { Endpoint } from './endpoint.ts';

/** Every endpoint of `/api`, by the names of `api-routes.ts`. The browser imports its type only. */
export const api = {
  ...sessionEndpoints,
  ...serviceEndpoints,
  ...requestEndpoints,
  ...documentEndpoints,
  ...inboxEndpoints,
  ...monitorEndpoints,
  ...batchMonitorEndpoints,
  ...modelEndpoints,
  ...webhookEndpoints,
  ...eventEndpoints,
} satisfies Record<ApiRoute, Endpoint>;

export type Api = typeof api;
