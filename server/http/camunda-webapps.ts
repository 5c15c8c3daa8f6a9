import type { Context as KoaContext } from 'koa';

/** Tells Camunda Modeler where our own pages are, for its link after a deployment. */
export function describeToCamundaTools(context: KoaContext, publicUrl: string): boolean {
  if (context.path !== '/.well-known/camunda-automation-platform/webapps' || context.method !== 'GET') return false;
  context.set('Content-Type', 'application/json');
  context.set('Access-Control-Allow-Origin', '*');
  context.body = JSON.stringify({
    adminUrl: `${publicUrl}/monitor`,
    cockpitUrl: `${publicUrl}/monitor`,
    tasklistUrl: `${publicUrl}/inbox`,
  });
  return true;
}
