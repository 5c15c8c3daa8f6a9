import type { Row } from '../../../application/ports/database.ts';
import {
  identityLinkEndpoints as endpoints,
  type IdentityLinkDto,
} from '../../../contract/engine-rest/identity-links.ts';
import type { CandidateChange } from '../../../engine/record/command.ts';
import type { TaskChange } from '../../../engine/record/event.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

type LinkType = 'assignee' | 'owner' | 'candidate';
interface LinkInput {
  readonly userId?: string | null | undefined;
  readonly groupId?: string | null | undefined;
  readonly type?: string | null | undefined;
}

/** Who has to do with a task. */
export function identityLinkRoutes({ tasks }: RestParts): Route[] {
  return [
    route(endpoints.getIdentityLinks, async ({ params, query }, { caller }) =>
      linksOf(await tasks.get(params.id, caller)).filter(
        (link) => query.type === undefined || link.type === query.type,
      ),
    ),
    route(endpoints.addIdentityLink, ({ params, body }, { caller }) =>
      tasks.involve(params.id, changeBy(body, 'add'), caller),
    ),
    route(endpoints.deleteIdentityLink, ({ params, body }, { caller }) =>
      tasks.involve(params.id, changeBy(body, 'remove'), caller),
    ),
  ];
}

function linksOf(task: Row): readonly IdentityLinkDto[] {
  const users = (type: LinkType, ids: readonly string[]) => ids.map((userId) => ({ userId, groupId: null, type }));
  const held = (column: string) => (task[column] === null ? [] : [String(task[column])]);
  const listed = (column: string) => JSON.parse(String(task[column])) as string[];
  return [
    ...users('assignee', held('assignee')),
    ...users('owner', held('owner')),
    ...users('candidate', listed('candidate_users')),
    ...listed('candidate_groups').map((groupId) => ({ userId: null, groupId, type: 'candidate' })),
  ];
}

/** As Camunda, taking away the assignee or the owner empties the field whoever is named. @throws EngineRestError */
function changeBy(
  { userId, groupId, type }: LinkInput,
  operation: CandidateChange['operation'],
): { readonly change: TaskChange; readonly candidate?: CandidateChange } {
  if (userId && groupId) throw invalid('Identity Link requires userId or groupId, but not both.');
  const name = userId || groupId;
  if (!name) throw invalid('Identity Link requires userId or groupId.');
  if (!type) throw invalid('Identity Link requires type.');
  if (!isLinkType(type))
    throw invalid(`Identity links of type '${type}' are not kept: use assignee, owner or candidate.`);
  if (type === 'candidate') return { change: {}, candidate: { operation, kind: userId ? 'user' : 'group', name } };
  if (!userId)
    throw new EngineRestError(
      500,
      'ProcessEngineException',
      `Incompatible usage: cannot use type '${type}' together with a groupId. Give a userId.`,
    );
  return { change: { [type]: operation === 'add' ? userId : null } };
}

function isLinkType(type: string): type is LinkType {
  return type === 'assignee' || type === 'owner' || type === 'candidate';
}

function invalid(message: string): EngineRestError {
  return new EngineRestError(400, 'InvalidRequestException', message);
}
