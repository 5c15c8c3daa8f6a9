import { inboxEndpoints } from '../../../contract/api/inbox.ts';
import type { ServiceSide } from '../../../service/create-service-side.ts';
import { countInbox, listInbox } from '../../../service/inbox/inbox.ts';
import { type Route, route } from '../../route.ts';

/** The inbox of officers. */
export function inboxRoutes({ inbox, cases }: ServiceSide): Route[] {
  return [
    route(inboxEndpoints.getInbox, ({ query }, { caller }) => listInbox(caller, query, inbox)),
    route(inboxEndpoints.getInboxCounts, (_input, { caller }) => countInbox(caller, inbox)),
    route(inboxEndpoints.getCase, ({ params }, { caller, language }) => cases.getCase(params.id, caller, language)),
    route(inboxEndpoints.claimTask, ({ params }, { caller }) => cases.claim(params.id, caller)),
    route(inboxEndpoints.unclaimTask, ({ params }, { caller }) => cases.unclaim(params.id, caller)),
    route(inboxEndpoints.completeTask, ({ params, body }, { caller, language }) =>
      cases.complete(params.id, body.data, { caller, language }),
    ),
  ];
}
