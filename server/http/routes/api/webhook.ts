import type { Webhooks } from '../../../application/webhooks.ts';
import { webhookEndpoints as endpoints } from '../../../contract/api/webhook.ts';
import { type Route, route } from '../../route.ts';

/** Webhooks and their deliveries. */
export function webhookRoutes(webhooks: Webhooks): Route[] {
  return [
    route(endpoints.listWebhooks, () => webhooks.list()),
    route(endpoints.createWebhook, ({ body }, { caller }) => webhooks.create(body, caller.userId)),
    route(endpoints.changeWebhook, ({ params, body }) => webhooks.change(params.id, body)),
    route(endpoints.deleteWebhook, ({ params }) => webhooks.delete(params.id)),
    route(endpoints.renewWebhookSecret, ({ params }) => webhooks.renewSecret(params.id)),
    route(endpoints.pingWebhook, ({ params }) => webhooks.ping(params.id)),
    route(endpoints.listWebhookDeliveries, ({ params, query }) => webhooks.listDeliveries(params.id, query)),
    route(endpoints.replayWebhookDelivery, ({ params }) => webhooks.replay(params.id, params.deliveryId)),
    route(endpoints.replayFailedDeliveries, ({ params }) => webhooks.replayFailed(params.id)),
  ];
}
