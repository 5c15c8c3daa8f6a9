import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * The headers that show a receiver who sent the body and when (Standard Webhooks 1.0: HMAC-SHA256 over
 * `id.timestamp.body`). Several secrets give several signatures, of which one is enough.
 */
export function signWebhook(
  message: { readonly id: string; readonly body: string; readonly at: number },
  secrets: readonly string[],
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
    const signature = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`).digest('base64');
    return `v1,${signature}`;
  });
  return { 'webhook-id': message.id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
