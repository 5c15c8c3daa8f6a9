import type { Context as KoaContext } from 'koa';

/** Why requests cannot be worked off, or what is doubtful although they can. */
export interface HealthReason {
  /** What was looked at: `database`, `migrations`, `disk`, `queue`, `stopping`, `settings`. */
  readonly check: string;
  readonly says: string;
}
export interface HealthReport {
  /** Empty: requests can be worked off. */
  readonly reasons: readonly HealthReason[];
  readonly warnings: readonly HealthReason[];
}
export interface Health {
  check(): Promise<HealthReport>;
  /** The server takes no new connections in a moment: clients are asked to leave theirs. */
  isStopping?(): boolean;
}

/**
 * `/health/live`: the process answers. `/health/ready`: it can work; 503 with the reasons while it cannot. Anybody may
 * ask: the answer holds no addresses, names or versions.
 */
export async function answerHealth(context: KoaContext, health: Health): Promise<boolean> {
  if (context.path !== '/health/live' && context.path !== '/health/ready') return false;
  context.set('Content-Type', 'application/json');
  context.set('Cache-Control', 'no-store');
  if (context.path === '/health/live') {
    context.status = 200;
    context.body = JSON.stringify({ status: 'up' });
    return true;
  }
  const { reasons, warnings } = await health.check();
  context.status = reasons.length === 0 ? 200 : 503;
  context.body = JSON.stringify({ status: reasons.length === 0 ? 'up' : 'down', reasons, warnings });
  return true;
}
