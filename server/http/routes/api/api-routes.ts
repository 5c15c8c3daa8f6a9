import type { Identity } from '../../../application/ports/identity.ts';
import type { ServiceSide } from '../../../service/create-service-side.ts';
import type { Route } from '../../route.ts';
import { documentRoutes } from './document.ts';
import { inboxRoutes } from './inbox.ts';
import { requestRoutes } from './request.ts';
import { serviceRoutes } from './service.ts';
import { sessionRoutes } from './session.ts';

/** Routes of sessions, catalogue, requests, letters and the inbox. */
export function apiRoutes({
  identity,
  serviceSide,
  publicUrl,
}: {
  readonly identity: Identity;
  readonly serviceSide: ServiceSide;
  readonly publicUrl: string;
}): Route[] {
  return [
    ...sessionRoutes(identity, { secure: publicUrl.startsWith('https:') }),
    ...serviceRoutes(serviceSide),
    ...requestRoutes(serviceSide),
    ...documentRoutes(serviceSide),
    ...inboxRoutes(serviceSide),
  ];
}
