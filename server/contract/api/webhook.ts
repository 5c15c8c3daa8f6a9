import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { noticeBody, noticeKind } from '../notice.ts';

const keys = z.array(z.string().trim().min(1).max(255)).min(1).max(100);

/** What an administrator says of a webhook. */
const webhookInput = z.object({
  name: z.string().trim().min(1).max(100),
  /** `https:`; `http:` only to addresses that the setting `ALUR_WEBHOOK_ALLOW` names. */
  url: z.url().max(2_000),
  kinds: z.array(noticeKind).min(1),
  /** Null: of all processes. */
  processDefinitionKeys: keys.nullable().default(null),
  /** Null: of all tenants. */
  tenantIds: keys.nullable().default(null),
  enabled: z.boolean().default(true),
});

export const webhookSummary = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  kinds: z.array(noticeKind),
  processDefinitionKeys: z.array(z.string()).nullable(),
  tenantIds: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  /** Why it is off: `manual`, `failing` (no try succeeded for days), `gone` (the receiver answered 410). */
  disabledReason: z.enum(['manual', 'failing', 'gone']).nullable(),
  /** Since when no try has succeeded. */
  failingSince: z.string().nullable(),
  /** Deliveries that wait, and that were given up. */
  pending: z.number().int(),
  failed: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
});
export type WebhookSummary = z.infer<typeof webhookSummary>;

export const webhookDelivery = z.object({
  /** Sent as `webhook-id`, the same with every try. */
  id: z.string(),
  type: z.string(),
  state: z.enum(['pending', 'delivered', 'failed']),
  processInstanceId: z.string().nullable(),
  createdAt: z.string(),
  attempts: z.number().int(),
  lastAttemptAt: z.string().nullable(),
  /** HTTP status of the last try; null when there was no answer. */
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  body: noticeBody.or(z.unknown()),
});
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

const access = ['administrator'] as const;
const byId = z.object({ id: z.string() });
const withSecret = z.object({
  webhook: webhookSummary,
  /** Shown this once: the receiver checks signatures with it. */
  secret: z.string(),
});
const missing = { 404: 'No such webhook.' };
export const webhookEndpoints = {
  listWebhooks: endpoint({
    method: 'GET',
    path: '/api/webhooks',
    tag: 'webhooks',
    access,
    summary: 'Webhooks with what waits for delivery.',
    answer: z.array(webhookSummary),
  }),
  createWebhook: endpoint({
    method: 'POST',
    path: '/api/webhooks',
    tag: 'webhooks',
    access,
    summary: 'Subscribes a URL to events. Deliveries are signed (Standard Webhooks) and come at least once.',
    body: webhookInput,
    answer: withSecret,
    errors: { 400: 'The URL is not allowed.' },
  }),
  changeWebhook: endpoint({
    method: 'PUT',
    path: '/api/webhooks/:id',
    tag: 'webhooks',
    access,
    summary: 'Changes a webhook; enabling it delivers what has waited.',
    params: byId,
    body: webhookInput,
    answer: webhookSummary,
    errors: { 400: 'The URL is not allowed.', ...missing },
  }),
  deleteWebhook: endpoint({
    method: 'DELETE',
    path: '/api/webhooks/:id',
    tag: 'webhooks',
    access,
    summary: 'Removes a webhook with its deliveries.',
    params: byId,
    answer: 'none',
    errors: missing,
  }),
  renewWebhookSecret: endpoint({
    method: 'POST',
    path: '/api/webhooks/:id/secret',
    tag: 'webhooks',
    access,
    summary: 'Gives a new secret; the old one signs beside it for another day.',
    params: byId,
    answer: withSecret,
    errors: missing,
  }),
  pingWebhook: endpoint({
    method: 'POST',
    path: '/api/webhooks/:id/ping',
    tag: 'webhooks',
    access,
    summary: 'Sends a test delivery of type `ping`.',
    params: byId,
    answer: z.object({ id: z.string() }),
    errors: { ...missing, 409: 'It is off.' },
  }),
  listWebhookDeliveries: endpoint({
    method: 'GET',
    path: '/api/webhooks/:id/deliveries',
    tag: 'webhooks',
    access,
    summary: 'The delivery log, newest first. Delivered ones are kept for 7 days, given-up ones for 30.',
    params: byId,
    query: z.object({
      state: z.enum(['pending', 'delivered', 'failed']).optional(),
      after: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    answer: z.object({ deliveries: z.array(webhookDelivery), next: z.string().nullable() }),
    errors: missing,
  }),
  replayWebhookDelivery: endpoint({
    method: 'POST',
    path: '/api/webhooks/:id/deliveries/:deliveryId/replay',
    tag: 'webhooks',
    access,
    summary: 'Delivers once more, with the same id, also what was delivered.',
    params: z.object({ id: z.string(), deliveryId: z.string() }),
    answer: 'none',
    errors: { 404: 'No such delivery.', 409: 'The webhook is off.' },
  }),
  replayFailedDeliveries: endpoint({
    method: 'POST',
    path: '/api/webhooks/:id/replay',
    tag: 'webhooks',
    access,
    summary: 'Delivers everything that was given up once more.',
    params: byId,
    answer: z.object({ count: z.number().int() }),
    errors: { ...missing, 409: 'The webhook is off.' },
  }),
};
