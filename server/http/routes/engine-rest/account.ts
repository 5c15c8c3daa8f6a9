import { Forbidden } from '../../../application/errors.ts';
import type { Profile } from '../../../application/ports/accounts.ts';
import type { Caller } from '../../../application/ports/caller.ts';
import { accountEndpoints as endpoints } from '../../../contract/engine-rest/account.ts';
import { EngineRestError } from '../../engine-rest-failure.ts';
import { type Route, route } from '../../route.ts';
import type { RestParts } from './rest-parts.ts';

/** Accounts and memberships, for administrators. */
export function accountRoutes({ accounts, findCaller }: RestParts): Route[] {
  /** Whoever is granted to change users does not become an administrator by another one's password. */
  const protectAdministrators = async (id: string, caller: Caller) => {
    if (caller.roles.includes('administrator') || !(await findCaller(id))?.roles.includes('administrator')) return;
    throw new Forbidden({
      id: 'Akun administrator hanya diubah oleh administrator.',
      en: 'The account of an administrator is changed by administrators only.',
    });
  };
  return [
    route(endpoints.createUser, async ({ body: { profile, credentials } }) => {
      const account = { id: profile.id, profile: toProfile(profile), password: credentials.password };
      if ((await accounts.create(account)) === 'exists')
        throw new EngineRestError(500, 'RestException', `The user ${profile.id} already exists. Choose another id.`);
    }),
    route(endpoints.updateUserProfile, async ({ params, body }, { caller }) => {
      await protectAdministrators(params.id, caller);
      if (body.id && body.id !== params.id)
        throw new EngineRestError(400, 'InvalidRequestException', `The id of user ${params.id} cannot be changed.`);
      check(await accounts.setProfile(params.id, toProfile(body)), params.id);
    }),
    route(endpoints.updateUserCredentials, async ({ params, body }, { caller }) => {
      await protectAdministrators(params.id, caller);
      const own = body.authenticatedUserPassword;
      if (own && !(await accounts.isPassword(caller.userId ?? '', own)))
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          'The given authenticated user password is not valid: it is that of the account that makes this request.',
        );
      check(await accounts.setPassword(params.id, body.password), params.id);
    }),
    route(endpoints.deleteUser, async ({ params }, { caller }) => {
      if (params.id.trim().toLowerCase() === caller.userId)
        throw new EngineRestError(
          400,
          'InvalidRequestException',
          'An account is not shut by itself: ask another administrator.',
        );
      await protectAdministrators(params.id, caller);
      await accounts.shut(params.id);
    }),
    route(endpoints.unlockUser, ({ params }) => accounts.unlock(params.id)),
    route(endpoints.createMembership, async ({ params }) => {
      const outcome = await accounts.addToGroup(params.userId, params.id);
      if (outcome === 'noGroup')
        throw new EngineRestError(404, 'InvalidRequestException', `Group with id ${params.id} does not exist`);
      if (outcome === 'exists')
        throw new EngineRestError(
          500,
          'RestException',
          `The user ${params.userId} is a member of group ${params.id} already.`,
        );
      check(outcome, params.userId);
    }),
    route(endpoints.deleteMembership, async ({ params }) =>
      check(await accounts.removeFromGroup(params.userId, params.id), params.userId),
    ),
  ];
}

function toProfile(profile: {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly email?: string | null | undefined;
}): Profile {
  return { firstName: profile.firstName ?? null, lastName: profile.lastName ?? null, email: profile.email ?? null };
}

function check(outcome: 'done' | 'notFound', id: string): void {
  if (outcome === 'notFound')
    throw new EngineRestError(404, 'InvalidRequestException', `User with id ${id} does not exist`);
}
