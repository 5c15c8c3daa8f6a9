import type { Identity } from '../../../application/ports/identity.ts';
import { sessionEndpoints, type Session } from '../../../contract/api/session.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import { type RequestContext, type Route, route } from '../../route.ts';

/** Sign-in, sign-out and who is signed in. `secure`: people reach us by HTTPS. */
export function sessionRoutes(identity: Identity, { secure }: { readonly secure: boolean }): Route[] {
  const describe = (caller: Caller, csrfToken: string): Session => ({
    csrfToken,
    demoAccounts: identity.demoAccounts === null ? null : [...identity.demoAccounts],
    user:
      caller.userId === null
        ? null
        : {
            id: caller.userId,
            name: caller.name ?? caller.userId,
            opd: caller.opd,
            opdName: caller.opdName,
            roles: [...caller.roles],
            groups: [...caller.groups],
          },
  });
  const setCookie = ({ koa }: RequestContext, value: string, maxAge: number | undefined) =>
    koa.cookies.set(identity.cookie.name, value, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      overwrite: true,
      ...(maxAge === undefined ? {} : { maxAge }),
    });
  /** A visitor's session is nothing but the id in the cookie. */
  const beginVisit = (context: RequestContext): string => {
    const { sessionId, csrfToken } = identity.beginVisit();
    setCookie(context, sessionId, undefined);
    return csrfToken;
  };
  return [
    route(sessionEndpoints.getSession, async (_input, context) => {
      context.koa.set('Cache-Control', 'no-store');
      return describe(context.caller, context.authentication.csrfToken ?? beginVisit(context));
    }),
    route(sessionEndpoints.signIn, async ({ body }, context) => {
      const signed = await identity.signIn({
        ...body,
        address: context.koa.req.socket.remoteAddress ?? '',
        previousSessionId: context.authentication.sessionId,
      });
      setCookie(context, signed.sessionId, identity.cookie.maxAge);
      return describe(signed.caller, signed.csrfToken);
    }),
    route(sessionEndpoints.signOut, async (_input, context) => {
      if (context.authentication.sessionId !== undefined) await identity.signOut(context.authentication.sessionId);
      beginVisit(context);
    }),
  ];
}
