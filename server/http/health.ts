import type { Context as KoaContext } from 'koa';

export interface Health {
  /** Whether requests can be worked off: the database answers, migrations are done, the server is not stopping. */
  ready(): Promise<boolean>;
  /** The server takes no new connections in a moment: clients are asked to leave theirs. */
  isStopping?(): boolean;
}

/** `/health/live`: the process answers. `/health/ready`: it can work; 503 while it cannot. */
export async function answerHealth(context: KoaContext, health: Health): Promise<boolean> {
  if (context.path !== '/health/live' && context.path !== '/health/ready') return false;
  const ready = context.path === '/health/live' || (await health.ready().catch(() => false));
  context.status = ready ? 200 : 503;
  context.set('Content-Type', 'application/json');
  context.set('Cache-Control', 'no-store');
  context.body = JSON.stringify({ status: ready ? 'up' : 'down' });
  return true;
}
