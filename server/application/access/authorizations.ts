import { InvalidInput, NotFound } from '../errors.ts';
import { Rejection } from '../../engine/errors.ts';
import type { Grant, GrantStore, GrantType } from '../ports/access-grants.ts';
import { ANY } from './decide.ts';
import { bitsOf, findResource, resourceTypes } from './permissions.ts';

/** An authorization as it is asked for. */
export interface AskedGrant {
  readonly type: number;
  readonly permissions?: readonly string[] | null | undefined;
  readonly userId?: string | null | undefined;
  readonly groupId?: string | null | undefined;
  readonly resourceType?: number | null | undefined;
  readonly resourceId?: string | null | undefined;
}

/** Keeping stored authorizations (Camunda 7, authorization service). */
export class Authorizations {
  readonly #store: GrantStore;
  readonly #newId: () => string;
  readonly #normaliseUserId: (id: string) => string;
  readonly #changed: () => void;

  constructor(options: {
    readonly store: GrantStore;
    readonly newId: () => string;
    readonly normaliseUserId: (id: string) => string;
    /** Called after each change. */
    readonly changed: () => void;
  }) {
    this.#store = options.store;
    this.#newId = options.newId;
    this.#normaliseUserId = options.normaliseUserId;
    this.#changed = options.changed;
  }

  /** @throws InvalidInput, Rejection */
  async create(asked: AskedGrant): Promise<Grant> {
    const grant = { id: this.#newId(), ...this.#read(asked) };
    await this.#put(grant);
    return grant;
  }

  /** Its type stays. @throws NotFound, InvalidInput, Rejection */
  async change(id: string, asked: Omit<AskedGrant, 'type'>): Promise<void> {
    const { type } = await this.get(id);
    await this.#put({ id, ...this.#read({ ...asked, type }) });
  }

  /** @throws NotFound */
  async delete(id: string): Promise<void> {
    if ((await this.#store.delete(id)) === 'notFound') throw noSuch(id);
    this.#changed();
  }

  /** @throws NotFound */
  async get(id: string): Promise<Grant> {
    const grant = await this.#store.find(id);
    if (!grant) throw noSuch(id);
    return grant;
  }

  async #put(grant: Grant): Promise<void> {
    if ((await this.#store.put(grant)) === 'exists')
      throw new Rejection(
        'wrongState',
        'There is an authorization of this type for this user or group and this resource already: change that one.',
      );
    this.#changed();
  }

  #read({ type, permissions, userId, groupId, resourceType, resourceId }: AskedGrant): Omit<Grant, 'id'> {
    if (!isGrantType(type))
      throw new Rejection(
        'wrongState',
        `Unrecognized authorization type '${type}'. Must be one of ['0', '1', '2']: for everybody, grant, revoke.`,
      );
    if (type === 0 && groupId)
      throw new Rejection('wrongState', "Cannot use 'groupId' for GLOBAL authorization: leave it out.");
    if (type === 0 && userId && userId !== ANY)
      throw new Rejection(
        'wrongState',
        `Illegal value '${userId}' for userId for GLOBAL authorization. Must be '${ANY}'.`,
      );
    if (type !== 0 && Boolean(userId) === Boolean(groupId))
      throw new Rejection('notFound', "Authorization must either have a 'userId' or a 'groupId'.");
    if (type !== 0 && userId === ANY)
      throw new Rejection('wrongState', `Only an authorization of type 0 is for every user ('${ANY}').`);
    if (resourceType === null || resourceType === undefined)
      throw new Rejection('notFound', "Authorization 'resourceType' cannot be null.");
    // What is left out must not mean everything.
    if (!resourceId) throw new InvalidInput(`The resourceId is missing: give an id, or '${ANY}' for all.`);
    return {
      type,
      userId: type === 0 ? ANY : userId ? this.#normaliseUserId(userId) : null,
      groupId: groupId || null,
      resourceType,
      resourceId,
      permissions: readPermissions(permissions ?? [], resourceType),
    };
  }
}

/** Bits of named permissions. @throws InvalidInput */
export function readPermissions(names: readonly string[], resourceType: number): number {
  const resource = findResource(resourceType);
  if (!resource) throw new InvalidInput(`There is no resource type ${resourceType}: types are 0 to 21.`);
  let bits = 0;
  for (const name of names) {
    const bit = bitsOf(resource, name);
    if (bit === undefined)
      throw new InvalidInput(
        `The permission '${name}' is not valid for '${resourceTypes[resource].name}' resource type. It takes ALL, ${Object.keys(resourceTypes[resource].permissions).join(', ')}.`,
      );
    bits |= bit;
  }
  return bits;
}

function isGrantType(type: number): type is GrantType {
  return type === 0 || type === 1 || type === 2;
}

function noSuch(id: string): NotFound {
  return new NotFound(`Authorization with id ${id} does not exist.`);
}
